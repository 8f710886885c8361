import { likeness } from '../../src/model/anatomy';
import { Mark, Status, type SpanColumns } from '../../src/model/trace';
import type { Milliseconds, SpanIndex } from '../../src/model/units';
import { gatheredDraft, LineKind, type Draft } from './outline';

/** So many like siblings in a row become one line. */
export const LEAST_ALIKE = 5;
/** One short span would only change its name. */
const LEAST_SHORT = 2;

/** Like siblings in a row, five or more, become one line. */
export function groupLike(spans: SpanColumns, drafts: readonly Draft[]): Draft[] {
  const grouped: Draft[] = [];
  for (let from = 0; from < drafts.length;) {
    let to = from + 1;
    while (to < drafts.length && areAlike(spans, drafts[from]!, drafts[to]!)) to += 1;
    if (to - from >= LEAST_ALIKE) {
      const members = drafts.slice(from, to).map(({ span }) => span);
      grouped.push(gatheredDraft(spans, LineKind.Group, members));
    } else grouped.push(...drafts.slice(from, to));
    from = to;
  }
  return grouped;
}

function areAlike(spans: SpanColumns, one: Draft, other: Draft): boolean {
  const areSpans = one.kind === LineKind.Span && other.kind === LineKind.Span;
  return areSpans && likeness(spans, one.span) === likeness(spans, other.span);
}

/** Siblings that took less than a time, with all that is below them, become one line where the first of them stands. Failures stay. */
export function foldShort(spans: SpanColumns, drafts: readonly Draft[], shorterThan: Milliseconds): Draft[] {
  const short = drafts.filter((draft) => draft.kind === LineKind.Span && isShort(spans, draft.span, shorterThan));
  if (short.length < LEAST_SHORT) return [...drafts];
  const folded = gatheredDraft(
    spans,
    LineKind.Short,
    short.map(({ span }) => span),
  );
  const gone = new Set(short.slice(1));
  return drafts.filter((draft) => !gone.has(draft)).map((draft) => (draft === short[0] ? folded : draft));
}

function isShort(spans: SpanColumns, span: SpanIndex, shorterThan: Milliseconds): boolean {
  if (spans.duration[span]! >= shorterThan) return false;
  for (let one = span; one < spans.end[span]!; one++) {
    const isRunning = (spans.marks[one]! & Mark.InProgress) !== 0;
    if (isRunning || spans.duration[one]! >= shorterThan || spans.status[one]! >= Status.Error) return false;
  }
  return true;
}
