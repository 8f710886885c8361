import { BatchGetTracesCommand, type BatchGetTracesCommandOutput } from '@aws-sdk/client-xray';
import type { TraceId } from '../model/traceId';
import type { Arrival } from '../traces/source';
import { TraceError } from '../traces/traceError';
import type { Session } from './calls';
import { endsEverything, endsOperation, toTraceError } from './errors';
import { PageGuard } from './paging';
import { arrayOf, readTrace, readTraceId } from './received';
import { TraceCollector } from './traceCollector';
import { chunked } from './wantedTraces';

const OPERATION = 'BatchGetTraces';
/** The service refuses more. Source: API reference; the SDK's model does not say so. */
const IDS_PER_CALL = 5;
/** A trace has at most 500 KB; five of them never need this many pages. */
const MAX_PAGES = 100;

/** What became of the IDs. Found ones were pushed. */
export interface BatchResult {
  /** X-Ray does not have them in its index: unprocessed twice, or in neither list. */
  readonly missing: readonly TraceId[];
}

/**
 * Asks for traces, several calls at once, and pushes each as it comes. IDs that failed for a reason of their own call are pushed
 * as failed.
 * @param ids in X-Ray form, distinct
 * @param asksTwice whether IDs left unprocessed are asked for once more; not where somebody asks again anyway
 * @throws TraceError when no other ID could do better (credentials); the signal's reason
 */
export async function batchGetTraces(
  session: Session,
  ids: readonly TraceId[],
  push: (arrival: Arrival) => void,
  { asksTwice = true }: { readonly asksTwice?: boolean } = {},
): Promise<BatchResult> {
  const collector = new TraceCollector(OPERATION, push, session.clock.now);
  const failed = new Set<TraceId>();
  let stopped: TraceError | undefined;
  let done = 0;
  const progress = (): void =>
    session.report({ kind: 'progress', progress: { step: 'batch', done, total: ids.length } });

  const fail = (chunk: readonly TraceId[], error: TraceError): void => {
    for (const id of chunk) {
      failed.add(id);
      push({ kind: 'failed', id, error });
    }
  };
  const ask = async (chunk: readonly TraceId[]): Promise<TraceId[]> => {
    try {
      return await askOnce(session, chunk, collector, () => {
        if (stopped) throw stopped;
      });
    } catch (thrown) {
      session.signal.throwIfAborted();
      const error = toTraceError(thrown, { operation: OPERATION, profile: session.connection.profile, host: '' });
      if (endsEverything(error)) throw error;
      if (endsOperation(error)) stopped = error;
      // One ID the service will not take spoils the call for the others: they get their own.
      if (error.reason === 'invalidRequest' && chunk.length > 1) {
        return (await Promise.all(chunk.map((id) => ask([id])))).flat();
      }
      collector.flush();
      fail(chunk, error);
      return [];
    }
  };
  const askAll = async (list: readonly TraceId[]): Promise<TraceId[]> => {
    const unprocessed = await Promise.all(
      chunked(list, IDS_PER_CALL).map(async (chunk) => {
        const again = await ask(chunk);
        done += chunk.length - again.length;
        progress();
        return again;
      }),
    );
    return unprocessed.flat();
  };

  progress();
  const unprocessed = await askAll(ids);
  if (unprocessed.length > 0 && asksTwice) await askAll(unprocessed);
  return { missing: ids.filter((id) => !collector.has(id) && !failed.has(id)) };
}

/** One call with all its pages. @returns the IDs the service left unprocessed and did not answer otherwise */
async function askOnce(
  session: Session,
  ids: readonly TraceId[],
  collector: TraceCollector,
  before: () => void,
): Promise<TraceId[]> {
  const guard = new PageGuard(OPERATION, MAX_PAGES);
  const unprocessed = new Set<TraceId>();
  let token: string | undefined;
  do {
    const page: BatchGetTracesCommandOutput = await session.call({
      operation: OPERATION,
      ids,
      before,
      send: (client, options) =>
        client.send(new BatchGetTracesCommand({ TraceIds: [...ids], NextToken: token }), options),
      note: noteOf,
    });
    if (!Array.isArray(page.Traces) && arrayOf(page.UnprocessedTraceIds).length === 0) {
      throw new TraceError('badResponse', { operation: OPERATION, detail: 'the answer has no Traces' });
    }
    let isNews = false;
    for (const received of arrayOf(page.Traces)) {
      const trace = readTrace(received);
      if (trace && ids.includes(trace.id)) isNews = collector.add(trace.id, trace.part) || isNews;
    }
    for (const id of arrayOf(page.UnprocessedTraceIds)) unprocessed.add(readTraceId(id) ?? '');
    token = guard.next(page.NextToken, isNews);
  } while (token !== undefined);
  collector.flush();
  return ids.filter((id) => unprocessed.has(id) && !collector.has(id));
}

function noteOf(page: BatchGetTracesCommandOutput): string {
  const traces = arrayOf(page.Traces);
  const limited = traces.filter((trace) => trace?.LimitExceeded === true).length;
  const unprocessed = arrayOf(page.UnprocessedTraceIds).length;
  return [
    `${traces.length} ${traces.length === 1 ? 'trace' : 'traces'}`,
    unprocessed > 0 && `${unprocessed} unprocessed`,
    limited > 0 && `${limited} over the size limit`,
    page.NextToken && 'more pages',
  ]
    .filter(Boolean)
    .join(', ');
}
