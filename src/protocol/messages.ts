import type { SpanDetails } from '../model/details';
import type { TermHits } from '../model/findInDocuments';
import type { FindTerm } from '../model/findTerms';
import type { Problem, SpanColumns, TraceCounts } from '../model/trace';
import type { EpochMilliseconds, Milliseconds, SpanIndex, StringIndex } from '../model/units';
import type { PageStrings } from './strings';

/**
 * Everything host and page say to each other. Trace data comes in three tiers:
 * columns (what the page paints: sent whole with `trace`), facets (one attribute as a column, find hits as a bit set: on demand,
 * a later feature), documents (details of one span, raw text: on demand through `request`).
 */

/** What the page paints. Typed arrays are exact-size; everything else is plain JSON. */
export interface WireTrace {
  /** Number of this build, counted up by the host per panel; span indices in messages belong to one build. */
  readonly build: number;
  readonly id: string;
  /** Name of the root, for the headline. */
  readonly title: string;
  readonly start: EpochMilliseconds;
  readonly duration: Milliseconds;
  readonly reportedDuration: Milliseconds | null;
  readonly limitExceeded: boolean;
  readonly depth: number;
  readonly services: readonly StringIndex[];
  readonly counts: TraceCounts;
  readonly problems: readonly Problem[];
  readonly spans: SpanColumns;
  /** "BatchGetTraces ×2 · 3 of 4 IDs · 212 ms"; '' for files and samples. */
  readonly receipt: string;
  /** Retrieval makes sense for this trace (AWS source). */
  readonly canRetrieve: boolean;
  /** Profile and region, or the file's name: where the trace came from. */
  readonly origin: string;
}

/** Of the state a page keeps. Whatever the version, `ref` names the trace: panels of an earlier one come back, without the rest. */
export const INTENT_VERSION = 2;

/** What the user did, and only that: kept by the page with `setState`, given back with `ready`. Spans by their hex id (`~n` for the n-th repetition of an id). */
export interface Intent {
  readonly version: typeof INTENT_VERSION;
  /** `formatRef` of the trace: all that a restored panel needs. */
  readonly ref: string;
  /** Key of the selected line. */
  readonly selected: string | null;
  readonly collapsed: readonly string[];
  /** Given instead of `collapsed` (then empty) where it is shorter: every other span with children is collapsed. */
  readonly expanded?: readonly string[];
  /** Keys of lines that are no spans and not as they start: groups that were opened, services that were folded. */
  readonly switched: readonly string[];
  readonly layout: LayoutChoice;
  /** Key of the first row on screen, and the pixels it is scrolled out of view. */
  readonly top: { readonly id: string; readonly offset: number } | null;
  /** Visible time range; null = all. */
  readonly zoom: { readonly from: Milliseconds; readonly to: Milliseconds } | null;
  readonly axis: AxisChoice;
  readonly tab: DetailTab;
  readonly detailsOpen: boolean;
  /** Width of the name column and of the details (at the right), height of the details (below), in pixels; 0 = default. */
  readonly nameWidth: number;
  readonly detailsWidth: number;
  readonly detailsHeight: number;
  /** Where the details stand; `auto` = right where there is room, else below. */
  readonly detailsDock: DetailsDock;
}

/** How the time axis is shown. */
export interface AxisChoice {
  /** Since the trace's start, or the time of day: in the reader's time zone or in UTC. */
  readonly times: 'relative' | 'local' | 'utc';
  /** The whole trace drawn small above the ruler. */
  readonly minimap: boolean;
  /** Idle stretches are squeezed to a notch. */
  readonly squeeze: boolean;
}

export type DetailsDock = 'auto' | 'right' | 'bottom';

/** How the timeline is laid out: which of two hierarchies, and what is folded or left out. Spans by their key, services by name. */
export interface LayoutChoice {
  readonly hierarchy: 'callChain' | 'byService';
  /** Only this span and what is below it; null = all. */
  readonly focus: string | null;
  /** Services that are not shown. */
  readonly hidden: readonly string[];
  /** Like siblings in a row share a line. */
  readonly groups: boolean;
  /** Spans with a single child share its line. */
  readonly chains: boolean;
  /** Siblings shorter than this share a line; 0 = none. */
  readonly shorterThan: Milliseconds;
  /** Time that no child covers has lines of its own. */
  readonly uninstrumented: boolean;
  /** Only what the find field matches, and the way to it. */
  readonly onlyMatches: boolean;
  /** What the duration was spent on is underlined. */
  readonly criticalPath: boolean;
}

export type DetailTab = 'overview' | 'resources' | 'annotations' | 'metadata' | 'exceptions' | 'sql' | 'http' | 'raw';

/** A next step offered in an error, a banner or the details. The page shows `label` and sends `id` back; the host knows what it does. */
export interface NextStep {
  readonly id: string;
  readonly label: string;
}

/** One cause: what may be so, what speaks for it, what to do next. */
export interface CauseRow {
  readonly title: string;
  readonly evidence: string;
  readonly step: NextStep;
}

/** One localised line, and the one thing to do about it. */
export interface WatchBanner {
  readonly text: string;
  readonly isRunning: boolean;
  readonly action: NextStep;
}

export type HostMessage =
  /** Always first, answering `ready`. */
  | {
      readonly kind: 'init';
      readonly ref: string;
      readonly strings: PageStrings;
      readonly locale: string;
      readonly intent: Intent | null;
    }
  /** Nothing painted yet, or a refresh of what is. `text` is one localised line. */
  | { readonly kind: 'loading'; readonly text: string; readonly cancellable: boolean }
  | { readonly kind: 'trace'; readonly trace: WireTrace }
  /** Where the rows would be, or above them when a trace is already shown. */
  | {
      readonly kind: 'failed';
      readonly title: string;
      readonly detail: string;
      readonly next: readonly NextStep[];
      /** Why a trace may not be there, most likely first. */
      readonly causes?: readonly CauseRow[];
    }
  /** What is to be said of watching an incomplete trace; null = nothing. */
  | { readonly kind: 'watch'; readonly watch: WatchBanner | null }
  /** Selects and reveals a span; never takes the focus. */
  | { readonly kind: 'select'; readonly spanId: string }
  /** Runs one of the page's own actions (from a VS Code command or keybinding). */
  | {
      readonly kind: 'run';
      readonly action: PageAction;
      /** From the menu of a row: what the action is about; else what is selected. */
      readonly about?: { readonly build: number; readonly span: SpanIndex };
    }
  | { readonly kind: 'answer'; readonly request: number; readonly ok: true; readonly value: Answer }
  | { readonly kind: 'answer'; readonly request: number; readonly ok: false; readonly message: string };

export type PageAction =
  | 'expandAll'
  | 'collapseAll'
  | 'find'
  | 'fitAll'
  | 'fitSelection'
  | 'nextFailure'
  | 'previousFailure'
  | 'toggleDetails'
  | 'dockRight'
  | 'dockBottom'
  /** Only the selected span and what is below it. */
  | 'focusSpan'
  /** Hides the service of the selected span. */
  | 'hideService'
  /** Leaves the focus, shows all services, all spans. */
  | 'showAll'
  | 'toggleHierarchy'
  | 'toggleGroups'
  | 'toggleChains'
  | 'toggleShort'
  | 'toggleUninstrumented'
  | 'toggleCriticalPath';

export type PageMessage =
  /** Always first. The host never speaks before it. */
  | { readonly kind: 'ready'; readonly intent: Intent | null }
  /** The selection moved by the user's hand (not by `select`). */
  | { readonly kind: 'selected'; readonly spanId: string }
  /** The user asked for a next step of `failed`, a banner's or the receipt's action. */
  | {
      readonly kind: 'act';
      readonly id: string;
      readonly span: SpanIndex | null;
      readonly build: number;
      /** `openLinkedTrace`: index into `SpanDetails.links` of that span. */
      readonly link?: number;
    }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'request'; readonly request: number; readonly ask: Ask }
  /** A script error or a refused policy in the page: logged, shown, and a failure of every test. */
  | { readonly kind: 'trouble'; readonly text: string };

/** Ids the page may send with `act` besides those of `NextStep`s. */
export type PageAct =
  | 'openReceipt'
  | 'openRaw'
  | 'copySpanId'
  | 'copyTraceId'
  | 'retrieve'
  | 'refresh'
  | 'explainLimit'
  | 'watchTrace'
  | 'stopWatching'
  | 'openLinkedTrace';

/** Requests that are answered, also with a failure, also when the panel is closing. */
export type Ask =
  | {
      readonly type: 'details';
      readonly build: number;
      readonly span: SpanIndex;
      readonly reveal: boolean;
      /** Nothing is to be cut: asked for once something that was cut is to be seen or copied. */
      readonly whole: boolean;
    }
  /** A facet: which spans have these terms in what only the documents hold. */
  | { readonly type: 'find'; readonly build: number; readonly terms: readonly FindTerm[] };

export type Answer =
  | { readonly type: 'details'; readonly build: number; readonly details: SpanDetails }
  | { readonly type: 'find'; readonly build: number; readonly hits: TermHits };

/** The answer to one kind of request. */
export type AnswerTo<A extends Ask> = Extract<Answer, { readonly type: A['type'] }>;

/** What a native context menu of the page hands to its commands (`data-vscode-context`): kind and index, never text of the trace. */
export interface SpanMenuContext {
  readonly webviewSection: 'span';
  readonly span: SpanIndex;
  readonly build: number;
  readonly preventDefaultContextMenuItems: true;
}
