import { eachEnvelopeSpan, kindOf } from './documentKind';
import { isMap, parseDocument, type JsonMap } from './json';
import type { Trace } from './trace';

/** One (sub)segment or span as parsed, with what it shares with others of its document. */
export type FoundSpan =
  | { readonly kind: 'segment'; readonly document: JsonMap }
  | { readonly kind: 'span'; readonly document: JsonMap; readonly resource: unknown; readonly scope: unknown }
  | { readonly kind: 'none' };

/** Parses the document of a place and finds the span in it, numbered as `readDocument` numbers them. */
export function findSpan(trace: Trace, document: number, ordinal: number): FoundSpan {
  const parsed = parseDocument(trace.documents[document] ?? '');
  if (!parsed.ok) return { kind: 'none' };
  const items: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  let left = ordinal;
  for (const item of items) {
    const kind = kindOf(item);
    let used = 1;
    if (kind === 'segment' && isMap(item)) {
      const found = nthSubsegment(item, left);
      if (typeof found !== 'number') return { kind: 'segment', document: found };
      used = found;
    } else if (kind === 'spanRecord' && isMap(item)) {
      if (left === 0) return { kind: 'span', document: item, resource: item['resource'], scope: item['scope'] };
    } else if (kind === 'envelope' && isMap(item)) {
      const spans: FoundSpan[] = [];
      eachEnvelopeSpan(item, ({ span, resource, scope }) => {
        spans.push({ kind: 'span', document: span, resource, scope });
      });
      const found = spans[left];
      if (found) return found;
      used = Math.max(1, spans.length);
    }
    left -= used;
    if (left < 0) break;
  }
  return { kind: 'none' };
}

/** The n-th (sub)segment in document order (0 = the segment itself), or how many there are. Iterative. */
function nthSubsegment(segment: JsonMap, wanted: number): JsonMap | number {
  const stack: JsonMap[] = [segment];
  let count = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (count === wanted) return next;
    count++;
    const children = next['subsegments'];
    if (!Array.isArray(children)) continue;
    for (let at = children.length - 1; at >= 0; at--) if (isMap(children[at])) stack.push(children[at] as JsonMap);
  }
  return count;
}
