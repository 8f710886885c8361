import { findSpan } from './findSpan';
import type { FindTerm } from './findTerms';
import { isMap, parseDocument } from './json';
import { rangesOf } from './rawDocument';
import type { Trace } from './trace';
import type { SpanIndex } from './units';

/** Which spans have each of some terms, one bit a span: bit `i % 8` of byte `i >> 3`. */
export type TermHits = readonly Uint8Array[];

/** Looked at of one span at most: values, not characters. */
const MOST_VALUES = 200_000;

/**
 * Finds terms in everything the documents hold of each span: annotations, metadata, exceptions, SQL, attributes, whatever is there.
 * A word is part of a key or value; with a key, the whole value of a member of that name, or of that path with dots. Case does not matter.
 * Excluded terms are found like others: what that means is the caller's.
 */
export function findInDocuments(trace: Trace, terms: readonly FindTerm[]): TermHits {
  const { count } = trace.spans;
  const hits = terms.map(() => new Uint8Array(Math.ceil(count / 8)));
  const needles = terms.map(({ text }) => (isPlain(text) ? text : undefined));
  const lowered = new Map<number, string>();
  for (let span = 0; span < count; span++) {
    const wanted = mayHave(trace, span, needles, lowered);
    if (wanted.every((isWanted) => !isWanted)) continue;
    const found = terms.map((_, index) => !wanted[index]);
    visitValues(trace, span, (key, path, value) => {
      for (const [index, term] of terms.entries()) {
        if (found[index] || !has(term, key, path, value)) continue;
        found[index] = true;
        hits[index]![span >> 3]! |= 1 << (span & 7);
      }
      return found.every(Boolean);
    });
  }
  return hits;
}

function has({ key: wanted, text }: FindTerm, key: string, path: string, value: string): boolean {
  if (wanted === '') return value.includes(text) || key.includes(text);
  return value === text && (key === wanted || path === wanted || path.endsWith(`.${wanted}`));
}

/** Whether the text stands in JSON as it is: no escape can write it in another way that writers use. */
function isPlain(text: string): boolean {
  return /^[a-z0-9 ._:#@+-]*$/.test(text);
}

/** Looks before it parses: most spans hold nothing of what is looked for. */
function mayHave(
  trace: Trace,
  span: SpanIndex,
  needles: readonly (string | undefined)[],
  lowered: Map<number, string>,
): boolean[] {
  const document = trace.documentOf[span] ?? -1;
  const found = rangesOf(trace, document);
  const range = found?.ranges[trace.ordinalOf[span] ?? 0];
  if (!found || !range) return needles.map(() => false);
  let text = lowered.get(document);
  if (text === undefined) {
    lowered.clear(); // spans of one document mostly stand together: one text is enough
    text = found.text.toLowerCase();
    lowered.set(document, text);
  }
  // Lower case may be longer than what was received, and `\u0061` is an `a`: then only parsing tells.
  const isExact = text.length === found.text.length && !text.includes('\\u') && !range.shared;
  return needles.map((needle) => {
    if (needle === undefined || !isExact) return true;
    const at = text.indexOf(needle, range.from);
    return at >= 0 && at < range.to;
  });
}

/** Every member and value of a span's own JSON, in lower case, until told to stop. Iterative: metadata may be deep. */
function visitValues(
  trace: Trace,
  span: SpanIndex,
  visit: (key: string, path: string, value: string) => boolean,
): void {
  const found = findSpan(trace, trace.documentOf[span] ?? -1, trace.ordinalOf[span] ?? 0);
  if (found.kind === 'none') return;
  const open: { readonly key: string; readonly path: string; readonly value: unknown }[] = [];
  const put = (key: string, value: unknown): void => void open.push({ key, path: key, value });
  put('', found.document);
  if (found.kind === 'segment') put('metadata', parsed(found.metadata));
  else {
    put('resource', found.resource);
    put('scope', found.scope);
    put('events', parsed(found.events));
  }
  let left = MOST_VALUES;
  for (let next = open.pop(); next && left > 0; next = open.pop()) {
    left -= 1;
    const { key, path, value } = next;
    if (Array.isArray(value)) {
      for (const element of value) open.push({ key, path, value: element });
    } else if (isMap(value)) {
      const named = attributeOf(value);
      if (named) {
        open.push({ key: named.key, path: join(path, named.key), value: named.value });
        continue;
      }
      for (const [member, inner] of Object.entries(value)) {
        const name = member.toLowerCase();
        open.push({ key: name, path: join(path, name), value: inner });
      }
    } else if (isLeaf(value) && visit(key, path, String(value).toLowerCase())) return;
  }
}

function isLeaf(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** An OTLP attribute, `{key, value: {stringValue}}`, is a member of that name. */
function attributeOf(value: unknown): { readonly key: string; readonly value: unknown } | undefined {
  if (!isMap(value) || typeof value['key'] !== 'string' || !isMap(value['value'])) return undefined;
  const [inner] = Object.values(value['value']);
  return { key: value['key'].toLowerCase(), value: inner };
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  const result = parseDocument(text);
  return result.ok ? result.value : text;
}
