import type {
  AxisChoice,
  CauseRow,
  DetailsDock,
  DetailTab,
  Intent,
  LayoutChoice,
  NextStep,
  WatchBanner,
} from '../src/protocol/messages';
import type { TermHits } from '../src/model/findInDocuments';
import type { PageStrings } from '../src/protocol/strings';
import type { Milliseconds, SpanIndex } from '../src/model/units';
import { NO_FOLDS, type Folds } from './outline/folds';
import { PLAIN_LAYOUT } from './outline/layout';
import { LineKind, NO_OUTLINE, type LineIndex, type Outline } from './outline/outline';
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
  readonly layout: LayoutChoice;
  /** `layOut` of the above. */
  readonly outline: Outline;
  readonly folds: Folds;
  /** Lines, ascending: `visibleRows` of the above. */
  readonly rows: Uint32Array;
  /** The selected line; -1 = none. `selectedSpan` says which span that is. */
  readonly line: LineIndex;
  /** A selection by hand is told to the host, one by the host is not. */
  readonly selectedBy: 'user' | 'host';
  /** null = the whole trace. */
  readonly zoom: TimeRange | null;
  readonly axis: AxisChoice;
  /** The stretch of the axis whose statistics are shown; null = none. */
  readonly measured: TimeRange | null;
  readonly query: string;
  /** What the host found in the documents, and for which query; null until it has answered. */
  readonly inDocuments: { readonly query: string; readonly hits: TermHits } | null;
  /** Spans that match, in the order of their lines, and which of them is the current one (-1 = none). */
  readonly hits: Uint32Array;
  readonly hit: number;
  /** The lines that show them, ascending. */
  readonly hitLines: Uint32Array;
  readonly tab: DetailTab;
  readonly detailsOpen: boolean;
  readonly nameWidth: number;
  readonly detailsWidth: number;
  readonly detailsHeight: number;
  readonly detailsDock: DetailsDock;
  /** The list scrolls whenever this is a new object. */
  readonly scrollTo: ScrollTarget | null;
  /** The find field takes the focus whenever this grows. */
  readonly findRequests: number;
}

/** Where the list is to scroll: a line into view, or a row to the very top. */
export type ScrollTarget =
  | { readonly kind: 'show'; readonly line: LineIndex }
  | { readonly kind: 'top'; readonly line: LineIndex; readonly offset: number };

/** How the time axis is shown at first. */
export const PLAIN_AXIS: AxisChoice = { times: 'relative', minimap: true, squeeze: false };

const NONE = new Uint32Array(0);

export const initialState: State = {
  ref: '',
  strings: null,
  locale: 'en',
  loading: null,
  failure: null,
  watch: null,
  view: null,
  intent: null,
  layout: PLAIN_LAYOUT,
  outline: NO_OUTLINE,
  folds: NO_FOLDS,
  rows: NONE,
  line: -1,
  selectedBy: 'host',
  zoom: null,
  axis: PLAIN_AXIS,
  measured: null,
  query: '',
  inDocuments: null,
  hits: NONE,
  hit: -1,
  hitLines: NONE,
  tab: 'overview',
  detailsOpen: false,
  nameWidth: 0,
  detailsWidth: 0,
  detailsHeight: 0,
  detailsDock: 'auto',
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

/** The span of the selected line; -1 where nothing is selected, or a line that is no single span. */
export function selectedSpan({ outline, line }: Pick<State, 'outline' | 'line'>): SpanIndex {
  return line >= 0 && outline.kind[line] === LineKind.Span ? outline.span[line]! : -1;
}

/** Spans that have a row at this moment: folded, hidden and gathered ones have none. */
export function spansInSight({ outline, rows }: Pick<State, 'outline' | 'rows'>): number {
  let count = 0;
  for (const line of rows) if (outline.kind[line] === LineKind.Span) count += outline.members[line]!;
  return count;
}
