import { GetTraceSummariesCommand, type GetTraceSummariesCommandOutput } from '@aws-sdk/client-xray';
import type { TraceId } from '../model/traceId';
import type {
  AwsEnvironment,
  FindTraces,
  LeftSlice,
  SearchedRange,
  SummariesEnd,
  SummaryArrival,
  TraceSummary,
} from '../traces/source';
import { TraceError, type TraceErrorReason } from '../traces/traceError';
import { openSession, type Session } from './calls';
import type { Clients } from './clients';
import { MOST_IN_FLIGHT } from './inFlight';
import { PageGuard } from './paging';
import { produce } from './produce';
import { readSummary } from './readSummary';
import { arrayOf } from './received';
import { joinLeft, slicesOf } from './slices';

const OPERATION = 'GetTraceSummaries';
/** Pages of one slice in one run; a page may be empty while the service is still scanning. */
const MOST_PAGES = 1000;
/** After so many slices in a row that failed, with not one page between them, no other will do better. */
const MOST_FAILURES = MOST_IN_FLIGHT;
/** What may have to do with one slice only: the others go on. */
const OF_ONE_SLICE: ReadonlySet<TraceErrorReason> = new Set([
  'throttled',
  'serverError',
  'badResponse',
  'endlessPaging',
]);

type Query = Parameters<FindTraces>[1];

/**
 * Searches ranges in slices, newest first, as many at once as calls may be in flight. Results are handed on page by page: the order
 * of GetTraceSummaries is not documented, and a page that came is never held back or cut.
 */
export function createFindTraces(environment: AwsEnvironment, clients: Clients): FindTraces {
  return async function* findTraces(connection, query, signal) {
    const search = new Search(query);
    try {
      yield* produce<SummaryArrival>(signal, (push, inner) =>
        search.run(openSession(environment, clients, connection, push, inner), push),
      );
    } catch (error) {
      yield { kind: 'end', ...search.end(signal.aborted ? { why: 'cancelled' } : failed(error)) };
      throw error;
    }
    yield { kind: 'end', ...search.end({ why: 'cap' }) };
  };
}

/** A slice, and how far its search came. `nextToken` is that of the page to ask for next. */
interface Slice extends SearchedRange {
  nextToken?: string;
  isDone: boolean;
  /** Set where it was given up, the others going on. */
  left?: Pick<LeftSlice, 'why' | 'error'>;
}

/** One run over one query's ranges. */
class Search {
  private readonly slices: readonly Slice[];
  private readonly known = new Set<TraceId>();
  private found = 0;
  private scanned = 0;
  /** Slices given up since the last page that came. */
  private failures = 0;
  private isOver = false;

  constructor(private readonly query: Query) {
    this.slices = slicesOf(query.ranges).map((slice) => ({ ...slice, isDone: false }));
  }

  /** @throws TraceError when nothing can go on, or nothing at all could be searched to its end; the signal's reason */
  async run(session: Session, push: (arrival: SummaryArrival) => void): Promise<void> {
    const waiting = this.slices.values();
    const searchInTurn = async (): Promise<void> => {
      for (const slice of waiting) {
        if (this.isFull) return;
        await this.search(slice, session, push);
      }
    };
    try {
      push(this.progress());
      await Promise.all(Array.from({ length: MOST_IN_FLIGHT }, searchInTurn));
    } finally {
      this.isOver = true; // what other calls still bring is handed to nobody, and must not count
    }
    const [first] = this.slices;
    if (first?.left?.error && this.slices.every(({ left }) => left?.error)) throw first.left.error;
  }

  private get isFull(): boolean {
    return this.found >= this.query.cap;
  }

  private async search(slice: Slice, session: Session, push: (arrival: SummaryArrival) => void): Promise<void> {
    const guard = new PageGuard(OPERATION, Infinity, Infinity);
    try {
      for (let pages = 1; !slice.isDone && !this.isFull; pages += 1) {
        if (pages > MOST_PAGES) {
          slice.left = { why: 'tooMany' };
          return;
        }
        const page = await this.askPage(slice, session, pages === 1);
        if (this.isOver || session.signal.aborted) return;
        this.failures = 0;
        this.scanned += count(page.TracesProcessedCount);
        const summaries = this.news(page);
        if (summaries.length > 0) push({ kind: 'summaries', summaries });
        delete slice.nextToken;
        const token = guard.next(page.NextToken, summaries.length > 0);
        if (token === undefined) slice.isDone = true;
        else slice.nextToken = token;
        push(this.progress());
      }
    } catch (error) {
      if (!(error instanceof TraceError) || this.isOver) throw error;
      slice.left = { why: 'failed', error };
      this.failures += 1;
      if (!OF_ONE_SLICE.has(error.reason) || this.failures >= MOST_FAILURES) throw error;
    }
  }

  /** Tokens of an earlier run may have grown too old; then the slice is searched from its beginning. */
  private async askPage(slice: Slice, session: Session, isFirst: boolean): Promise<GetTraceSummariesCommandOutput> {
    try {
      return await this.send(slice, session);
    } catch (error) {
      const isRefused = error instanceof TraceError && error.reason === 'invalidRequest';
      if (!isFirst || !isRefused || slice.nextToken === undefined) throw error;
      delete slice.nextToken;
      return await this.send(slice, session);
    }
  }

  private send({ start, end, nextToken }: Slice, session: Session): Promise<GetTraceSummariesCommandOutput> {
    const { filter, timeRangeType } = this.query;
    return session.call({
      operation: OPERATION,
      ids: [],
      send: (client, options) =>
        client.send(
          new GetTraceSummariesCommand({
            StartTime: new Date(start),
            EndTime: new Date(end),
            TimeRangeType: timeRangeType,
            FilterExpression: filter || undefined,
            NextToken: nextToken,
          }),
          options,
        ),
      note: noteOf,
    });
  }

  /** What no page before this one named. */
  private news(page: GetTraceSummariesCommandOutput): TraceSummary[] {
    const summaries: TraceSummary[] = [];
    for (const received of arrayOf(page.TraceSummaries)) {
      const summary = readSummary(received);
      if (!summary || this.known.has(summary.id)) continue;
      this.known.add(summary.id);
      summaries.push(summary);
    }
    this.found += summaries.length;
    return summaries;
  }

  private progress(): SummaryArrival {
    const { found, scanned, slices } = this;
    const slicesDone = slices.filter(({ isDone }) => isDone).length;
    return { kind: 'progress', progress: { step: 'summaries', slicesDone, slices: slices.length, found, scanned } };
  }

  /** @param rest why slices that are neither done nor given up were not searched */
  end(rest: Pick<LeftSlice, 'why' | 'error'>): SummariesEnd {
    const { found, scanned, slices } = this;
    const open = slices.findIndex(({ isDone }) => !isDone);
    const doneFromNewest = open < 0 ? slices : slices.slice(0, open);
    return {
      found,
      scanned,
      slicesDone: slices.filter(({ isDone }) => isDone).length,
      slices: slices.length,
      oldest: doneFromNewest.at(-1)?.start,
      left: joinLeft(
        slices
          .filter(({ isDone }) => !isDone)
          .map(({ start, end, nextToken, left = rest }) => ({ start, end, ...left, ...(nextToken && { nextToken }) })),
      ),
    };
  }
}

function failed(error: unknown): Pick<LeftSlice, 'why' | 'error'> {
  return error instanceof TraceError ? { why: 'failed', error } : { why: 'failed' };
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function noteOf(page: GetTraceSummariesCommandOutput): string {
  const summaries = arrayOf(page.TraceSummaries).length;
  return `${summaries} summaries of ${count(page.TracesProcessedCount)} traces${page.NextToken ? ', more pages' : ''}`;
}
