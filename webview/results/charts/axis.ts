import { formatDuration } from '../../../src/model/format';
import type { EpochMilliseconds, Milliseconds } from '../../../src/model/units';
import { tickStep } from '../../timeScale';

/** Converts between values and pixels along one side of a chart. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly isLogarithmic: boolean;
  readonly toPixel: (value: number) => number;
  readonly toValue: (pixel: number) => number;
}

/** From `pixels[0]` (at `from`) to `pixels[1]` (at `to`); the pixels may fall. `to` > `from`. */
export function linearAxis(from: number, to: number, pixels: readonly [number, number]): Axis {
  const perValue = (pixels[1] - pixels[0]) / (to - from);
  return {
    from,
    to,
    isLogarithmic: false,
    toPixel: (value) => pixels[0] + (value - from) * perValue,
    toValue: (pixel) => from + (pixel - pixels[0]) / perValue,
  };
}

/** The same for powers; `from` > 0. Values below `from`, zero among them, lie at its place. */
export function logarithmicAxis(from: number, to: number, pixels: readonly [number, number]): Axis {
  const inner = linearAxis(Math.log(from), Math.log(to), pixels);
  return {
    from,
    to,
    isLogarithmic: true,
    toPixel: (value) => inner.toPixel(Math.log(Math.max(from, value))),
    toValue: (pixel) => Math.exp(inner.toValue(pixel)),
  };
}

/** More than this many decades, and a linear axis would show the short ones as one line. */
const MOST_DECADES = 2;

/** Least and most of the durations that are known (not negative); undefined when none is. */
export function extentOf(
  durations: Float64Array,
  rows: Uint32Array,
): readonly [Milliseconds, Milliseconds] | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    const duration = durations[row]!;
    if (duration < 0) continue;
    if (duration < least) least = duration;
    if (duration > most) most = duration;
  }
  return most < 0 ? undefined : [least, most];
}

/** Nothing is measured closer; zero durations are drawn there on a logarithmic axis. */
const SHORTEST: Milliseconds = 0.001;

/** An axis for durations: from zero, or by powers when they span more than two decades. */
export function durationAxis(extent: readonly [Milliseconds, Milliseconds], pixels: readonly [number, number]): Axis {
  const [least, most] = extent;
  const floor = Math.max(SHORTEST, least);
  if (most > floor * 10 ** MOST_DECADES) return logarithmicAxis(floor / 1.15, most * 1.15, pixels);
  return linearAxis(0, most > 0 ? most * 1.06 : 1, pixels);
}

export interface AxisTick {
  readonly value: number;
  readonly label: string;
}

/** Lines at round durations. @param spacing pixels between them, at least */
export function durationTicks(axis: Axis, length: number, spacing: number): AxisTick[] {
  if (!axis.isLogarithmic) {
    const step = tickStep(((axis.to - axis.from) * spacing) / Math.max(1, length));
    return counted(axis.from, axis.to, step).map((value) => ({ value, label: formatDuration(value) }));
  }
  const decades = Math.log10(axis.to / axis.from);
  const perDecade = length / decades;
  const every = Math.max(1, Math.ceil(spacing / perDecade));
  const first = Math.ceil(Math.log10(axis.from) - 1e-9);
  const last = Math.floor(Math.log10(axis.to) + 1e-9);
  const found: AxisTick[] = [];
  for (let power = first; power <= last; power += every) {
    const value = 10 ** power;
    found.push({ value, label: formatDuration(value) });
  }
  return found;
}

function counted(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  // Counted in whole steps: adding up fractions would drift.
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to * (1 + 1e-9); n++) values.push(n * step);
  return values;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS: readonly Milliseconds[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 30].map((days) => days * DAY),
];

/**
 * Lines at round times of the reader's own clock.
 * @param offset milliseconds to add to a time to read it as local: `-getTimezoneOffset() * 60000`, taken at the start
 */
export function timeTicks(
  axis: Axis,
  length: number,
  spacing: number,
  locale: string,
  offset: Milliseconds,
): AxisTick[] {
  const least = ((axis.to - axis.from) * spacing) / Math.max(1, length);
  const step = TIME_STEPS.find((one) => one >= least) ?? TIME_STEPS.at(-1)!;
  const format = timeFormat(step, locale);
  return counted(axis.from + offset, axis.to + offset, step)
    .map((local) => local - offset)
    .filter((value) => value >= axis.from && value <= axis.to)
    .map((value) => ({ value, label: format(value) }));
}

function timeFormat(step: Milliseconds, locale: string): (time: EpochMilliseconds) => string {
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const options: Intl.DateTimeFormatOptions =
    step >= DAY
      ? { day: 'numeric', month: 'short' }
      : step >= MINUTE
        ? clock
        : step >= 1000
          ? { ...clock, second: '2-digit' }
          : { ...clock, second: '2-digit', fractionalSecondDigits: 3 };
  const formatter = new Intl.DateTimeFormat(locale, options);
  return (time) => formatter.format(time);
}
