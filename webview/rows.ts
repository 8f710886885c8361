/** Columns in pre-order: spans, or the lines of an outline. The subtree of `i` is `i … end[i] - 1`. */
export interface Tree {
  readonly count: number;
  /** -1 = at the top. */
  readonly parent: Int32Array;
  readonly end: Uint32Array;
}

/** The lines to show as rows, in order: all but those below a collapsed one. Runs anew on every toggle (a millisecond per 20,000). */
export function visibleRows(tree: Tree, isCollapsed: (line: number) => boolean): Uint32Array {
  const rows = new Uint32Array(tree.count);
  let length = 0;
  for (let line = 0; line < tree.count;) {
    rows[length++] = line;
    const end = tree.end[line]!;
    line = end > line + 1 && isCollapsed(line) ? end : line + 1;
  }
  return rows.subarray(0, length);
}

/** Index of a line in rows (ascending), by halving. @returns -1 when it is below a collapsed line */
export function rowOf(rows: Uint32Array, line: number): number {
  const row = firstRowFrom(rows, line);
  return rows[row] === line ? row : -1;
}

/** The row that shows the line: its own, or that of the collapsed line it is hidden under. @returns -1 without rows */
export function rowShowing(rows: Uint32Array, line: number): number {
  const row = firstRowFrom(rows, line);
  return rows[row] === line ? row : row - 1;
}

function firstRowFrom(rows: Uint32Array, line: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Has rows of its own below it. */
export function isParent(tree: Tree, line: number): boolean {
  return tree.end[line]! > line + 1;
}

/** Everything that can be collapsed. */
export function allParents(tree: Tree): Set<number> {
  const parents = new Set<number>();
  for (let line = 0; line < tree.count; line++) if (isParent(tree, line)) parents.add(line);
  return parents;
}

/** Direct children, or the roots for -1. */
export function childrenOf(tree: Tree, parent: number): number[] {
  const children: number[] = [];
  const end = parent < 0 ? tree.count : tree.end[parent]!;
  for (let child = parent + 1; child < end; child = tree.end[child]!) children.push(child);
  return children;
}

/** Where each line stands among its siblings, for screen readers. */
export interface Family {
  /** Counted from 1. */
  readonly position: Uint32Array;
  /** Number of siblings, itself included. */
  readonly size: Uint32Array;
}

/** One pass over pre-order columns: a parent is always met before its children. */
export function familyOf(tree: Tree): Family {
  const position = new Uint32Array(tree.count);
  const size = new Uint32Array(tree.count);
  const children = new Uint32Array(tree.count + 1); // of parent p at p + 1; of the forest at 0
  for (let line = 0; line < tree.count; line++) position[line] = ++children[tree.parent[line]! + 1]!;
  for (let line = 0; line < tree.count; line++) size[line] = children[tree.parent[line]! + 1]!;
  return { position, size };
}
