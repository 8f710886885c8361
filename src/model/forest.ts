import type { SpanRows } from './spanRows';
import { Mark } from './trace';
import { comparePlaces, compareTimes, compareVersions, type Versions } from './versions';

/** The kept rows of a trace as a forest. Indexed by row. */
export interface Forest {
  /** Row of the parent, -1 for roots and for rows that are versions of another. */
  readonly parent: Int32Array;
  /** Kept rows in depth-first pre-order. */
  readonly order: Int32Array;
  /** Depth of each row of `order`. */
  readonly depth: Uint32Array;
  readonly roots: number;
}

/**
 * Links rows to their parents, cuts cycles, and brings everything into depth-first pre-order, siblings by start.
 * Writes the marks ParentMissing and CycleCut, and the start of rows that have none. Every walk is iterative.
 */
export function buildForest(rows: SpanRows, versions: Versions, documents: readonly string[]): Forest {
  const parent = linkParents(rows, versions, documents);
  cutCycles(rows, versions, documents, parent);
  placeWithoutStart(rows, parent);
  return { parent, ...inPreOrder(rows, versions, documents, parent) };
}

function linkParents(rows: SpanRows, { keptFor, byId }: Versions, documents: readonly string[]): Int32Array {
  const { count, nestedIn, parentId } = rows;
  const parent = new Int32Array(count).fill(-1);
  for (let row = 0; row < count; row++) {
    const outer = nestedIn[row]!;
    if (outer >= 0) {
      parent[row] = keptFor === undefined ? outer : keptFor[outer]!;
      continue;
    }
    const id = parentId[row]!;
    if (id === '') continue;
    const found = byId.get(id);
    if (found === undefined) rows.marks[row]! |= Mark.ParentMissing;
    else parent[row] = found;
  }
  if (keptFor !== undefined) adoptParents(rows, keptFor, documents, parent);
  return parent;
}

/** A kept version that knows no parent takes the one the best other version of the same span knows. */
function adoptParents(rows: SpanRows, keptFor: Int32Array, documents: readonly string[], parent: Int32Array): void {
  const { count, marks } = rows;
  const donors = new Map<number, number>();
  for (let row = 0; row < count; row++) {
    const kept = keptFor[row]!;
    if (kept === row || (parent[kept]! >= 0 && parent[kept] !== kept)) continue;
    if (parent[row]! >= 0 && parent[row] !== kept) {
      const donor = donors.get(kept);
      if (donor === undefined || compareVersions(rows, documents, row, donor) < 0) donors.set(kept, row);
    } else if (parent[kept]! < 0 && marks[row]! & Mark.ParentMissing) marks[kept]! |= Mark.ParentMissing;
  }
  for (const [kept, donor] of donors) {
    parent[kept] = parent[donor]!;
    marks[kept]! &= ~Mark.ParentMissing;
  }
  for (let row = 0; row < count; row++) {
    if (keptFor[row] === row) continue;
    parent[row] = -1;
    marks[row]! &= ~Mark.ParentMissing;
  }
}

/** Makes a root of one row of every cycle: the one that starts first. */
function cutCycles(rows: SpanRows, { keptFor }: Versions, documents: readonly string[], parent: Int32Array): void {
  const DONE = 1;
  const ON_PATH = 2;
  const state = new Uint8Array(rows.count);
  for (let first = 0; first < rows.count; first++) {
    if (state[first] !== 0 || (keptFor !== undefined && keptFor[first] !== first)) continue;
    let row = first;
    while (row >= 0 && state[row] === 0) {
      state[row] = ON_PATH;
      row = parent[row]!;
    }
    let cut = -1;
    if (row >= 0 && state[row] === ON_PATH) {
      cut = row;
      for (let other = parent[row]!; other !== row; other = parent[other]!) {
        if (compareSiblings(rows, documents, other, cut) < 0) cut = other;
      }
    }
    for (let done = first; done >= 0 && state[done] === ON_PATH; done = parent[done]!) state[done] = DONE;
    if (cut < 0) continue;
    parent[cut] = -1;
    rows.marks[cut]! |= Mark.CycleCut;
  }
}

/** Gives rows without a start that of their nearest ancestor with one; roots without a start keep NaN. */
function placeWithoutStart(rows: SpanRows, parent: Int32Array): void {
  const { start, marks, count } = rows;
  const path: number[] = [];
  for (let row = 0; row < count; row++) {
    if (!Number.isNaN(start[row]!)) continue;
    let above = row;
    while (above >= 0 && Number.isNaN(start[above]!) && !(marks[above]! & Mark.StartMissing)) {
      path.push(above);
      marks[above]! |= Mark.StartMissing;
      above = parent[above]!;
    }
    const placed = above >= 0 ? start[above]! : Number.NaN;
    for (const member of path) start[member] = placed;
    path.length = 0;
  }
}

function compareSiblings(rows: SpanRows, documents: readonly string[], a: number, b: number): number {
  return compareTimes(rows.start[a]!, rows.start[b]!) || comparePlaces(rows, documents, a, b);
}

function inPreOrder(
  rows: SpanRows,
  { keptFor }: Versions,
  documents: readonly string[],
  parent: Int32Array,
): Pick<Forest, 'order' | 'depth' | 'roots'> {
  const { count, start, document } = rows;
  // Children of row r stand in children[first[r + 1] … first[r + 2] - 1]; roots are the children of row -1.
  const first = new Int32Array(count + 2);
  let kept = 0;
  for (let row = 0; row < count; row++) {
    if (keptFor !== undefined && keptFor[row] !== row) continue;
    first[parent[row]! + 2]!++;
    kept++;
  }
  for (let slot = 2; slot < first.length; slot++) first[slot]! += first[slot - 1]!;
  const children = new Int32Array(kept);
  const filled = new Int32Array(count + 1);
  // `sorted` stays 1 while a family comes in order of start, and ties do not cross documents.
  const unsorted = new Uint8Array(count + 1);
  for (let row = 0; row < count; row++) {
    if (keptFor !== undefined && keptFor[row] !== row) continue;
    const family = parent[row]! + 1;
    const at = first[family]! + filled[family]!++;
    children[at] = row;
    if (filled[family]! > 1) {
      const before = children[at - 1]!;
      const inOrder =
        start[before]! < start[row]! || (start[before] === start[row] && document[before] === document[row]);
      if (!inOrder) unsorted[family] = 1;
    }
  }
  for (let family = 0; family <= count; family++) {
    if (unsorted[family] === 0) continue;
    children.subarray(first[family], first[family + 1]).sort((a, b) => compareSiblings(rows, documents, a, b));
  }

  const order = new Int32Array(kept);
  const depth = new Uint32Array(kept);
  // The stack holds, per level, the next child to visit of the family being walked.
  const next: number[] = [first[0]!];
  const last: number[] = [first[1]!];
  let done = 0;
  for (let level = 0; level >= 0;) {
    const at = next[level]!;
    if (at === last[level]) {
      level--;
      continue;
    }
    next[level] = at + 1;
    const row = children[at]!;
    order[done] = row;
    depth[done++] = level;
    if (first[row + 1] !== first[row + 2]) {
      level++;
      next[level] = first[row + 1]!;
      last[level] = first[row + 2]!;
    }
  }
  return { order, depth, roots: first[1]! };
}
