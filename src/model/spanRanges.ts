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

/** A stretch of text; `to` is after its last character. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** One (sub)segment or span of a document, in its text. */
export interface SpanRange extends TextRange {
  readonly kind: 'segment' | 'span' | 'none';
  /** The value of its `subsegments`: what it holds of others. */
  readonly subsegments: TextRange | undefined;
  /** What it shares with others of an OTLP envelope; undefined for all others. */
  readonly shared: SharedRanges | undefined;
}

/** Members of the envelope around a span. */
export interface SharedRanges {
  readonly ofResource: { readonly resource: TextRange | undefined };
  readonly scope: TextRange | undefined;
  /** What `scope` was called before OTLP 0.15. */
  readonly library: TextRange | undefined;
}

/** Where the spans of one document stand, numbered as `readDocument` numbers them: in pre-order, so `from` ascends. */
export interface SpanRanges {
  /** What was parsed: the received text, or the same with blanks where JSON has nothing. */
  readonly text: string;
  readonly ranges: readonly SpanRange[];
}

/** The same while members are still read, which may stand in any order: spans see what is noted later. */
interface Shared extends SharedRanges {
  readonly ofResource: { resource: TextRange | undefined };
  scope: TextRange | undefined;
  library: TextRange | undefined;
}

/** How deep the scanner stands in the lists that hold spans. */
interface Level {
  /** A list whose elements are looked at, or an object whose members named in `lists` are such lists. */
  readonly isList: boolean;
  readonly lists: readonly string[];
  /** What the elements of those lists are: 0 = a resource, 1 = a scope, 2 = a span record; -1 = a subsegment. */
  readonly envelopeDepth: number;
  /** Ordinal before the member named in `lists` was read (objects): should it come twice, the later one counts. */
  readonly ordinalBefore: Map<string, number>;
  readonly from: number;
  /** The span this object is, or whose subsegments this list holds; undefined for envelopes, resources and scopes. */
  readonly span: { from: number; to: number; subsegments: TextRange | undefined } | undefined;
  /** Resource and scope members seen so far. */
  readonly shared: Shared | undefined;
}

const SUBSEGMENTS: readonly string[] = ['subsegments'];
const NONE: readonly string[] = [];

/**
 * Where every span of a document stands in its text; undefined when the text cannot be read. One pass with an explicit stack; only what may hold
 * spans is entered.
 */
export function spanRanges(received: string): SpanRanges | undefined {
  const parsed = parseDocument(received);
  if (!parsed.ok) return undefined;
  const { text } = parsed;
  const isList = Array.isArray(parsed.value);
  const items: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const ranges: SpanRange[] = [];
  let from = skipBlank(text, 0);
  if (isList) from = skipBlank(text, from + 1);
  for (const item of items) {
    const kind = kindOf(item);
    const before = ranges.length;
    const range = rangeOfValue(text, from);
    if (kind === 'segment' || kind === 'envelope') scanItem(text, from, kind, ranges);
    else ranges.push({ ...place(range), kind: kind === 'none' ? 'none' : 'span', ...BARE });
    // An envelope without spans, like anything unreadable, is one row of its own.
    if (ranges.length === before) ranges.push({ ...place(range), kind: 'none', ...BARE });
    from = skipBlank(text, range.to);
    if (text.charCodeAt(from) === COMMA) from = skipBlank(text, from + 1);
  }
  return { text, ranges };
}

const BARE = { subsegments: undefined, shared: undefined } as const;

function place({ from, to }: TextRange): TextRange {
  return { from, to };
}

/** Appends the spans of one segment or envelope. */
function scanItem(text: string, start: number, kind: DocumentKind, ranges: SpanRange[]): void {
  const first = ranges.length;
  const levels: Level[] = [];
  const openSegment = (from: number): Level['span'] => {
    const span = { from, to: from, kind: 'segment' as const, subsegments: undefined, shared: undefined };
    ranges.push(span);
    return span;
  };
  levels.push(
    kind === 'segment'
      ? object(SUBSEGMENTS, -1, openSegment(start), undefined)
      : object(ENVELOPE_LISTS[0] ?? NONE, 0, undefined, undefined),
  );
  let at = start + 1;
  while (levels.length > 0) {
    at = skipBlank(text, at);
    const level = levels.at(-1)!;
    const code = text.charCodeAt(at);
    if (at >= text.length) break;
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      at++;
      levels.pop();
      if (level.span && level.isList) level.span.subsegments = { from: level.from, to: at };
      else if (level.span) level.span.to = at;
    } else if (code === COMMA) at++;
    else if (level.isList) {
      if (code !== OPEN_BRACE) {
        at = rangeOfValue(text, at).to;
        continue;
      }
      if (level.envelopeDepth >= 2) {
        // A span record, which holds no others.
        const range = place(rangeOfValue(text, at));
        ranges.push({ ...range, kind: 'span', subsegments: undefined, shared: level.shared });
        at = range.to;
        continue;
      }
      levels.push(element(level, at, openSegment));
      at++;
    } else {
      if (code !== QUOTE) return; // not JSON after all
      const keyEnd = endOfString(text, at);
      const key = JSON.parse(text.slice(at, keyEnd)) as string;
      at = skipBlank(text, keyEnd);
      if (text.charCodeAt(at) === COLON) at = skipBlank(text, at + 1);
      const from = at;
      if (!level.lists.includes(key)) {
        at = rangeOfValue(text, at).to;
        if (level.shared) noteShared(level.envelopeDepth, level.shared, key, text, { from, to: at });
        continue;
      }
      const before = level.ordinalBefore.get(key);
      if (before === undefined) level.ordinalBefore.set(key, ranges.length - first);
      else ranges.length = first + before; // JSON.parse keeps the last of members with the same key
      if (text.charCodeAt(at) === OPEN_BRACKET) {
        levels.push({ ...object(NONE, level.envelopeDepth, level.span, level.shared), isList: true, from: at });
        at++;
      } else at = rangeOfValue(text, at).to;
    }
  }
}

/** The level of an object in a list that holds spans, or what holds them */
function element(list: Level, from: number, openSegment: (from: number) => Level['span']): Level {
  const depth = list.envelopeDepth;
  if (depth < 0) return object(SUBSEGMENTS, -1, openSegment(from), undefined);
  const ofResource = depth === 0 ? { resource: undefined } : list.shared!.ofResource;
  const shared: Shared = { ofResource, scope: undefined, library: undefined };
  return object(ENVELOPE_LISTS[depth + 1] ?? NONE, depth + 1, undefined, shared);
}

function noteShared(depth: number, shared: Shared, key: string, text: string, range: TextRange): void {
  if (depth === 1 && key === 'resource') shared.ofResource.resource = range;
  if (depth === 2 && key === 'scope') shared.scope = text.startsWith('null', range.from) ? undefined : range;
  if (depth === 2 && key === 'instrumentationLibrary') shared.library = range;
}

function object(lists: readonly string[], envelopeDepth: number, span: Level['span'], shared: Level['shared']): Level {
  return { isList: false, lists, envelopeDepth, ordinalBefore: new Map(), from: 0, span, shared };
}
