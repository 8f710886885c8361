import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { Arrival, Engine } from '../traces/source';

/** Every delivery makes its receiver build the trace anew; a long listing should not do that on each of its pages. */
const BETWEEN_DELIVERIES: Milliseconds = 1000;

interface Collected {
  readonly documents: string[];
  readonly known: Set<string>;
  duration: Milliseconds | undefined;
  limitExceeded: boolean;
  deliveredAt: EpochMilliseconds | undefined;
  isNewer: boolean;
}

/** Part of a trace as one page has it. */
export interface TracePart {
  readonly documents: readonly string[];
  readonly duration: Milliseconds | undefined;
  readonly limitExceeded: boolean;
}

/** Merges the parts of traces that come on several pages or from several ranges, and delivers what is known so far. */
export class TraceCollector {
  private readonly traces = new Map<TraceId, Collected>();
  /** Documents collected so far, over all traces. */
  documents = 0;

  constructor(
    private readonly engine: Engine,
    private readonly push: (arrival: Arrival) => void,
    private readonly now: () => EpochMilliseconds,
  ) {}

  /** Whether at least one document of the trace came. */
  has(id: TraceId): boolean {
    return this.traces.has(id);
  }

  /** Documents of one trace so far. */
  documentsOf(id: TraceId): number {
    return this.traces.get(id)?.documents.length ?? 0;
  }

  /**
   * Adds a part and delivers the trace if it is new or was not delivered for a while. A text that came before is the same
   * document on two pages: kept once. A trace without documents tells nothing and counts as not found.
   * @returns whether something new came
   */
  add(id: TraceId, part: TracePart): boolean {
    if (part.documents.length === 0 && !this.traces.has(id)) return false;
    const trace = this.traces.get(id) ?? {
      documents: [],
      known: new Set(),
      duration: undefined,
      limitExceeded: false,
      deliveredAt: undefined,
      isNewer: false,
    };
    this.traces.set(id, trace);
    const before = trace.documents.length;
    for (const document of part.documents) {
      if (trace.known.has(document)) continue;
      trace.known.add(document);
      trace.documents.push(document);
    }
    this.documents += trace.documents.length - before;
    const duration = part.duration ?? trace.duration;
    const limitExceeded = part.limitExceeded || trace.limitExceeded;
    const isNews =
      trace.documents.length > before || duration !== trace.duration || limitExceeded !== trace.limitExceeded;
    Object.assign(trace, { duration, limitExceeded, isNewer: trace.isNewer || isNews });
    const isDue = trace.deliveredAt === undefined || this.now() - trace.deliveredAt >= BETWEEN_DELIVERIES;
    if (trace.isNewer && isDue) this.deliver(id, trace);
    return isNews;
  }

  /** Delivers every trace that grew since it was last delivered. */
  flush(): void {
    for (const [id, trace] of this.traces) if (trace.isNewer) this.deliver(id, trace);
  }

  private deliver(id: TraceId, trace: Collected): void {
    trace.deliveredAt = this.now();
    trace.isNewer = false;
    const { duration, limitExceeded } = trace;
    const input = { id, documents: [...trace.documents], reportedDuration: duration, limitExceeded };
    this.push({ kind: 'trace', id, input, engine: this.engine });
  }
}
