import type { EpochMilliseconds, SpanIndex } from './units';

/** One line of a key–value list. Keys of X-Ray's own fields are dotted document paths (`http.request.method`). */
export interface Fact {
  readonly key: string;
  /** Ready to show; masked (`••••••••`) when `secret`. Over 10,000 characters it is cut, unless the whole was asked for. */
  readonly value: string;
  /** How many characters were cut off; 0 = none. */
  readonly more: number;
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'json';
  /** The value looked like a credential (`secrets.ts`): the page offers to reveal it. */
  readonly secret: boolean;
}

export interface StackFrame {
  readonly path: string;
  /** undefined when the document has none or `null`. */
  readonly line: number | undefined;
  readonly label: string;
}

/** `cause.exceptions[]` of a segment document, own or of the span a cause refers to, or an `exception` event of a span record. */
export interface ExceptionDetails {
  readonly id: string;
  readonly type: string;
  readonly message: string;
  readonly remote: boolean;
  /** Frames omitted by the writer (`truncated`). */
  readonly truncated: number;
  /** Exceptions of the chain omitted by the writer (`skipped`). */
  readonly skipped: number;
  /** Id of the exception that caused this one. */
  readonly causedBy: string;
  readonly frames: readonly StackFrame[];
  /** The innermost frame is last (X-Ray SDK for Python) instead of first (Node, Java, Go, .NET). */
  readonly outermostFirst: boolean;
  /** The span whose document holds it, where that is another one. */
  readonly recordedAt: SpanIndex | undefined;
}

/** Values of any depth as JSON text, numbers with all their digits: the page reads it piece by piece. */
export interface JsonDetails {
  /** Masked unless revealed. Cut where the span has more than 64 KB of it, unless the whole was asked for. */
  readonly json: string;
  readonly isCut: boolean;
  /** Something in it looked like a credential. */
  readonly secret: boolean;
  /** Entries of all namespaces. */
  readonly count: number;
}

/** What `cause` says besides exceptions. */
export interface CauseDetails {
  readonly message: string;
  /** Id of the span, or of the exception, where the failure was recorded first; '' = this one. */
  readonly reference: string;
  /** That span, where it arrived. */
  readonly span: SpanIndex | undefined;
  readonly workingDirectory: string;
}

/** A link to another trace (`links[]`). */
export interface TraceLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly direction: 'parent' | 'child' | 'unknown';
  readonly facts: readonly Fact[];
}

/** Everything the detail pane shows of one span. Plain JSON; bounded in size and depth whatever the document holds, unless the whole was asked for. */
export interface SpanDetails {
  readonly span: SpanIndex;
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  readonly start: EpochMilliseconds | undefined;
  readonly end: EpochMilliseconds | undefined;
  /** user, namespace, service.*, OpenTelemetry kind and status. */
  readonly overview: readonly Fact[];
  /** `aws.*`, `resource_arn`, OpenTelemetry resource attributes: where it ran and what it called. */
  readonly resources: readonly Fact[];
  /** `annotations`; OpenTelemetry attributes. */
  readonly annotations: readonly Fact[];
  /** `metadata`: an object of namespaces; the events of a span record that are no exceptions. */
  readonly metadata: JsonDetails;
  readonly exceptions: readonly ExceptionDetails[];
  /** `cause.message`, and `cause` given as the id of another span or exception. */
  readonly cause: CauseDetails;
  /** `sql.*`; the statement is under `sanitized_query`. */
  readonly sql: readonly Fact[];
  /** `http.*`: request and response. */
  readonly http: readonly Fact[];
  readonly links: readonly TraceLink[];
  /** Log groups named by `aws.cloudwatch_logs` or `aws.log.group.names`. */
  readonly logGroups: readonly string[];
  /** How many versions of this span arrived in all (1 = no duplicate). */
  readonly versions: number;
  /** Problems of this span, by name. */
  readonly problems: readonly string[];
  /** The span's JSON as received, secrets masked, cut at 64 KB unless the whole was asked for. */
  readonly raw: string;
  readonly rawIsCut: boolean;
}
