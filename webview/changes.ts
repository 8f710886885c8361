import type { Status } from '../src/model/trace';
import type { Milliseconds, SpanIndex } from '../src/model/units';
import type { PageAction } from '../src/protocol/messages';
import { hitFrom } from './find';
import { nextFailure } from './navigation';
import { durationOf, shownRange, type State } from './pageState';
import { allParents, expandedTo, isParent, rowShowing, visibleRows } from './rows';
import { fitRange, panBy, type TimeRange } from './timeScale';

/** The state with another collapsed set; a selection that it hides moves up to the row that shows it. */
export function withCollapsed(state: State, collapsed: ReadonlySet<SpanIndex>): State {
  if (!state.view || collapsed === state.collapsed) return state;
  const rows = visibleRows(state.view.trace.spans, collapsed);
  if (state.selected < 0) return { ...state, collapsed, rows };
  const shown = rows[rowShowing(rows, state.selected)] ?? -1;
  if (shown === state.selected) return { ...state, collapsed, rows };
  return { ...state, collapsed, rows, selected: shown, selectedBy: 'user', scrollTo: { kind: 'show', span: shown } };
}

/** Selects a span, unfolds what hides it and scrolls it into view. A span that does not exist changes nothing. */
export function select(state: State, span: SpanIndex, by: State['selectedBy']): State {
  if (!state.view || span < 0 || span >= state.view.trace.spans.count) return state;
  const unfolded = withCollapsed(state, expandedTo(state.view.trace.spans, state.collapsed, span));
  return { ...unfolded, selected: span, selectedBy: by, scrollTo: { kind: 'show', span } };
}

/** Runs one of the page's own actions, whoever asked: a key, a button, a VS Code command. */
export function runAction(state: State, action: PageAction): State {
  switch (action) {
    case 'expandAll':
      return withCollapsed(state, new Set());
    case 'collapseAll':
      return state.view ? withCollapsed(state, allParents(state.view.trace.spans)) : state;
    case 'find':
      return { ...state, findRequests: state.findRequests + 1 };
    case 'fitAll':
      return { ...state, zoom: null };
    case 'fitSelection':
      return { ...state, zoom: selectionRange(state) };
    case 'nextFailure':
      return goToFailure(state, 1);
    case 'previousFailure':
      return goToFailure(state, -1);
    case 'toggleDetails':
      return { ...state, detailsOpen: !state.detailsOpen };
  }
}

/** The selected span's stretch; asked again, the whole trace. */
function selectionRange(state: State): TimeRange | null {
  if (!state.view || state.selected < 0) return null;
  const { start, duration } = state.view.trace.spans;
  const from = start[state.selected]!;
  const range = fitRange(from, from + duration[state.selected]!, durationOf(state));
  const isShown = range && state.zoom && range.from === state.zoom.from && range.to === state.zoom.to;
  return isShown ? null : range;
}

/** Folds or unfolds a span; nothing for a leaf. */
export function toggle(state: State, span: SpanIndex): State {
  if (!state.view || !isParent(state.view.trace.spans, span)) return state;
  const collapsed = new Set(state.collapsed);
  if (!collapsed.delete(span)) collapsed.add(span);
  return withCollapsed(state, collapsed);
}

/** Selects the next failure, of any kind or of one. */
export function goToFailure(state: State, step: 1 | -1, status?: Status): State {
  if (!state.view) return state;
  const span = nextFailure(state.view.trace.spans, state.selected, step, status);
  return span < 0 ? state : select(state, span, 'user');
}

/** Finds anew; shows the first match from the selection on without selecting it: the user is still typing. */
export function find(state: State, query: string): State {
  if (!state.view) return { ...state, query };
  const hits = state.view.finder.find(query);
  const hit = hitFrom(hits, Math.max(0, state.selected));
  const found = { ...state, query, hits, hit };
  return hit < 0 ? found : showHit(found);
}

/** Selects the next or previous match; going on from a match that is only shown selects that one. */
export function stepFind(state: State, step: 1 | -1): State {
  const { length } = state.hits;
  if (length === 0) return state;
  const isOnlyShown = step > 0 && state.hit >= 0 && state.hits[state.hit] !== state.selected;
  const hit = isOnlyShown ? state.hit : (state.hit + step + length) % length;
  return select({ ...state, hit }, state.hits[hit]!, 'user');
}

function showHit(state: State): State {
  const span = state.hits[state.hit]!;
  const collapsed = expandedTo(state.view!.trace.spans, state.collapsed, span);
  return { ...withCollapsed(state, collapsed), scrollTo: { kind: 'show', span } };
}

/** Moves the visible stretch by a share of it. */
export function pan(state: State, share: number): State {
  const range = shownRange(state);
  const by: Milliseconds = (range.to - range.from) * share;
  return { ...state, zoom: panBy(range, durationOf(state), by) };
}
