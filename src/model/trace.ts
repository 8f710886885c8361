import type { EpochMilliseconds, Milliseconds, SpanIndex, StringIndex } from './units';

/** What became of one span. The numbers are the order of severity: fault > throttle > error > pending > ok. */
export const Status = {
  Ok: 0,
  /** Still in progress: no end time yet. */
  Pending: 1,
  /** Client error (`error: true`, 4xx). */
  Error: 2,
  /** Throttled (`throttle: true`, 429). */
  Throttle: 3,
  /** Server fault (`fault: true`, 5xx). */
  Fault: 4,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

/** Bits of `SpanColumns.marks`: what is known, and what is odd, about one span. */
export const Mark = {
  /** A segment, or an OpenTelemetry span that is its service's entry; otherwise a subsegment. */
  Segment: 1 << 0,
  /** Made by X-Ray from the caller's subsegment (`inferred: true`). Its time repeats its parent's. */
  Inferred: 1 << 1,
  /** `in_progress: true`, or a span record without an end. Its duration is drawn to the trace's end. */
  InProgress: 1 << 2,
  /** `parent_id` names a span that never arrived; shown as a root. */
  ParentMissing: 1 << 3,
  /** The same id arrived more than once; see `Trace.replaced` for the other versions. */
  Duplicate: 1 << 4,
  /** Starts before or ends after its parent: normal (async tails, cold starts), never clipped. */
  OutsideParent: 1 << 5,
  /** No usable start time: placed at its parent's start. */
  StartMissing: 1 << 6,
  /** Neither a usable end time nor in progress: drawn with no length. */
  EndMissing: 1 << 7,
  /** A time was read although it was odd: numeric text, or milli-, micro- or nanoseconds instead of seconds. */
  TimeRepaired: 1 << 8,
  /** Part of a parent cycle that was cut here. */
  CycleCut: 1 << 9,
  /** A document that is no segment, span or envelope: its row shows why, its raw text is what came. */
  Unreadable: 1 << 10,
  /** From an OpenTelemetry span record or OTLP envelope, not from a segment document. */
  OpenTelemetry: 1 << 11,
  /** `namespace: "aws"`: a call to an AWS service. */
  AwsCall: 1 << 12,
  /** `namespace: "remote"`: a call to another host. */
  RemoteCall: 1 << 13,
  HasException: 1 << 14,
  HasSql: 1 << 15,
  HasAnnotations: 1 << 16,
  HasMetadata: 1 << 17,
  HasLinks: 1 << 18,
  /** The end lies before the start: drawn with no length. */
  EndBeforeStart: 1 << 19,
  /** A field the model reads has another type than the format says; it is as if absent, the raw text shows it. */
  WrongType: 1 << 20,
  NameMissing: 1 << 21,
  /** The document names another trace than `Trace.id`. */
  OtherTrace: 1 << 22,
} as const;

/**
 * The spans of one trace as columns, in depth-first pre-order; siblings by start time, ties in document order
 * (documents in the order of their first id, so that the order of arrival does not show).
 * Row `i`'s subtree is `i … end[i] - 1`. Every array has exactly `count` elements and no spare buffer.
 */
export interface SpanColumns {
  readonly count: number;
  /** Hex id as received, in lower case; '' where the document had none. Not unique when the data is not. */
  readonly id: readonly string[];
  /** Index of the parent, -1 for a root. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** Index after the last descendant. */
  readonly end: Uint32Array;
  /** Milliseconds since `Trace.start`; finite, may be 0. */
  readonly start: Float64Array;
  /** Milliseconds; finite, never negative. */
  readonly duration: Float64Array;
  /** Milliseconds of `duration` that no child covers; inferred children cover nothing. */
  readonly self: Float64Array;
  /** `Status` of the span itself. */
  readonly status: Uint8Array;
  /** Worst `Status` among the span's descendants. */
  readonly below: Uint8Array;
  /** `Mark` bits. */
  readonly marks: Uint32Array;
  /** HTTP response status, 0 where there is none. */
  readonly httpStatus: Uint16Array;
  /** AWS SDK retries (`aws.retries`), 0 where there is none. */
  readonly retries: Uint16Array;
  /** Indices into `strings`. */
  readonly name: Uint32Array;
  /** Name of the segment the span belongs to (OpenTelemetry: `service.name`). */
  readonly service: Uint32Array;
  /** `origin` of that segment, e.g. `AWS::Lambda::Function`. */
  readonly origin: Uint32Array;
  /** `http.request.method`. */
  readonly method: Uint32Array;
  /** `http.request.url`, as received. */
  readonly url: Uint32Array;
  /** `aws.operation`, an SQL verb, or an RPC method. */
  readonly operation: Uint32Array;
  /** The table, queue, topic, bucket, function or database the span talks to. */
  readonly resource: Uint32Array;
  readonly strings: readonly string[];
}

/** Names of everything odd that can be met in received documents. Kept, shown, counted; never dropped. */
export type ProblemKind =
  | 'unreadableDocument'
  | 'wrongType'
  | 'idMissing'
  | 'nameMissing'
  | 'duplicateId'
  | 'parentMissing'
  | 'parentCycle'
  | 'severalRoots'
  | 'startMissing'
  | 'endMissing'
  | 'endBeforeStart'
  | 'timeRepaired'
  | 'outsideParent'
  | 'otherTraceId'
  | 'inProgress'
  | 'limitExceeded';

export interface Problem {
  readonly kind: ProblemKind;
  readonly count: number;
  /** The first spans concerned, at most 20. */
  readonly spans: readonly SpanIndex[];
}

/** Where a span's JSON stands: the n-th (sub)segment or span, in document order, of one received document. */
export interface Place {
  readonly document: number;
  readonly ordinal: number;
}

export interface TraceCounts {
  readonly segments: number;
  readonly faults: number;
  readonly errors: number;
  readonly throttles: number;
  readonly inProgress: number;
  readonly parentMissing: number;
  readonly exceptions: number;
}

/** One trace, built from received documents. Immutable. */
export interface Trace {
  /** As the source names it, else as the first document that names it does; '' when none does. */
  readonly id: string;
  /** Earliest start of any span. 0 when no span has a usable time. */
  readonly start: EpochMilliseconds;
  /** Earliest start to latest end, measured on the spans. */
  readonly duration: Milliseconds;
  /** `Duration` as BatchGetTraces or ListRetrievedTraces gave it. */
  readonly reportedDuration: Milliseconds | undefined;
  /** BatchGetTraces `LimitExceeded`: X-Ray kept only part of the trace. */
  readonly limitExceeded: boolean;
  readonly spans: SpanColumns;
  /** Deepest `depth` + 1; 0 without spans. */
  readonly depth: number;
  /** Distinct services, in order of first appearance by start. */
  readonly services: readonly StringIndex[];
  readonly counts: TraceCounts;
  readonly problems: readonly Problem[];
  /** The received texts, unchanged. */
  readonly documents: readonly string[];
  /** Per span: which document, and which (sub)segment of it. */
  readonly documentOf: Int32Array;
  readonly ordinalOf: Int32Array;
  /** Other received versions of a span (an in-progress one, a repeated one). */
  readonly replaced: ReadonlyMap<SpanIndex, readonly Place[]>;
  /** Estimate of the memory held, for the cache. */
  readonly bytes: number;
}

/** What a source delivers for one trace; what `buildTrace` reads. */
export interface TraceInput {
  /** X-Ray or W3C form, or anything a file calls it. */
  readonly id?: string | undefined;
  /** JSON texts: segment documents, span records, or OTLP envelopes, in any mixture and order. */
  readonly documents: readonly string[];
  readonly reportedDuration?: Milliseconds | undefined;
  readonly limitExceeded?: boolean | undefined;
}
