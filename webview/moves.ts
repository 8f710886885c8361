import type { MoveKey } from './keys';
import { find, pan, select, stepFind, toggle, withCollapsed } from './changes';
import { shownRange, type State } from './pageState';
import { childrenOf, isParent, rowOfSpan } from './rows';
import { zoomAt, type TimeRange } from './timeScale';

/** What a key does to the tree. @param page rows that fit on the screen */
export function moveByKey(state: State, key: MoveKey, page: number): State {
  switch (key) {
    case 'down':
      return moveBy(state, 1);
    case 'up':
      return moveBy(state, -1);
    case 'pageDown':
      return moveBy(state, page);
    case 'pageUp':
      return moveBy(state, -page);
    case 'first':
      return moveBy(state, -state.rows.length);
    case 'last':
      return moveBy(state, state.rows.length);
    case 'right':
      return moveIn(state);
    case 'left':
      return moveOut(state);
    case 'expandSiblings':
      return expandSiblings(state);
    case 'levelDown':
      return changeLevel(state, 'expand');
    case 'levelUp':
      return changeLevel(state, 'collapse');
    case 'open':
      return state.selected < 0 ? moveBy(state, 1) : { ...state, detailsOpen: true };
    case 'escape':
      return state.detailsOpen ? { ...state, detailsOpen: false } : find(state, '');
    case 'nextMatch':
      return stepFind(state, 1);
    case 'previousMatch':
      return stepFind(state, -1);
    case 'zoomIn':
      return zoomAboutSelection(state, 0.5);
    case 'zoomOut':
      return zoomAboutSelection(state, 2);
    case 'panLeft':
      return pan(state, -0.2);
    case 'panRight':
      return pan(state, 0.2);
  }
}

function moveBy(state: State, rows: number): State {
  if (state.rows.length === 0) return state;
  const row = state.selected < 0 ? -1 : rowOfSpan(state.rows, state.selected);
  const to = row < 0 && rows > 0 && rows < state.rows.length ? 0 : row + rows;
  return select(state, state.rows[Math.min(Math.max(0, to), state.rows.length - 1)]!, 'user');
}

function moveIn(state: State): State {
  const { view, selected, collapsed } = state;
  if (!view || selected < 0) return moveBy(state, 1);
  if (!isParent(view.trace.spans, selected)) return state;
  return collapsed.has(selected) ? toggle(state, selected) : moveBy(state, 1);
}

function moveOut(state: State): State {
  const { view, selected, collapsed } = state;
  if (!view || selected < 0) return state;
  if (isParent(view.trace.spans, selected) && !collapsed.has(selected)) return toggle(state, selected);
  return select(state, view.trace.spans.parent[selected]!, 'user');
}

function expandSiblings(state: State): State {
  if (!state.view) return state;
  const { spans } = state.view.trace;
  const collapsed = new Set(state.collapsed);
  for (const sibling of childrenOf(spans, state.selected < 0 ? -1 : spans.parent[state.selected]!))
    collapsed.delete(sibling);
  return withCollapsed(state, collapsed);
}

/** Expands the outermost collapsed rows, or collapses the innermost expanded ones. */
function changeLevel(state: State, how: 'expand' | 'collapse'): State {
  if (!state.view) return state;
  const { spans } = state.view.trace;
  const candidates = Array.from(state.rows).filter(
    (span) => isParent(spans, span) && state.collapsed.has(span) === (how === 'expand'),
  );
  const outermost = candidates.reduce((least, span) => Math.min(least, spans.depth[span]!), Infinity);
  const innermost = candidates.reduce((most, span) => Math.max(most, spans.depth[span]!), -1);
  const level = candidates.filter((span) => spans.depth[span] === (how === 'expand' ? outermost : innermost));
  const collapsed = new Set(state.collapsed);
  for (const span of level) {
    if (how === 'expand') collapsed.delete(span);
    else collapsed.add(span);
  }
  return withCollapsed(state, collapsed);
}

/** About the middle of the selected span where that is in sight, else about the middle of what is. */
function zoomAboutSelection(state: State, factor: number): State {
  if (!state.view) return state;
  const range = shownRange(state);
  const { start, duration } = state.view.trace.spans;
  const middle = state.selected < 0 ? NaN : start[state.selected]! + duration[state.selected]! / 2;
  const anchor = isInside(middle, range) ? middle : (range.from + range.to) / 2;
  return { ...state, zoom: zoomAt(range, state.view.trace.duration, anchor, factor) };
}

function isInside(time: number, range: TimeRange): boolean {
  return time >= range.from && time <= range.to;
}
