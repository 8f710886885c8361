import type { Milliseconds } from '../src/model/units';

/** A stretch of the trace, in milliseconds since its start; `to` > `from`. */
export interface TimeRange {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** The one converter between time and pixels. Pixel 0 is the left edge of the bars' column. */
export interface TimeScale {
  readonly range: TimeRange;
  readonly width: number;
  readonly toX: (time: Milliseconds) => number;
  readonly toTime: (x: number) => Milliseconds;
}

/**
 * Pixels kept free on both sides, so that the first and last bars do not touch the edges: at the end enough for the narrowest bar of a
 * span in progress, which is not moved left for want of room then.
 */
const PADDING = 6;
const PADDING_END = 14;

/** A linear scale over `width` pixels. */
export function timeScale(range: TimeRange, width: number): TimeScale {
  const inner = innerWidth(width);
  const perMillisecond = inner / (range.to - range.from);
  return {
    range,
    width,
    toX: (time) => PADDING + (time - range.from) * perMillisecond,
    toTime: (x) => range.from + (x - PADDING) / perMillisecond,
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
): TimeRange | null {
  const whole = wholeRange(duration);
  const length = Math.max(shortest(whole), (range.to - range.from) * factor);
  if (length >= whole.to) return null;
  const share = (anchor - range.from) / (range.to - range.from);
  return within(anchor - share * length, length, whole);
}

/** Moves the visible range, never beyond the trace. */
export function panBy(range: TimeRange, duration: Milliseconds, by: Milliseconds): TimeRange | null {
  const whole = wholeRange(duration);
  const length = range.to - range.from;
  return length >= whole.to ? null : within(range.from + by, length, whole);
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
export function tickSpacing({ range, width }: TimeScale, spacing: number): Milliseconds {
  return tickStep(((range.to - range.from) * spacing) / innerWidth(width));
}

/** Round times over the visible range. @param offset of the round times from multiples of the step: 0 … step */
export function ticks({ range }: TimeScale, step: Milliseconds, offset: Milliseconds = 0): Milliseconds[] {
  const first = Math.ceil((range.from - offset) / step - 1e-9);
  const found: Milliseconds[] = [];
  // Counted in whole steps: adding up fractions would drift.
  for (let n = first; n * step + offset <= range.to + step * 1e-9; n++) found.push(n * step + offset);
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
