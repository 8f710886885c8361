import type { ResultsState } from './resultsState';

export type FocusMove = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** `only`: a click. `toggle`: with Ctrl, or Space. `range`: with Shift, from where the last one began. `show`: focus without selecting. */
export type SelectHow = 'only' | 'toggle' | 'range' | 'show';

/** Moves the focus among the shown rows. @param extend selects all from the anchor to there */
export function moveFocus(state: ResultsState, move: FocusMove, page: number, extend: boolean): ResultsState {
  const { rows } = state;
  if (rows.length === 0) return state;
  const at = state.focused < 0 ? -1 : rows.indexOf(state.focused);
  const to = Math.min(
    rows.length - 1,
    Math.max(0, at < 0 ? startOf(move, rows.length) : at + stepOf(move, page, rows.length)),
  );
  const row = rows[to]!;
  if (extend) return select(state, row, 'range');
  return { ...state, focused: row, anchor: row, scrollTo: { row, toTop: false } };
}

function stepOf(move: FocusMove, page: number, count: number): number {
  switch (move) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'pageUp':
      return -page;
    case 'pageDown':
      return page;
    case 'first':
      return -count;
    case 'last':
      return count;
  }
}

/** Where the first key leads when nothing has the focus. */
function startOf(move: FocusMove, count: number): number {
  return move === 'last' || move === 'up' ? count - 1 : 0;
}

/** Gives a row the focus, and selects as told. A row that is not shown changes nothing. */
export function select(state: ResultsState, row: number, how: SelectHow): ResultsState {
  const { rows } = state;
  const to = rows.indexOf(row);
  if (to < 0) return state;
  const focus = { focused: row, scrollTo: { row, toTop: false } };
  switch (how) {
    case 'show':
      return { ...state, ...focus, anchor: row };
    case 'only':
      return { ...state, ...focus, anchor: row, selected: new Set([row]) };
    case 'toggle': {
      const selected = new Set(state.selected);
      if (!selected.delete(row)) selected.add(row);
      return { ...state, ...focus, anchor: row, selected };
    }
    case 'range': {
      const from = Math.max(0, state.anchor < 0 ? to : rows.indexOf(state.anchor));
      const [first, last] = from < to ? [from, to] : [to, from];
      const anchor = rows[from]!;
      return { ...state, ...focus, anchor, selected: new Set(rows.subarray(first, last + 1)) };
    }
  }
}
