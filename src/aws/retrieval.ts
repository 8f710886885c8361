import {
  CancelTraceRetrievalCommand,
  ListRetrievedTracesCommand,
  type ListRetrievedTracesCommandOutput,
  StartTraceRetrievalCommand,
} from '@aws-sdk/client-xray';
import type { TraceId } from '../model/traceId';
import type { Milliseconds } from '../model/units';
import type { Arrival, KeptRetrieval, RetrievalNews } from '../traces/source';
import { RETRIEVAL_LIFETIME } from '../traces/retrievalLifetime';
import { TraceError } from '../traces/traceError';
import { orAborted } from './abort';
import type { Session } from './calls';
import { toTraceError } from './errors';
import { PageGuard } from './paging';
import { arrayOf, isReadable, readTrace } from './received';
import type { PlannedRetrieval } from './retrievalPlan';
import type { TraceCollector, TracePart } from './traceCollector';

const FIRST_POLL: Milliseconds = 1000;
const SLOWEST_POLL: Milliseconds = 5000;
const POLL_GROWTH = 1.5;
/** Cancelling at the service is a courtesy; the user's own cancel must not wait for it. */
const LONGEST_TIDYING: Milliseconds = 900;

type Format = 'XRAY' | 'OTEL';
type Page = ListRetrievedTracesCommandOutput;

/**
 * Fetches traces from Transaction Search: starts a retrieval, polls until it is complete, reads all pages into the collector.
 * @param isByTheWay nobody asked for it: not where it was denied lately
 * @throws TraceError `retrievalFailed`, `retrievalTimeout`, `retrievalCancelled` by the retrieval's status, or of a call;
 * the signal's reason. What reached the collector before stays
 */
export async function retrieve(
  session: Session,
  planned: PlannedRetrieval,
  collector: TraceCollector,
  push: (arrival: Arrival) => void,
  isByTheWay: boolean,
): Promise<void> {
  const { ids, start, end } = planned;
  const startedAt = session.clock.now();
  const started = await session.call({
    operation: 'StartTraceRetrieval',
    ids,
    send: (client, options) =>
      client.send(
        new StartTraceRetrievalCommand({ TraceIds: [...ids], StartTime: new Date(start), EndTime: new Date(end) }),
        options,
      ),
    note: () => `${new Date(start).toISOString()} to ${new Date(end).toISOString()}`,
    unlessDenied: isByTheWay ? ['StartTraceRetrieval', 'ListRetrievedTraces'] : undefined,
    late: ({ RetrievalToken: token }) => void (token && cancelAtService(session, { ids, token })),
  });
  const token = started.RetrievalToken;
  if (!token) {
    throw new TraceError('badResponse', {
      operation: 'StartTraceRetrieval',
      detail: 'the answer has no RetrievalToken',
    });
  }
  await follow(session, { token, ids, range: { start, end }, startedAt }, collector, push);
}

/**
 * Goes on with a retrieval that was started: polls until it is complete, reads all pages. Given up for whatever reason, it is
 * cancelled at the service too, unless it was told to leave it there.
 * @throws like `retrieve`
 */
export async function follow(
  session: Session,
  kept: KeptRetrieval,
  collector: TraceCollector,
  push: (arrival: Arrival) => void,
): Promise<void> {
  const { ids } = kept;
  const alone = new AbortController();
  let isLeft = false;
  const leave = (): void => void (isLeft = true);
  const cancel = (): void => alone.abort(new TraceError('retrievalCancelled', { ids: ids.length }));
  const tell = (state: RetrievalNews['state'], status: string, error?: TraceError): void => {
    const spans = ids.reduce((sum, id) => sum + collector.documentsOf(id), 0);
    const found = ids.filter((id) => collector.has(id)).length;
    push({ kind: 'retrieval', retrieval: { ...kept, state, status, spans, found, error, cancel, leave } });
  };
  const listing = new Listing(session, kept, collector, alone.signal, (status) => tell('running', status));
  tell('running', '');
  try {
    const read = async (): Promise<void> => listing.readAll(await listing.poll());
    await orAborted(read(), alone.signal);
    tell('complete', 'COMPLETE');
  } catch (thrown) {
    const { profile } = session.connection;
    const error = toTraceError(thrown, { operation: 'ListRetrievedTraces', profile, host: '' });
    tell('failed', listing.status, error);
    throw thrown;
  } finally {
    if (!listing.isOver && !isLeft) void cancelAtService(session, kept); // a courtesy nobody waits for; it logs its own failure
    collector.flush();
  }
}

/** The answers of one retrieval. */
class Listing {
  /** The service has ended the retrieval, or forgotten it; there is nothing to cancel. */
  isOver = false;
  /** The last status the service gave. */
  status = '';

  /** @param alone aborts when this retrieval is to end and others of the session are not */
  constructor(
    private readonly session: Session,
    private readonly kept: KeptRetrieval,
    private readonly collector: TraceCollector,
    private readonly alone: AbortSignal,
    private readonly tell: (status: string) => void,
  ) {}

  private get ids(): readonly TraceId[] {
    return this.kept.ids;
  }

  /** Asks until the retrieval is complete. @returns its first page */
  async poll(): Promise<Page> {
    const { clock, signal } = this.session;
    const until = this.kept.startedAt + RETRIEVAL_LIFETIME;
    for (let pause = FIRST_POLL; ; pause = Math.min(SLOWEST_POLL, pause * POLL_GROWTH)) {
      const page = await this.page('XRAY', undefined);
      const status = page.RetrievalStatus;
      this.progress(status ?? '');
      if (status === 'COMPLETE') {
        this.isOver = true;
        return page;
      }
      if (status !== 'SCHEDULED' && status !== 'RUNNING') {
        this.isOver = status === 'FAILED' || status === 'TIMEOUT' || status === 'CANCELLED';
        this.collect(page, (id, part) => this.collector.add(id, part));
        throw this.endedBadly(status);
      }
      if (clock.now() + pause > until) throw this.endedBadly('TIMEOUT');
      await clock.sleep(pause, signal);
    }
  }

  /**
   * Reads the first page and all that follow. Traces that hold nothing readable in X-Ray's format, or are not there at all, are
   * looked for once more in OpenTelemetry's; what a document is, is told by its content anyhow. What stays unreadable is kept as
   * it came.
   */
  async readAll(first: Page): Promise<void> {
    const unreadable = new Map<TraceId, TracePart[]>();
    await this.follow('XRAY', first, (id, part) => {
      if (part.documents.some(isReadable)) return this.collector.add(id, part);
      unreadable.set(id, [...(unreadable.get(id) ?? []), part]);
      return true;
    });
    const wanting = new Set(this.ids.filter((id) => !this.collector.has(id)));
    if (wanting.size > 0) {
      const second = await this.page('OTEL', undefined);
      await this.follow('OTEL', second, (id, part) => {
        if (!wanting.has(id) || !part.documents.some(isReadable)) return false;
        unreadable.delete(id);
        return this.collector.add(id, part);
      });
    }
    for (const [id, parts] of unreadable) for (const part of parts) this.collector.add(id, part);
  }

  /** @param take told each part of a wanted trace; says whether it was new */
  private async follow(format: Format, first: Page, take: (id: TraceId, part: TracePart) => boolean): Promise<void> {
    const guard = new PageGuard('ListRetrievedTraces');
    for (let page = first; ;) {
      const isNews = this.collect(page, take);
      this.progress(page.RetrievalStatus ?? '');
      const next = guard.next(page.NextToken, isNews);
      if (next === undefined) return;
      page = await this.page(format, next);
    }
  }

  private async page(format: Format, next: string | undefined): Promise<Page> {
    this.alone.throwIfAborted();
    try {
      return await this.ask(format, next);
    } catch (error) {
      if (error instanceof TraceError && error.reason === 'resourceNotFound') this.isOver = true;
      throw error;
    }
  }

  private ask(format: Format, next: string | undefined): Promise<Page> {
    return this.session.call({
      operation: 'ListRetrievedTraces',
      ids: this.ids,
      send: (client, options) =>
        client.send(
          new ListRetrievedTracesCommand({ RetrievalToken: this.kept.token, TraceFormat: format, NextToken: next }),
          options,
        ),
      note: noteOf,
    });
  }

  private collect(page: Page, take: (id: TraceId, part: TracePart) => boolean): boolean {
    const parts = arrayOf(page.Traces)
      .map(readTrace)
      .filter((trace) => trace !== undefined);
    const news = parts.filter(({ id, part }) => this.ids.includes(id) && take(id, part));
    return news.length > 0;
  }

  private progress(status: string): void {
    this.status = status;
    this.tell(status);
    const progress = { step: 'retrieval', status, ids: this.ids.length, spans: this.collector.documents } as const;
    this.session.report({ kind: 'progress', progress });
  }

  private endedBadly(status: string | undefined): TraceError {
    const params = { ids: this.ids.length };
    if (status === 'FAILED') return new TraceError('retrievalFailed', params);
    if (status === 'TIMEOUT') return new TraceError('retrievalTimeout', params);
    if (status === 'CANCELLED') return new TraceError('retrievalCancelled', params);
    const detail = `RetrievalStatus ${status ?? 'missing'}`;
    return new TraceError('badResponse', { operation: 'ListRetrievedTraces', detail });
  }
}

/** CancelTraceRetrieval, once and briefly; what goes wrong is logged. */
export async function cancelAtService(
  session: Session,
  kept: Pick<KeptRetrieval, 'ids' | 'token'>,
  signal: AbortSignal = AbortSignal.timeout(LONGEST_TIDYING),
): Promise<void> {
  await session.tidy(
    {
      operation: 'CancelTraceRetrieval',
      ids: kept.ids,
      send: (client, options) => client.send(new CancelTraceRetrievalCommand({ RetrievalToken: kept.token }), options),
      note: () => '',
    },
    signal,
  );
}

function noteOf(page: Page): string {
  const traces = arrayOf(page.Traces);
  const spans = traces.reduce((sum, trace) => sum + arrayOf(trace?.Spans).length, 0);
  const more = page.NextToken ? ', more pages' : '';
  return `${page.RetrievalStatus ?? 'no status'}, ${traces.length} traces, ${spans} documents${more}`;
}
