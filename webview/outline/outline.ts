import type { SpanColumns, Status } from '../../src/model/trace';
import type { Milliseconds, SpanIndex } from '../../src/model/units';

/** Index of a line in one outline; lives as long as that outline. */
export type LineIndex = number;

/** What a line of the timeline stands for. */
export const LineKind = {
  Span: 0,
  /** A service in the hierarchy "by service": (name, origin) of its segments. */
  Service: 1,
  /** The same for inferred segments: what callers said of a service that reported nothing itself. */
  ClientResponse: 2,
  /** Five or more like siblings in a row. */
  Group: 3,
  /** Siblings shorter than the chosen time. */
  Short: 4,
  /** Time of its parent that no child covers. */
  Uninstrumented: 5,
  /** Spans of hidden services; what they called stands beside it. */
  Hidden: 6,
} as const;
export type LineKind = (typeof LineKind)[keyof typeof LineKind];

/**
 * What the timeline lists, as columns in pre-order: the spans in one of two hierarchies, with what is folded or hidden as lines of
 * their own. Line `i`'s subtree is `i … end[i] - 1`. Nothing of the trace is lost: every span has a line that shows it, but for
 * those outside of the focus or of a filter, which have -1.
 */
export interface Outline {
  readonly count: number;
  /** `LineKind`. */
  readonly kind: Uint8Array;
  /** Span: itself, the first of a folded chain. Service, Group, Short, Hidden: the first span it stands for. Uninstrumented: the parent. */
  readonly span: Int32Array;
  /** The last span of a folded chain, whose children stand below; else as `span`. */
  readonly last: Int32Array;
  /** -1 = at the top. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly end: Uint32Array;
  /** Spans it stands for: 1, the length of a chain, the size of a group; 0 of uninstrumented time. */
  readonly members: Uint32Array;
  /** Milliseconds since the trace's start. */
  readonly start: Float64Array;
  /** Milliseconds; of several spans from the first start to the latest end. */
  readonly duration: Float64Array;
  /** Milliseconds: the durations of all members together. */
  readonly total: Float64Array;
  /** Worst own `Status` of what it stands for. */
  readonly status: Uint8Array;
  /** Worst `Status` of the lines below. */
  readonly below: Uint8Array;
  /** Per span the line that shows it, -1 = none. */
  readonly lineOf: Int32Array;
}

/** The outline of nothing. */
export const NO_OUTLINE: Outline = {
  count: 0,
  kind: new Uint8Array(0),
  span: new Int32Array(0),
  last: new Int32Array(0),
  parent: new Int32Array(0),
  depth: new Uint32Array(0),
  end: new Uint32Array(0),
  members: new Uint32Array(0),
  start: new Float64Array(0),
  duration: new Float64Array(0),
  total: new Float64Array(0),
  status: new Uint8Array(0),
  below: new Uint8Array(0),
  lineOf: new Int32Array(0),
};

/** How the timeline is laid out. */
export interface OutlineOptions {
  readonly hierarchy: 'callChain' | 'byService';
  /** Only this span and what is below it; -1 = all. */
  readonly focus: SpanIndex;
  /** Services (`spans.service`) not to show; what their spans called moves up. */
  readonly hidden: ReadonlySet<number>;
  /** Five or more like siblings in a row become one line. */
  readonly groups: boolean;
  /** Spans with a single child share its line. */
  readonly chains: boolean;
  /** Siblings shorter than this share a line; 0 = none. */
  readonly shorterThan: Milliseconds;
  /** Lines for time that no child covers. */
  readonly uninstrumented: boolean;
  /** Only these spans (ascending) and the way to them; null = all. */
  readonly only: Uint32Array | null;
}

export const PLAIN_OUTLINE: OutlineOptions = {
  hierarchy: 'callChain',
  focus: -1,
  hidden: new Set(),
  groups: false,
  chains: false,
  shorterThan: 0,
  uninstrumented: false,
  only: null,
};

/** A line to be: what stands below it is worked out when its turn comes. */
export interface Draft {
  readonly kind: LineKind;
  readonly span: SpanIndex;
  readonly last: SpanIndex;
  readonly start: Milliseconds;
  readonly duration: Milliseconds;
  readonly status: Status;
  /** Spans of a service, group or the like; null for a single span or none. */
  readonly members: readonly SpanIndex[] | null;
}

/** A draft of a single span. */
export function spanDraft(spans: SpanColumns, span: SpanIndex): Draft {
  return {
    kind: LineKind.Span,
    span,
    last: span,
    start: spans.start[span]!,
    duration: spans.duration[span]!,
    status: spans.status[span]! as Status,
    members: null,
  };
}

/** A draft of several spans as one line. @param members at least one */
export function gatheredDraft(spans: SpanColumns, kind: LineKind, members: readonly SpanIndex[]): Draft {
  let [from, to, status] = [Infinity, -Infinity, 0];
  for (const span of members) {
    from = Math.min(from, spans.start[span]!);
    to = Math.max(to, spans.start[span]! + spans.duration[span]!);
    status = Math.max(status, spans.status[span]!);
  }
  const first = members[0]!;
  return { kind, span: first, last: first, start: from, duration: to - from, status: status as Status, members };
}
