import type { SpanColumns } from '../model/trace';
import type { SpanIndex } from '../model/units';

/**
 * Names a span beyond one build: its hex id; where several spans of the trace share it (or have none), followed by `~` and
 * the number of spans with that id before it. Used in URIs and tree ids.
 */
export function spanKey(spans: SpanColumns, span: SpanIndex): string {
  const id = spans.id[span] ?? '';
  let before = 0;
  for (let index = 0; index < span; index++) if (spans.id[index] === id) before++;
  return before > 0 || id === '' ? `${id}~${before}` : id;
}

/** Finds the span a key names. @returns -1 when this build has no such span, or the text is no key */
export function findSpan(spans: SpanColumns, key: string): SpanIndex {
  const match = /^(.*?)(?:~(\d{1,9}))?$/.exec(key);
  if (!match) return -1;
  let skip = Number(match[2] ?? 0);
  for (let index = 0; index < spans.count; index++) {
    if (spans.id[index] === match[1] && skip-- === 0) return index;
  }
  return -1;
}
