import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { CauseRow, NextStep } from './messages';
import type { ResultsStrings } from './resultsStrings';

/**
 * Everything host and results page say to each other. Of the three tiers of `messages.ts` this page knows the first alone: summaries are
 * columns, sent once each as they are found. Traces themselves open in their own page.
 */

/** Bits of `WireSummaries.flags`. */
export const SummaryFlag = {
  /** Of the root segment. */
  Fault: 1 << 0,
  Error: 1 << 1,
  /** Of any segment. */
  Throttle: 1 << 2,
  Partial: 1 << 3,
} as const;

/** Lists of indices, one list per row: those of row `r` are `items[offsets[r]] … items[offsets[r + 1] - 1]`. */
export interface WireLists {
  /** One more than there are rows; the first is 0. */
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
}

export interface WireService {
  readonly name: string;
  /** e.g. `AWS::Lambda::Function`; '' when unknown. */
  readonly type: string;
}

export interface WireAnnotation {
  readonly key: string;
  readonly value: string | number | boolean;
}

export interface WireCause {
  readonly of: 'fault' | 'error' | 'responseTime';
  readonly text: string;
}

/**
 * Summaries the page does not have yet, as columns. The tables (`strings`, `services`, `annotations`, `causes`) hold only entries that are
 * new: they are added to those of the messages before, and indices count over all of them. Secrets in texts are masked.
 */
export interface WireSummaries {
  readonly count: number;
  readonly ids: readonly string[];
  /** Epoch milliseconds; 0 when unknown. */
  readonly start: Float64Array;
  /** Milliseconds; -1 when unknown. */
  readonly duration: Float64Array;
  /** Milliseconds; -1 when unknown. */
  readonly responseTime: Float64Array;
  /** `SummaryFlag` bits. */
  readonly flags: Uint8Array;
  /** 0 when unknown. */
  readonly httpStatus: Uint16Array;
  readonly name: Uint32Array;
  readonly method: Uint32Array;
  readonly url: Uint32Array;
  readonly clientIp: Uint32Array;
  readonly userAgent: Uint32Array;
  /** Into `strings`. */
  readonly users: WireLists;
  readonly services: WireLists;
  readonly annotations: WireLists;
  readonly causes: WireLists;
  readonly tables: {
    /** Of the first message the first is ''. */
    readonly strings: readonly string[];
    readonly services: readonly WireService[];
    readonly annotations: readonly WireAnnotation[];
    readonly causes: readonly WireCause[];
  };
}

/** What was asked, for the page's head and its filter. */
export interface WireQuery {
  /** Counted up by the host with every search, and when one starts anew: rows of an earlier build are gone. */
  readonly build: number;
  /** One line: the range. */
  readonly title: string;
  /** Profile and region. */
  readonly origin: string;
  /** X-Ray group; '' = none. Part of what is sent, not of the expression that is shown. */
  readonly group: string;
  /** Filter expression that was sent; '' = all. */
  readonly filter: string;
  /** Conditions of a search through span records, as text; '' for searches through X-Ray. */
  readonly conditions: string;
  /** The filter can be sent: false for searches through span records, which know no filter expressions. */
  readonly takesFilter: boolean;
  readonly start: EpochMilliseconds;
  /** Exclusive. */
  readonly end: EpochMilliseconds;
}

/** How far the search is. Texts are localised lines. */
export interface WireStatus {
  readonly build: number;
  /** `kept`: nothing runs; after a reload only the query is known. */
  readonly state: 'running' | 'done' | 'cancelled' | 'failed' | 'kept';
  /** What is going on, while it runs. */
  readonly progress: string;
  readonly found: number;
  readonly scanned: number;
  /** What was read, in words, where AWS bills it; '' elsewhere. */
  readonly billed: string;
  readonly slicesDone: number;
  readonly slices: number;
  /** "Searched back to …"; '' when all was searched, or nothing. */
  readonly reached: string;
  /** What was not searched and why, a line each. */
  readonly left: readonly string[];
  /** There is more, and it can be asked for. */
  readonly canLoadMore: boolean;
  /** Of `failed`, `kept`, and searches that found nothing. */
  readonly message: {
    readonly title: string;
    readonly detail: string;
    readonly next: readonly NextStep[];
    /** Why nothing was found, most likely first. */
    readonly causes?: readonly CauseRow[];
  } | null;
}

/** A column of the table; `annotation:KEY` shows the values of one annotation. */
export type ColumnId = FixedColumn | `annotation:${string}`;

export type FixedColumn =
  | 'status'
  | 'time'
  | 'method'
  | 'url'
  | 'name'
  | 'duration'
  | 'responseTime'
  | 'user'
  | 'clientIp'
  | 'causes'
  | 'id';

export interface Sorting {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** How the page is arranged: the same for all results pages, kept by the host. */
export interface ResultsLayout {
  readonly version: 1;
  readonly columns: readonly ColumnId[];
  /** Pixels, where the user changed them. */
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
  /** What matters first comes first; ties go on with the next, then newest first. Never empty. */
  readonly sorting: readonly Sorting[];
  readonly refinersOpen: boolean;
  readonly chartsOpen: boolean;
  /** Pixels; 0 = default. */
  readonly refinersWidth: number;
}

/** A stretch of time and durations to show; null where open. */
export interface Restriction {
  readonly from: EpochMilliseconds | null;
  readonly to: EpochMilliseconds | null;
  readonly least: Milliseconds | null;
  readonly most: Milliseconds | null;
}

/** What the user did in one page, kept with `setState`. `query` is the host's own text of the query, to run it again after a reload. */
export interface ResultsIntent {
  readonly version: 1;
  readonly search: string;
  readonly query: string;
  readonly filter: string;
  readonly restriction: Restriction | null;
  /** IDs of the row with the focus and of the first row on screen; '' = none. */
  readonly focused: string;
  readonly top: string;
}

export type ResultsHostMessage =
  /** Always first, answering `ready`. */
  | {
      readonly kind: 'init';
      readonly strings: ResultsStrings;
      readonly locale: string;
      readonly layout: ResultsLayout | null;
      /** What this page kept, where it is about the same query. */
      readonly intent: ResultsIntent | null;
    }
  /** What is shown from now on; rows of before are gone. `search` and `saved` are kept in the intent. */
  | { readonly kind: 'query'; readonly query: WireQuery; readonly search: string; readonly saved: string }
  | { readonly kind: 'summaries'; readonly build: number; readonly summaries: WireSummaries }
  | { readonly kind: 'status'; readonly status: WireStatus }
  /** Answers `explain`: what is wrong with the text (offsets, a sentence), and what stands at the offset. '' where nothing is to be said. */
  | {
      readonly kind: 'explained';
      readonly text: string;
      readonly at: number;
      readonly severity: 'error' | 'warning' | 'none';
      readonly start: number;
      readonly end: number;
      readonly problem: string;
      readonly help: string;
      readonly example: string;
    }
  /** Runs one of the page's own actions, for a command of a menu or the palette. */
  | { readonly kind: 'run'; readonly action: ResultsAction };

export type ResultsAction =
  | 'open'
  | 'openSelected'
  | 'copyIds'
  | 'selectAll'
  | 'chooseColumns'
  | 'toggleCharts'
  | 'toggleRefiners'
  | 'filter';

export type ResultsPageMessage =
  /** Always first. The host never speaks before it. */
  | { readonly kind: 'ready'; readonly intent: ResultsIntent | null }
  /** `preview`: one trace in the one preview timeline, the focus stays here. */
  | { readonly kind: 'open'; readonly ids: readonly string[]; readonly how: 'preview' | 'keep' }
  | { readonly kind: 'copy'; readonly text: string; readonly what: 'ids' | 'filter'; readonly count: number }
  | { readonly kind: 'layout'; readonly layout: ResultsLayout }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'more' }
  /** The same query anew. */
  | { readonly kind: 'again' }
  /** The same query with another filter, in this page. */
  | { readonly kind: 'search'; readonly filter: string }
  /** Sentences are made by the host: about a text in the filter's field, and what stands at an offset of it. */
  | { readonly kind: 'explain'; readonly text: string; readonly at: number }
  /** A next step of a message. */
  | { readonly kind: 'act'; readonly id: string }
  | { readonly kind: 'trouble'; readonly text: string };

/** What native context menus hand to their commands: kinds only, never text of a trace. The page knows what was clicked. */
export interface ResultsMenuContext {
  readonly webviewSection: 'result' | 'resultsHead';
  readonly preventDefaultContextMenuItems: true;
}
