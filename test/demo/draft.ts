import { Random } from './random';

/** Members of a segment document beside id, name, times and children. */
export type Members = Readonly<Record<string, unknown>>;

/** What the demo holds of one trace. */
export interface DemoTrace {
  /** Short name by which logs and scripts refer to it. */
  readonly key: string;
  /** X-Ray form; carries the second of `start`. */
  readonly id: string;
  readonly title: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly documents: string[];
  /** false: only a retrieval finds it. */
  readonly indexed: boolean;
  readonly limitExceeded?: boolean;
}

/** One (sub)segment being written; times are milliseconds since the trace's start, `to` undefined = in progress. */
export class SpanDraft {
  readonly id: string;
  readonly #children: SpanDraft[] = [];
  #members: Members;

  constructor(
    readonly trace: TraceDraft,
    readonly name: string,
    readonly from: number,
    readonly to: number | undefined,
    members: Members,
  ) {
    this.id = trace.random.hex(16);
    this.#members = members;
  }

  get members(): Members {
    return this.#members;
  }

  /** Adds members that were not known before the children were. */
  add(members: Members): void {
    this.#members = { ...this.#members, ...members };
  }

  /** A nested subsegment. */
  sub(name: string, from: number, to: number | undefined, members: Members = {}): SpanDraft {
    const child = new SpanDraft(this.trace, name, from, to, members);
    this.#children.push(child);
    return child;
  }

  /** Members in the order X-Ray writes them. */
  toJSON(): object {
    const { id, name, members } = this;
    return {
      id,
      name,
      start_time: this.trace.second(this.from),
      ...(this.to === undefined ? { in_progress: true } : { end_time: this.trace.second(this.to) }),
      ...members,
      ...(this.#children.length > 0 ? { subsegments: this.#children } : {}),
    };
  }
}

/** One trace being written. The same key and start give the same documents, to the character. */
export class TraceDraft {
  readonly id: string;
  readonly random: Random;
  readonly #segments: SpanDraft[] = [];

  constructor(
    readonly key: string,
    readonly title: string,
    readonly start: number,
  ) {
    this.id = idOf(key, start);
    this.random = new Random(key);
  }

  /** Epoch seconds, as documents have them. */
  second(offset: number): number {
    return Math.round((this.start + offset) * 1000) / 1e6;
  }

  /** A segment: a document of its own. */
  segment(name: string, from: number, to: number | undefined, members: Members = {}): SpanDraft {
    const segment = new SpanDraft(this, name, from, to, { trace_id: this.id, ...members });
    this.#segments.push(segment);
    return segment;
  }

  /** The segment X-Ray infers from a call to something that sends no segments itself. */
  inferred(call: SpanDraft, name: string, origin: string, members: Members = {}): SpanDraft {
    const { namespace: _namespace, aws, ...copied } = call.members;
    const shared = aws === undefined ? copied : { ...copied, aws };
    return this.segment(name, call.from, call.to, {
      parent_id: call.id,
      inferred: true,
      origin,
      ...shared,
      ...members,
    });
  }

  /** Segments come in no useful order from X-Ray: so they do here. */
  documents(): string[] {
    const shuffled = this.#segments.map((segment) => ({ segment, at: this.random.next() }));
    return shuffled.toSorted((a, b) => a.at - b.at).map(({ segment }) => withExponents(JSON.stringify(segment)));
  }

  finish(more: { readonly limitExceeded?: boolean } = {}): DemoTrace {
    const { key, id, title, start } = this;
    return { key, id, title, start, documents: this.documents(), indexed: true, ...more };
  }
}

/** The trace ID of a demo trace: its second in the ID, the rest from its key. */
export function idOf(key: string, start: number): string {
  const second = Math.floor(start / 1000);
  return `1-${second.toString(16).padStart(8, '0')}-${new Random(`trace ${key}`).hex(24)}`;
}

/** X-Ray writes times as 1.763423912171E9. */
function withExponents(json: string): string {
  return json.replaceAll(/"(start_time|end_time)":(\d)(\d{9})(?:\.(\d+))?/g, (_match, name, first, rest, fraction) => {
    return `"${name}":${first}.${`${rest}${fraction ?? ''}`.replace(/0+$/, '') || '0'}E9`;
  });
}
