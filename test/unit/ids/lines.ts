import type { Lines } from '../../../src/ids/lineScan';

/** A text as lines, broken where editors break it. */
export function linesOf(text: string): Lines {
  const lines = text.split(/\r\n|\r|\n/);
  return { lineCount: lines.length, lineAt: (line) => lines[line] ?? '' };
}

/** Lines that count how often each kind of read happens. */
export function countingLines(lines: Lines): Lines & { readonly reads: () => number } {
  let reads = 0;
  return {
    lineCount: lines.lineCount,
    lineAt: (line) => {
      reads++;
      return lines.lineAt(line);
    },
    reads: () => reads,
  };
}
