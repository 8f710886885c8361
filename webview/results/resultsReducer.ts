import type {
  ColumnId,
  ResultsHostMessage,
  ResultsIntent,
  ResultsLayout,
  Restriction,
  WireStatus,
  WireSummaries,
} from '../../src/protocol/results';
import { inOrder } from './columns';
import { filteringOf, judged, Verdict } from './filtering';
import { readLayout } from './intent';
import { moveFocus, select, type FocusMove, type SelectHow } from './selection';
import { initialResults, type ResultsState } from './resultsState';
import { resorted, sortedRows, withNewRows } from './sorting';
import { noSummaries, withMore, type Summaries } from './summaries';

export type ResultsDo =
  | { readonly type: 'host'; readonly message: ResultsHostMessage; readonly topRow: number }
  /** Text in the field; applied at once where it can be read. */
  | { readonly type: 'draft'; readonly text: string }
  /** Applies a filter and remembers it; without text, what is in the field. */
  | { readonly type: 'apply'; readonly text?: string }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'restrict'; readonly restriction: Restriction | null }
  | { readonly type: 'sort'; readonly column: ColumnId }
  | { readonly type: 'columns'; readonly columns: readonly ColumnId[] }
  /** 0 = back to the default. */
  | { readonly type: 'width'; readonly column: ColumnId; readonly pixels: number }
  | {
      readonly type: 'layout';
      readonly change: Partial<Pick<ResultsLayout, 'refinersOpen' | 'chartsOpen' | 'refinersWidth'>>;
    }
  | { readonly type: 'refinersOver'; readonly isOpen: boolean }
  | { readonly type: 'resetLayout' }
  /** `page`: rows that fit on the screen. */
  | { readonly type: 'move'; readonly move: FocusMove; readonly page: number; readonly extend: boolean }
  | { readonly type: 'select'; readonly row: number; readonly how: SelectHow }
  | { readonly type: 'selectAll' }
  | { readonly type: 'clearSelection' };

/** The one place where the results page's state changes. Pure. */
export function reduceResults(state: ResultsState, action: ResultsDo): ResultsState {
  switch (action.type) {
    case 'host':
      return receive(state, action.message, action.topRow);
    case 'draft':
      return withDraft(state, action.text);
    case 'apply':
      return remembered(withDraft(state, action.text ?? state.draft));
    case 'undo':
      return state.draft === state.history[state.at] ? go(state, state.at - 1) : go(state, state.at);
    case 'redo':
      return go(state, state.at + 1);
    case 'restrict':
      return shown({ ...state, restriction: isOpen(action.restriction) ? null : action.restriction });
    case 'sort':
      return sorted({ ...state, layout: { ...state.layout, sorting: resorted(state.layout.sorting, action.column) } });
    case 'columns':
      return action.columns.length === 0
        ? state
        : { ...state, layout: { ...state.layout, columns: inOrder(action.columns) } };
    case 'width':
      return { ...state, layout: { ...state.layout, widths: resized(state.layout, action.column, action.pixels) } };
    case 'layout':
      return { ...state, layout: { ...state.layout, ...action.change } };
    case 'refinersOver':
      return { ...state, refinersOver: action.isOpen };
    case 'resetLayout':
      return { ...state, layout: { ...state.layout, columns: initialResults.layout.columns, widths: {} } };
    case 'move':
      return moveFocus(chosenAnew(state), action.move, action.page, action.extend);
    case 'select':
      return select(chosenAnew(state), action.row, action.how);
    case 'selectAll':
      return { ...chosenAnew(state), selected: new Set(state.rows) };
    case 'clearSelection':
      return state.selected.size === 0 ? chosenAnew(state) : { ...chosenAnew(state), selected: new Set() };
  }
}

/** From here on the user's own choice counts: what was selected in another build is not looked for any more. */
function chosenAnew(state: ResultsState): ResultsState {
  const { wanted } = state;
  return wanted.selected.size === 0 ? state : { ...state, wanted: { ...wanted, selected: new Set() } };
}

function receive(state: ResultsState, message: ResultsHostMessage, topRow: number): ResultsState {
  switch (message.kind) {
    case 'init': {
      const { strings, locale, layout, intent } = message;
      const fresh = { ...state, strings, locale, layout: readLayout(layout) ?? state.layout };
      return intent ? restored(fresh, intent) : fresh;
    }
    case 'query':
      return withQuery(state, message, topRow);
    case 'summaries':
      return message.build === state.query?.build ? withSummaries(state, message.summaries) : state;
    case 'status':
      return message.status.build === state.query?.build ? withStatus(state, message.status) : state;
    case 'explained':
      return { ...state, explained: message };
    case 'run':
      return run(state, message.action);
  }
}

/** Actions of commands that change the page alone; the others are done by whoever listens (`commands.ts`). */
function run(state: ResultsState, action: (ResultsHostMessage & { kind: 'run' })['action']): ResultsState {
  switch (action) {
    case 'selectAll':
      return { ...chosenAnew(state), selected: new Set(state.rows) };
    case 'chooseColumns':
      return { ...state, columnRequests: state.columnRequests + 1 };
    case 'toggleCharts':
      return { ...state, layout: { ...state.layout, chartsOpen: !state.layout.chartsOpen } };
    case 'toggleRefiners':
      return { ...state, layout: { ...state.layout, refinersOpen: !state.layout.refinersOpen } };
    case 'filter':
      return { ...state, filterRequests: state.filterRequests + 1 };
    case 'open':
    case 'openSelected':
    case 'copyIds':
      return state;
  }
}

/** As the user left it. The filter of the query itself comes first in its history, so that undo leads back to what was sent. */
function restored(state: ResultsState, { filter, restriction, focused, top }: ResultsIntent): ResultsState {
  const filtering = filteringOf(filter);
  const wanted = { focused, top, selected: new Set<string>() };
  return { ...state, draft: filter, filtering, restriction, wanted, history: [filter], at: 0 };
}

function withQuery(
  old: ResultsState,
  { query, search, saved }: Extract<ResultsHostMessage, { readonly kind: 'query' }>,
  topRow: number,
): ResultsState {
  const state = { ...old, search, saved };
  const { ids } = state.summaries;
  const before = state.query;
  if (before?.build === query.build) return { ...state, query };
  const isSameRun = old.search === search && before?.start === query.start && before.end === query.end;
  const wanted = before
    ? {
        focused: ids[state.focused] ?? state.wanted.focused,
        top: ids[topRow] ?? state.wanted.top,
        selected: new Set([...state.wanted.selected, ...Array.from(state.selected, (row) => ids[row]!)]),
      }
    : state.wanted;
  const next = { ...state, query, wanted };
  const fresh = isSameRun && ids.length > 0 ? { ...next, isStale: true } : { ...emptied(next), status: null };
  const isUntouched = state.query
    ? state.filtering.text === state.query.filter
    : state.history.length === 1 && state.history[0] === '' && state.draft === '';
  // What the query asks for holds of all that it finds; what the user typed since goes on narrowing.
  return isUntouched
    ? shown(remembered(withDraft({ ...fresh, history: [query.filter], at: 0 }, query.filter)))
    : shown(fresh);
}

/** Without rows, and what was done to them. */
function emptied(state: ResultsState): ResultsState {
  return {
    ...state,
    isStale: false,
    focused: -1,
    anchor: -1,
    selected: new Set<number>(),
    summaries: noSummaries,
    order: new Uint32Array(0),
    verdicts: new Uint8Array(0),
  };
}

/** A status comes after the rows it is about: where none came, there are none. */
function withStatus(state: ResultsState, status: WireStatus): ResultsState {
  return { ...(state.isStale ? shown(emptied(state)) : state), status };
}

function withSummaries(before: ResultsState, more: WireSummaries): ResultsState {
  const state = before.isStale ? emptied(before) : before;
  const summaries = withMore(state.summaries, more);
  const next = shown({
    ...state,
    summaries,
    order: withNewRows(state.order, summaries, state.layout.sorting),
    verdicts: judged(state.filtering, summaries, state.verdicts),
  });
  return found(selectedAgain(next, state.summaries.count));
}

/** Selects again what was selected in the build before, as it arrives. @param from the first row that is new */
function selectedAgain(state: ResultsState, from: number): ResultsState {
  const { wanted, summaries } = state;
  if (wanted.selected.size === 0) return state;
  const selected = new Set(state.selected);
  const missing = new Set(wanted.selected);
  for (let row = from; row < summaries.count; row++) if (missing.delete(summaries.ids[row]!)) selected.add(row);
  return { ...state, selected, wanted: { ...wanted, selected: missing } };
}

/** Finds again what had the focus, and what was on top, as soon as they have arrived. */
function found(state: ResultsState): ResultsState {
  const { wanted, summaries } = state;
  if (wanted.focused === '' && wanted.top === '') return state;
  const focused = wanted.focused === '' ? -1 : summaries.ids.indexOf(wanted.focused);
  const top = wanted.top === '' ? -1 : summaries.ids.indexOf(wanted.top);
  if (focused < 0 && top < 0) return state;
  return {
    ...state,
    ...(focused >= 0 && state.focused < 0 && { focused, anchor: focused }),
    ...(top >= 0 && { scrollTo: { row: top, toTop: true } }),
    wanted: { ...wanted, focused: focused >= 0 ? '' : wanted.focused, top: top >= 0 ? '' : wanted.top },
  };
}

function sorted(state: ResultsState): ResultsState {
  const next = shown({ ...state, order: sortedRows(state.summaries, state.layout.sorting) });
  return { ...next, scrollTo: state.focused < 0 ? null : { row: state.focused, toTop: false } };
}

function withDraft(state: ResultsState, text: string): ResultsState {
  if (text === state.draft && text === state.filtering.text) return state;
  const filtering = filteringOf(text);
  if (filtering.isBroken) return { ...state, draft: text };
  return shown({
    ...state,
    draft: text,
    filtering,
    verdicts: judged(filtering, state.summaries, new Uint8Array(0)),
  });
}

/** Puts what is in the field at the end of the history; one that cannot be read is remembered too: it is the user's text. */
function remembered(state: ResultsState): ResultsState {
  const { draft, history, at } = state;
  if (draft === history[at]) return state;
  const kept = [...history.slice(0, at + 1), draft].slice(-MOST_HISTORY);
  return { ...state, history: kept, at: kept.length - 1 };
}

const MOST_HISTORY = 100;

function go(state: ResultsState, at: number): ResultsState {
  const text = state.history[at];
  return text === undefined ? state : withDraft({ ...state, at }, text);
}

/** Applies filter and restriction to the rows in order. */
function shown(state: ResultsState): ResultsState {
  const { order, verdicts, restriction, summaries } = state;
  const passed = order.filter((row) => verdicts[row] !== Verdict.No);
  const rows = restriction ? passed.filter((row) => isWithin(summaries, row, restriction)) : passed;
  let unsure = 0;
  for (const row of rows) if (verdicts[row] === Verdict.Unknown) unsure++;
  return { ...state, passed, rows, unsure };
}

/** Whether a row is within a restriction; what is not known is within only where nothing is asked. */
export function isWithin(
  { start, duration }: Pick<Summaries, 'start' | 'duration'>,
  row: number,
  { from, to, least, most }: Restriction,
): boolean {
  const [at, took] = [start[row]!, duration[row]!];
  if ((from !== null || to !== null) && at <= 0) return false;
  if ((least !== null || most !== null) && took < 0) return false;
  return (
    (from === null || at >= from) &&
    (to === null || at <= to) &&
    (least === null || took >= least) &&
    (most === null || took <= most)
  );
}

function isOpen(restriction: Restriction | null): boolean {
  return !restriction || Object.values(restriction).every((bound) => bound === null);
}

function resized({ widths }: ResultsLayout, column: ColumnId, pixels: number): ResultsLayout['widths'] {
  const { [column]: _, ...others } = widths;
  return pixels > 0 ? { ...others, [column]: Math.round(pixels) } : others;
}
