import type { Restriction } from '../../../src/protocol/results';
import type { Summaries } from '../summaries';
import { durationAxis, extentOf, linearAxis, type Axis } from './axis';

/** Where the points of the scatter lie. Pixels from the top left of the canvas. */
export interface ScatterGeometry {
  readonly width: number;
  readonly height: number;
  readonly time: Axis;
  readonly duration: Axis;
}

/** Room for the labels of the axes, and so that no point is cut at an edge. Pixels. */
export const SCATTER_FRAME = { left: 56, right: 10, top: 8, bottom: 20 } as const;

/**
 * The axes for some rows: time is the range that was searched (all of it: gaps tell something), duration what there is.
 * @returns undefined where there is nothing to draw or no room
 */
export function scatterGeometry(
  summaries: Pick<Summaries, 'start' | 'duration'>,
  rows: Uint32Array,
  range: { readonly start: number; readonly end: number },
  size: { readonly width: number; readonly height: number },
): ScatterGeometry | undefined {
  const { left, right, top, bottom } = SCATTER_FRAME;
  const { width, height } = size;
  if (width < left + right + 20 || height < top + bottom + 20) return undefined;
  const extent = extentOf(summaries.duration, rows);
  if (!extent) return undefined;
  // Traces can begin before the range, where the search asks for events in it.
  let [from, to] = [range.start, range.end];
  for (const row of rows) {
    const start = summaries.start[row]!;
    if (start <= 0) continue;
    if (start < from) from = start;
    if (start > to) to = start;
  }
  return {
    width,
    height,
    time: linearAxis(from, Math.max(to, from + 1), [left, width - right]),
    duration: durationAxis(extent, [height - bottom, top]),
  };
}

/** Whether a row has a place: time and duration are known. */
export function hasPoint({ start, duration }: Pick<Summaries, 'start' | 'duration'>, row: number): boolean {
  return start[row]! > 0 && duration[row]! >= 0;
}

/** The row whose point is nearest to a pixel, within a distance; the one in front where several are as near. @returns -1 for none */
export function rowAt(
  geometry: ScatterGeometry,
  summaries: Pick<Summaries, 'start' | 'duration'>,
  rows: Uint32Array,
  x: number,
  y: number,
  within: number,
): number {
  let [nearest, least] = [-1, within * within];
  for (const row of rows) {
    if (!hasPoint(summaries, row)) continue;
    const dx = geometry.time.toPixel(summaries.start[row]!) - x;
    if (dx > within || dx < -within) continue;
    const dy = geometry.duration.toPixel(summaries.duration[row]!) - y;
    const distance = dx * dx + dy * dy;
    if (distance <= least) [nearest, least] = [row, distance];
  }
  return nearest;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A drag shorter than this is a click. Pixels. */
export const LEAST_DRAG = 4;

/** The rectangle between two corners, cut at the edges of the plot. */
export function boxOf(
  { width, height }: ScatterGeometry,
  from: readonly [number, number],
  to: readonly [number, number],
): Box {
  const { left, right, top, bottom } = SCATTER_FRAME;
  const x = [from[0], to[0]].map((one) => clamp(one, left - 4, width - right + 4)).toSorted((a, b) => a - b);
  const y = [from[1], to[1]].map((one) => clamp(one, top - 4, height - bottom + 4)).toSorted((a, b) => a - b);
  return { left: x[0]!, right: x[1]!, top: y[0]!, bottom: y[1]! };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** What a rectangle restricts to. A side that lies on the edge of the plot is open: what is still to come beyond it belongs to it. */
export function restrictionOf({ width, height, time, duration }: ScatterGeometry, box: Box): Restriction {
  const { left, right, top, bottom } = SCATTER_FRAME;
  return {
    from: box.left <= left ? null : time.toValue(box.left),
    to: box.right >= width - right ? null : time.toValue(box.right),
    least: box.bottom >= height - bottom ? null : duration.toValue(box.bottom),
    most: box.top <= top ? null : duration.toValue(box.top),
  };
}

/** Where a restriction lies. */
export function boxOfRestriction({ width, height, time, duration }: ScatterGeometry, restriction: Restriction): Box {
  const { left, right, top, bottom } = SCATTER_FRAME;
  const x = (value: number | null, open: number): number =>
    value === null ? open : clamp(time.toPixel(value), left, width - right);
  const y = (value: number | null, open: number): number =>
    value === null ? open : clamp(duration.toPixel(value), top, height - bottom);
  return {
    left: x(restriction.from, left),
    right: x(restriction.to, width - right),
    top: y(restriction.most, top),
    bottom: y(restriction.least, height - bottom),
  };
}
