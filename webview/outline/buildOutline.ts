import type { SpanColumns } from '../../src/model/trace';
import type { Milliseconds, SpanIndex } from '../../src/model/units';
import { familiesOf } from './families';
import { LineKind, PLAIN_OUTLINE, type Draft, type Outline, type OutlineOptions } from './outline';

/** Lays out a trace. Runs anew whenever an option changes; iterative, linear but for the sorting of families. */
export function buildOutline(spans: SpanColumns, options: OutlineOptions, duration: Milliseconds): Outline {
  if (isPlain(options)) return plainOutline(spans);
  const { top, below } = familiesOf(spans, options, duration);
  const lines = new Lines(spans);
  // The next to put is last; with each the line it stands below.
  const waiting: { readonly draft: Draft; readonly parent: number }[] = [];
  const push = (drafts: readonly Draft[], parent: number): void => {
    for (let index = drafts.length - 1; index >= 0; index--) waiting.push({ draft: drafts[index]!, parent });
  };
  push(top(), -1);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const line = lines.put(next.draft, next.parent);
    push(below(next.draft), line);
  }
  return lines.finish();
}

function isPlain(options: OutlineOptions): boolean {
  return (
    options.hierarchy === PLAIN_OUTLINE.hierarchy &&
    options.focus < 0 &&
    options.hidden.size === 0 &&
    !options.groups &&
    !options.chains &&
    options.shorterThan === 0 &&
    !options.uninstrumented &&
    options.only === null
  );
}

/** The call chain with nothing folded is the trace's own columns. */
function plainOutline(spans: SpanColumns): Outline {
  const { count, parent, depth, end, start, duration, status, below } = spans;
  const each = Int32Array.from({ length: count }, (_, span) => span);
  return {
    count,
    kind: new Uint8Array(count),
    span: each,
    last: each,
    parent,
    depth,
    end,
    members: new Uint32Array(count).fill(1),
    start,
    duration,
    total: duration,
    status,
    below,
    lineOf: each,
  };
}

/** Growing columns. */
class Lines {
  private readonly kind: number[] = [];
  private readonly span: number[] = [];
  private readonly last: number[] = [];
  private readonly parent: number[] = [];
  private readonly depth: number[] = [];
  private readonly members: number[] = [];
  private readonly start: number[] = [];
  private readonly duration: number[] = [];
  private readonly total: number[] = [];
  private readonly status: number[] = [];
  private readonly lineOf: Int32Array;

  constructor(private readonly spans: SpanColumns) {
    this.lineOf = new Int32Array(spans.count).fill(-1);
  }

  /** @returns the new line */
  put(draft: Draft, parent: number): number {
    const line = this.kind.length;
    const { kind, span, last, members } = draft;
    this.kind.push(kind);
    this.span.push(span);
    this.last.push(last);
    this.parent.push(parent);
    this.depth.push(parent < 0 ? 0 : this.depth[parent]! + 1);
    this.start.push(draft.start);
    this.duration.push(draft.duration);
    this.status.push(draft.status);
    if (kind === LineKind.Span) {
      let length = 0;
      for (let member: SpanIndex = last; ; member = this.spans.parent[member]!) {
        length += 1;
        this.lineOf[member] = line;
        if (member === span) break;
      }
      this.members.push(length);
      this.total.push(draft.duration);
      return line;
    }
    const all = members ?? [];
    this.members.push(all.length);
    this.total.push(members ? all.reduce((sum, member) => sum + this.spans.duration[member]!, 0) : draft.duration);
    // Members of the other kinds get lines of their own below this one.
    if (kind === LineKind.Hidden) for (const member of all) this.lineOf[member] = line;
    return line;
  }

  finish(): Outline {
    const count = this.kind.length;
    const parent = Int32Array.from(this.parent);
    const end = Uint32Array.from({ length: count }, (_, line) => line + 1);
    const status = Uint8Array.from(this.status);
    const below = new Uint8Array(count);
    for (let line = count - 1; line >= 0; line--) {
      const above = parent[line]!;
      if (above < 0) continue;
      end[above] = Math.max(end[above]!, end[line]!);
      below[above] = Math.max(below[above]!, status[line]!, below[line]!);
    }
    return {
      count,
      kind: Uint8Array.from(this.kind),
      span: Int32Array.from(this.span),
      last: Int32Array.from(this.last),
      parent,
      depth: Uint32Array.from(this.depth),
      end,
      members: Uint32Array.from(this.members),
      start: Float64Array.from(this.start),
      duration: Float64Array.from(this.duration),
      total: Float64Array.from(this.total),
      status,
      below,
      lineOf: this.lineOf,
    };
  }
}
