import { labelWidth } from '../timeline/barGeometry';
import { ticks, tickSpacing, type TimeScale } from '../timeScale';
import { clockOffset, timeText, type Clock } from './clock';

/** A line of the ruler. */
export interface RulerTick {
  /** Pixels from the left edge of the bars' column. */
  readonly x: number;
  readonly label: string;
}

/** Pixels between the lines of the ruler, at least. */
const TICK_SPACING = 84;
/** Between a label and the next line. Pixels. */
const AIR = 14;

/** The lines of the ruler at round times: since the trace's start, or of the clock. Far enough apart for their labels. */
export function rulerTicks(scale: TimeScale, clock: Clock, locale: string): RulerTick[] {
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
