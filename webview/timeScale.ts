import type { Milliseconds } from '../src/model/units';
import { STRAIGHT, type TimeWarp } from './axis/timeWarp';

/** A stretch of the trace, in milliseconds since its start; `to` > `from`. */
export interface TimeRange {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** The one converter between time and pixels. Pixel 0 is the left edge of the bars' column. */
export interface TimeScale {
  readonly range: TimeRange;
  readonly width: number;
  readonly warp: TimeWarp;
  readonly toX: (time: Milliseconds) => number;
  readonly toTime: (x: number) => Milliseconds;
}

/**
 * Pixels kept free on both sides, so that the first and last bars do not touch the edges: at the end enough for the narrowest bar of a
 * span in progress, which is not moved left for want of room then.
 */
const PADDING = 6;
const PADDING_END = 14;

/** A scale over `width` pixels: linear, but for what `warp` squeezes. */
export function timeScale(range: TimeRange, width: number, warp: TimeWarp = STRAIGHT): TimeScale {
  const start = warp.toUnits(range.from);
  const perUnit = innerWidth(width) / (warp.toUnits(range.to) - start || 1);
  return {
    range,
    width,
    warp,
    toX: (time) => PADDING + (warp.toUnits(time) - start) * perUnit,
    toTime: (x) => warp.toTime(start + (x - PADDING) / perUnit),
  };
}

function innerWidth(width: number): number {
  return Math.max(1, width - PADDING - PADDING_END);
}

/** All of a trace. One without length gets a millisecond, so that there is something to draw on. */
export function wholeRange(duration: Milliseconds): TimeRange {
  return { from: 0, to: duration > 0 ? duration : 1 };
}

/** Nobody measures closer than this: the clock of X-Ray documents holds microseconds, that of span records nanoseconds. */
const SHORTEST: Milliseconds = 0.0001;
/** Nor can numbers tell times apart that are closer than this share of the trace. */
const FINEST = 1e-13;

function shortest(whole: TimeRange): Milliseconds {
  return Math.max(SHORTEST, whole.to * FINEST);
}

/**
 * Zooms about a fixed time, as a wheel does.
 * @param factor below 1 shows less time, above 1 more
 * @returns null when all of the trace is in sight
 */
export function zoomAt(
  range: TimeRange,
  duration: Milliseconds,
  anchor: Milliseconds,
  factor: number,
  warp: TimeWarp = STRAIGHT,
): TimeRange | null {
  const whole = wholeRange(duration);
  const units = unitsOf(range, warp);
  const all = unitsOf(whole, warp);
  const length = Math.max(shortest(whole), (units.to - units.from) * factor);
  if (length >= all.to) return null;
  const at = warp.toUnits(anchor);
  const share = (at - units.from) / (units.to - units.from || 1);
  return timesOf(within(at - share * length, length, all), warp);
}

/** Moves the visible range, never beyond the trace. @param by in units of the warp: milliseconds where nothing is squeezed */
export function panBy(
  range: TimeRange,
  duration: Milliseconds,
  by: number,
  warp: TimeWarp = STRAIGHT,
): TimeRange | null {
  const units = unitsOf(range, warp);
  const all = unitsOf(wholeRange(duration), warp);
  const length = units.to - units.from;
  return length >= all.to ? null : timesOf(within(units.from + by, length, all), warp);
}

function unitsOf({ from, to }: TimeRange, warp: TimeWarp): TimeRange {
  return { from: warp.toUnits(from), to: warp.toUnits(to) };
}

function timesOf({ from, to }: TimeRange, warp: TimeWarp): TimeRange {
  return { from: warp.toTime(from), to: warp.toTime(to) };
}

/** A stretch with some air around it: 4 % on each side. @returns null when that is (nearly) all of the trace */
export function fitRange(from: Milliseconds, to: Milliseconds, duration: Milliseconds): TimeRange | null {
  const whole = wholeRange(duration);
  const length = Math.max(shortest(whole), to - from);
  const padded = Math.min(length * 1.08, whole.to);
  return padded >= whole.to * 0.995 ? null : within((from + to - padded) / 2, padded, whole);
}

/** The stretch between two times, in any order, as far as it lies in the trace. @returns null for (nearly) all of it */
export function rangeBetween(one: Milliseconds, other: Milliseconds, duration: Milliseconds): TimeRange | null {
  const whole = wholeRange(duration);
  const inside = (time: Milliseconds): Milliseconds => Math.min(Math.max(0, time), whole.to);
  const [from, to] = [inside(Math.min(one, other)), inside(Math.max(one, other))];
  if (to - from >= whole.to * 0.995) return null;
  const length = Math.max(shortest(whole), to - from);
  return within((from + to - length) / 2, length, whole);
}

function within(from: Milliseconds, length: Milliseconds, whole: TimeRange): TimeRange {
  const start = Math.min(Math.max(0, from), whole.to - length);
  return { from: start, to: start + length };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Above a second the steps are those of a clock. */
const CLOCK_STEPS = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * SECOND,
);

/** The smallest round step whose lines are at least `spacing` pixels apart. */
export function tickSpacing({ range, width, warp }: TimeScale, spacing: number): Milliseconds {
  return tickStep(((warp.toUnits(range.to) - warp.toUnits(range.from)) * spacing) / innerWidth(width));
}

/** Round times over the visible range, but none in what is squeezed. @param offset of the round times from multiples of the step: 0 … step */
export function ticks({ range, warp }: TimeScale, step: Milliseconds, offset: Milliseconds = 0): Milliseconds[] {
  const found: Milliseconds[] = [];
  let { from } = range;
  for (const gap of [...warp.gaps, { from: Infinity, to: Infinity }]) {
    const to = Math.min(range.to, gap.from);
    const first = Math.ceil((from - offset) / step - 1e-9);
    // Counted in whole steps: adding up fractions would drift.
    if (to >= from) for (let n = first; n * step + offset <= to + step * 1e-9; n++) found.push(n * step + offset);
    from = Math.max(from, gap.to);
  }
  return found;
}

/** The smallest round step that is not below `least`: 1, 2 or 5 times a power of ten, or a step of the clock. */
export function tickStep(least: Milliseconds): Milliseconds {
  if (least > 10 * SECOND) {
    const step = CLOCK_STEPS.find((candidate) => candidate >= least);
    return step ?? DAY * decimalStep(least / DAY);
  }
  return decimalStep(least);
}

function decimalStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A time on the ruler, with as many digits as the step needs: `0`, `500 ms`, `1.50 s`, `2:30 min`, `1:05 h`. */
export function tickLabel(time: Milliseconds, step: Milliseconds): string {
  if (Math.abs(time) < step / 2) return '0';
  if (time >= DAY && step >= HOUR) return `${trimmed(time / DAY, step / DAY)} d`;
  if (time >= HOUR && step >= MINUTE) return `${Math.floor(time / HOUR)}:${two((time % HOUR) / MINUTE)} h`;
  if (time >= MINUTE && step >= SECOND) return `${Math.floor(time / MINUTE)}:${two((time % MINUTE) / SECOND)} min`;
  if (time >= SECOND) return `${decimals(time / SECOND, step / SECOND)} s`;
  if (time >= 1) return `${decimals(time, step)} ms`;
  if (time >= 0.001) return `${decimals(time * 1e3, step * 1e3)} µs`;
  return `${decimals(time * 1e6, step * 1e6)} ns`;
}

function decimals(value: number, step: number): string {
  return value.toFixed(Math.min(9, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))));
}

function trimmed(value: number, step: number): string {
  return Number(value.toFixed(step >= 1 ? 0 : 2)).toString();
}

function two(value: number): string {
  return String(Math.round(value)).padStart(2, '0');
}
