import type { SpanColumns } from '../src/model/trace';
import type { SpanIndex } from '../src/model/units';

/**
 * The spans to show as rows, in order: all but those below a collapsed span. Runs anew on every toggle (a millisecond per 20,000
 * spans); relies on pre-order: the subtree of `i` is `i … end[i] - 1`.
 */
export function visibleRows(spans: SpanColumns, collapsed: ReadonlySet<SpanIndex>): Uint32Array {
  const rows = new Uint32Array(spans.count);
  let length = 0;
  for (let span = 0; span < spans.count;) {
    rows[length++] = span;
    span = collapsed.has(span) ? spans.end[span]! : span + 1;
  }
  return rows.subarray(0, length);
}

/** Index of a span in rows (ascending span indices), by halving. @returns -1 when it is below a collapsed span */
export function rowOfSpan(rows: Uint32Array, span: SpanIndex): number {
  const row = firstRowFrom(rows, span);
  return rows[row] === span ? row : -1;
}

/** The row that shows the span: its own, or that of the collapsed ancestor it is hidden under. @returns -1 without rows */
export function rowShowing(rows: Uint32Array, span: SpanIndex): number {
  const row = firstRowFrom(rows, span);
  return rows[row] === span ? row : row - 1;
}

function firstRowFrom(rows: Uint32Array, span: SpanIndex): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < span) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Has rows of its own below it. */
export function isParent(spans: SpanColumns, span: SpanIndex): boolean {
  return spans.end[span]! > span + 1;
}

/** Every span that can be collapsed. */
export function allParents(spans: SpanColumns): Set<SpanIndex> {
  const parents = new Set<SpanIndex>();
  for (let span = 0; span < spans.count; span++) if (isParent(spans, span)) parents.add(span);
  return parents;
}

/** Direct children of a span, or the roots for -1. */
export function childrenOf(spans: SpanColumns, parent: SpanIndex): SpanIndex[] {
  const children: SpanIndex[] = [];
  const end = parent < 0 ? spans.count : spans.end[parent]!;
  for (let child = parent + 1; child < end; child = spans.end[child]!) children.push(child);
  return children;
}

/** The collapsed set without the ancestors of a span, so that the span has a row. The same set when nothing changes. */
export function expandedTo(
  spans: SpanColumns,
  collapsed: ReadonlySet<SpanIndex>,
  span: SpanIndex,
): ReadonlySet<SpanIndex> {
  let changed: Set<SpanIndex> | undefined;
  for (let parent = spans.parent[span]!; parent >= 0; parent = spans.parent[parent]!) {
    if (collapsed.has(parent)) (changed ??= new Set(collapsed)).delete(parent);
  }
  return changed ?? collapsed;
}

/** Where each span stands among its siblings, for screen readers. */
export interface Family {
  /** Counted from 1. */
  readonly position: Uint32Array;
  /** Number of siblings, itself included. */
  readonly size: Uint32Array;
}

/** One pass over pre-order columns: a parent is always met before its children. */
export function familyOf(spans: SpanColumns): Family {
  const position = new Uint32Array(spans.count);
  const size = new Uint32Array(spans.count);
  const children = new Uint32Array(spans.count + 1); // of parent p at p + 1; of the forest at 0
  for (let span = 0; span < spans.count; span++) position[span] = ++children[spans.parent[span]! + 1]!;
  for (let span = 0; span < spans.count; span++) size[span] = children[spans.parent[span]! + 1]!;
  return { position, size };
}
