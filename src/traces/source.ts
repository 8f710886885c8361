import type { FoundIn } from '../model/foundIn';
import type { TraceInput } from '../model/trace';
import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { SpanCondition, TimeRangeType } from './search';
import type { TraceError } from './traceError';

/** The account and place requests go to. */
export interface Connection {
  /** Shared-config profile; '' = environment and the SDK's default chain. */
  readonly profile: string;
  /** Never empty: resolved before anything is asked. */
  readonly region: string;
  /** Never prompts and runs nothing: what would rejects with `wouldPrompt`. For looking around on the user's behalf. */
  readonly quiet?: true;
}

/** A trace to open, with what is known of when it happened. */
export interface WantedTrace {
  readonly id: TraceId;
  /** Time of the log line the ID was found on; used where the ID itself carries no plausible time. */
  readonly around?: EpochMilliseconds | undefined;
  /** A range the user gave, inclusive; wins over everything else. */
  readonly range?: { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds } | undefined;
  /** What the text says of sampling beside the ID; a trace that was not sampled is not waited for. */
  readonly sampled?: boolean | undefined;
  /** Where the ID was found: says which profile and region to try first when it is looked for elsewhere. */
  readonly foundIn?: FoundIn | undefined;
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
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** A retrieval began, goes on, or ended. For `Retrievals` alone, which takes it out: it carries the token. */
  | { readonly kind: 'retrieval'; readonly retrieval: RetrievalNews };

export type Engine = 'BatchGetTraces' | 'ListRetrievedTraces' | 'GetQueryResults' | 'sample' | 'file';

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
  /** A Logs Insights query; `spans` matched so far, of `records` read. `bytes` is what AWS bills. */
  | {
      readonly step: 'query';
      readonly status: string;
      readonly found: number;
      readonly spans: number;
      readonly records: number;
      readonly bytes: number;
    }
  | { readonly step: 'waiting'; readonly reason: string; readonly milliseconds: Milliseconds }
  /** Not there, but young enough to be on its way: asked for again after so long. */
  | { readonly step: 'arriving'; readonly milliseconds: Milliseconds };

/** A retrieval of Transaction Search that AWS knows of: enough to go on listing it, also in another window. */
export interface KeptRetrieval {
  /** `RetrievalToken`. Whoever has it and may list retrievals reads the traces: kept in secret storage only, never logged. */
  readonly token: string;
  readonly ids: readonly TraceId[];
  /** Where AWS looks, both ends inclusive. */
  readonly range: { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds };
  /** The token is good for 60 minutes from here. */
  readonly startedAt: EpochMilliseconds;
}

/** What became of a retrieval, as the engine that follows it tells. */
export interface RetrievalNews extends KeptRetrieval {
  /** `complete`: AWS has finished, and every page was read. */
  readonly state: 'running' | 'complete' | 'failed';
  /** `RetrievalStatus` as AWS words it; '' before its first answer. */
  readonly status: string;
  /** Documents read so far, and the traces they belong to. */
  readonly spans: number;
  readonly found: number;
  /** Of `failed`. */
  readonly error: TraceError | undefined;
  /** Ends this retrieval alone, also at the service. */
  readonly cancel: () => void;
  /** From now on the service keeps it when the engine stops: the window closes, and goes on with it later. */
  readonly leave: () => void;
}

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
  /** `NextToken` of the page to go on with; absent where the slice is to be searched from its beginning. Never kept or logged. */
  readonly nextToken?: string;
}

/** A range to search, half open as ranges of GetTraceSummaries are. `nextToken` comes from a `LeftSlice`. */
export type SearchedRange = Pick<LeftSlice, 'start' | 'end' | 'nextToken'>;

/** How far a search came. */
export interface SummariesEnd {
  readonly found: number;
  /** `TracesProcessedCount` of all pages; for span searches records read. */
  readonly scanned: number;
  /** Of span searches: bytes read, which is what AWS bills. */
  readonly bytes?: number;
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
    readonly ranges: readonly SearchedRange[];
    /** The whole filter expression, group included; '' = all traces. */
    readonly filter: string;
    readonly timeRangeType: TimeRangeType;
    /**
     * With this many summaries the run asks for no more and ends, with what is not searched named in its end. Pages that were
     * under way come whole, so it may find some more.
     */
    readonly cap: number;
  },
  signal: AbortSignal,
) => AsyncIterable<SummaryArrival>;

/** What is known of where an account keeps its spans. What may not be asked is unknown, not a failure. */
export interface Indexing {
  readonly destination: 'XRay' | 'CloudWatchLogs' | 'unknown';
  /** Share of the traces that X-Ray indexes; undefined where the destination is not CloudWatchLogs, or nobody may ask. */
  readonly percent: number | undefined;
  /** IAM actions that were denied, in the order they were asked for. */
  readonly denied: readonly string[];
  readonly calls: readonly CallRecord[];
}

/** What a look for one trace found. */
export interface ProbeAnswer {
  readonly isThere: boolean;
  readonly calls: readonly CallRecord[];
}

/**
 * Searches the span log groups of Transaction Search with Logs Insights, newest first, one query for each range. Yields and throws
 * like `FindTraces`, with one difference: a trace comes again, with a higher `revision`, when more of its spans were found.
 */
export type FindSpans = (
  connection: Connection,
  query: {
    /** Half open; Logs Insights knows whole seconds. */
    readonly ranges: readonly SearchedRange[];
    /** All must hold; ignored where `raw` is given. */
    readonly conditions: readonly SpanCondition[];
    /** A query of the user's own; its rows must have `traceId` or `@message`. '' = made of the conditions. */
    readonly raw: string;
    /** 1 to 50 names or ARNs; ignored where `raw` has a SOURCE of its own. */
    readonly logGroups: readonly string[];
  },
  signal: AbortSignal,
) => AsyncIterable<SummaryArrival>;

/** A group of the account (GetGroups). */
export interface Group {
  readonly name: string;
  /** Its filter expression; '' = all traces. */
  readonly filter: string;
  readonly arn: string;
}

/** A profile of the shared config and credentials files. */
export interface Profile {
  readonly name: string;
  readonly region: string | undefined;
  /** How it signs, for the pick list. */
  readonly kind: 'static' | 'assumeRole' | 'sso' | 'process' | 'webIdentity' | 'login' | 'other';
  /** Account its credentials are for, twelve digits; undefined where neither its section nor its credentials tell. */
  readonly account: string | undefined;
}

/** A line of the shared config or credentials file that cannot be read, or a whole file. */
export interface ConfigProblem {
  /** Absolute path. */
  readonly file: string;
  /** From 1; 0 when it is about the file as a whole. */
  readonly line: number;
  readonly what: 'noHeaderEnd' | 'noSection' | 'noEquals' | 'noText' | 'unreadable';
}

/** What makes a profile sign in. */
export interface SignIns {
  /** Folders in which the AWS CLI keeps tokens of IAM Identity Center and of `aws login`; need not exist. */
  readonly folders: () => readonly string[];
  /** Whether the profile can be signed in with now, asked without prompting or running anything. Rejects with the signal's reason. */
  readonly isSignedIn: (profile: string, region: string, signal: AbortSignal) => Promise<boolean>;
}

/** Everything the editor asks of AWS. Made by `src/aws/entry.ts`, loaded on first use. */
export interface AwsEngines {
  /** BatchGetTraces; for what is missing, retrieval where the account keeps its spans in CloudWatch Logs. */
  readonly openTraces: OpenTraces;
  /** StartTraceRetrieval only: the command "Retrieve from Transaction Search". */
  readonly retrieveTraces: OpenTraces;
  /** Goes on listing retrievals that were started earlier, until they are complete. Yields and throws like `OpenTraces`. */
  readonly followRetrievals: (
    connection: Connection,
    kept: readonly KeptRetrieval[],
    signal: AbortSignal,
  ) => AsyncIterable<Arrival>;
  /** Ends a retrieval nobody follows (CancelTraceRetrieval). What goes wrong is logged: AWS ends it anyhow. */
  readonly cancelRetrieval: (connection: Connection, kept: KeptRetrieval, signal: AbortSignal) => Promise<void>;
  readonly findTraces: FindTraces;
  readonly findSpans: FindSpans;
  /** Where the account keeps its spans, and how many of them X-Ray indexes. Throws TraceError; the signal's reason. */
  readonly indexingRules: (connection: Connection, signal: AbortSignal) => Promise<Indexing>;
  /** Whether X-Ray's index of a connection has a trace: one call. Throws TraceError; the signal's reason. */
  readonly probe: (connection: Connection, id: TraceId, signal: AbortSignal) => Promise<ProbeAnswer>;
  /** All groups of the connection, in the answer's order. Throws TraceError; the signal's reason. */
  readonly listGroups: (connection: Connection, signal: AbortSignal) => Promise<readonly Group[]>;
  /** Profiles by name, without `services` and `sso-session` sections. Reads the files anew each time. */
  readonly listProfiles: () => Promise<readonly Profile[]>;
  /** The region a profile (or the environment) names; undefined when none does. */
  readonly regionOf: (profile: string) => Promise<string | undefined>;
  /** The shared config and credentials files, absolute; need not exist. To be watched, and told of with `reread`. */
  readonly sharedFiles: () => readonly string[];
  /** Compares the shared files with what is remembered of them, and forgets what was made of profiles that changed: their names. */
  readonly reread: () => Promise<readonly string[]>;
  /** What cannot be read in the shared files as they are now. */
  readonly configProblems: () => Promise<readonly ConfigProblem[]>;
  /** Whether signing with a profile would ask for a code or run a program. Asks nobody; a sign-in that has expired is not seen. */
  readonly wouldPrompt: (profile: string) => Promise<boolean>;
  /** Gets what a connection signs with, and keeps it: for what must not be interrupted by a prompt. Throws TraceError; the signal's reason. */
  readonly signIn: (connection: Connection, signal: AbortSignal) => Promise<void>;
  /** Account of a profile as its credentials (once resolved) or its section (once read) tell; no call. */
  readonly accountOf: (profile: string) => string | undefined;
  readonly signIns: SignIns;
  /** Drops clients and remembered credentials, e.g. after signing in anew: of one profile, or of all. */
  readonly forget: (profile?: string) => void;
  /** Actions that were denied are asked for again at once: the user may have got the permission since. */
  readonly forgetDenials: (profile: string) => void;
}

/** What the engines need of the editor. */
export interface AwsEnvironment {
  /** Custom X-Ray endpoint (machine-scoped setting); undefined = `AWS_ENDPOINT_URL_XRAY`, else AWS. */
  readonly endpoint: () => string | undefined;
  /** Custom CloudWatch Logs endpoint (machine-scoped setting); undefined = `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`, else AWS. */
  readonly logsEndpoint?: () => string | undefined;
  /** Log groups with span records, for traces that may not be retrieved; `aws/spans` unless given. */
  readonly spanLogGroups?: () => readonly string[];
  /** Asks for a one-time code; undefined when the user dismisses it. Rejects with the signal's reason when nobody waits any more. */
  readonly promptMfa: (profile: string, serial: string, signal: AbortSignal) => Promise<string | undefined>;
  /**
   * Whether a program that a profile names (`credential_process`) may run: not in an untrusted workspace, unless the user picked
   * the profile. Unless given, it may.
   */
  readonly mayRun?: (profile: string) => boolean;
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
