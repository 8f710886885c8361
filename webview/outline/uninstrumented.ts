import { Mark, Status, type SpanColumns } from '../../src/model/trace';
import type { Milliseconds, SpanIndex } from '../../src/model/units';
import { LineKind, type Draft } from './outline';

/** Shorter pauses say nothing. */
const LEAST: Milliseconds = 1;
const LEAST_SHARE_OF_TRACE = 0.01;

/**
 * Puts lines between a span's children for its time that none of them covers: at least 1 ms and 1 % of the trace. Inferred children
 * repeat their caller and cover nothing; a span without children is no gap but itself; of one in progress nobody knows.
 * @param drafts the lines of its children, by start
 * @param duration of the trace
 */
export function withUninstrumented(
  spans: SpanColumns,
  parent: SpanIndex,
  drafts: readonly Draft[],
  duration: Milliseconds,
): Draft[] {
  const gaps = gapsOf(spans, parent, Math.max(LEAST, duration * LEAST_SHARE_OF_TRACE));
  if (gaps.length === 0) return [...drafts];
  return [...drafts, ...gaps].toSorted((a, b) => a.start - b.start);
}

function gapsOf(spans: SpanColumns, parent: SpanIndex, least: Milliseconds): Draft[] {
  if (spans.marks[parent]! & Mark.InProgress) return [];
  const gaps: Draft[] = [];
  const end = spans.start[parent]! + spans.duration[parent]!;
  let covered = spans.start[parent]!;
  let hasChildren = false;
  const close = (until: Milliseconds): void => {
    if (until - covered >= least) gaps.push(gap(parent, covered, until - covered));
  };
  // Children stand by start: what lies between the latest end so far and the next start is covered by none.
  for (let child = parent + 1; child < spans.end[parent]!; child = spans.end[child]!) {
    if (spans.marks[child]! & Mark.Inferred) continue;
    hasChildren = true;
    close(Math.min(spans.start[child]!, end));
    covered = Math.max(covered, spans.start[child]! + spans.duration[child]!);
  }
  if (hasChildren) close(end);
  return gaps;
}

function gap(parent: SpanIndex, start: Milliseconds, duration: Milliseconds): Draft {
  return {
    kind: LineKind.Uninstrumented,
    span: parent,
    last: parent,
    start,
    duration,
    status: Status.Ok,
    members: null,
  };
}
