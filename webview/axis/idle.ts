import type { SpanColumns } from '../../src/model/trace';
import type { Milliseconds } from '../../src/model/units';
import type { State } from '../pageState';
import type { TimeRange } from '../timeScale';
import { squeezing, STRAIGHT, type TimeWarp } from './timeWarp';

/** Shorter stretches are not worth a notch: a share of the trace. */
const LEAST_SHARE = 0.05;

/**
 * The idle stretches of a trace, ascending: those of 5 % of it or more in which no span starts, none ends, and none without children runs.
 * What is open then only waits, or works on something that is not instrumented. No bar begins or ends inside of one.
 */
export function idleStretches(spans: SpanColumns, duration: Milliseconds): TimeRange[] {
  const { count, start, duration: durations, end } = spans;
  const points = new Float64Array(2 * count);
  const leafStarts: number[] = [];
  const leafEnds: number[] = [];
  for (let span = 0; span < count; span++) {
    const [from, to] = [start[span]!, start[span]! + durations[span]!];
    points[2 * span] = from;
    points[2 * span + 1] = to;
    if (end[span]! > span + 1) continue;
    leafStarts.push(from);
    leafEnds.push(to);
  }
  points.sort();
  const [starts, ends] = [Float64Array.from(leafStarts).toSorted(), Float64Array.from(leafEnds).toSorted()];
  const found: TimeRange[] = [];
  let [started, ended] = [0, 0];
  for (let at = 0; at + 1 < points.length; at++) {
    const [from, to] = [points[at]!, points[at + 1]!];
    if (to - from < duration * LEAST_SHARE || to <= from) continue;
    while (started < starts.length && starts[started]! <= from) started++;
    while (ended < ends.length && ends[ended]! <= from) ended++;
    if (started === ended) found.push({ from, to });
  }
  return found;
}

const warps = new WeakMap<SpanColumns, TimeWarp>();

/** How time lies on the axis. Worked out once per build. */
export function warpOf({ view, axis }: Pick<State, 'view' | 'axis'>): TimeWarp {
  if (!view || !axis.squeeze) return STRAIGHT;
  const { spans, duration } = view.trace;
  let warp = warps.get(spans);
  if (!warp) warps.set(spans, (warp = squeezing(idleStretches(spans, duration), duration)));
  return warp;
}
