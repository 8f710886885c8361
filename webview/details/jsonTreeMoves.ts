import { isBranch, keyOf, type JsonTree, type NodeIndex } from './jsonTree';

/** What is open, what is shown, and which node has the focus. */
export interface TreePlace {
  readonly tree: JsonTree;
  readonly open: ReadonlySet<NodeIndex>;
  /** `shownNodes` of these. */
  readonly shown: Uint32Array;
  readonly active: NodeIndex;
}

export type TreeMove =
  | { readonly kind: 'go'; readonly node: NodeIndex }
  | { readonly kind: 'open'; readonly open: ReadonlySet<NodeIndex> };

/**
 * What a key does in a tree, after the ARIA pattern: arrows, Home, End, Page Up and Down, Enter and Space, `*` for all siblings; letters go to
 * the next node whose key begins so. undefined where it does nothing.
 * @param page nodes that fit on the screen
 */
export function treeMove(place: TreePlace, key: string, page: number): TreeMove | undefined {
  const { tree, open, shown, active } = place;
  const row = shown.indexOf(active);
  const goTo = (to: number): TreeMove => ({
    kind: 'go',
    node: shown[Math.max(0, Math.min(shown.length - 1, to))] ?? active,
  });
  const parent = tree.parent[active] ?? -1;
  switch (key) {
    case 'ArrowDown':
      return goTo(row + 1);
    case 'ArrowUp':
      return goTo(row - 1);
    case 'PageDown':
      return goTo(row + page);
    case 'PageUp':
      return goTo(row - page);
    case 'Home':
      return goTo(0);
    case 'End':
      return goTo(shown.length - 1);
    case 'ArrowRight':
      if (!isBranch(tree, active)) return undefined;
      return open.has(active) ? goTo(row + 1) : toggled(open, active);
    case 'ArrowLeft':
      if (open.has(active)) return toggled(open, active);
      return parent >= 0 && shown.includes(parent) ? { kind: 'go', node: parent } : undefined;
    case 'Enter':
    case ' ':
      return isBranch(tree, active) ? toggled(open, active) : undefined;
    case '*':
      return { kind: 'open', open: siblingsOpened(place) };
    default:
      return key.length === 1 ? typed(place, row, key) : undefined;
  }
}

function toggled(open: ReadonlySet<NodeIndex>, node: NodeIndex): TreeMove {
  const now = new Set(open);
  if (!now.delete(node)) now.add(node);
  return { kind: 'open', open: now };
}

function siblingsOpened({ tree, open, active }: TreePlace): ReadonlySet<NodeIndex> {
  const opened = new Set(open);
  const parent = tree.parent[active] ?? -1;
  if (parent < 0) return opened;
  for (let node = parent + 1; node < tree.end[parent]!; node = tree.end[node]!) {
    if (isBranch(tree, node)) opened.add(node);
  }
  return opened;
}

function typed({ tree, shown }: TreePlace, row: number, letter: string): TreeMove | undefined {
  const wanted = letter.toLowerCase();
  for (let step = 1; step <= shown.length; step++) {
    const node = shown[(row + step) % shown.length]!;
    if (keyOf(tree, node).toLowerCase().startsWith(wanted)) return { kind: 'go', node };
  }
  return undefined;
}
