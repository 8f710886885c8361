import { randomUUID } from 'node:crypto';
import type { TraceId } from '../model/traceId';
import type { TraceRef } from '../model/traceRef';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import { Emitter, type Disposable } from './emitter';
import { expiryOf, MOST_RETRIEVALS, readRetrievals, writeRetrievals, type RetrievalRow } from './retrievalRows';
import { Soon } from './soon';
import type { Arrival, AwsEngines, Connection, KeptRetrieval, OpenTraces, RetrievalNews, WantedTrace } from './source';
import { isTraceError } from './traceError';
import type { How, Traces } from './traces';

/** Where tokens are kept: VS Code's secret storage. By row id. */
export interface TokenStore {
  readonly get: (id: string) => Promise<string | undefined>;
  readonly set: (id: string, token: string) => Promise<void>;
  readonly delete: (id: string) => Promise<void>;
}

export interface RetrievalsOptions {
  readonly engines: () => Promise<
    Pick<AwsEngines, 'openTraces' | 'retrieveTraces' | 'followRetrievals' | 'cancelRetrieval'>
  >;
  /** Asked for late: `Traces` itself asks this object for its sources. */
  readonly traces: () => Pick<Traces, 'open' | 'cancel' | 'peek'>;
  /** Where everything but the tokens is kept. */
  readonly state: { readonly get: () => unknown; readonly set: (value: unknown) => void };
  readonly tokens: TokenStore;
  readonly now: () => EpochMilliseconds;
  /** Calls back after a time; a timer unless tests give their own. */
  readonly after: (pause: Milliseconds, run: () => void) => Disposable;
  /** Diagnostic line, without tokens. */
  readonly log: (line: string) => void;
}

const WRITE_PAUSE: Milliseconds = 300;
/** Cancelling at the service must not hold up anybody. */
const LONGEST_CANCEL: Milliseconds = 900;

/**
 * The one owner of retrievals from Transaction Search: what was started, how far it is, what can be gone on with. It stands
 * between `Traces` and the AWS engines, notes every retrieval that passes, and takes the tokens out on the way.
 *
 * A retrieval goes on when the timeline that asked for it is closed, until it is complete or cancelled here. One that runs, or
 * is complete but not read, when the window closes is gone on with by the next window, within the 60 minutes AWS keeps it.
 */
export class Retrievals implements Disposable {
  private all: readonly RetrievalRow[];
  /** Those an engine of this window follows, by row id. */
  private readonly live = new Map<string, RetrievalNews>();
  /** Rows of earlier windows, with the traces that were not read in this one. */
  private readonly earlier = new Map<string, Set<TraceId>>();
  private readonly rowOfToken = new Map<string, string>();
  private readonly changed = new Emitter<void>();
  private readonly writing: Soon;
  private expiry: Disposable | undefined;
  private isClosing = false;

  /** Rows came, went, or changed. */
  readonly onDidChange = (listener: () => void): Disposable => this.changed.on(listener);

  constructor(private readonly options: RetrievalsOptions) {
    this.all = readRetrievals(options.state.get());
    this.writing = new Soon(() => options.state.set(writeRetrievals(this.all)), WRITE_PAUSE);
    for (const { id, ids, state } of this.all) {
      if (state === 'running' || state === 'complete') this.earlier.set(id, new Set(ids));
    }
    this.expire();
  }

  /** Newest first. */
  get rows(): readonly RetrievalRow[] {
    return this.all;
  }

  get(id: string): RetrievalRow | undefined {
    return this.all.find((row) => row.id === id);
  }

  /** Whether AWS still knows it: its traces can be listed again without a new retrieval. */
  isKept({ startedAt, state }: RetrievalRow): boolean {
    return (state === 'running' || state === 'complete') && this.options.now() < expiryOf({ startedAt });
  }

  /** Goes on with what was running when the last window closed. Never rejects: what goes wrong stands in the rows. */
  async resume(): Promise<void> {
    const running = this.all.filter(({ id, state }) => state === 'running' && this.earlier.has(id));
    await Promise.all(running.map((row) => this.goOn(row)));
  }

  /** Fetches traces of AWS for `Traces`, by whatever way was asked for, and notes the retrievals that takes. */
  source(how: How): OpenTraces {
    return (connection, wanted, signal) => this.watch(this.fetch(how, connection, wanted, signal), connection, signal);
  }

  /** Ends a retrieval for everybody, also at the service. */
  cancel(id: string): void {
    const row = this.get(id);
    if (row?.state !== 'running') return;
    const news = this.live.get(id);
    // Read before the row gives it up.
    const token = news ? undefined : this.token(id);
    this.update(id, { state: 'cancelled' });
    news?.cancel();
    if (token) void this.cancelKept(row, token);
    const others = this.all.filter(({ state }) => state === 'running');
    for (const ref of refsOf(row)) {
      const isElsewhere = others.some(
        (other) => isSame(other.connection, row.connection) && other.ids.includes(ref.id),
      );
      if (!isElsewhere) this.options.traces().cancel(ref);
    }
  }

  /** Takes a row out. One that runs is cancelled. */
  remove(id: string): void {
    this.cancel(id);
    this.forget(id);
    this.set(this.all.filter((row) => row.id !== id));
  }

  /** Takes out every row that does not run. */
  clear(): void {
    for (const { id, state } of this.all) if (state !== 'running') this.forget(id);
    this.set(this.all.filter(({ state }) => state === 'running'));
  }

  /** The window closes: what runs stays at the service, to be gone on with. */
  dispose(): void {
    this.isClosing = true;
    for (const news of this.live.values()) news.leave();
    this.expiry?.dispose();
    this.writing.flush();
  }

  private async *fetch(
    how: How,
    connection: Connection,
    wanted: readonly WantedTrace[],
    signal: AbortSignal,
  ): AsyncIterable<Arrival> {
    const kept = how === 'retrieve' ? [] : await this.takeKept(connection, wanted);
    const engines = await this.options.engines();
    signal.throwIfAborted();
    const ids = new Set(kept.flatMap((one) => one.ids));
    if (kept.length > 0) yield* engines.followRetrievals(connection, kept, signal);
    const rest = wanted.filter(({ id }) => !ids.has(id));
    if (rest.length === 0) return;
    yield* (how === 'retrieve' ? engines.retrieveTraces : engines.openTraces)(connection, rest, signal);
  }

  /** Retrievals of an earlier window that have the wanted traces; each is used once for each trace, so that a refresh asks anew. */
  private async takeKept(connection: Connection, wanted: readonly WantedTrace[]): Promise<KeptRetrieval[]> {
    const kept: KeptRetrieval[] = [];
    for (const row of this.all) {
      const unread = this.earlier.get(row.id);
      if (!unread || !isSame(row.connection, connection) || !this.isKept(row)) continue;
      // One that runs is followed as a whole, whoever asks: it has one row.
      const ids = row.ids.filter((id) => unread.has(id) && wanted.some((one) => one.id === id));
      if (ids.length === 0) continue;
      const taken = row.state === 'running' ? row.ids : ids;
      for (const id of taken) unread.delete(id);
      if (unread.size === 0) this.earlier.delete(row.id);
      const token = await this.token(row.id);
      if (token === undefined) {
        this.update(row.id, { state: 'expired' });
        continue;
      }
      this.rowOfToken.set(token, row.id);
      kept.push({ token, ids: taken, range: row.range, startedAt: row.startedAt });
    }
    return kept;
  }

  private async *watch(
    arrivals: AsyncIterable<Arrival>,
    connection: Connection,
    signal: AbortSignal,
  ): AsyncIterable<Arrival> {
    const mine = new Set<string>();
    let failure: unknown;
    try {
      for await (const arrival of arrivals) {
        if (arrival.kind !== 'retrieval') yield arrival;
        else {
          const id = this.note(connection, arrival.retrieval);
          if (id !== undefined) mine.add(id);
        }
      }
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      for (const id of mine) this.ended(id, signal.aborted, failure);
    }
  }

  /** @returns the id of the row it is about; undefined for one whose row has ended already */
  private note({ profile, region }: Connection, news: RetrievalNews): string | undefined {
    const known = this.rowOfToken.get(news.token);
    const { ids, range, startedAt, state, status, spans, found, error } = news;
    if (known !== undefined) {
      if (this.get(known)?.state !== 'running') return undefined;
      this.live.set(known, news);
      const isGone = error?.reason === 'resourceNotFound' && this.options.now() >= expiryOf(news) - LONGEST_CANCEL;
      const changes = { status, spans, found, error: isGone ? undefined : error };
      this.update(known, { ...changes, state: isGone ? 'expired' : state });
      return known;
    }
    const id = randomUUID();
    this.rowOfToken.set(news.token, id);
    this.live.set(id, news);
    this.set([
      { id, connection: { profile, region }, ids, range, startedAt, state, status, spans, found, error },
      ...this.all,
    ]);
    this.options.tokens
      .set(id, news.token)
      .catch(() => this.options.log('A retrieval cannot be kept for other windows'));
    this.hold(id);
    this.expire();
    return id;
  }

  /** Waits for the traces of a retrieval, so that it goes on when nobody else does any more. */
  private hold(id: string): void {
    const row = this.get(id);
    const traces = this.options.traces();
    const loading = row ? refsOf(row).filter((ref) => traces.peek(ref)?.loading) : [];
    if (loading.length > 0)
      void traces.open(
        loading.map((ref) => ({ ref })),
        never(),
      ); // rejects by its signal only
  }

  /** The load that followed a retrieval is over, whatever the last news were. */
  private ended(id: string, isAborted: boolean, failure: unknown): void {
    this.live.delete(id);
    if (this.isClosing || this.get(id)?.state !== 'running') return;
    if (isAborted) this.update(id, { state: 'cancelled' });
    else this.update(id, { state: 'failed', error: isTraceError(failure) ? failure : undefined });
  }

  private async goOn(row: RetrievalRow): Promise<void> {
    await this.options.traces().open(
      refsOf(row).map((ref) => ({ ref })),
      never(),
      { how: 'resume' },
    );
    // The traces may have come another way before this one's turn: then nobody follows it, and nobody needs to.
    if (this.get(row.id)?.state === 'running' && !this.live.has(row.id)) this.update(row.id, { state: 'complete' });
  }

  private async cancelKept(row: RetrievalRow, reading: Promise<string | undefined>): Promise<void> {
    const token = await reading;
    if (token === undefined) return;
    try {
      const { cancelRetrieval } = await this.options.engines();
      await cancelRetrieval(row.connection, { ...row, token }, AbortSignal.timeout(LONGEST_CANCEL));
    } catch (error) {
      const reason = isTraceError(error) ? error.reason : 'unexpected';
      this.options.log(`CancelTraceRetrieval did not get through: ${reason}`); // AWS ends it after its hour
    }
  }

  private async token(id: string): Promise<string | undefined> {
    try {
      return await this.options.tokens.get(id);
    } catch {
      this.options.log('The secret storage cannot be read'); // the row says that it has to be started again
      return undefined;
    }
  }

  /** Forgets what AWS forgets, and comes back when it forgets the next. */
  private expire(): void {
    this.expiry?.dispose();
    this.expiry = undefined;
    const now = this.options.now();
    let next = Infinity;
    for (const row of this.all) {
      const at = expiryOf(row);
      if (at > now) next = Math.min(next, at);
      else if (row.state === 'running' && !this.live.has(row.id)) this.update(row.id, { state: 'expired' });
      else if (row.state === 'complete' || row.state === 'expired') this.forget(row.id);
    }
    if (next === Infinity) return;
    this.expiry = this.options.after(next - now, () => {
      this.changed.fire(); // complete rows say from now on that AWS has forgotten them
      this.expire();
    });
  }

  private forget(id: string): void {
    this.earlier.delete(id);
    this.options.tokens.delete(id).catch(() => this.options.log('The secret storage cannot be written'));
  }

  private update(id: string, changes: Partial<RetrievalRow>): void {
    const row = this.get(id);
    if (!row) return;
    const next = { ...row, ...changes };
    if (next.state !== 'running' && next.state !== 'complete') this.forget(id);
    this.set(this.all.map((one) => (one === row ? next : one)));
  }

  private set(rows: readonly RetrievalRow[]): void {
    const surplus = rows.filter(({ state }) => state !== 'running').slice(MOST_RETRIEVALS);
    for (const { id } of surplus) this.forget(id);
    this.all = rows.filter((row) => !surplus.includes(row));
    this.changed.fire();
    this.writing.call();
  }
}

/** The traces of a retrieval. */
export function refsOf({ connection: { profile, region }, ids }: RetrievalRow): TraceRef[] {
  return ids.map((id) => ({ source: 'aws', profile, region, id }));
}

function isSame(one: RetrievalRow['connection'], other: RetrievalRow['connection']): boolean {
  return one.profile === other.profile && one.region === other.region;
}

/** A signal of its own for each wait: one for all would gather their listeners. */
function never(): AbortSignal {
  return new AbortController().signal;
}
