import type { SpanColumns } from '../../src/model/trace';
import type { SpanKeys } from '../spanKeys';
import { LineKind, type LineIndex, type Outline } from './outline';

/** What a key needs to know of a trace. */
export interface KeyedTrace {
  readonly trace: { readonly spans: SpanColumns };
  readonly keys: SpanKeys;
}

/** How keys of lines that are no spans begin; keys of spans hold no colon. */
const PREFIX: Readonly<Record<Exclude<LineKind, typeof LineKind.Span>, string>> = {
  [LineKind.Service]: 'service:',
  [LineKind.ClientResponse]: 'client:',
  [LineKind.Group]: 'group:',
  [LineKind.Short]: 'short:',
  [LineKind.Uninstrumented]: 'gap:',
  [LineKind.Hidden]: 'hidden:',
};

/** Names a line beyond one outline and one build: the key of its (first) span, with what kind of line it is. */
export function lineKey({ trace: { spans }, keys }: KeyedTrace, outline: Outline, line: LineIndex): string {
  const kind = outline.kind[line]! as LineKind;
  const span = outline.span[line]!;
  switch (kind) {
    case LineKind.Span:
      return keys.keyOf(span);
    case LineKind.Service:
    case LineKind.ClientResponse:
      return `${PREFIX[kind]}${spans.strings[spans.service[span]!]!}\n${spans.strings[spans.origin[span]!]!}`;
    case LineKind.Group:
    case LineKind.Short:
    case LineKind.Hidden:
      return PREFIX[kind] + keys.keyOf(span);
    case LineKind.Uninstrumented:
      return `${PREFIX[kind]}${keys.keyOf(span)}@${Math.round(outline.start[line]! * 1e3)}`;
  }
}

/** The line a key names. @returns -1 when this outline has none that shows it */
export function lineOfKey(view: KeyedTrace, outline: Outline, key: string): LineIndex {
  if (!key.includes(':')) return outline.lineOf[view.keys.spanOf(key)] ?? -1;
  for (let line = 0; line < outline.count; line++) {
    if (outline.kind[line] !== LineKind.Span && lineKey(view, outline, line) === key) return line;
  }
  return -1;
}
