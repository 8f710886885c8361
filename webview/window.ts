/** Height of every row in pixels; the style sheet has the same number (`--row-height`). */
export const ROW_HEIGHT = 24;
/** Rows made beyond each edge of what is seen, so that a small scroll only moves what is there. */
const OVERSCAN = 8;

/** Rows to keep in the document: `from` (inclusive) to `to` (exclusive). */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/** The rows seen at a scroll position, and a few beyond. Pixels; rows all have the same height. */
export function visibleWindow(scrollTop: number, height: number, count: number): RowWindow {
  const first = Math.floor(scrollTop / ROW_HEIGHT);
  const last = Math.ceil((scrollTop + height) / ROW_HEIGHT);
  const from = Math.max(0, Math.min(first, count) - OVERSCAN);
  return { from, to: Math.max(from, Math.min(count, last + OVERSCAN)) };
}

/** Rows that fit whole between the edges, at least one: the step of Page Up and Page Down. */
export function rowsPerPage(height: number): number {
  return Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
}

/**
 * The scroll position that shows a row, moved as little as possible.
 * @param reach how many rows to keep between it and the edge where there are any
 */
export function scrollToShow(row: number, scrollTop: number, height: number, count: number, reach: number): number {
  const margin = Math.min(reach * ROW_HEIGHT, Math.max(0, (height - ROW_HEIGHT) / 2));
  const top = row * ROW_HEIGHT - margin;
  const bottom = (row + 1) * ROW_HEIGHT + margin - height;
  const wanted = scrollTop > top ? top : Math.max(scrollTop, bottom);
  return Math.max(0, Math.min(wanted, count * ROW_HEIGHT - height));
}
