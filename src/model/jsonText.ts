import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  endOfString,
  rangeOfValue,
  skipBlank,
  type JsonRange,
} from './json';

/** A value in a text: where it stands, and what kind of value its first character says it is. */
export interface JsonNode extends JsonRange {
  readonly kind: 'object' | 'list' | 'string' | 'other';
}

/** The value at `from`, which is its first character. */
export function nodeAt(text: string, from: number): JsonNode {
  const code = text.charCodeAt(from);
  const kind = code === OPEN_BRACE ? 'object' : code === OPEN_BRACKET ? 'list' : code === QUOTE ? 'string' : 'other';
  return { ...rangeOfValue(text, from), kind };
}

/**
 * The members of an object, without entering them; of members with the same key the last counts, as in `JSON.parse`.
 * Takes comments, trailing commas and texts that are cut off: a cut member is there with `complete: false`.
 */
export function membersOf(text: string, object: JsonNode): Map<string, JsonNode> {
  const members = new Map<string, JsonNode>();
  let at = skipBlank(text, object.from + 1);
  while (at < object.to && text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const key = stringOf(text.slice(at, keyEnd));
    at = skipBlank(text, keyEnd);
    if (text.charCodeAt(at) !== COLON) break;
    at = skipBlank(text, at + 1);
    if (at >= object.to) break;
    const node = nodeAt(text, at);
    if (node.to === at) break;
    members.set(key, node);
    at = skipBlank(text, node.to);
    if (text.charCodeAt(at) === COMMA) at = skipBlank(text, at + 1);
  }
  return members;
}

/** The elements of a list, without entering them. The last may be cut off. */
export function elementsOf(text: string, list: JsonNode): JsonNode[] {
  const elements: JsonNode[] = [];
  let at = skipBlank(text, list.from + 1);
  while (at < list.to) {
    const code = text.charCodeAt(at);
    if (code === CLOSE_BRACKET || code === CLOSE_BRACE) break;
    const node = nodeAt(text, at);
    if (node.to === at || isEllipsis(text, node)) break;
    elements.push(node);
    at = skipBlank(text, node.to);
    if (text.charCodeAt(at) === COMMA) at = skipBlank(text, at + 1);
  }
  return elements;
}

/** `...` or `…` on its own: where someone or a pager left something out. */
export function isEllipsis(text: string, node: JsonRange): boolean {
  return /^(?:\.{3,}|…)$/.test(text.slice(node.from, Math.min(node.to, node.from + 10)).trim());
}

/** The text a JSON string stands for; '' when it is none. */
export function stringOf(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : '';
  } catch {
    return ''; // cut off, or an escape JSON does not have
  }
}
