import type { Milliseconds } from '../../src/model/units';
import { STRAIGHT, type TimeWarp } from './timeWarp';
import { panBy, rangeBetween, wholeRange, zoomAt, type TimeRange, type TimeScale } from '../timeScale';

/** What a drag on the minimap does: moves the visible stretch or one of its ends, or marks a new one. */
export type BrushPart = 'from' | 'to' | 'move' | 'new';

/** Where a drag began. */
export interface Grip {
  readonly part: BrushPart;
  /** Pixels in the minimap. */
  readonly x: number;
  /** What was visible then. */
  readonly range: TimeRange;
}

/** The brush is never narrower: it has to be seen and taken hold of. Pixels. */
const LEAST_WIDTH = 8;
/** How far outside of its edges they can be taken hold of: inside is for moving. Pixels. */
export const EDGE_REACH = 7;
const EDGE_INSIDE = 2;
/** Less movement than this is a click. Pixels. */
export const CLICK_REACH = 3;

/** Where the brush is drawn, in pixels. @param scale of the whole trace */
export function brushEdges(scale: TimeScale, range: TimeRange): { readonly left: number; readonly right: number } {
  const [from, to] = [scale.toX(range.from), scale.toX(range.to)];
  const missing = Math.max(0, LEAST_WIDTH - (to - from)) / 2;
  const left = Math.max(0, Math.min(from - missing, scale.width - LEAST_WIDTH));
  return { left, right: Math.max(left + LEAST_WIDTH, to + missing) };
}

/** What is taken hold of at a place. @param isWhole all of the trace is visible: there is nothing to move */
export function brushPartAt(scale: TimeScale, range: TimeRange, x: number, isWhole: boolean): BrushPart {
  const { left, right } = brushEdges(scale, range);
  if (x >= left - EDGE_REACH && x <= left + EDGE_INSIDE) return 'from';
  if (x <= right + EDGE_REACH && x >= right - EDGE_INSIDE) return 'to';
  return !isWhole && x > left && x < right ? 'move' : 'new';
}

/** What is visible while, or after, a drag has come to `x`. @returns null for all of the trace */
export function brushed(grip: Grip, x: number, scale: TimeScale, duration: Milliseconds): TimeRange | null {
  const { part, range } = grip;
  /** The end of the stretch that has been dragged along. */
  const moved = (end: Milliseconds): Milliseconds => scale.toTime(scale.toX(end) + x - grip.x);
  switch (part) {
    case 'move':
      return panBy(range, duration, unitsBetween(scale, scale.toTime(grip.x), scale.toTime(x)), scale.warp);
    case 'from':
      return rangeBetween(moved(range.from), range.to, duration);
    case 'to':
      return rangeBetween(range.from, moved(range.to), duration);
    case 'new':
      return Math.abs(x - grip.x) < CLICK_REACH
        ? centred(range, duration, scale.toTime(x), scale)
        : rangeBetween(scale.toTime(grip.x), scale.toTime(x), duration);
  }
}

function unitsBetween({ warp }: TimeScale, from: Milliseconds, to: Milliseconds): number {
  return warp.toUnits(to) - warp.toUnits(from);
}

function centred(range: TimeRange, duration: Milliseconds, time: Milliseconds, scale: TimeScale): TimeRange | null {
  const by = (unitsBetween(scale, range.from, time) + unitsBetween(scale, range.to, time)) / 2;
  return panBy(range, duration, by, scale.warp);
}

/** Arrow keys move by this share of what is visible; with Shift by a larger one. */
const [STEP, LONG_STEP] = [0.1, 0.5];

/** What a key on the brush, or one of its ends, makes visible; undefined = not its key. */
export function brushKey(
  part: 'from' | 'to' | 'move',
  press: { readonly key: string; readonly shiftKey: boolean },
  range: TimeRange,
  duration: Milliseconds,
  warp: TimeWarp = STRAIGHT,
): TimeRange | null | undefined {
  const [from, to] = [warp.toUnits(range.from), warp.toUnits(range.to)];
  const length = to - from;
  const step = length * (press.shiftKey ? LONG_STEP : STEP);
  const moved = (by: number): TimeRange | null => {
    if (part === 'move') return panBy(range, duration, by, warp);
    return part === 'from'
      ? rangeBetween(warp.toTime(Math.min(from + by, to)), range.to, duration)
      : rangeBetween(range.from, warp.toTime(Math.max(to + by, from)), duration);
  };
  switch (press.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return moved(-step);
    case 'ArrowRight':
    case 'ArrowUp':
      return moved(step);
    case 'PageDown':
      return moved(-length);
    case 'PageUp':
      return moved(length);
    case 'Home':
      return part === 'to' ? undefined : moved(-from);
    case 'End':
      return part === 'from' ? undefined : moved(warp.toUnits(wholeRange(duration).to) - to);
    case '+':
    case '=':
      return zoomAt(range, duration, warp.toTime((from + to) / 2), 0.5, warp);
    case '-':
      return zoomAt(range, duration, warp.toTime((from + to) / 2), 2, warp);
    default:
      return undefined;
  }
}
