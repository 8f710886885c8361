import type { Trace } from '../model/trace';
import { formatRef, type TraceRef } from '../model/traceRef';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import { Emitter, type Disposable } from './emitter';
import type { Clock } from './source';
import type { HeldTrace, Traces } from './traces';
import { BY_CALLS, BY_RETRIEVALS, firstStep, nextStep, type Pace } from './watchSchedule';

/** How a watch is going, or how it ended. */
export type WatchState =
  | 'waiting'
  | 'asking'
  /** Nothing of the trace is in progress or missing any more. */
  | 'complete'
  /** Nothing new came for some tries. */
  | 'quiet'
  /** It has been asked for as often as a billed watch may. */
  | 'spent'
  /** Nobody could see it. */
  | 'hidden'
  /** A try failed; the trace's own error says why. */
  | 'failed';

/** One watch of one trace. A new object after every change. */
export interface Watch {
  readonly ref: TraceRef;
  readonly since: EpochMilliseconds;
  /** Spans that came since. */
  readonly added: number;
  readonly state: WatchState;
  /** Until the next try; 0 unless waiting. */
  readonly wait: Milliseconds;
}

export interface WatchesOptions {
  readonly traces: Pick<Traces, 'open' | 'peek'>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

/** Who looks at a watched trace. */
export interface Viewer {
  /** Whether somebody could see what comes. */
  readonly isVisible: () => boolean;
  /** Told when that may have changed. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

interface Running {
  watch: Watch;
  readonly abort: AbortController;
}

/** Whether a trace may still grow: something is in progress, or has a parent that has not come. */
export function isIncomplete({ counts }: Pick<Trace, 'counts'>): boolean {
  return counts.inProgress > 0 || counts.parentMissing > 0;
}

/** Whether asking for a trace anew starts a retrieval from Transaction Search, or a query there: it is billed. */
export function isBilled(held: Pick<HeldTrace, 'engine'> | undefined): boolean {
  return held?.engine === 'ListRetrievedTraces' || held?.engine === 'GetQueryResults';
}

/** Asks for incomplete traces again and again until they are complete, quiet or out of sight. */
export class Watches implements Disposable {
  private readonly running = new Map<string, Running>();
  private readonly ended = new Map<string, Watch>();
  private readonly changed = new Emitter<TraceRef>();

  constructor(private readonly options: WatchesOptions) {}

  /** A watch of this trace began, changed or ended. */
  readonly onDidChange = (listener: (ref: TraceRef) => void): Disposable => this.changed.on(listener);

  /** The watch of a trace that runs, or the last that ended by itself. */
  peek(ref: TraceRef): Watch | undefined {
    const key = formatRef(ref);
    return this.running.get(key)?.watch ?? this.ended.get(key);
  }

  isRunning(ref: TraceRef): boolean {
    return this.running.has(formatRef(ref));
  }

  /** Begins to watch a trace; nothing where it is watched already. It ends as soon as the viewer cannot see it. */
  start(ref: TraceRef, viewer: Viewer): void {
    const key = formatRef(ref);
    if (this.running.has(key)) return;
    const { clock, traces } = this.options;
    const pace = isBilled(traces.peek(ref)) ? BY_RETRIEVALS : BY_CALLS;
    const watch: Watch = { ref, since: clock.now(), added: 0, state: 'waiting', wait: pace.firstWait };
    const running: Running = { watch, abort: new AbortController() };
    this.running.set(key, running);
    this.ended.delete(key);
    this.changed.fire(ref);
    void this.run(key, running, viewer, pace); // never rejects: what goes wrong ends the watch
  }

  /** Ends a watch; nothing is said of it afterwards. */
  stop(ref: TraceRef): void {
    const key = formatRef(ref);
    const running = this.running.get(key);
    if (!running && !this.ended.has(key)) return;
    this.running.delete(key);
    this.ended.delete(key);
    running?.abort.abort();
    this.changed.fire(ref);
  }

  dispose(): void {
    for (const { abort } of this.running.values()) abort.abort();
    this.running.clear();
  }

  private async run(key: string, running: Running, { isVisible, onDidChange }: Viewer, pace: Pace): Promise<void> {
    const { signal } = running.abort;
    const hidden = onDidChange(() => {
      if (signal.aborted || isVisible()) return;
      running.abort.abort();
      this.end(key, running, 'hidden');
    });
    try {
      const end = isVisible() ? await this.watchUntilEnd(running, pace, signal) : 'hidden';
      if (!signal.aborted) this.end(key, running, end);
    } catch {
      // Only the signal and a load that was cancelled for everybody reject; an error of the load is the trace's own.
      if (!signal.aborted) this.end(key, running, 'failed');
    } finally {
      hidden.dispose();
    }
  }

  private async watchUntilEnd(
    running: Running,
    pace: Pace,
    signal: AbortSignal,
  ): Promise<Exclude<WatchState, 'waiting' | 'asking'>> {
    const { traces, clock } = this.options;
    const { ref } = running.watch;
    let step = firstStep(pace);
    for (let tries = 1; ; tries += 1) {
      this.change(running, { state: 'waiting', wait: step.wait });
      await clock.sleep(step.wait, signal);
      const before = traces.peek(ref)?.trace;
      this.change(running, { state: 'asking', wait: 0 });
      await traces.open([{ ref }], signal, { fresh: true, quiet: true });
      signal.throwIfAborted();
      const held = traces.peek(ref);
      const added = (held?.trace?.spans.count ?? 0) - (before?.spans.count ?? 0);
      this.change(running, { added: running.watch.added + Math.max(0, added) });
      if (held?.error || held?.cancelled) return 'failed';
      if (held?.trace && !isIncomplete(held.trace)) return 'complete';
      const next = nextStep(step, added > 0 || growth(held?.trace) !== growth(before), pace);
      if (!next) return 'quiet';
      if (tries >= pace.mostTries) return 'spent';
      step = next;
    }
  }

  private change(running: Running, change: Partial<Watch>): void {
    running.watch = { ...running.watch, ...change };
    this.changed.fire(running.watch.ref);
  }

  private end(key: string, running: Running, state: WatchState): void {
    this.running.delete(key);
    this.ended.set(key, { ...running.watch, state, wait: 0 });
    this.changed.fire(running.watch.ref);
  }
}

/** What changes when a trace goes on, beside its spans: what ended, and what found its parent. */
function growth(trace: Trace | undefined): string {
  return trace ? `${trace.counts.inProgress} ${trace.counts.parentMissing} ${trace.counts.segments}` : '';
}
