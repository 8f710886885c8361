/** Widths of the columns in pixels; a column of 0 is not shown. */
export interface Columns {
  readonly name: number;
  readonly leastName: number;
  readonly mostName: number;
  readonly duration: number;
  readonly self: number;
  readonly bars: number;
  /** Per level of depth. */
  readonly indent: number;
  /** Deeper rows are not indented further: a name must stay readable. */
  readonly mostIndent: number;
}

const LEAST_NAME = 140;
const LEAST_BARS = 96;

/**
 * Divides the width among the columns. What matters least goes first when there is little: self time, then durations (the bars'
 * labels have them).
 * @param total pixels
 * @param wanted width the user gave the name column; 0 = none
 * @param depth of the trace, in levels
 */
export function columnsFor(total: number, wanted: number, depth: number): Columns {
  const duration = total >= 420 ? 80 : 0;
  const self = total >= 560 ? 80 : 0;
  const free = Math.max(LEAST_NAME + LEAST_BARS, total - duration - self);
  const mostName = free - LEAST_BARS;
  const byDefault = Math.min(Math.max(free * 0.5, Math.min(240, mostName)), 520);
  const name = Math.round(Math.min(mostName, Math.max(LEAST_NAME, wanted || byDefault)));
  const mostIndent = name * 0.45;
  const indent = Math.max(3, Math.min(14, mostIndent / Math.max(1, depth - 1)));
  return {
    name,
    leastName: LEAST_NAME,
    mostName,
    duration,
    self,
    bars: Math.max(0, total - name - duration - self),
    indent,
    mostIndent,
  };
}

/** The same as a value of `grid-template-columns`. */
export function gridColumns({ name, duration, self }: Columns): string {
  const numbers = [duration, self].filter((width) => width > 0).map((width) => `${width}px`);
  return [`${name}px`, ...numbers, 'minmax(0, 1fr)'].join(' ');
}
