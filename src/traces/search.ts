import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { CallRecord, Connection, Progress, SummariesEnd, TraceSummary } from './source';
import type { TraceError } from './traceError';

/** When to look: the last hour as of each run, or a fixed range. */
export type SearchRange =
  | { readonly kind: 'last'; readonly milliseconds: Milliseconds }
  /** `end` is exclusive. */
  | { readonly kind: 'between'; readonly start: EpochMilliseconds; readonly end: EpochMilliseconds };

/** Which time of a trace a range means (GetTraceSummaries `TimeRangeType`): the one in its ID, or that of any of its segments. */
export type TimeRangeType = 'TraceId' | 'Event';

/** What a search through X-Ray asks, as the user put it: saved queries and the history keep this. */
export interface TraceQuery {
  readonly kind: 'traces';
  readonly range: SearchRange;
  /** Name of an X-Ray group; '' = none. Becomes `group.name = "…"` of the expression that is sent. */
  readonly group: string;
  /** Filter expression; '' = all traces. */
  readonly filter: string;
  readonly timeRangeType: TimeRangeType;
}

/** What a search through the span log group of Transaction Search asks. */
export interface SpanQuery {
  readonly kind: 'spans';
  readonly range: SearchRange;
  /** Conditions that must all hold; ignored where `raw` is given. */
  readonly conditions: readonly SpanCondition[];
  /** A Logs Insights query of the user's own; '' = made of the conditions. */
  readonly raw: string;
}

export interface SpanCondition {
  /** `attribute` needs `name`. Durations are milliseconds. */
  readonly field: 'service' | 'operation' | 'status' | 'duration' | 'attribute';
  readonly name?: string;
  readonly operator: '=' | '!=' | 'contains' | '>' | '>=' | '<' | '<=';
  readonly value: string;
}

export type SearchQuery = TraceQuery | SpanQuery;

/** How much a search has looked at, in all its runs. */
export interface SearchCounts {
  /** Traces; of span searches records. */
  readonly scanned: number;
  /** Of span searches: bytes read, which is what AWS bills. */
  readonly bytes: number;
  /** Parts of the range: 0 of 0 while a span search runs. */
  readonly slicesDone: number;
  readonly slices: number;
}

/** A search that was started, with all it has found so far. A new object after every change. */
export interface HeldSearch {
  /** Unique in this window; not kept. */
  readonly id: string;
  readonly query: SearchQuery;
  readonly connection: Connection;
  /** The query's range as of the start of this run; `end` exclusive. */
  readonly between: { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds };
  readonly startedAt: EpochMilliseconds;
  /** `cancelled` and `failed` keep what had arrived. */
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Newest first; each trace once. */
  readonly summaries: readonly TraceSummary[];
  readonly progress: Progress | undefined;
  /** How much was looked at so far, whatever goes on right now; undefined before the first answer. */
  readonly counts: SearchCounts | undefined;
  /** How far it came, from its last arrival; undefined until then. */
  readonly end: SummariesEnd | undefined;
  /** Of `failed`. */
  readonly error: TraceError | undefined;
  readonly calls: readonly CallRecord[];
}
