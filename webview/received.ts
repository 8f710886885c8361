import type { HostMessage, WireTrace } from '../src/protocol/messages';
import type { SpanIndex } from '../src/model/units';
import { runAction, select } from './changes';
import { collapsedOf, type TopRow } from './intent';
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
      return span < 0 ? state : { ...select(state, span, 'host'), detailsOpen: true };
    }
    case 'run':
      return runAction(state, message.action);
    case 'answer':
      return state; // goes to whoever asked
  }
}

/** Indices change with every build; what the user did is carried over by the spans' keys. */
function receiveTrace(state: State, trace: WireTrace, top: TopRow | null): State {
  const old = state.view;
  if (old?.trace.build === trace.build)
    return { ...state, view: { ...old, trace: { ...trace, spans: old.trace.spans } } };
  const view = traceView(trace);
  const restored = old ? { ...state, intent: null } : restoreLayout(state);
  const collapsed = old
    ? carryOver(old, view, state.collapsed)
    : state.intent
      ? collapsedOf(view, state.intent)
      : new Set<SpanIndex>();
  const find = (key: string | null | undefined): SpanIndex =>
    key === null || key === undefined ? -1 : view.keys.spanOf(key);
  const selected = find(old ? (state.selected < 0 ? null : old.keys.keyOf(state.selected)) : state.intent?.selected);
  const first = find(old ? top && old.keys.keyOf(top.span) : state.intent?.top?.id);
  const offset = (old ? top?.offset : state.intent?.top?.offset) ?? 0;
  const hits = view.finder.find(state.query);
  return {
    ...restored,
    view,
    collapsed,
    rows: visibleRows(trace.spans, collapsed),
    selected,
    selectedBy: 'host',
    zoom: restored.zoom && restored.zoom.from < trace.duration ? restored.zoom : null,
    hits,
    hit: state.hit < 0 ? -1 : Math.min(state.hit, hits.length - 1),
    scrollTo: first < 0 ? null : { kind: 'top', span: first, offset },
  };
}

function restoreLayout(state: State): State {
  const { intent } = state;
  if (!intent) return state;
  const { zoom, tab, detailsOpen, nameWidth, detailsWidth, detailsHeight } = intent;
  return { ...state, intent: null, zoom, tab, detailsOpen, nameWidth, detailsWidth, detailsHeight };
}

function carryOver(from: TraceView, to: TraceView, spans: ReadonlySet<SpanIndex>): Set<SpanIndex> {
  const carried = Array.from(spans, (span) => to.keys.spanOf(from.keys.keyOf(span)));
  return new Set(carried.filter((span) => span >= 0));
}
