import { REACH, scanLines, type Lines } from './lineScan';
import type { FoundId } from './scanner';

/** An ID and the line it is on; its offsets count from the line's start. */
export interface FoundOnLine extends FoundId {
  readonly line: number;
}

const NONE: readonly FoundId[] = [];

/**
 * The IDs of a document, kept up to date: the whole document is scanned once, then only the lines that changed and those close
 * enough to be read with them. Holds no text.
 */
export class LineIndex {
  /** Per line what was found, or undefined while it waits to be scanned. */
  private found: (readonly FoundId[] | undefined)[];
  private isStale = true;

  constructor(lineCount: number) {
    this.found = Array.from({ length: lineCount }, () => undefined);
  }

  /**
   * Notes that the lines from `first` to `last` (inclusive) were replaced by `lineBreaks` + 1 lines. Several edits are noted in the
   * order the editor reports them, each in terms of the text the earlier ones left.
   */
  replace(first: number, last: number, lineBreaks: number): void {
    const fresh = Array.from({ length: lineBreaks + 1 }, () => undefined);
    // No spread into splice: a pasted log has more lines than a call may have arguments.
    this.found = [...this.found.slice(0, first), ...fresh, ...this.found.slice(last + 1)];
    const end = Math.min(this.found.length, first + lineBreaks + 1 + REACH);
    for (let line = Math.max(0, first - REACH); line < end; line++) this.found[line] = undefined;
    this.isStale = true;
  }

  /**
   * Every ID of the document, in order. Scans what waits for it.
   * @param lines the document as it is now; must have the lines that the noted edits add up to, else everything is scanned anew
   */
  all(lines: Lines): FoundOnLine[] {
    this.refresh(lines);
    return this.found.flatMap((hits, line) => (hits ?? NONE).map((hit) => ({ ...hit, line })));
  }

  /** Whether the document holds any ID. Scans what waits for it. */
  hasAny(lines: Lines): boolean {
    this.refresh(lines);
    return this.found.some((hits) => hits !== undefined && hits.length > 0);
  }

  private refresh(lines: Lines): void {
    if (lines.lineCount !== this.found.length) {
      this.found = Array.from({ length: lines.lineCount }, () => undefined);
      this.isStale = true;
    }
    if (!this.isStale) return;
    for (let first = 0; first < this.found.length; first++) {
      if (this.found[first] !== undefined) continue;
      let last = first;
      while (last + 1 < this.found.length && this.found[last + 1] === undefined) last++;
      for (const [index, hits] of scanLines(lines, first, last).entries()) {
        this.found[first + index] = hits.length > 0 ? hits : NONE;
      }
      first = last;
    }
    this.isStale = false;
  }
}
