import type { SpanColumns } from '../model/trace';
import type { SpanIndex } from '../model/units';

/** Per build: the spans whose id stood before already, or is missing, and how often. Almost always empty. */
const repeats = new WeakMap<SpanColumns, ReadonlyMap<SpanIndex, number>>();

/**
 * Names a span beyond one build: its hex id; where several spans of the trace share it (or have none), followed by `~` and
 * the number of spans with that id before it. Used in URIs and tree ids.
 */
export function spanKey(spans: SpanColumns, span: SpanIndex): string {
  const id = spans.id[span] ?? '';
  const before = repeatsOf(spans).get(span);
  return before === undefined ? id : `${id}~${before}`;
}

/** Finds the span a key names. @returns -1 when this build has no such span, or the text is no key */
export function findSpan(spans: SpanColumns, key: string): SpanIndex {
  const [, id, before] = /^([^~]*)(?:~(\d{1,9}))?$/.exec(key) ?? [];
  if (id === undefined) return -1;
  let skip = Number(before ?? 0);
  for (let index = 0; index < spans.count; index++) {
    if (spans.id[index] === id && skip-- === 0) return index;
  }
  return -1;
}

function repeatsOf(spans: SpanColumns): ReadonlyMap<SpanIndex, number> {
  const known = repeats.get(spans);
  if (known) return known;
  const found = new Map<SpanIndex, number>();
  const counts = new Map<string, number>();
  for (let index = 0; index < spans.count; index++) {
    const id = spans.id[index]!;
    const before = counts.get(id) ?? 0;
    counts.set(id, before + 1);
    if (before > 0 || id === '') found.set(index, before);
  }
  repeats.set(spans, found);
  return found;
}

/** The hex id in a key; '' for a span without one. */
export function hexOfKey(key: string): string {
  return /^[^~]*/.exec(key)![0];
}
