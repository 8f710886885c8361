import type { Milliseconds } from '../../src/model/units';
import type { TimeRange } from '../timeScale';

/** Maps time onto the length of the axis, and back. Both ways strictly ascending; each undoes the other. */
export interface TimeWarp {
  /** The squeezed stretches, ascending. */
  readonly gaps: readonly TimeRange[];
  /** Length of the axis up to a time; a unit is a millisecond wherever nothing is squeezed. */
  readonly toUnits: (time: Milliseconds) => number;
  readonly toTime: (units: number) => Milliseconds;
}

/** Nothing is squeezed. */
export const STRAIGHT: TimeWarp = { gaps: [], toUnits: (time) => time, toTime: (units) => units };

/** Length of a squeezed stretch, as a share of all that is not squeezed. */
const NOTCH = 0.03;

/** Squeezes stretches (ascending, apart) of a trace to a notch each; those that a notch would not make shorter by half stay. */
export function squeezing(stretches: readonly TimeRange[], duration: Milliseconds): TimeWarp {
  const length = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const rest = duration - length;
  const notch = (rest > 0 ? rest : length) * NOTCH;
  const gaps = stretches.filter(({ from, to }) => to - from >= 2 * notch);
  if (gaps.length === 0 || notch <= 0) return STRAIGHT;
  const times = [0];
  const units = [0];
  for (const { from, to } of gaps) {
    const at = units.at(-1)! + (from - times.at(-1)!);
    if (from > 0) {
      times.push(from);
      units.push(at);
    }
    times.push(to);
    units.push(at + notch);
  }
  return {
    gaps,
    toUnits: (time) => between(times, units, time),
    toTime: (length) => between(units, times, length),
  };
}

/** Straight from knot to knot; before the first and after the last a unit is a unit. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  let knot = from.length - 1;
  while (knot > 0 && from[knot]! > value) knot--;
  const next = knot + 1;
  if (value < from[0]! || next === from.length) return to[knot]! + (value - from[knot]!);
  return to[knot]! + ((value - from[knot]!) / (from[next]! - from[knot]!)) * (to[next]! - to[knot]!);
}
