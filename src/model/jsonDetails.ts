import type { JsonDetails } from './details';
import type { FactOptions } from './facts';
import { elementsOf, membersOf, nodeAt, type JsonNode } from './jsonText';
import { maskJson } from './maskJson';

/** Characters of JSON sent with the details; longer texts are sent when they are asked for. */
const SHOWN = 64 * 1024;

/** JSON text as the page gets it; '' = nothing. */
export function jsonDetails(text: string, { reveal, whole = false }: FactOptions): JsonDetails {
  if (text === '') return { json: '', isCut: false, secret: false, count: 0 };
  const count = entriesOf(text);
  const isCut = !whole && text.length > SHOWN;
  // Nothing of it rather than a piece: a piece of JSON is none.
  if (isCut) return { json: '', isCut, secret: false, count };
  const masked = maskJson(text);
  return { json: reveal ? text : masked.text, isCut, secret: masked.secret, count };
}

/** Members of the namespaces; a namespace that is plain text or a number is one entry. */
function entriesOf(text: string): number {
  const root = nodeAt(text, 0);
  if (root.kind !== 'object') return sizeOf(text, root);
  let count = 0;
  for (const space of membersOf(text, root).values()) count += sizeOf(text, space);
  return count;
}

function sizeOf(text: string, node: JsonNode): number {
  if (node.kind === 'object') return membersOf(text, node).size;
  return node.kind === 'list' ? elementsOf(text, node).length : 1;
}
