import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  endOfString,
  skipBlank,
} from '../../src/model/json';

/** Index of a value, in the order of the text; 0 is the whole. */
export type NodeIndex = number;

export const NodeKind = { Object: 0, List: 1, Text: 2, Number: 3, Word: 4 } as const;
export type NodeKind = (typeof NodeKind)[keyof typeof NodeKind];

/**
 * JSON text read as columns: where every value and its key stand. Nothing is decoded, so that numbers keep their digits, repeated keys stay, and
 * ten megabytes are read in one pass. Node `i`'s subtree is `i … end[i] - 1`.
 */
export interface JsonTree {
  readonly text: string;
  readonly count: number;
  readonly kind: Uint8Array;
  readonly from: Uint32Array;
  /** After the last character. */
  readonly to: Uint32Array;
  /** The key with its quotes; both 0 for elements of lists and the whole. */
  readonly keyFrom: Uint32Array;
  readonly keyTo: Uint32Array;
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly end: Uint32Array;
  /** How many members or elements it has. */
  readonly size: Uint32Array;
  /** Which of its parent's it is, from 0. */
  readonly place: Uint32Array;
}

/** Reads JSON text; bears text that is cut off. An empty text has no nodes. */
export function readJsonTree(text: string): JsonTree {
  const most = mostValues(text);
  const tree = {
    text,
    count: 0,
    kind: new Uint8Array(most),
    from: new Uint32Array(most),
    to: new Uint32Array(most),
    keyFrom: new Uint32Array(most),
    keyTo: new Uint32Array(most),
    parent: new Int32Array(most),
    depth: new Uint32Array(most),
    end: new Uint32Array(most),
    size: new Uint32Array(most),
    place: new Uint32Array(most),
  };
  let open: NodeIndex = -1;
  let keyFrom = 0;
  let keyTo = 0;
  const add = (kind: NodeKind, from: number, to: number): NodeIndex => {
    const node = tree.count++;
    tree.kind[node] = kind;
    tree.from[node] = from;
    tree.to[node] = to;
    tree.keyFrom[node] = keyFrom;
    tree.keyTo[node] = keyTo;
    tree.parent[node] = open;
    tree.end[node] = node + 1;
    if (open >= 0) {
      tree.depth[node] = tree.depth[open]! + 1;
      tree.place[node] = tree.size[open]!++;
    }
    keyFrom = keyTo = 0;
    return node;
  };
  /** @returns what is around it */
  const close = (node: NodeIndex, to: number): NodeIndex => {
    tree.to[node] = to;
    tree.end[node] = tree.count;
    return tree.parent[node]!;
  };
  for (let at = skipBlank(text, 0); at < text.length && tree.count < most; at = skipBlank(text, at)) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      open = add(code === OPEN_BRACE ? NodeKind.Object : NodeKind.List, at, text.length);
      at++;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      at++;
      if (open < 0) break;
      open = close(open, at);
      if (open < 0) break; // the whole has ended
    } else if (code === COMMA || code === COLON) at++;
    else if (code === QUOTE) {
      const to = endOfString(text, at);
      const isKey = open >= 0 && tree.kind[open] === NodeKind.Object && keyTo === 0;
      if (isKey) [keyFrom, keyTo] = [at, to];
      else add(NodeKind.Text, at, to);
      at = to;
    } else {
      const to = endOfScalar(text, at);
      add(code === 45 || (code >= 48 && code <= 57) ? NodeKind.Number : NodeKind.Word, at, to);
      at = to;
    }
    if (open < 0 && tree.count > 0) break;
  }
  while (open >= 0) open = close(open, text.length);
  return tree;
}

/** At least as many as there are values: commas and brackets outside of strings. */
function mostValues(text: string): number {
  let most = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === COMMA || code === OPEN_BRACE || code === OPEN_BRACKET) most += 1;
  }
  return most + 1;
}

function endOfScalar(text: string, from: number): number {
  let to = from + 1;
  for (; to < text.length; to++) {
    const code = text.charCodeAt(to);
    if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code <= 32) break;
  }
  return to;
}

/** Whether a node can be opened. */
export function isBranch({ size }: JsonTree, node: NodeIndex): boolean {
  return size[node]! > 0;
}

/** The JSON of a node, as received. */
export function jsonOf({ text, from, to }: JsonTree, node: NodeIndex): string {
  return text.slice(from[node], to[node]);
}

/** The key of a member, the number of an element; '' for the whole. */
export function keyOf(tree: JsonTree, node: NodeIndex): string {
  if (tree.keyTo[node]! > 0) return decoded(tree.text.slice(tree.keyFrom[node], tree.keyTo[node]));
  return tree.parent[node]! < 0 ? '' : String(tree.place[node]);
}

/** The value as one would paste it: a text without its quotes, everything else as JSON. */
export function valueOf(tree: JsonTree, node: NodeIndex): string {
  const json = jsonOf(tree, node);
  return tree.kind[node] === NodeKind.Text ? decoded(json) : json;
}

/** JSONPath of a node: `$.default.cart.items[0]["odd key"]` (RFC 9535). */
export function pathOf(tree: JsonTree, node: NodeIndex): string {
  const parts: string[] = [];
  for (let at = node; tree.parent[at]! >= 0; at = tree.parent[at]!) {
    const key = keyOf(tree, at);
    if (tree.keyTo[at] === 0) parts.push(`[${key}]`);
    else parts.push(/^[A-Za-z_][\w]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
  }
  return `$${parts.toReversed().join('')}`;
}

/** The text a string token stands for; the token itself where it is cut off or odd. */
function decoded(token: string): string {
  if (!token.includes('\\')) return token.slice(1, token.endsWith('"') && token.length > 1 ? -1 : undefined);
  try {
    return JSON.parse(token) as string;
  } catch {
    return token;
  }
}

/** The nodes on screen, ascending: those whose ancestors are all open. The whole itself is shown only where it is a plain value. */
export function shownNodes(tree: JsonTree, open: ReadonlySet<NodeIndex>): Uint32Array {
  const shown = new Uint32Array(tree.count);
  let length = 0;
  let node = tree.count > 0 && isBranch(tree, 0) ? 1 : 0;
  while (node < tree.count) {
    shown[length++] = node;
    node = open.has(node) ? node + 1 : tree.end[node]!;
  }
  return shown.slice(0, length);
}

/** What is open at first: namespaces, as long as that is no more than a screenful. */
export function openAtFirst(tree: JsonTree): Set<NodeIndex> {
  const open = new Set<NodeIndex>();
  let rows = tree.size[0] ?? 0;
  for (let node = 1; node < tree.count; node = tree.end[node]!) {
    rows += tree.size[node]!;
    if (rows > MOST_OPEN) break;
    if (isBranch(tree, node)) open.add(node);
  }
  return open;
}

const MOST_OPEN = 60;

/** The nodes of these paths, as far as those above them are among them too: the same places in another reading of the text. */
export function nodesOfPaths(tree: JsonTree, paths: ReadonlySet<string>): Set<NodeIndex> {
  const nodes = new Set<NodeIndex>();
  let node = 1;
  while (node < tree.count) {
    const isOne = isBranch(tree, node) && paths.has(pathOf(tree, node));
    if (isOne) nodes.add(node);
    node = isOne ? node + 1 : tree.end[node]!;
  }
  return nodes;
}

/** The nodes whose key or plain value holds a text, ascending; case does not matter. */
export function findInTree(tree: JsonTree, query: string): Uint32Array {
  const wanted = query.toLowerCase();
  if (wanted === '') return new Uint32Array(0);
  const hits = new Uint32Array(tree.count);
  let length = 0;
  for (let node = 0; node < tree.count; node++) {
    const isPlain = tree.kind[node]! >= NodeKind.Text;
    const isHit =
      (tree.keyTo[node]! > 0 && keyOf(tree, node).toLowerCase().includes(wanted)) ||
      (isPlain && valueOf(tree, node).toLowerCase().includes(wanted));
    if (isHit) hits[length++] = node;
  }
  return hits.slice(0, length);
}

/** Opens everything around a node. */
export function openedAround(tree: JsonTree, open: ReadonlySet<NodeIndex>, node: NodeIndex): ReadonlySet<NodeIndex> {
  const opened = new Set(open);
  for (let at = tree.parent[node]!; at >= 0; at = tree.parent[at]!) opened.add(at);
  return opened;
}
