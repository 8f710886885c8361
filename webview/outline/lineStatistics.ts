import { Mark, Status, type SpanColumns } from '../../src/model/trace';
import type { Milliseconds, SpanIndex } from '../../src/model/units';
import { childrenOf } from '../rows';
import { LineKind, type LineIndex, type Outline } from './outline';

/** The spans that a line stands for, in the order of their lines: of a heading its segments, of hidden spans those. */
export function membersOf(outline: Outline, line: LineIndex): SpanIndex[] {
  if (outline.kind[line] !== LineKind.Hidden) {
    return childrenOf(outline, line)
      .filter((child) => outline.kind[child] === LineKind.Span)
      .map((child) => outline.span[child]!);
  }
  const hidden: SpanIndex[] = [];
  for (const [span, shownBy] of outline.lineOf.entries()) if (shownBy === line) hidden.push(span);
  return hidden;
}

/** The spans that have a line below this one, hidden ones included; ascending. */
export function spansBelow(outline: Outline, line: LineIndex): SpanIndex[] {
  const below: SpanIndex[] = [];
  const end = outline.end[line]!;
  for (const [span, shownBy] of outline.lineOf.entries()) if (shownBy > line && shownBy < end) below.push(span);
  return below;
}

/** What failed by itself among some spans. */
export interface FailureCounts {
  readonly faults: number;
  readonly errors: number;
  readonly throttles: number;
}

export function failuresOf(spans: SpanColumns, members: readonly SpanIndex[]): FailureCounts {
  const count = (status: Status): number => members.filter((span) => spans.status[span] === status).length;
  return { faults: count(Status.Fault), errors: count(Status.Error), throttles: count(Status.Throttle) };
}

/** Durations of some spans. Those in progress have none yet. */
export interface DurationStatistics {
  /** Spans that have ended. */
  readonly ended: number;
  readonly running: number;
  readonly total: Milliseconds;
  /** By nearest rank: each is the duration of one of the spans. */
  readonly least: Milliseconds;
  readonly median: Milliseconds;
  readonly p95: Milliseconds;
  readonly most: Milliseconds;
  /** The first of those that took longest; -1 where none has ended. */
  readonly slowest: SpanIndex;
}

export function durationStatistics(spans: SpanColumns, members: readonly SpanIndex[]): DurationStatistics {
  const ended = members.filter((span) => (spans.marks[span]! & Mark.InProgress) === 0);
  const sorted = ended.map((span) => spans.duration[span]!).toSorted((a, b) => a - b);
  const rank = (share: number): Milliseconds => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const most = rank(1);
  return {
    ended: ended.length,
    running: members.length - ended.length,
    total: sorted.reduce((sum, one) => sum + one, 0),
    least: rank(0),
    median: rank(0.5),
    p95: rank(0.95),
    most,
    slowest: ended.find((span) => spans.duration[span] === most) ?? -1,
  };
}

/** How many of some spans belong to each service (`spans.service`), in order of first appearance. */
export function countByService(spans: SpanColumns, members: readonly SpanIndex[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const span of members) counts.set(spans.service[span]!, (counts.get(spans.service[span]!) ?? 0) + 1);
  return counts;
}
