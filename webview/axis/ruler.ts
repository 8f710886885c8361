import { formatDuration } from '../../src/model/format';
import { labelWidth } from '../timeline/barGeometry';
import { ticks, tickSpacing, type TimeScale } from '../timeScale';
import { clockOffset, timeText, type Clock } from './clock';

/** A line of the ruler. */
export interface RulerTick {
  /** Pixels from the left edge of the bars' column. */
  readonly x: number;
  readonly label: string;
}

/** A squeezed stretch on the ruler. */
export interface Notch {
  readonly left: number;
  readonly right: number;
  /** How long it really is. */
  readonly label: string;
}

/** The squeezed stretches in sight. */
export function notches(scale: TimeScale): Notch[] {
  const inSight = scale.warp.gaps.filter(({ from, to }) => to > scale.range.from && from < scale.range.to);
  return inSight.map(({ from, to }) => ({
    left: Math.max(0, scale.toX(from)),
    right: Math.min(scale.width, scale.toX(to)),
    label: formatDuration(to - from),
  }));
}

/** A notch's label, in its middle but inside of the column. */
export interface NotchLabel {
  readonly label: string;
  /** Its left edge and width, in pixels. */
  readonly at: number;
  readonly long: number;
}

/** The labels of the notches in sight; where there is no room for all, those of the wider come first. */
export function notchLabels(scale: TimeScale): NotchLabel[] {
  const placed: NotchLabel[] = [];
  const widestFirst = notches(scale).toSorted((a, b) => b.right - b.left - (a.right - a.left));
  for (const { left, right, label } of widestFirst) {
    const long = labelWidth(label) + 8;
    const at = Math.max(0, Math.min((left + right - long) / 2, scale.width - long));
    if (placed.every((other) => at + long <= other.at || at >= other.at + other.long)) placed.push({ label, at, long });
  }
  return placed;
}

/** Pixels between the lines of the ruler, at least. */
const TICK_SPACING = 84;
/** Between a label and the next line. Pixels. */
const AIR = 14;

/** The lines of the ruler at round times: since the trace's start, or of the clock. Far enough apart for their labels. */
export function rulerTicks(scale: TimeScale, clock: Clock, locale: string): RulerTick[] {
  const taken = notchLabels(scale);
  const found = evenTicks(scale, clock, locale);
  if (taken.length === 0) return found;
  // Beside a notch lines may come close to each other, and to its label: the later one keeps its line only.
  let free = 0;
  return found.map(({ x, label }) => {
    const end = x + labelWidth(label) + 4;
    const isFree = x >= free && taken.every(({ at, long }) => end <= at || x >= at + long);
    if (isFree) free = end + AIR / 2;
    return { x, label: isFree ? label : '' };
  });
}

function evenTicks(scale: TimeScale, clock: Clock, locale: string): RulerTick[] {
  let spacing = TICK_SPACING;
  for (;;) {
    const step = tickSpacing(scale, spacing);
    const found = ticks(scale, step, clockOffset(clock, step)).map((time) => ({
      x: scale.toX(time),
      label: timeText(clock, time, step, locale),
    }));
    const needed = Math.max(0, ...found.map(({ label }) => labelWidth(label))) + AIR;
    // Wider steps have shorter labels, so this ends: at the latest with a single line.
    if (needed <= spacing || found.length < 2) return found;
    spacing = needed;
  }
}
