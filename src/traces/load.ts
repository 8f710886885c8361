import type { TraceInput } from '../model/trace';
import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds } from '../model/units';
import type { Receipt } from './receipt';
import type { Arrival, CallRecord, Engine, Progress, WantedTrace } from './source';
import { isCancel, isTraceError, TraceError } from './traceError';

/** One trace of a load. */
export interface LoadTarget {
  readonly wanted: WantedTrace;
}

interface LoadListener {
  readonly onTrace: (target: LoadTarget, input: TraceInput, engine: Engine) => void;
  readonly onProgress: () => void;
}

/** One request to a source, for one or more traces, and its receipt. */
export class Load implements Receipt {
  readonly wanted: readonly TraceId[];
  readonly calls: CallRecord[] = [];
  readonly arrived = new Set<TraceId>();
  readonly failed = new Map<TraceId, TraceError>();
  endedAt: EpochMilliseconds | undefined;
  cancelled = false;
  progress: Progress | undefined;
  private readonly abort = new AbortController();
  private readonly live: Map<TraceId, LoadTarget>;

  constructor(
    targets: readonly LoadTarget[],
    readonly how: 'open' | 'retrieve',
    readonly startedAt: EpochMilliseconds,
  ) {
    this.live = new Map(targets.map((target) => [target.wanted.id, target]));
    this.wanted = [...this.live.keys()];
  }

  /** Those that still wait for this load. */
  get targets(): readonly LoadTarget[] {
    return [...this.live.values()];
  }

  /** Takes a target out. Aborts the source when it was the last. */
  leave(target: LoadTarget, now: EpochMilliseconds): void {
    this.live.delete(target.wanted.id);
    if (this.live.size > 0 || this.endedAt !== undefined) return;
    this.cancelled = true;
    this.endedAt = now;
    this.abort.abort();
  }

  /**
   * Runs the source to its end. Never rejects: what it throws becomes the error of every target, also of those of which something
   * came, as nobody knows whether that was all of it.
   */
  async run(
    source: (wanted: readonly WantedTrace[], signal: AbortSignal) => AsyncIterable<Arrival>,
    listener: LoadListener,
    now: () => EpochMilliseconds,
  ): Promise<void> {
    const { signal } = this.abort;
    try {
      for await (const arrival of source(
        this.targets.map((target) => target.wanted),
        signal,
      )) {
        if (signal.aborted) return;
        this.take(arrival, listener);
      }
      this.failRest(new TraceError('unexpected', { operation: 'open' }), (id) => !this.arrived.has(id));
    } catch (error) {
      if (signal.aborted) return; // cancelled: the targets have left already
      if (isCancel(error)) {
        this.cancelled = true; // at a prompt of the source
        return;
      }
      this.failRest(isTraceError(error) ? error : new TraceError('unexpected', { operation: 'open' }, error));
    } finally {
      this.endedAt ??= now();
    }
  }

  private take(arrival: Arrival, listener: LoadListener): void {
    switch (arrival.kind) {
      case 'trace': {
        const target = this.live.get(arrival.id);
        if (!target) return;
        this.arrived.add(arrival.id);
        listener.onTrace(target, arrival.input, arrival.engine);
        return;
      }
      case 'failed':
        this.failed.set(arrival.id, arrival.error);
        return;
      case 'call':
        this.calls.push(arrival.call);
        return;
      case 'progress':
        this.progress = arrival.progress;
        listener.onProgress();
        return;
      case 'retrieval':
        return; // `Retrievals` has taken these out; a token is nothing for a receipt
    }
  }

  private failRest(error: TraceError, isOpen: (id: TraceId) => boolean = () => true): void {
    for (const id of this.live.keys()) if (isOpen(id) && !this.failed.has(id)) this.failed.set(id, error);
  }
}
