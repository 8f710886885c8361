import type { CauseRow, DetailTab, Intent, NextStep, WatchBanner } from '../src/protocol/messages';
import type { PageStrings } from '../src/protocol/strings';
import type { Milliseconds, SpanIndex } from '../src/model/units';
import { wholeRange, type TimeRange } from './timeScale';
import type { TraceView } from './traceView';

/** Everything the page shows, but for the scroll position: that belongs to the element that scrolls. */
export interface State {
  readonly ref: string;
  /** null until the host has spoken. */
  readonly strings: PageStrings | null;
  readonly locale: string;
  readonly loading: { readonly text: string; readonly cancellable: boolean } | null;
  readonly failure: {
    readonly title: string;
    readonly detail: string;
    readonly next: readonly NextStep[];
    readonly causes: readonly CauseRow[];
  } | null;
  /** What is said of watching the trace; null = nothing. */
  readonly watch: WatchBanner | null;
  /** null until a trace has come. */
  readonly view: TraceView | null;
  /** Kept from last time; used up by the first trace. */
  readonly intent: Intent | null;
  readonly collapsed: ReadonlySet<SpanIndex>;
  /** `visibleRows` of the above. */
  readonly rows: Uint32Array;
  /** -1 = none. */
  readonly selected: SpanIndex;
  /** A selection by hand is told to the host, one by the host is not. */
  readonly selectedBy: 'user' | 'host';
  /** null = the whole trace. */
  readonly zoom: TimeRange | null;
  readonly query: string;
  /** Spans that match, ascending, and which of them is the current one (-1 = none). */
  readonly hits: Uint32Array;
  readonly hit: number;
  readonly tab: DetailTab;
  readonly detailsOpen: boolean;
  readonly nameWidth: number;
  readonly detailsWidth: number;
  readonly detailsHeight: number;
  /** The list scrolls whenever this is a new object. */
  readonly scrollTo: ScrollTarget | null;
  /** The find field takes the focus whenever this grows. */
  readonly findRequests: number;
}

/** Where the list is to scroll: a span into view, or a row to the very top. */
export type ScrollTarget =
  | { readonly kind: 'show'; readonly span: SpanIndex }
  | { readonly kind: 'top'; readonly span: SpanIndex; readonly offset: number };

const NO_SPANS = new Uint32Array(0);

export const initialState: State = {
  ref: '',
  strings: null,
  locale: 'en',
  loading: null,
  failure: null,
  watch: null,
  view: null,
  intent: null,
  collapsed: new Set(),
  rows: NO_SPANS,
  selected: -1,
  selectedBy: 'host',
  zoom: null,
  query: '',
  hits: NO_SPANS,
  hit: -1,
  tab: 'overview',
  detailsOpen: false,
  nameWidth: 0,
  detailsWidth: 0,
  detailsHeight: 0,
  scrollTo: null,
  findRequests: 0,
};

/** The visible stretch of time. */
export function shownRange(state: Pick<State, 'zoom' | 'view'>): TimeRange {
  return state.zoom ?? wholeRange(state.view?.trace.duration ?? 0);
}

/** Length of the trace; 0 before there is one. */
export function durationOf(state: State): Milliseconds {
  return state.view?.trace.duration ?? 0;
}
