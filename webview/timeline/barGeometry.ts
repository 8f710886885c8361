import type { Milliseconds } from '../../src/model/units';
import type { TimeScale } from '../timeScale';

/** Narrower bars could not be seen. Pixels. */
const LEAST_WIDTH = 2;
/** Bars without an end are torn at the right, which takes some room to be seen. Pixels; the mask in the style sheet has its steps. */
const LEAST_OPEN_WIDTH = 14;
/** Bars end this far outside the column where they go on beyond it. Pixels. */
const BEYOND = 8;
/** Between bar and label. Pixels. */
const GAP = 6;

/** Where a bar is drawn in its column, in pixels, and where its label goes. */
export interface BarGeometry {
  readonly left: number;
  readonly width: number;
  /** `before` and `after`: the bar lies outside of the visible time, the label stands at that edge. */
  readonly label: 'right' | 'left' | 'inside' | 'before' | 'after';
  /** Where the label begins ('right', 'inside', 'before') or ends ('left', 'after'), from the column's left edge. */
  readonly labelAt: number;
}

/**
 * Places a bar; its label stands on the freer side: right of it, else left of it, else inside. What starts at the very end of the
 * visible time still has its least width inside the column.
 */
export function barGeometry(
  scale: TimeScale,
  start: Milliseconds,
  duration: Milliseconds,
  labelWidth: number,
  isOpen = false,
): BarGeometry {
  const least = isOpen ? LEAST_OPEN_WIDTH : LEAST_WIDTH;
  const [exact, end] = [scale.toX(start), scale.toX(start + duration)];
  if (Math.max(exact + least, end) < 0) return { left: -BEYOND, width: 0, label: 'before', labelAt: GAP };
  if (exact > scale.width) return { left: scale.width + BEYOND, width: 0, label: 'after', labelAt: scale.width - GAP };
  const from = Math.min(exact, scale.width - least);
  const to = Math.max(from + least, end);
  const left = Math.max(-BEYOND, from);
  const width = Math.max(least, Math.min(scale.width + BEYOND, to) - left);
  if (to + GAP + labelWidth <= scale.width) return { left, width, label: 'right', labelAt: to + GAP };
  if (from - GAP - labelWidth >= 0) return { left, width, label: 'left', labelAt: from - GAP };
  return { left, width, label: 'inside', labelAt: Math.max(0, left) + GAP };
}

/** Rough width of a label in pixels: digits and letters of the small font are about this wide. */
export function labelWidth(text: string): number {
  return text.length * 6.4;
}
