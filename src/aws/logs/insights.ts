import {
  GetQueryResultsCommand,
  type CloudWatchLogsClient,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { TraceId } from '../../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../../model/units';
import { TraceError } from '../../traces/traceError';
import type { Session } from '../calls';
import { PageGuard } from '../paging';
import { arrayOf } from '../received';

const FIRST_POLL: Milliseconds = 500;
const SLOWEST_POLL: Milliseconds = 4000;
const POLL_GROWTH = 1.4;
/** Source: GetQueryResults, API reference. */
const LONGEST_QUERY: Milliseconds = 60 * 60_000;
/** 100,000 rows are the most there are, 10,000 on a page. Source: GetQueryResults. */
const MOST_PAGES = 20;
/** Stopping a query saves money, but the user's cancel must not wait for it. */
const LONGEST_TIDYING: Milliseconds = 900;

export type LogsSession = Session<CloudWatchLogsClient>;

export interface Query {
  readonly text: string;
  /** Names or ARNs; none where the query names its own. */
  readonly groups: readonly string[];
  /** Half open. */
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
  /** The traces it is about, for the receipt. */
  readonly ids: readonly TraceId[];
  /** Nobody asked for it: it is not run where that was denied lately. */
  readonly isByTheWay?: boolean;
}

/** A row: field → value, all of them texts. */
export type Row = ReadonlyMap<string, string>;

/** Where a query stands: its rows so far, all of them each time, and what was read for them. */
export interface QueryState {
  readonly status: string;
  readonly rows: readonly Row[];
  /** Records that matched, also those beyond the query's limit. */
  readonly matched: number;
  readonly records: number;
  readonly bytes: number;
}

/**
 * Runs a Logs Insights query to its end. Given up for whatever reason, it is stopped at the service, which else reads on and bills it.
 * @param tell told every state, the rows of unfinished ones included
 * @returns its last state, with the rows of all pages
 * @throws TraceError `queryFailed` by the query's status, or of a call; the signal's reason. What was told stays
 */
export async function runQuery(
  session: LogsSession,
  query: Query,
  tell: (state: QueryState) => void,
): Promise<QueryState> {
  const id = await start(session, query);
  let isOver = false;
  const ask = (nextToken?: string): Promise<GetQueryResultsCommandOutput> =>
    session.call({
      operation: 'GetQueryResults',
      ids: query.ids,
      send: (client, options) =>
        client.send(new GetQueryResultsCommand({ queryId: id, ...(nextToken && { nextToken }) }), options),
      note: noteOf,
    });
  try {
    const { clock, signal } = session;
    const until = clock.now() + LONGEST_QUERY;
    for (let pause = FIRST_POLL; ; pause = Math.min(SLOWEST_POLL, pause * POLL_GROWTH)) {
      await clock.sleep(pause, signal);
      const page = await ask();
      const state = stateOf(page);
      isOver = !['Scheduled', 'Running'].includes(state.status);
      tell(state);
      if (state.status === 'Complete') return await allPages(state, page, ask, tell);
      if (isOver || clock.now() > until) throw new TraceError('queryFailed', { status: state.status });
    }
  } finally {
    if (!isOver) void stop(session, query, id); // a courtesy nobody waits for; it logs its own failure
  }
}

async function start(session: LogsSession, query: Query): Promise<string> {
  const { text, groups, ids } = query;
  // Both ends are inclusive here.
  const startTime = Math.floor(query.start / 1000);
  const endTime = Math.max(startTime, Math.ceil(query.end / 1000) - 1);
  const hasArn = groups.some((group) => group.startsWith('arn:'));
  const where = hasArn ? { logGroupIdentifiers: [...groups] } : { logGroupNames: [...groups] };
  try {
    const started = await session.call({
      operation: 'StartQuery',
      ids,
      send: (client, options) =>
        client.send(
          new StartQueryCommand({ queryString: text, startTime, endTime, ...(groups.length > 0 ? where : {}) }),
          options,
        ),
      note: () => `${new Date(startTime * 1000).toISOString()} to ${new Date(endTime * 1000).toISOString()}`,
      unlessDenied: query.isByTheWay ? ['StartQuery', 'GetQueryResults'] : undefined,
      late: ({ queryId }) => void (queryId && stop(session, query, queryId)),
    });
    if (started.queryId) return started.queryId;
  } catch (error) {
    if (!(error instanceof TraceError) || error.reason !== 'resourceNotFound') throw error;
    throw new TraceError('resourceNotFound', { operation: 'StartQuery', group: groups.join(', ') }, error.cause);
  }
  throw new TraceError('badResponse', { operation: 'StartQuery', detail: 'the answer has no queryId' });
}

async function allPages(
  first: QueryState,
  firstPage: GetQueryResultsCommandOutput,
  ask: (nextToken: string) => Promise<GetQueryResultsCommandOutput>,
  tell: (state: QueryState) => void,
): Promise<QueryState> {
  const guard = new PageGuard('GetQueryResults', MOST_PAGES);
  let state = first;
  let token = guard.next(firstPage.nextToken, true);
  while (token !== undefined) {
    const page = await ask(token);
    const { rows } = stateOf(page);
    state = { ...state, rows: [...state.rows, ...rows] };
    tell(state);
    token = guard.next(page.nextToken, rows.length > 0);
  }
  return state;
}

function stop(session: LogsSession, { ids }: Query, queryId: string): Promise<void> {
  return session.tidy(
    {
      operation: 'StopQuery',
      ids,
      send: (client, options) => client.send(new StopQueryCommand({ queryId }), options),
      note: () => '',
    },
    AbortSignal.timeout(LONGEST_TIDYING),
  );
}

/** Nothing of an answer is taken on trust. */
function stateOf({ status, results, statistics }: GetQueryResultsCommandOutput): QueryState {
  const rows = arrayOf(results).map(
    (row) =>
      new Map(
        arrayOf(row).flatMap((one): [string, string][] =>
          typeof one?.field === 'string' && typeof one.value === 'string' ? [[nameOf(one.field), one.value]] : [],
        ),
      ),
  );
  return {
    status: typeof status === 'string' ? status : 'Unknown',
    rows,
    matched: countOf(statistics?.recordsMatched),
    records: countOf(statistics?.recordsScanned),
    bytes: countOf(statistics?.bytesScanned),
  };
}

/** A field asked for between backticks may come back with them. */
function nameOf(field: string): string {
  return field.replace(/^`(.*)`$/, '$1');
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function noteOf(page: GetQueryResultsCommandOutput): string {
  const { status, rows, records, bytes } = stateOf(page);
  return `${status}, ${rows.length} rows, ${records} records and ${bytes} bytes read${page.nextToken ? ', more pages' : ''}`;
}
