import { isMap, parseDocument, type JsonMap } from './json';
import { membersOf, nodeAt } from './jsonText';
import { rangesOf } from './rawDocument';
import type { SpanRange, TextRange } from './spanRanges';
import type { Trace } from './trace';

/** One (sub)segment or span as parsed, without the subsegments it holds, and what it shares with others of its document. */
export type FoundSpan =
  | { readonly kind: 'segment'; readonly document: JsonMap; readonly metadata: string }
  | {
      readonly kind: 'span';
      readonly document: JsonMap;
      readonly resource: unknown;
      readonly scope: unknown;
      /** JSON text of its `events`, as received; '' = none. */
      readonly events: string;
    }
  | { readonly kind: 'none' };

const NONE: FoundSpan = { kind: 'none' };

/**
 * The span at a place of a trace, numbered as `readDocument` numbers them. Only its own text is parsed, whatever else its document holds;
 * a segment's `metadata` is handed on as JSON text, for its size and so that numbers keep their digits.
 */
export function findSpan(trace: Trace, document: number, ordinal: number): FoundSpan {
  const found = rangesOf(trace, document);
  const range = found?.ranges[ordinal];
  if (!range || range.kind === 'none') return NONE;
  const { text } = found;
  if (range.kind === 'segment') return segmentAt(text, range);
  const own = parsed(text.slice(range.from, range.to));
  if (!isMap(own)) return NONE;
  const { shared } = range;
  return {
    kind: 'span',
    document: own,
    resource: shared ? parsedAt(text, shared.ofResource.resource) : own['resource'],
    scope: shared ? parsedAt(text, shared.scope ?? shared.library) : own['scope'],
    events: memberText(text, range, 'events'),
  };
}

function segmentAt(text: string, { from, to, subsegments }: SpanRange): FoundSpan {
  // In the order of the text; metadata may stand before or after the subsegments.
  const without: TextRange[] = subsegments ? [subsegments] : [];
  const whole = leaveOut(text, { from, to }, without);
  const metadata = membersOf(whole, nodeAt(whole, 0)).get('metadata');
  const own = parsed(metadata ? leaveOut(whole, { from: 0, to: whole.length }, [metadata]) : whole);
  if (!isMap(own)) return NONE;
  return { kind: 'segment', document: own, metadata: metadata ? whole.slice(metadata.from, metadata.to) : '' };
}

/** The text of a range with `null` where other values stood. */
function leaveOut(text: string, { from, to }: TextRange, values: readonly TextRange[]): string {
  const parts: string[] = [];
  let at = from;
  for (const value of values) {
    parts.push(text.slice(at, value.from), 'null');
    at = value.to;
  }
  parts.push(text.slice(at, to));
  return parts.join('');
}

function memberText(text: string, range: TextRange, key: string): string {
  const value = membersOf(text, nodeAt(text, range.from)).get(key);
  return value ? text.slice(value.from, value.to) : '';
}

function parsedAt(text: string, range: TextRange | undefined): unknown {
  return range && parsed(text.slice(range.from, range.to));
}

function parsed(text: string): unknown {
  const result = parseDocument(text);
  return result.ok ? result.value : undefined;
}
