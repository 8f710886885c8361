import type { ColumnId, Sorting } from '../../src/protocol/results';
import { annotationKeyOf } from './columns';
import { listOf, statusOf, type Summaries } from './summaries';

/** What a row is sorted by: bigger is later. NaN where it has nothing, which comes last either way. */
type Keys = Float64Array;

/** The sort keys of a column, one per row. Texts become their rank, so that comparing is subtracting. */
export function sortKeys(summaries: Summaries, column: ColumnId): Keys {
  const { count, strings } = summaries;
  const keys = new Float64Array(count);
  const each = (keyOf: (row: number) => number): Keys => {
    for (let row = 0; row < count; row++) keys[row] = keyOf(row);
    return keys;
  };
  const texts = (indices: Uint32Array): Keys => {
    const rank = ranks(strings);
    return each((row) => (strings[indices[row]!] ? rank[indices[row]!]! : NaN));
  };
  const positive = (values: Float64Array): Keys => each((row) => (values[row]! >= 0 ? values[row]! : NaN));
  const annotation = annotationKeyOf(column);
  if (annotation !== undefined) return annotationRanks(summaries, annotation, each);
  switch (column) {
    case 'status':
      return each((row) => statusOf(summaries, row) * 1000 + summaries.httpStatus[row]!);
    case 'time':
      return each((row) => (summaries.start[row]! > 0 ? summaries.start[row]! : NaN));
    case 'duration':
      return positive(summaries.duration);
    case 'responseTime':
      return positive(summaries.responseTime);
    case 'method':
      return texts(summaries.method);
    case 'url':
      return texts(summaries.url);
    case 'name':
      return texts(summaries.name);
    case 'clientIp':
      return texts(summaries.clientIp);
    case 'user': {
      const rank = ranks(strings);
      return each((row) => rank[listOf(summaries.users, row)[0] ?? -1] ?? NaN);
    }
    case 'causes': {
      const rank = ranks(summaries.causeTable.map(({ text }) => text));
      return each((row) => rank[listOf(summaries.causes, row)[0] ?? -1] ?? NaN);
    }
    case 'id': {
      const rank = ranks(summaries.ids);
      return each((row) => rank[row]!);
    }
    default:
      return each(() => NaN);
  }
}

function annotationRanks(summaries: Summaries, key: string, each: (keyOf: (row: number) => number) => Keys): Keys {
  const { annotationTable } = summaries;
  // Numbers first, by size; then everything else, as text.
  const order = annotationTable
    .map(({ value }, index) => ({ value, index, key: annotationTable[index]!.key }))
    .filter((one) => one.key === key)
    .toSorted((a, b) => {
      if (typeof a.value === 'number' && typeof b.value === 'number') return a.value - b.value;
      if (typeof a.value === 'number') return -1;
      return typeof b.value === 'number' ? 1 : compareTexts(String(a.value), String(b.value));
    });
  const rank = new Map(order.map(({ index }, position) => [index, position]));
  return each((row) => {
    for (const item of listOf(summaries.annotations, row)) {
      const found = rank.get(item);
      if (found !== undefined) return found;
    }
    return NaN;
  });
}

/** Position of each text among all, without regard to case; equal texts share one. */
function ranks(texts: readonly string[]): Float64Array {
  const folded = texts.map((text) => text.toLowerCase());
  const order = texts.map((_, index) => index);
  order.sort((a, b) => compareTexts(folded[a]!, folded[b]!));
  const rank = new Float64Array(texts.length);
  let place = 0;
  for (const [position, index] of order.entries()) {
    if (position > 0 && folded[index] !== folded[order[position - 1]!]) place++;
    rank[index] = place;
  }
  return rank;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Which of two rows comes first. */
export type CompareRows = (a: number, b: number) => number;

/** By each sorting in turn, then newest first, then as they arrived: no two rows are equal, so that any way of sorting is stable. */
export function comparator(summaries: Summaries, sortings: readonly Sorting[]): CompareRows {
  const levels = sortings.map(({ column, descending }) => ({ keys: sortKeys(summaries, column), descending }));
  return (a, b) => {
    for (const { keys, descending } of levels) {
      const [one, other] = [keys[a]!, keys[b]!];
      if (one === other) continue;
      const [lacksOne, lacksOther] = [Number.isNaN(one), Number.isNaN(other)];
      if (lacksOne && lacksOther) continue;
      if (lacksOne) return 1;
      if (lacksOther) return -1;
      return descending ? other - one : one - other;
    }
    return summaries.start[b]! - summaries.start[a]! || a - b;
  };
}

/** All rows in order. */
export function sortedRows(summaries: Summaries, sortings: readonly Sorting[]): Uint32Array {
  return Uint32Array.from({ length: summaries.count }, (_, row) => row).toSorted(comparator(summaries, sortings));
}

/** The order with rows that have come since: sorts those alone, and merges. */
export function withNewRows(order: Uint32Array, summaries: Summaries, sortings: readonly Sorting[]): Uint32Array {
  if (order.length === 0) return sortedRows(summaries, sortings);
  const compare = comparator(summaries, sortings);
  const fresh = Uint32Array.from({ length: summaries.count - order.length }, (_, row) => order.length + row);
  fresh.sort(compare);
  const merged = new Uint32Array(summaries.count);
  let [old, at] = [0, 0];
  for (const row of fresh) {
    while (old < order.length && compare(order[old]!, row) < 0) merged[at++] = order[old++]!;
    merged[at++] = row;
  }
  merged.set(order.subarray(old), at);
  return merged;
}

/** A click on a column's head: sorts by it, or turns it round. Numbers and times begin with the biggest, texts with A. */
export function resorted(sortings: readonly Sorting[], column: ColumnId): readonly Sorting[] {
  const [first] = sortings;
  const descending = first?.column === column ? !first.descending : BIGGEST_FIRST.includes(column);
  return [{ column, descending }, ...sortings.filter((one) => one.column !== column)].slice(0, LEVELS);
}

const BIGGEST_FIRST: readonly ColumnId[] = ['status', 'time', 'duration', 'responseTime'];
/** Further back nobody remembers what was sorted by. */
const LEVELS = 3;
