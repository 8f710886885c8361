import type { TraceInput } from '../model/trace';
import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { TimeRangeType } from './search';
import type { TraceError } from './traceError';

/** The account and place requests go to. */
export interface Connection {
  /** Shared-config profile; '' = environment and the SDK's default chain. */
  readonly profile: string;
  /** Never empty: resolved before anything is asked. */
  readonly region: string;
}

/** A trace to open, with what is known of when it happened. */
export interface WantedTrace {
  readonly id: TraceId;
  /** Time of the log line the ID was found on; used where the ID itself carries no plausible time. */
  readonly around?: EpochMilliseconds | undefined;
  /** A range the user gave, inclusive; wins over everything else. */
  readonly range?: { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds } | undefined;
}

/** One request to AWS, as the receipt shows it. Holds no document contents and no credentials. */
export interface CallRecord {
  /** e.g. `BatchGetTraces`. */
  readonly operation: string;
  readonly ids: readonly TraceId[];
  readonly startedAt: EpochMilliseconds;
  readonly milliseconds: Milliseconds;
  /** `x-amzn-requestid`; '' when none came. */
  readonly requestId: string;
  /** Retries before this answer, with the reason of each wait. */
  readonly waits: readonly { readonly reason: string; readonly milliseconds: Milliseconds }[];
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  /** One short English phrase for the receipt and the log: `3 traces, 2 unprocessed`, `ThrottledException`. */
  readonly note: string;
}

/** What a source reports while it works, in the order it happens. */
export type Arrival =
  /** The trace as known so far. A later arrival of the same ID holds everything of the earlier one. */
  | { readonly kind: 'trace'; readonly id: TraceId; readonly input: TraceInput; readonly engine: Engine }
  /** Will not come, or not whole: what arrived of it before stays, and is worth a message. Other IDs go on. */
  | { readonly kind: 'failed'; readonly id: TraceId; readonly error: TraceError }
  | { readonly kind: 'call'; readonly call: CallRecord }
  | { readonly kind: 'progress'; readonly progress: Progress };

export type Engine = 'BatchGetTraces' | 'ListRetrievedTraces' | 'sample' | 'file';

/** What is going on, for progress messages. */
export type Progress =
  | { readonly step: 'credentials' }
  | { readonly step: 'batch'; readonly done: number; readonly total: number }
  | { readonly step: 'destination' }
  | { readonly step: 'retrieval'; readonly status: string; readonly ids: number; readonly spans: number }
  | {
      readonly step: 'summaries';
      readonly slicesDone: number;
      readonly slices: number;
      readonly found: number;
      readonly scanned: number;
    }
  | { readonly step: 'waiting'; readonly reason: string; readonly milliseconds: Milliseconds };

/**
 * Opens traces. Yields arrivals until every wanted ID has either come or failed; throws `TraceError` only when nothing can go
 * on (no credentials, no region), and the signal's reason when cancelled. What was yielded before stays valid.
 */
export type OpenTraces = (
  connection: Connection,
  wanted: readonly WantedTrace[],
  signal: AbortSignal,
) => AsyncIterable<Arrival>;

/** One search result (GetTraceSummaries, or span records of Transaction Search). */
export interface TraceSummary {
  readonly id: TraceId;
  /** undefined when the answer has none. */
  readonly start: EpochMilliseconds | undefined;
  readonly duration: Milliseconds | undefined;
  readonly responseTime: Milliseconds | undefined;
  /** Of the root segment only. */
  readonly fault: boolean;
  readonly error: boolean;
  /** Of any segment. */
  readonly throttle: boolean;
  readonly partial: boolean;
  /** Name of the entry point's service; '' when unknown. */
  readonly name: string;
  readonly method: string;
  readonly url: string;
  /** 0 when unknown. */
  readonly httpStatus: number;
  readonly clientIp: string;
  readonly userAgent: string;
  readonly users: readonly string[];
  /** `ServiceIds`: what took part, in the answer's order. `type` is e.g. `AWS::Lambda::Function`, '' when unknown. */
  readonly services: readonly { readonly name: string; readonly type: string }[];
  /** Key → its values, in the answer's order. Keys are data: a Map, never an object. */
  readonly annotations: ReadonlyMap<string, readonly (string | number | boolean)[]>;
  /** The innermost service of each root cause with its exception where one is named, e.g. `payments: TimeoutException`. */
  readonly rootCauses: readonly { readonly of: 'fault' | 'error' | 'responseTime'; readonly text: string }[];
  /** `MatchedEventTime`: which event matched, in searches by event time. */
  readonly matchedAt: EpochMilliseconds | undefined;
  /** `Revision`, raised by every change of the trace; 0 when unknown. */
  readonly revision: number;
}

/** A part of a range that was not searched to its end. */
export interface LeftSlice {
  readonly start: EpochMilliseconds;
  /** Exclusive. */
  readonly end: EpochMilliseconds;
  /** `cap`: enough was found; `tooMany`: more traces than are read of one slice; `failed`: `error` says why; `cancelled`. */
  readonly why: 'cap' | 'tooMany' | 'failed' | 'cancelled';
  readonly error?: TraceError;
}

/** How far a search came. */
export interface SummariesEnd {
  readonly found: number;
  /** `TracesProcessedCount` of all pages. */
  readonly scanned: number;
  readonly slicesDone: number;
  readonly slices: number;
  /** Start of the oldest slice from which on everything newer was searched to its end; undefined when not even the newest was. */
  readonly oldest: EpochMilliseconds | undefined;
  /** Newest first; empty when all was searched. Given as `ranges` of the next search, it goes on where this one ended. */
  readonly left: readonly LeftSlice[];
}

export type SummaryArrival =
  /** Some more results, in no order; each trace once per search. */
  | { readonly kind: 'summaries'; readonly summaries: readonly TraceSummary[] }
  | { readonly kind: 'call'; readonly call: CallRecord }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** Always last, also of a search that failed or was cancelled half-way; then the generator throws. */
  | ({ readonly kind: 'end' } & SummariesEnd);

/** Searches time ranges, newest first. Yields what arrives as it arrives; throws like `OpenTraces`, after its `end`. */
export type FindTraces = (
  connection: Connection,
  query: {
    /** Half open, as ranges of GetTraceSummaries are. */
    readonly ranges: readonly { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds }[];
    /** The whole filter expression, group included; '' = all traces. */
    readonly filter: string;
    readonly timeRangeType: TimeRangeType;
    /** Most summaries of this run: it ends soon after, with what is not searched named in its end. */
    readonly cap: number;
  },
  signal: AbortSignal,
) => AsyncIterable<SummaryArrival>;

/** A profile of the shared config and credentials files. */
export interface Profile {
  readonly name: string;
  readonly region: string | undefined;
  /** How it signs, for the pick list. */
  readonly kind: 'static' | 'assumeRole' | 'sso' | 'process' | 'webIdentity' | 'login' | 'other';
}

/** Everything the editor asks of AWS. Made by `src/aws/entry.ts`, loaded on first use. */
export interface AwsEngines {
  /** BatchGetTraces; for what is missing, retrieval where the account keeps its spans in CloudWatch Logs. */
  readonly openTraces: OpenTraces;
  /** StartTraceRetrieval only: the command "Retrieve from Transaction Search". */
  readonly retrieveTraces: OpenTraces;
  readonly findTraces: FindTraces;
  /** Profiles by name, without `services` and `sso-session` sections. Reads the files anew each time. */
  readonly listProfiles: () => Promise<readonly Profile[]>;
  /** The region a profile (or the environment) names; undefined when none does. */
  readonly regionOf: (profile: string) => Promise<string | undefined>;
  /** Drops clients and remembered credentials, e.g. after signing in anew. */
  readonly forget: () => void;
}

/** What the engines need of the editor. */
export interface AwsEnvironment {
  /** Custom X-Ray endpoint (machine-scoped setting); undefined = `AWS_ENDPOINT_URL_XRAY`, else AWS. */
  readonly endpoint: () => string | undefined;
  /** Asks for a one-time code. Rejects when the user dismisses it; with the signal's reason when nobody waits for it any more. */
  readonly promptMfa: (profile: string, serial: string, signal: AbortSignal) => Promise<string>;
  /** Process environment; tests give their own. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Diagnostic line for the log channel: English, no credentials, no document contents. */
  readonly log: (line: string) => void;
  /** Clock, for tests with virtual time. */
  readonly clock: Clock;
}

export interface Clock {
  readonly now: () => EpochMilliseconds;
  /** Resolves after the time has passed; rejects with the signal's reason when aborted first. */
  readonly sleep: (milliseconds: Milliseconds, signal: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
}
