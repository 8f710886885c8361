import { Mark, type SpanColumns } from './trace';
import type { Milliseconds, SpanIndex } from './units';

/** What a trace's duration was spent on. */
export interface CriticalPath {
  /** Per span: milliseconds of its root's duration that it decided. The shares below a root sum to that root's duration. */
  readonly share: Float64Array;
  /** The path as stretches of time, per root from its end backwards; they tile each root without gap or overlap. */
  readonly sections: readonly PathSection[];
}

export interface PathSection {
  readonly span: SpanIndex;
  /** Milliseconds since the trace's start. */
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

interface Visit {
  readonly span: SpanIndex;
  readonly from: Milliseconds;
  /** What lies from here on is decided. Walks backwards. */
  cursor: Milliseconds;
  /** Children that may have decided something, the latest end first. */
  readonly children: readonly SpanIndex[];
  next: number;
}

/**
 * Walks each root backwards from its end. At each moment the child that ended last, of those that had begun, is what its parent
 * waited for: the path goes down into it, and on from its start. A child counts with all that is below it, so that an asynchronous
 * tail and a clock that is off are on the path where they decided; what lies outside of the root is not. Where a span had no
 * child to wait for, and was running, the time is its own; a pause between a span and its tail belongs to the ancestor that was running.
 * Inferred leaves repeat their caller's call and are passed over.
 */
export function criticalPath(spans: SpanColumns): CriticalPath {
  const share = new Float64Array(spans.count);
  const sections: PathSection[] = [];
  const reach = reachOf(spans);
  const attribute = (span: SpanIndex, from: Milliseconds, to: Milliseconds): void => {
    for (const section of ownParts(spans, span, from, to)) {
      share[section.span]! += section.to - section.from;
      sections.push(section);
    }
  };
  for (let root = 0; root < spans.count; root = spans.end[root]!) {
    const from = spans.start[root]!;
    const stack: Visit[] = [visit(spans, reach, root, from, from + spans.duration[root]!)];
    for (let at = stack.at(-1); at; at = stack.at(-1)) {
      const child = at.children[at.next++];
      if (child === undefined) {
        attribute(at.span, at.from, at.cursor);
        stack.pop();
        continue;
      }
      const to = Math.min(reach.to[child]!, at.cursor);
      const start = Math.max(reach.from[child]!, at.from);
      if (start >= to) continue;
      attribute(at.span, to, at.cursor);
      at.cursor = start;
      stack.push(visit(spans, reach, child, start, to));
    }
  }
  return { share, sections };
}

/** Where a span and all that is below it lies. */
interface Reach {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

function reachOf(spans: SpanColumns): Reach {
  const from = Float64Array.from(spans.start);
  const to = Float64Array.from(spans.start, (start, span) => start + spans.duration[span]!);
  for (let span = spans.count - 1; span > 0; span--) {
    const parent = spans.parent[span]!;
    if (parent < 0) continue;
    from[parent] = Math.min(from[parent]!, from[span]!);
    to[parent] = Math.max(to[parent]!, to[span]!);
  }
  return { from, to };
}

function visit(spans: SpanColumns, reach: Reach, span: SpanIndex, from: Milliseconds, to: Milliseconds): Visit {
  const children: SpanIndex[] = [];
  const end = spans.end[span]!;
  for (let child = span + 1; child < end; child = spans.end[child]!) {
    const isEcho = (spans.marks[child]! & Mark.Inferred) !== 0 && spans.end[child] === child + 1;
    if (!isEcho && reach.from[child]! < to && reach.to[child]! > from) children.push(child);
  }
  if (children.length > 1) {
    children.sort((a, b) => reach.to[b]! - reach.to[a]! || reach.from[a]! - reach.from[b]! || a - b);
  }
  return { span, from, cursor: to, children, next: 0 };
}

/** A stretch that no child decided, cut by who was running: the span itself, else its nearest ancestor that was. Latest first. */
function ownParts(spans: SpanColumns, span: SpanIndex, from: Milliseconds, to: Milliseconds): PathSection[] {
  if (from >= to) return [];
  const begin = Math.min(Math.max(spans.start[span]!, from), to);
  const end = Math.max(begin, Math.min(spans.start[span]! + spans.duration[span]!, to));
  if (begin === from && end === to) return [{ span, from, to }];
  const parts: PathSection[] = [];
  // Iterative: ancestors may be thousands deep. Each entry is a stretch still to be given away.
  const open: { readonly from: Milliseconds; readonly to: Milliseconds; readonly span: SpanIndex }[] = [
    { from, to, span },
  ];
  for (let stretch = open.pop(); stretch; stretch = open.pop()) {
    if (stretch.from >= stretch.to) continue;
    const parent = spans.parent[stretch.span]!;
    const start = spans.start[stretch.span]!;
    // A root takes what is left: times of its own cannot be outside of it but for rounding.
    const runs = parent < 0 ? stretch.from : Math.min(Math.max(start, stretch.from), stretch.to);
    const stops = parent < 0 ? stretch.to : Math.max(runs, Math.min(start + spans.duration[stretch.span]!, stretch.to));
    if (stops > runs) parts.push({ span: stretch.span, from: runs, to: stops });
    open.push({ from: stretch.from, to: runs, span: parent }, { from: stops, to: stretch.to, span: parent });
  }
  return parts.toSorted((a, b) => b.from - a.from);
}
