import { formatRef, type SourceKind, type TraceRef } from '../model/traceRef';
import type { Trace, TraceInput } from '../model/trace';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import { Emitter, type Disposable } from './emitter';
import { combine } from './combine';
import { Load, type LoadTarget } from './load';
import type { Receipt } from './receipt';
import type { Engine, OpenTraces, Progress, WantedTrace } from './source';
import { Soon } from './soon';
import { isTraceError, TraceError } from './traceError';

/** How to load: the ordinary way, from Transaction Search only, or from a retrieval that was started earlier. */
export type How = 'open' | 'retrieve' | 'resume';

export interface LoadOptions {
  readonly how?: How;
  /** Asks the source also for what is held: a refresh. */
  readonly fresh?: boolean;
  /** Asks the source also for what is held only in part, as its last load failed or was cancelled. */
  readonly again?: boolean;
  /** Asked by a watch and not by hand: when it is given up, the trace is as it was before. */
  readonly quiet?: boolean;
}

export interface TracesOptions {
  /** Who fetches traces of a source. May load code first; may throw a `TraceError`. */
  readonly sourceOf: (source: SourceKind, how: How) => OpenTraces;
  readonly build: (input: TraceInput) => Trace;
  readonly now: () => EpochMilliseconds;
  /** Traces nobody pins are dropped, least recently used first, when all together hold more. Default 256 MiB. */
  readonly capacity?: number;
}

/** A trace to open, with what is known of when it happened. */
export interface WantedRef extends Omit<WantedTrace, 'id'> {
  readonly ref: TraceRef;
}

/** What is known of one trace at this moment. */
export interface HeldTrace {
  readonly ref: TraceRef;
  /** Grows while a first load runs. During a later one it stays as it is; then it changes at once, never to fewer spans. */
  readonly trace: Trace | undefined;
  /** Who brought it, or its latest part. */
  readonly engine: Engine | undefined;
  /** Why the last load brought nothing, or not all. */
  readonly error: TraceError | undefined;
  /** The last load was cancelled. */
  readonly cancelled: boolean;
  readonly loading: boolean;
  readonly progress: Progress | undefined;
  /** Oldest first, at most 10. */
  readonly receipts: readonly Receipt[];
}

/** Parts of a trace that comes in many pages are built no more often than this. */
const BUILD_PAUSE: Milliseconds = 500;
const PROGRESS_PAUSE: Milliseconds = 200;
const RECEIPTS = 10;
/** Rows without a trace (failed, dropped) whose receipts are remembered. */
const REMEMBERED = 1000;

interface Waiter {
  readonly open: Set<Entry>;
  readonly done: () => void;
}

class Entry implements HeldTrace, LoadTarget {
  trace: Trace | undefined;
  engine: Engine | undefined;
  error: TraceError | undefined;
  cancelled = false;
  receipts: Receipt[] = [];
  load: Load | undefined;
  pins = 0;
  unbuilt: { readonly input: TraceInput; readonly engine: Engine } | undefined;
  /** The trace was held before the load that runs. */
  isHeld = false;
  builtAt = -Infinity;
  hint: Omit<WantedRef, 'ref'> | undefined;
  readonly waiters = new Set<Waiter>();

  constructor(
    readonly ref: TraceRef,
    readonly key: string,
  ) {}

  get progress(): Progress | undefined {
    return this.load?.progress;
  }

  get loading(): boolean {
    return this.load !== undefined;
  }

  get wanted(): WantedTrace {
    return { ...this.hint, id: this.ref.id };
  }
}

/**
 * The one owner of built traces. Panels and trees hold refs and ask here; only a miss, a refresh or a retrieval goes to the source,
 * and callers who want the same trace at the same time share one load.
 */
export class Traces {
  /** In order of last use, oldest first. */
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new Emitter<TraceRef>();
  /** Loads nobody asked for by hand: giving one up leaves the trace as it was, and is not said to be a cancel. */
  private readonly quiet = new WeakSet<Load>();

  constructor(private readonly options: TracesOptions) {}

  /** Fires when anything `peek` tells of a ref has changed. */
  readonly onDidChange = (listener: (ref: TraceRef) => void): Disposable => this.changed.on(listener);

  /** What is known of a trace, without asking anybody. */
  peek(ref: TraceRef): HeldTrace | undefined {
    return this.entries.get(formatRef(ref));
  }

  /** What was noted of when and where a trace was found. */
  hintOf(ref: TraceRef): Omit<WantedRef, 'ref'> | undefined {
    return this.entries.get(formatRef(ref))?.hint;
  }

  /**
   * Loads what is not held. Resolves when every wanted trace has come or failed; `peek` tells which.
   * Several refs of one connection go to the source together.
   * @throws the signal's reason when it aborts first. The load of each trace ends when nobody waits for it any more
   */
  async open(wanted: readonly WantedRef[], signal: AbortSignal, options: LoadOptions = {}): Promise<void> {
    signal.throwIfAborted();
    const how = options.how ?? 'open';
    const entries = new Set<Entry>();
    const missing = new Map<string, Entry[]>();
    for (const { ref, ...hint } of wanted) {
      const entry = this.use(ref);
      if (entries.has(entry)) continue;
      const isPartial = entry.error !== undefined || entry.cancelled;
      const isAsked = options.fresh === true || (options.again === true && isPartial);
      const isNeeded = how === 'retrieve' || isAsked || !entry.trace;
      if (!entry.load && !isNeeded) continue;
      entries.add(entry);
      this.remember({ ref, ...hint });
      // Whoever only wants to see the trace is served by any load; a refresh by one that asks the same.
      if (entry.load && (entry.load.how === how || (how !== 'retrieve' && !options.fresh))) continue;
      const group = [ref.source, ref.profile, ref.region].join('\n');
      missing.set(group, [...(missing.get(group) ?? []), entry]);
    }
    const finished = this.wait(entries, signal);
    for (const group of missing.values()) this.start(group, how, options.quiet === true);
    await finished;
  }

  /** Ends the load of one trace for everybody; others of the same load go on. */
  cancel(ref: TraceRef): void {
    const entry = this.entries.get(formatRef(ref));
    if (entry?.load) this.giveUp(entry);
  }

  /** Keeps a trace from being dropped until disposed. */
  pin(ref: TraceRef): Disposable {
    const entry = this.use(ref);
    entry.pins++;
    let isPinned = true;
    return {
      dispose: () => {
        if (!isPinned) return;
        isPinned = false;
        entry.pins--;
        this.drop();
      },
    };
  }

  /** Forgets a trace and ends its load, unless somebody pins it. */
  forget(ref: TraceRef): void {
    const entry = this.entries.get(formatRef(ref));
    if (!entry || entry.pins > 0) return;
    if (entry.load) this.giveUp(entry);
    this.entries.delete(entry.key);
    this.changed.fire(ref);
  }

  /** Notes what the place it was found at says of a trace, for its next load; what is not given stays as it was. */
  remember({ ref, ...hint }: WantedRef): void {
    const known = Object.entries(hint).filter(([, value]) => value !== undefined);
    if (known.length === 0) return;
    const entry = this.use(ref);
    entry.hint = { ...entry.hint, ...Object.fromEntries(known) };
  }

  /** Ends every load and forgets everything. */
  dispose(): void {
    for (const entry of this.entries.values()) if (entry.load) this.giveUp(entry);
    this.entries.clear();
  }

  private use(ref: TraceRef): Entry {
    const key = formatRef(ref);
    const entry = this.entries.get(key) ?? new Entry(ref, key);
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  private wait(entries: ReadonlySet<Entry>, signal: AbortSignal): Promise<void> {
    if (entries.size === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        open: new Set(entries),
        done: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = (): void => {
        for (const entry of entries) entry.waiters.delete(waiter);
        for (const entry of entries) if (entry.load && entry.waiters.size === 0) this.giveUp(entry);
        reject(signal.reason as Error);
      };
      for (const entry of entries) entry.waiters.add(waiter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private start(entries: readonly Entry[], how: How, isQuiet: boolean): void {
    for (const entry of entries) {
      if (entry.load) this.detach(entry);
      this.build(entry, false); // what the load it leaves has brought
      entry.unbuilt = undefined;
    }
    const load = new Load(entries, how === 'open' ? 'open' : 'retrieve', this.options.now());
    if (isQuiet) this.quiet.add(load);
    for (const entry of entries) {
      entry.load = load;
      entry.isHeld = entry.trace !== undefined;
      entry.builtAt = -Infinity;
      entry.error = undefined;
      entry.cancelled = false;
      entry.receipts = [...entry.receipts, load].slice(-RECEIPTS);
    }
    for (const entry of entries) this.changed.fire(entry.ref);
    void this.run(load, entries, how); // never rejects: what goes wrong becomes the entries' error
  }

  private async run(load: Load, entries: readonly Entry[], how: How): Promise<void> {
    const { ref } = entries[0]!;
    // One load can have hundreds of traces, and progress comes with every call.
    const progress = new Soon(() => {
      for (const target of load.targets) this.changed.fire((target as Entry).ref);
    }, PROGRESS_PAUSE);
    await load.run(
      (wanted, signal) =>
        this.options.sourceOf(ref.source, how)({ profile: ref.profile, region: ref.region }, wanted, signal),
      {
        onTrace: (target, input, engine) => this.take(target as Entry, input, engine),
        onProgress: () => progress.call(),
      },
      this.options.now,
    );
    progress.dispose();
    for (const entry of load.targets as readonly Entry[]) {
      entry.cancelled = load.cancelled;
      this.settle(entry, load.failed.get(entry.ref.id));
    }
  }

  private take(entry: Entry, input: TraceInput, engine: Engine): void {
    entry.unbuilt = { input, engine };
    if (entry.isHeld || this.options.now() - entry.builtAt < BUILD_PAUSE) return;
    // A part that cannot be built is no reason to end the load: the next one may, and the last one's failure is told.
    if (!this.build(entry, false)) this.changed.fire(entry.ref);
  }

  /** Builds what came since, if anything did. @returns why it could not be built; the trace is then as it was */
  private build(entry: Entry, endedWell: boolean): TraceError | undefined {
    const { unbuilt } = entry;
    if (!unbuilt) return undefined;
    entry.builtAt = this.options.now();
    const { build } = this.options;
    try {
      const came = build(unbuilt.input);
      const trace = entry.isHeld && entry.trace ? combine(entry.trace, came, endedWell, build) : came;
      if (trace !== entry.trace) entry.engine = unbuilt.engine;
      entry.trace = trace;
      entry.unbuilt = undefined;
      return undefined;
    } catch (error) {
      return isTraceError(error) ? error : new TraceError('unexpected', { operation: 'build' }, error);
    }
  }

  /** Takes an entry out of its load; the load itself ends when it was the last. */
  private detach(entry: Entry): void {
    const load = entry.load;
    entry.load = undefined;
    load?.leave(entry, this.options.now());
  }

  private giveUp(entry: Entry): void {
    const isUnnoticed = entry.load !== undefined && this.quiet.has(entry.load) && entry.trace !== undefined;
    this.detach(entry);
    entry.cancelled = !isUnnoticed;
    this.settle(entry, undefined);
  }

  private settle(entry: Entry, error: TraceError | undefined): void {
    entry.load = undefined;
    entry.error = this.build(entry, !error && !entry.cancelled) ?? error;
    entry.unbuilt = undefined;
    entry.isHeld = false;
    for (const waiter of entry.waiters) {
      waiter.open.delete(entry);
      entry.waiters.delete(waiter);
      if (waiter.open.size === 0) waiter.done();
    }
    this.drop();
    this.changed.fire(entry.ref);
  }

  private drop(): void {
    const capacity = this.options.capacity ?? 256 * 1024 * 1024;
    let bytes = 0;
    for (const { trace } of this.entries.values()) bytes += trace?.bytes ?? 0;
    let spare = this.entries.size - REMEMBERED;
    for (const entry of this.entries.values()) {
      if (bytes <= capacity && spare <= 0) return;
      if (entry.pins > 0 || entry.load) continue;
      if (bytes > capacity && entry.trace) {
        bytes -= entry.trace.bytes;
        entry.trace = undefined;
      }
      if (spare > 0) {
        bytes -= entry.trace?.bytes ?? 0;
        this.entries.delete(entry.key);
        spare--;
      }
    }
  }
}
