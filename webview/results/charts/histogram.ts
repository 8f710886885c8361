import { Status } from '../../../src/model/trace';
import type { Milliseconds } from '../../../src/model/units';
import { statusOf, type Summaries } from '../summaries';
import { durationAxis, extentOf, type Axis } from './axis';

/** How many traces took how long. */
export interface Histogram {
  readonly axis: Axis;
  /** Edges of the bins in milliseconds, one more than there are bins. */
  readonly edges: Float64Array;
  /** Traces in each bin, by `Status`: `counts[status][bin]`. */
  readonly counts: readonly Uint32Array[];
  /** Of the fullest bin, all statuses together. */
  readonly most: number;
  /** Traces with a known duration. */
  readonly total: number;
  /** The percentiles 50, 95 and 99. */
  readonly marks: readonly PercentileMark[];
}

export interface PercentileMark {
  readonly percent: number;
  readonly duration: Milliseconds;
}

/** Room for the labels below. Pixels. */
export const HISTOGRAM_FRAME = { left: 10, right: 10, top: 22, bottom: 20 } as const;
const PERCENTS = [50, 95, 99];
/** Pixels of a bar, its gap included. */
const BAR = 6;

/** The durations of some rows in bins of equal width on screen. @returns undefined where none is known or there is no room */
export function histogramOf(
  summaries: Pick<Summaries, 'duration' | 'flags'>,
  rows: Uint32Array,
  width: number,
): Histogram | undefined {
  const { left, right } = HISTOGRAM_FRAME;
  const inner = width - left - right;
  const extent = extentOf(summaries.duration, rows);
  if (!extent || inner < 10 * BAR) return undefined;
  const axis = durationAxis(extent, [left, width - right]);
  const bins = Math.min(80, Math.floor(inner / BAR));
  const counts = Object.values(Status).map(() => new Uint32Array(bins));
  const all = new Uint32Array(bins);
  const durations = new Float64Array(rows.length);
  let total = 0;
  let most = 0;
  for (const row of rows) {
    const duration = summaries.duration[row]!;
    if (duration < 0) continue;
    durations[total++] = duration;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((axis.toPixel(duration) - left) / inner) * bins)));
    counts[statusOf(summaries, row)]![bin]!++;
    most = Math.max(most, ++all[bin]!);
  }
  const sorted = durations.subarray(0, total).toSorted();
  return {
    axis,
    edges: Float64Array.from({ length: bins + 1 }, (_, edge) => axis.toValue(left + (edge / bins) * inner)),
    counts,
    most,
    total,
    marks: PERCENTS.map((percent) => ({ percent, duration: percentile(sorted, percent) })),
  };
}

/** The smallest value that at least this percentage of values does not exceed (nearest rank). @param sorted ascending, not empty */
export function percentile(sorted: Float64Array, percent: number): number {
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]!;
}

/** The bin at a pixel, -1 beside the bars. */
export function binAt({ edges }: Histogram, width: number, x: number): number {
  const { left, right } = HISTOGRAM_FRAME;
  const bins = edges.length - 1;
  const bin = Math.floor(((x - left) / (width - left - right)) * bins);
  return bin >= 0 && bin < bins ? bin : -1;
}
