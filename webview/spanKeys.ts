import type { SpanColumns } from '../src/model/trace';
import type { SpanIndex } from '../src/model/units';

/** Names spans beyond one build: the hex id, with `~n` behind it for the n-th repetition of an id (and always for none). */
export interface SpanKeys {
  keyOf(span: SpanIndex): string;
  /** @returns -1 when this build has no such span */
  spanOf(key: string): SpanIndex;
}

interface Index {
  readonly byId: ReadonlyMap<string, readonly SpanIndex[]>;
  /** How many spans with the same id come before each span. */
  readonly before: Uint32Array;
}

/** The same keys as the host's (`src/traces/spanKey.ts`), with an index made on first use, because the page asks for many at once. */
export function spanKeys(spans: SpanColumns): SpanKeys {
  let made: Index | undefined;
  return {
    keyOf(span) {
      made ??= indexOf(spans);
      const id = spans.id[span]!;
      const before = made.before[span]!;
      return before > 0 || id === '' ? `${id}~${before}` : id;
    },
    spanOf(key) {
      made ??= indexOf(spans);
      const match = /^(.*?)(?:~(\d{1,9}))?$/.exec(key);
      return match ? (made.byId.get(match[1]!)?.[Number(match[2] ?? 0)] ?? -1) : -1;
    },
  };
}

function indexOf(spans: SpanColumns): Index {
  const byId = new Map<string, SpanIndex[]>();
  const before = new Uint32Array(spans.count);
  for (let span = 0; span < spans.count; span++) {
    const same = byId.get(spans.id[span]!);
    before[span] = same?.length ?? 0;
    if (same) same.push(span);
    else byId.set(spans.id[span]!, [span]);
  }
  return { byId, before };
}
