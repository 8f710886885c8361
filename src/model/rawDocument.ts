import { ENVELOPE_LISTS, kindOf, type DocumentKind } from './documentKind';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  endOfString,
  parseDocument,
  skipBlank,
  rangeOfValue,
} from './json';
import type { Trace } from './trace';
import type { SpanIndex } from './units';

/** A received document and where one of its (sub)segments or spans stands in it. */
export interface RawDocument {
  /** Exactly as received. */
  readonly text: string;
  readonly from: number;
  /** After the last character. */
  readonly to: number;
}

/** The received document of a span, unchanged, with the range of the span's own JSON. The whole text for what cannot be read. */
export function rawDocument(trace: Trace, span: SpanIndex): RawDocument {
  return rawPlace(trace, trace.documentOf[span] ?? -1, trace.ordinalOf[span] ?? 0);
}

/** The same for any place, e.g. those of `Trace.replaced`. */
export function rawPlace(trace: Trace, document: number, ordinal: number): RawDocument {
  const text = trace.documents[document] ?? '';
  const range = rangeOfSpan(text, ordinal);
  return { text, from: range?.from ?? 0, to: range?.to ?? text.length };
}

/** How deep the scanner stands in the lists that hold spans. */
interface Level {
  /** A list whose elements are looked at, or an object whose member `lists` holds the next such list. */
  readonly isList: boolean;
  readonly lists: readonly string[];
  /** What the elements of those lists hold: `undefined` for spans, which hold their own `subsegments`. */
  readonly envelopeDepth: number;
  /** Ordinal before the member named in `lists` was read (objects): should it come twice, the later one counts. */
  readonly ordinalBefore: Map<string, number>;
  readonly from: number;
  /** The object is the span that is looked for. */
  readonly isWanted: boolean;
}

const SUBSEGMENTS: readonly string[] = ['subsegments'];
const NONE: readonly string[] = [];

/**
 * Finds the n-th span of a document in its text, numbered as `readDocument` numbers them. One pass over the text with an explicit
 * stack; only what may hold spans is entered.
 */
function rangeOfSpan(received: string, wanted: number): { from: number; to: number } | undefined {
  const parsed = parseDocument(received);
  if (!parsed.ok) return undefined;
  const { text } = parsed;
  const isList = Array.isArray(parsed.value);
  const items: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  let ordinal = 0;
  let from = skipBlank(text, 0);
  if (isList) from = skipBlank(text, from + 1);
  for (const item of items) {
    const range = rangeOfValue(text, from);
    const kind = kindOf(item);
    const scan = scanItem(text, from, kind, wanted - ordinal);
    // An envelope without spans, like anything unreadable, is one row of its own.
    const count = Math.max(scan.count, 1);
    if (wanted < ordinal + count) return scan.found ?? range;
    ordinal += count;
    from = skipBlank(text, range.to);
    if (text.charCodeAt(from) === COMMA) from = skipBlank(text, from + 1);
  }
  return undefined;
}

/** Counts the spans of one segment, span record or envelope and finds the `wanted`-th (0 = first). */
function scanItem(
  text: string,
  start: number,
  kind: DocumentKind,
  wanted: number,
): { count: number; found: { from: number; to: number } | undefined } {
  if (kind === 'none' || kind === 'spanRecord') {
    return { count: 1, found: wanted === 0 ? rangeOfValue(text, start) : undefined };
  }
  let count = kind === 'segment' ? 1 : 0;
  let found: { from: number; to: number; ordinal: number } | undefined;
  const levels: Level[] = [
    kind === 'segment'
      ? object(SUBSEGMENTS, -1, start, wanted === 0)
      : object(ENVELOPE_LISTS[0] ?? NONE, 0, start, false),
  ];
  let at = start + 1;
  while (levels.length > 0) {
    at = skipBlank(text, at);
    const level = levels.at(-1)!;
    const code = text.charCodeAt(at);
    if (at >= text.length) break;
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      at++;
      levels.pop();
      if (level.isWanted) found = { from: level.from, to: at, ordinal: wanted };
    } else if (code === COMMA) at++;
    else if (level.isList) {
      if (code !== OPEN_BRACE) {
        at = rangeOfValue(text, at).to;
        continue;
      }
      const depth = level.envelopeDepth;
      if (depth >= 0 && depth < 2) levels.push(object(ENVELOPE_LISTS[depth + 1] ?? NONE, depth + 1, at, false));
      else {
        levels.push(object(depth < 0 ? SUBSEGMENTS : NONE, -1, at, count === wanted));
        count++;
      }
      at++;
    } else {
      if (code !== QUOTE) return { count, found }; // not JSON after all
      const keyEnd = endOfString(text, at);
      const key = JSON.parse(text.slice(at, keyEnd)) as string;
      at = skipBlank(text, keyEnd);
      if (text.charCodeAt(at) === COLON) at = skipBlank(text, at + 1);
      if (!level.lists.includes(key)) {
        at = rangeOfValue(text, at).to;
        continue;
      }
      const before = level.ordinalBefore.get(key);
      if (before === undefined) level.ordinalBefore.set(key, count);
      else {
        count = before; // JSON.parse keeps the last of members with the same key
        if (found && found.ordinal >= before) found = undefined;
      }
      if (text.charCodeAt(at) === OPEN_BRACKET) {
        levels.push({ ...object(NONE, level.envelopeDepth, at, false), isList: true });
        at++;
      } else at = rangeOfValue(text, at).to;
    }
  }
  return { count, found };
}

function object(lists: readonly string[], envelopeDepth: number, from: number, isWanted: boolean): Level {
  return { isList: false, lists, envelopeDepth, ordinalBefore: new Map(), from, isWanted };
}
