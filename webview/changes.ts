import type { Status } from '../src/model/trace';
import type { SpanIndex } from '../src/model/units';
import type { LayoutChoice, PageAction } from '../src/protocol/messages';
import { warpOf } from './axis/idle';
import { hitFrom, hitLinesOf, inOrderOfLines } from './find';
import { nextFailure } from './navigation';
import { allLines, folded, isCollapsed, openedTo, type Folds } from './outline/folds';
import { layOut, switched, type LayoutSwitch } from './outline/layout';
import { lineKey, lineOfKey } from './outline/lineKeys';
import type { LineIndex } from './outline/outline';
import { durationOf, selectedSpan, shownRange, type State } from './pageState';
import { isParent, rowShowing, visibleRows } from './rows';
import type { TraceView } from './traceView';
import { fitRange, panBy, type TimeRange } from './timeScale';

/** The state with other folds; a selection that they hide moves up to the row that shows it. */
export function withFolds(state: State, folds: Folds): State {
  const { view, outline, line } = state;
  if (!view || folds === state.folds) return state;
  const rows = visibleRows(outline, (one) => isCollapsed(view, outline, folds, one));
  if (line < 0) return { ...state, folds, rows };
  const shown = rows[rowShowing(rows, line)] ?? -1;
  if (shown === line) return { ...state, folds, rows };
  return { ...state, folds, rows, line: shown, selectedBy: 'user', scrollTo: { kind: 'show', line: shown } };
}

/** The state in another layout: the selection stays where there is a line that shows it. */
export function withLayout(state: State, layout: LayoutChoice): State {
  const { view } = state;
  if (!view) return { ...state, layout };
  const key = state.line < 0 ? '' : lineKey(view, state.outline, state.line);
  const outline = layOut(view, layout, state.hits);
  const line = key === '' ? -1 : lineOfKey(view, outline, key);
  const hits = inOrderOfLines(state.hits, outline);
  const current = state.hits[state.hit];
  const laidOut: State = {
    ...state,
    layout,
    outline,
    rows: visibleRows(outline, (one) => isCollapsed(view, outline, state.folds, one)),
    line: -1,
    hits,
    hit: current === undefined ? -1 : hits.indexOf(current),
    hitLines: hitLinesOf(hits, outline),
  };
  if (line < 0) return laidOut;
  // The row that shows it may be folded in this layout: it stays so, and is what is selected.
  const shown = laidOut.rows[rowShowing(laidOut.rows, line)] ?? -1;
  return { ...laidOut, line: shown, scrollTo: { kind: 'show', line: shown } };
}

/** Selects a line, opens what hides it and scrolls it into view. A line that does not exist changes nothing. */
export function selectLine(state: State, line: LineIndex, by: State['selectedBy']): State {
  const { view, outline } = state;
  if (!view || line < 0 || line >= outline.count) return state;
  const opened = withFolds(state, openedTo(view, outline, state.folds, line));
  return { ...opened, line, selectedBy: by, scrollTo: { kind: 'show', line } };
}

/** Selects the line that shows a span; leaves a focus or filter that has none. A span that does not exist changes nothing. */
export function selectSpan(state: State, span: SpanIndex, by: State['selectedBy']): State {
  if (!state.view || span < 0 || span >= state.view.trace.spans.count) return state;
  const shown = withSpanInSight(state, span);
  return selectLine(shown, shown.outline.lineOf[span]!, by);
}

function withSpanInSight(state: State, span: SpanIndex): State {
  if (state.outline.lineOf[span]! >= 0) return state;
  return withLayout(state, { ...state.layout, focus: null, onlyMatches: false });
}

/** Runs one of the page's own actions, whoever asked: a key, a button, a VS Code command. */
export function runAction(state: State, action: PageAction): State {
  switch (action) {
    case 'expandAll':
      return foldAll(state, false);
    case 'collapseAll':
      return foldAll(state, true);
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
    case 'dockRight':
      return { ...state, detailsDock: 'right', detailsOpen: true };
    case 'dockBottom':
      return { ...state, detailsDock: 'bottom', detailsOpen: true };
    case 'toggleDetails':
      return { ...state, detailsOpen: !state.detailsOpen };
    case 'focusSpan':
      return focusSelected(state);
    case 'hideService':
      return hideServiceOfSelected(state);
    case 'showAll':
      return withLayout(state, { ...state.layout, focus: null, hidden: [], onlyMatches: false });
    case 'toggleHierarchy':
      return turn(state, 'byService');
    case 'toggleGroups':
      return turn(state, 'groups');
    case 'toggleChains':
      return turn(state, 'chains');
    case 'toggleShort':
      return turn(state, 'short');
    case 'toggleUninstrumented':
      return turn(state, 'uninstrumented');
    case 'toggleCriticalPath':
      return turn(state, 'criticalPath');
  }
}

/** Turns one switch of the layout. */
export function turn(state: State, which: LayoutSwitch): State {
  return withLayout(state, switched(state.layout, which, durationOf(state)));
}

function focusSelected(state: State): State {
  const span = selectedSpan(state);
  if (!state.view || span < 0) return state;
  return withLayout(state, { ...state.layout, focus: state.view.keys.keyOf(span) });
}

function hideServiceOfSelected(state: State): State {
  const span = selectedSpan(state);
  if (!state.view || span < 0) return state;
  const { spans } = state.view.trace;
  const name = spans.strings[spans.service[span]!]!;
  return withLayout(state, { ...state.layout, hidden: [...state.layout.hidden, name] });
}

function foldAll(state: State, isFolded: boolean): State {
  const { view, outline, folds } = state;
  return view ? withFolds(state, folded(view, outline, folds, allLines(outline), isFolded)) : state;
}

/** The selected line's stretch; asked again, the whole trace. */
function selectionRange(state: State): TimeRange | null {
  if (!state.view || state.line < 0) return null;
  const { start, duration } = state.outline;
  const from = start[state.line]!;
  const range = fitRange(from, from + duration[state.line]!, durationOf(state));
  const isShown = range && state.zoom && range.from === state.zoom.from && range.to === state.zoom.to;
  return isShown ? null : range;
}

/** Folds or unfolds a line; nothing for a leaf. */
export function toggle(state: State, line: LineIndex): State {
  const { view, outline, folds } = state;
  if (!view || line < 0 || line >= outline.count || !isParent(outline, line)) return state;
  return withFolds(state, folded(view, outline, folds, [line], !isCollapsed(view, outline, folds, line)));
}

/** Selects the next failure, of any kind or of one. */
export function goToFailure(state: State, step: 1 | -1, status?: Status): State {
  const line = nextFailure(state.outline, state.line, step, status);
  return line < 0 ? state : selectLine(state, line, 'user');
}

/** Finds anew; shows the first match from the selection on without selecting it: the user is still typing. */
export function find(state: State, query: string): State {
  if (!state.view) return { ...state, query };
  const found = withHits({ ...state, query }, hitsOf(state.view, query, state.inDocuments));
  const hit = hitFrom(found.hits, found.outline, Math.max(0, found.line));
  return hit < 0 ? { ...found, hit } : showHit({ ...found, hit });
}

/** What matches a query, as far as it is known. */
export function hitsOf(view: TraceView, query: string, inDocuments: State['inDocuments']): Uint32Array {
  return view.finder.find(query, inDocuments?.query === query ? inDocuments.hits : undefined);
}

/** Takes what the host has found in the documents; matches that were shown stay, and the current one with them. */
export function withFoundInDocuments(state: State, inDocuments: NonNullable<State['inDocuments']>): State {
  if (!state.view || inDocuments.query !== state.query) return state;
  const current = state.hits[state.hit];
  const found = withHits({ ...state, inDocuments }, hitsOf(state.view, state.query, inDocuments));
  const hit = current === undefined ? -1 : found.hits.indexOf(current);
  if (hit >= 0) return { ...found, hit };
  const first = hitFrom(found.hits, found.outline, Math.max(0, found.line));
  return first < 0 ? { ...found, hit: -1 } : showHit({ ...found, hit: first });
}

/** The state with other matches; where only matches are shown, laid out anew. */
export function withHits(state: State, hits: Uint32Array): State {
  const { layout, outline } = state;
  const withThem: State = {
    ...state,
    hits: inOrderOfLines(hits, outline),
    hit: -1,
    hitLines: hitLinesOf(hits, outline),
  };
  return layout.onlyMatches ? withLayout(withThem, layout) : withThem;
}

/** Selects the next or previous match; going on from a match that is only shown selects that one. */
export function stepFind(state: State, step: 1 | -1): State {
  const { length } = state.hits;
  if (length === 0) return state;
  const isOnlyShown = step > 0 && state.hit >= 0 && state.outline.lineOf[state.hits[state.hit]!] !== state.line;
  const hit = isOnlyShown ? state.hit : (state.hit + step + length) % length;
  const span = state.hits[hit]!;
  const selected = selectSpan({ ...state, hit }, span, 'user');
  return { ...selected, hit: selected.hits.indexOf(span) }; // leaving a focus puts matches in another order
}

function showHit(state: State): State {
  const line = state.outline.lineOf[state.hits[state.hit]!]!;
  if (line < 0) return state; // outside of the focus: counted, and gone to by Enter
  const folds = openedTo(state.view!, state.outline, state.folds, line);
  return { ...withFolds(state, folds), scrollTo: { kind: 'show', line } };
}

/** Moves the visible stretch by a share of it. */
export function pan(state: State, share: number): State {
  const range = shownRange(state);
  const warp = warpOf(state);
  const by = (warp.toUnits(range.to) - warp.toUnits(range.from)) * share;
  return { ...state, zoom: panBy(range, durationOf(state), by, warp) };
}
