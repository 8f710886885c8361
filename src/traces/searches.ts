import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import { Emitter, type Disposable } from './emitter';
import { mergedSummary } from './mergedSummary';
import type { HeldSearch, SearchCounts, SearchQuery } from './search';
import type {
  CallRecord,
  Connection,
  LeftSlice,
  Progress,
  SearchedRange,
  SummariesEnd,
  SummaryArrival,
  TraceSummary,
} from './source';
import { continued, countsOf, endAfter, newestFirst, rangeAt, type HalfOpen } from './searchRuns';
import { isCancel, isTraceError, TraceError } from './traceError';
import { Throttle } from './throttle';

/** Summaries of the first run of a search: the newest of a busy account, on screen within seconds. */
export const FIRST_CAP = 1000;
/** Summaries of each further run, which the user asked for. */
export const MORE_CAP = 5000;
/** Searches kept; the oldest that has ended goes first. */
const MOST_SEARCHES = 10;
/** Summaries kept of all searches together, at one to two kilobytes each. */
const MOST_SUMMARIES = 60_000;
/** Milliseconds between two change events of one search. */
const CHANGE_PAUSE: Milliseconds = 100;

/** One run of a search: its first, or one that goes on with what was left. */
export interface SearchRun {
  readonly connection: Connection;
  readonly query: SearchQuery;
  readonly ranges: readonly SearchedRange[];
  /** Most summaries of this run. */
  readonly cap: number;
}

export interface SearchesOptions {
  /** Searches through X-Ray or the span log group, as the query's kind says. May load code first; throws like `FindTraces`. */
  readonly run: (run: SearchRun, signal: AbortSignal) => AsyncIterable<SummaryArrival>;
  readonly now: () => EpochMilliseconds;
}

/** The one owner of searches: runs them, holds what they find, tells who looks. What arrived stays, whatever comes after. */
export class Searches implements Disposable {
  private readonly searches = new Map<string, Search>();
  private readonly changed = new Emitter<string>();
  private lastId = 0;

  /** A search began, found, went on, ended or was removed: at most ten times a second for each. */
  readonly onDidChange = this.changed.on;

  constructor(private readonly options: SearchesOptions) {}

  /** Starts a search. @returns its id */
  start(query: SearchQuery, connection: Connection): string {
    const id = `search-${++this.lastId}`;
    const search = new Search(id, query, connection, this.options, (changedId) => this.changed.fire(changedId));
    this.searches.set(id, search);
    search.begin();
    this.trim();
    return id;
  }

  peek(id: string): HeldSearch | undefined {
    return this.searches.get(id)?.held;
  }

  /** Newest first. */
  list(): readonly HeldSearch[] {
    return [...this.searches.values()].map(({ held }) => held).toReversed();
  }

  /** Ends a search; what it found stays. */
  cancel(id: string): void {
    this.searches.get(id)?.cancel();
  }

  /** Goes on with what was not searched: beyond the cap, after a failure, after a cancel. */
  more(id: string): void {
    this.searches.get(id)?.more();
    this.trim();
  }

  /** Runs a search anew in its place: a range up to now is up to now again. */
  again(id: string): void {
    this.searches.get(id)?.begin();
  }

  remove(id: string): void {
    const search = this.searches.get(id);
    if (!search) return;
    this.searches.delete(id);
    search.dispose();
    this.changed.fire(id);
  }

  dispose(): void {
    for (const search of this.searches.values()) search.dispose();
    this.searches.clear();
  }

  /** Drops the oldest searches that have ended, never the newest search. */
  private trim(): void {
    for (const [id, search] of [...this.searches].slice(0, -1)) {
      const held = [...this.searches.values()].reduce((sum, one) => sum + one.size, 0);
      if (this.searches.size <= MOST_SEARCHES && held <= MOST_SUMMARIES) return;
      if (!search.isRunning) this.remove(id);
    }
  }
}

/** One search and its runs. */
class Search implements Disposable {
  private state: HeldSearch['state'] = 'running';
  private startedAt: EpochMilliseconds = 0;
  private between: HalfOpen = { start: 0, end: 0 };
  private found = new Map<TraceId, TraceSummary>();
  private calls: CallRecord[] = [];
  private progress: Progress | undefined;
  private counts: SearchCounts | undefined;
  /** As of the run before, which this one goes on from. */
  private before: SummariesEnd | undefined;
  /** What the runs before this one had found. */
  private earlier: ReadonlyMap<TraceId, TraceSummary> = new Map();
  private end: SummariesEnd | undefined;
  private error: TraceError | undefined;
  private abort = new AbortController();
  private shown: HeldSearch | undefined;
  /** `found` in order; sorted anew only when it has grown. */
  private sorted: readonly TraceSummary[] | undefined;
  private readonly telling: Throttle;

  constructor(
    private readonly id: string,
    private readonly query: SearchQuery,
    private readonly connection: Connection,
    private readonly options: SearchesOptions,
    tell: (id: string) => void,
  ) {
    this.telling = new Throttle(() => tell(id), CHANGE_PAUSE, options.now);
  }

  get held(): HeldSearch {
    this.sorted ??= newestFirst([...this.found.values()]);
    this.shown ??= {
      id: this.id,
      query: this.query,
      connection: this.connection,
      between: this.between,
      startedAt: this.startedAt,
      state: this.state,
      summaries: this.sorted,
      progress: this.state === 'running' ? this.progress : undefined,
      counts: this.counts,
      end: this.end,
      error: this.error,
      calls: [...this.calls],
    };
    return this.shown;
  }

  get size(): number {
    return this.found.size;
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** The first run, or all anew. */
  begin(): void {
    this.startedAt = this.options.now();
    this.between = rangeAt(this.query.range, this.startedAt);
    this.found = new Map();
    this.sorted = undefined;
    this.calls = [];
    this.before = undefined;
    this.run([this.between], FIRST_CAP);
  }

  more(): void {
    const left = this.end?.left ?? [];
    if (this.isRunning || left.length === 0) return;
    this.before = this.end;
    this.run(
      left.map(({ start, end, nextToken }) => ({ start, end, ...(nextToken !== undefined && { nextToken }) })),
      MORE_CAP,
    );
  }

  cancel(): void {
    if (!this.isRunning) return;
    this.state = 'cancelled';
    this.abort.abort();
    this.change();
  }

  dispose(): void {
    this.abort.abort();
    this.abort = new AbortController(); // what the run still says is for nobody
    this.telling.dispose();
  }

  private run(ranges: readonly SearchedRange[], cap: number): void {
    this.abort.abort(); // of a run before that is still going
    this.abort = new AbortController();
    this.state = 'running';
    this.progress = undefined;
    this.counts = countsOf(this.before);
    this.earlier = new Map(this.found);
    this.end = undefined;
    this.error = undefined;
    this.change();
    void this.read({ connection: this.connection, query: this.query, ranges, cap }, this.abort.signal);
  }

  /** Reads a run to its end. Rejects never: what it throws becomes the search's error. */
  private async read(run: SearchRun, signal: AbortSignal): Promise<void> {
    // A run that was cancelled still says how far it came; one that another has replaced says nothing any more.
    const isCurrent = (): boolean => signal === this.abort.signal;
    let isEnded = false;
    try {
      for await (const arrival of this.options.run(run, signal)) {
        if (!isCurrent()) return;
        isEnded ||= arrival.kind === 'end';
        this.take(arrival);
        this.change();
      }
      if (!isEnded && !signal.aborted) throw new TraceError('unexpected', { operation: 'GetTraceSummaries' });
      if (isCurrent() && this.isRunning) this.state = 'done';
    } catch (error) {
      if (!isCurrent()) return;
      if (isCancel(error) || signal.aborted) this.state = 'cancelled';
      else {
        this.state = 'failed';
        this.error = isTraceError(error)
          ? error
          : new TraceError('unexpected', { operation: 'GetTraceSummaries' }, error);
      }
    }
    // Without an end of its own, nothing of this run's ranges counts as searched.
    if (!isCurrent()) return;
    this.end ??= this.unfinished(run.ranges);
    this.counts = countsOf(this.end);
    this.change();
  }

  private take(arrival: SummaryArrival): void {
    switch (arrival.kind) {
      case 'summaries':
        for (const summary of arrival.summaries) this.add(summary);
        return;
      case 'call':
        this.calls.push(arrival.call);
        return;
      case 'progress':
        this.progress = continued(arrival.progress, this.before, this.found.size);
        this.counts = countsOf(this.progress) ?? this.counts; // a wait changes nothing about them
        return;
      case 'end':
        this.end = endAfter(this.before, arrival, this.found.size, this.between);
        this.counts = countsOf(this.end);
    }
  }

  private add(summary: TraceSummary): void {
    const known = this.found.get(summary.id);
    const earlier = this.earlier.get(summary.id);
    // A run over span records knows only the spans that it found itself.
    const whole = this.query.kind === 'spans' && earlier ? mergedSummary(earlier, summary) : summary;
    // A later run can bring a trace again: only one that has changed since is another.
    if (known && whole.revision <= known.revision) return;
    this.found.set(summary.id, whole);
    this.sorted = undefined;
  }

  private unfinished(ranges: readonly SearchedRange[]): SummariesEnd {
    const why = this.state === 'cancelled' ? 'cancelled' : 'failed';
    const left = ranges.map((range): LeftSlice => ({
      ...range,
      why,
      ...(why === 'failed' && this.error && { error: this.error }),
    }));
    const run = {
      scanned: (this.counts?.scanned ?? 0) - (this.before?.scanned ?? 0),
      ...(this.query.kind === 'spans' && { bytes: (this.counts?.bytes ?? 0) - (this.before?.bytes ?? 0) }),
      slicesDone: 0,
      slices: ranges.length,
      left,
    };
    return endAfter(this.before, run, this.found.size, this.between);
  }

  private change(): void {
    this.shown = undefined;
    this.telling.call();
  }
}
