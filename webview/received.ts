import type { HostMessage, WireTrace } from '../src/protocol/messages';
import { hitsOf, runAction, selectSpan } from './changes';
import { hitLinesOf, inOrderOfLines } from './find';
import { foldsOfIntent, type TopRow } from './intent';
import { isCollapsed, NO_FOLDS, type Folds } from './outline/folds';
import { layOut } from './outline/layout';
import { lineKey, lineOfKey } from './outline/lineKeys';
import type { LineIndex } from './outline/outline';
import { initialState, type State } from './pageState';
import { visibleRows } from './rows';
import { traceView, type TraceView } from './traceView';

/** What a message of the host changes. @param top the row at the top of the list, to be kept there over a new build */
export function receive(state: State, message: HostMessage, top: TopRow | null): State {
  switch (message.kind) {
    case 'init': {
      const { ref, strings, locale, intent } = message;
      return { ...(ref === state.ref ? state : initialState), ref, strings, locale, intent };
    }
    case 'loading':
      return { ...state, loading: { text: message.text, cancellable: message.cancellable }, failure: null };
    case 'failed': {
      const { title, detail, next, causes = [] } = message;
      return { ...state, loading: null, failure: { title, detail, next, causes } };
    }
    case 'trace':
      return receiveTrace({ ...state, loading: null, failure: null }, message.trace, top);
    case 'watch':
      return { ...state, watch: message.watch };
    case 'select': {
      const span = state.view?.keys.spanOf(message.spanId) ?? -1;
      return span < 0 ? state : { ...selectSpan(state, span, 'host'), detailsOpen: true };
    }
    case 'run':
      return runAction(withAbout(state, message.about), message.action);
    case 'answer':
      return state; // goes to whoever asked
  }
}

/** What a menu is about is selected first; a menu of another build is about nothing that is there. */
function withAbout(state: State, about: (HostMessage & { readonly kind: 'run' })['about']): State {
  return about && about.build === state.view?.trace.build ? selectSpan(state, about.span, 'user') : state;
}

/** Indices change with every build; what the user did is carried over by keys. */
function receiveTrace(state: State, trace: WireTrace, top: TopRow | null): State {
  const old = state.view;
  if (old?.trace.build === trace.build)
    return { ...state, view: { ...old, trace: { ...trace, spans: old.trace.spans } } };
  const view = traceView(trace);
  const restored = old ? { ...state, intent: null } : restoreLayout(state);
  const folds = old ? carryOver(old, view, state.folds) : state.intent ? foldsOfIntent(view, state.intent) : NO_FOLDS;
  const keyOf = (line: LineIndex | undefined): string | undefined =>
    old && line !== undefined && line >= 0 ? lineKey(old, state.outline, line) : undefined;
  const selected = old ? keyOf(state.line) : (state.intent?.selected ?? undefined);
  const first = old ? keyOf(top?.line) : state.intent?.top?.id;
  const offset = (old ? top?.offset : state.intent?.top?.offset) ?? 0;
  const hits = hitsOf(view, state.query, null); // what was found in the documents was found in those of before
  const outline = layOut(view, restored.layout, hits);
  const lineOf = (key: string | undefined): LineIndex => (key === undefined ? -1 : lineOfKey(view, outline, key));
  const firstLine = lineOf(first);
  const ordered = inOrderOfLines(hits, outline);
  return {
    ...restored,
    view,
    outline,
    folds,
    rows: visibleRows(outline, (line) => isCollapsed(view, outline, folds, line)),
    line: lineOf(selected),
    selectedBy: 'host',
    measured: null,
    zoom: restored.zoom && restored.zoom.from < trace.duration ? restored.zoom : null,
    inDocuments: null,
    hits: ordered,
    hit: state.hit < 0 ? -1 : Math.min(state.hit, ordered.length - 1),
    hitLines: hitLinesOf(ordered, outline),
    scrollTo: firstLine < 0 ? null : { kind: 'top', line: firstLine, offset },
  };
}

function restoreLayout(state: State): State {
  const { intent } = state;
  if (!intent) return state;
  const { layout, zoom, axis, tab, detailsOpen, nameWidth, detailsWidth, detailsHeight, detailsDock } = intent;
  const details = { tab, detailsOpen, detailsWidth, detailsHeight, detailsDock };
  return { ...state, intent: null, layout, zoom, axis, nameWidth, ...details };
}

function carryOver(from: TraceView, to: TraceView, { collapsed, switched }: Folds): Folds {
  const carried = Array.from(collapsed, (span) => to.keys.spanOf(from.keys.keyOf(span)));
  return { collapsed: new Set(carried.filter((span) => span >= 0)), switched };
}
