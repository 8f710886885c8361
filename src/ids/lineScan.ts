import { scanText, type FoundId } from './scanner';
import { CONTEXT_LINES } from './surroundings';

/** Lines of a text, as an editor holds them: without their line breaks. */
export interface Lines {
  readonly lineCount: number;
  /** @param line from 0 to `lineCount` - 1 */
  readonly lineAt: (line: number) => string;
}

/**
 * How far a line's text reaches: an ID reads `CONTEXT_LINES` around it, and whether a neighbour there is an ID at all depends on as
 * many lines again.
 */
export const REACH = 2 * CONTEXT_LINES;
/** Characters kept of a line that is only read for what it says of others. More than the scanner looks at. */
const MARGIN = 1024;

/**
 * The IDs on each line from `first` to `last` (inclusive), with offsets in their line: the same as a scan of the whole text finds
 * there, but reading only these lines and a few around them.
 */
export function scanLines(lines: Lines, first: number, last: number): FoundId[][] {
  const from = Math.max(0, first - REACH);
  const to = Math.min(lines.lineCount - 1, last + REACH);
  const texts: string[] = [];
  const starts: number[] = [];
  let offset = 0;
  for (let line = from; line <= to; line++) {
    const whole = lines.lineAt(line);
    const text = line < first ? whole.slice(-MARGIN) : line > last ? whole.slice(0, MARGIN) : whole;
    starts.push(offset);
    texts.push(text);
    offset += text.length + 1;
  }
  const found: FoundId[][] = Array.from({ length: Math.max(0, last - first + 1) }, () => []);
  let at = 0;
  for (const hit of scanText(texts.join('\n'))) {
    while ((starts[at + 1] ?? Infinity) <= hit.start) at++;
    const start = starts[at] ?? 0;
    found[from + at - first]?.push({ ...hit, start: hit.start - start, end: hit.end - start });
  }
  return found;
}
