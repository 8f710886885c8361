import type { EpochMilliseconds, SpanIndex } from './units';

/** One line of a key–value list. Keys of X-Ray's own fields are dotted document paths (`http.request.method`). */
export interface Fact {
  readonly key: string;
  /** Ready to show; masked (`••••••••`) when `secret`. Strings over 10,000 characters are cut and say so. */
  readonly value: string;
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

/** `cause.exceptions[]` of a segment document, or an `exception` event of a span record. */
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
  /** The innermost frame is last (Python) instead of first (Node, Java, Go, .NET). */
  readonly outermostFirst: boolean;
}

/** A link to another trace (`links[]`). */
export interface TraceLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly direction: 'parent' | 'child' | 'unknown';
  readonly facts: readonly Fact[];
}

/** Everything the detail pane shows of one span. Plain JSON; bounded in size and depth whatever the document holds. */
export interface SpanDetails {
  readonly span: SpanIndex;
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  readonly start: EpochMilliseconds | undefined;
  readonly end: EpochMilliseconds | undefined;
  /** http.*, user, namespace, service.*, OpenTelemetry kind and status: what the request was. */
  readonly overview: readonly Fact[];
  /** `aws.*`, `resource_arn`, OpenTelemetry resource attributes: where it ran and what it called. */
  readonly resources: readonly Fact[];
  /** `annotations`; OpenTelemetry attributes. */
  readonly annotations: readonly Fact[];
  /** `metadata` by namespace; keys are `namespace.key`, nested values are JSON text. */
  readonly metadata: readonly Fact[];
  readonly exceptions: readonly ExceptionDetails[];
  /** `cause.message`, and `cause` given as the id of another span or exception. */
  readonly cause: { readonly message: string; readonly reference: string; readonly span: SpanIndex | undefined };
  /** `sql.*`; the statement is under `sanitized_query`. */
  readonly sql: readonly Fact[];
  readonly links: readonly TraceLink[];
  /** Log groups named by `aws.cloudwatch_logs` or `aws.log.group.names`. */
  readonly logGroups: readonly string[];
  /** How many versions of this span arrived in all (1 = no duplicate). */
  readonly versions: number;
  /** Problems of this span, by name. */
  readonly problems: readonly string[];
  /** The span's JSON as received, secrets masked, cut at 64 KB for the pane (the raw document is complete). */
  readonly raw: string;
  readonly rawIsCut: boolean;
}
