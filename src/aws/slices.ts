import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { LeftSlice, SearchedRange } from '../traces/source';

/** Assumed: proven for GetServiceGraph and stated for the console's links; GetTraceSummaries may take more. */
export const LONGEST_SLICE: Milliseconds = 6 * 60 * 60_000;
/** So that the calls under way at once never wait for one long slice, and a page of each is there soon. */
export const FEWEST_SLICES = 8;
/**
 * Shorter ones cost a call each and gain nothing: the traces of half a minute fit into a page or two. The shortest range people
 * are offered, five minutes, still makes `FEWEST_SLICES`.
 */
export const SHORTEST_SLICE: Milliseconds = 30_000;

/**
 * Cuts ranges into slices, newest first, without gap or overlap: what several ranges hold is in one slice. Slices are as long as
 * makes `FEWEST_SLICES` of all, within the two limits; the oldest of a range may be shorter. A range with a token is a slice of
 * an earlier cut and stays whole, as the token belongs to its bounds. Empty, reversed and endless ranges have none.
 */
export function slicesOf(ranges: readonly SearchedRange[]): SearchedRange[] {
  const usable = ranges.filter(({ start, end }) => end > start && Number.isFinite(end - start));
  const continued = usable.filter(({ nextToken }) => nextToken !== undefined);
  const whole = joined(usable.filter(({ nextToken }) => nextToken === undefined));
  const total = whole.reduce((sum, { start, end }) => sum + end - start, 0);
  const even = Math.ceil(total / FEWEST_SLICES / 1000) * 1000;
  const length = Math.min(LONGEST_SLICE, Math.max(SHORTEST_SLICE, even));
  const cut = whole.flatMap((range) => cutRange(range, length));
  return [...continued, ...cut].toSorted((one, other) => other.end - one.end);
}

function cutRange({ start, end }: Range, length: Milliseconds): Range[] {
  const count = Math.ceil((end - start) / length);
  return Array.from({ length: count }, (_, index) => ({
    start: Math.max(start, end - (index + 1) * length),
    end: end - index * length,
  }));
}

interface Range {
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

/** Ranges that touch or overlap become one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) result[result.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else result.push({ start, end });
  }
  return result;
}

/** Neighbours left for the same reason become one, so that an end can be read. @param slices newest first */
export function joinLeft(slices: readonly LeftSlice[]): LeftSlice[] {
  const result: LeftSlice[] = [];
  for (const slice of slices) {
    const last = result.at(-1);
    if (last && last.start === slice.end && isAlike(last, slice))
      result[result.length - 1] = { ...last, start: slice.start };
    else result.push(slice);
  }
  return result;
}

function isAlike(one: LeftSlice, other: LeftSlice): boolean {
  const isWhole = one.nextToken === undefined && other.nextToken === undefined;
  return isWhole && one.why === other.why && one.error?.reason === other.error?.reason;
}
