import type { SpanColumns } from '../model/trace';
import type { SpanIndex } from '../model/units';

/**
 * The first children of a span, in the order of rows. Columns are in depth-first pre-order: the next sibling stands after the subtree.
 * @param parent -1 for the roots
 */
export function childrenOf(spans: SpanColumns, parent: SpanIndex, most: number): SpanIndex[] {
  const end = parent < 0 ? spans.count : spans.end[parent]!;
  const children: SpanIndex[] = [];
  for (let span = parent + 1; span < end && children.length < most; span = spans.end[span]!) children.push(span);
  return children;
}

/** How many children a span has; with -1, how many roots there are. */
export function childCount(spans: SpanColumns, parent: SpanIndex): number {
  const end = parent < 0 ? spans.count : spans.end[parent]!;
  let count = 0;
  for (let span = parent + 1; span < end; span = spans.end[span]!) count++;
  return count;
}

/** The ancestors of a span, root first. */
export function parentChain(spans: SpanColumns, span: SpanIndex): SpanIndex[] {
  const chain: SpanIndex[] = [];
  for (let one = spans.parent[span]!; one >= 0; one = spans.parent[one]!) chain.push(one);
  return chain.toReversed();
}
