import type { TraceId } from '../model/traceId';
import type { Arrival, AwsEngines, AwsEnvironment, OpenTraces, WantedTrace } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { Unsettled } from './arriving';
import { batchGetTraces } from './batchGetTraces';
import { openSession, type Session } from './calls';
import type { Clients } from './clients';
import type { DestinationAnswer, Destinations } from './destination';
import { endsEverything, toTraceError } from './errors';
import { InFlight } from './inFlight';
import { produce } from './produce';
import { cancelAtService, follow, retrieve } from './retrieval';
import type { SpanRecords } from './logs/spanRecords';
import { planRetrievals } from './retrievalPlan';
import { TraceCollector } from './traceCollector';
import { distinctTraces } from './wantedTraces';

/** Retrievals open at the service at once. Assumed: how many it allows is not documented. */
const RETRIEVALS_AT_ONCE = 4;

type Push = (arrival: Arrival) => void;
type Traces = ReadonlyMap<TraceId, WantedTrace>;

/**
 * Opens traces by whichever engine has them: BatchGetTraces first; for what is missing, a retrieval where the account keeps its
 * spans in CloudWatch Logs, or where nobody may tell us. What is so young that it may still be on its way is waited for.
 */
export function createOpenTraces(
  environment: AwsEnvironment,
  clients: Clients,
  destinations: Destinations,
  records: SpanRecords,
): OpenTraces {
  return verb(environment, clients, async (session, traces, push) => {
    const { missing } = await batchGetTraces(session, [...traces.keys()], push);
    if (missing.length === 0) return;
    const failAll = (error: TraceError): void => missing.forEach((id) => push({ kind: 'failed', id, error }));
    let answer: DestinationAnswer;
    try {
      answer = await destinations.ask(session);
    } catch (error) {
      if (!(error instanceof TraceError) || endsEverything(error)) throw error;
      failAll(error);
      return;
    }
    const wanted = pick(traces, missing);
    const unsettled = new Unsettled(session, wanted, push);
    if (answer.destination === 'XRay') {
      for (const id of missing) unsettled.push({ kind: 'failed', id, error: notFound(id, answer, false) });
    } else await retrieveAll(session, wanted, answer, unsettled.push, records);
    await unsettled.settle((ids, tell) => retrieveAll(session, pick(traces, ids), answer, tell, records));
  });
}

/** Opens traces by retrieval only: the user knows, or wants to find out, that they are in Transaction Search. */
export function createRetrieveTraces(environment: AwsEnvironment, clients: Clients, records: SpanRecords): OpenTraces {
  return verb(environment, clients, (session, traces, push) => retrieveAll(session, traces, undefined, push, records));
}

/**
 * Goes on with retrievals started earlier. Parts of one trace that several of them bring become one, as when they were started
 * together.
 */
export function createFollowRetrievals(environment: AwsEnvironment, clients: Clients): AwsEngines['followRetrievals'] {
  return (connection, kept, signal) =>
    produce<Arrival>(signal, async (push, inner) => {
      const session = openSession(environment, clients, connection, push, inner);
      const collector = new TraceCollector('ListRetrievedTraces', push, session.clock.now);
      const ids = new Set(kept.flatMap((one) => one.ids));
      const errors = await runAll(session, kept, (one) => follow(session, one, collector, push));
      tellMissing(ids, errors, collector, push);
    });
}

/** Ends a retrieval at the service. */
export function createCancelRetrieval(environment: AwsEnvironment, clients: Clients): AwsEngines['cancelRetrieval'] {
  return (connection, kept, signal) =>
    cancelAtService(
      openSession(environment, clients, connection, () => {}, signal),
      kept,
      signal,
    );
}

function verb(
  environment: AwsEnvironment,
  clients: Clients,
  work: (session: Session, traces: Traces, push: Push) => Promise<void>,
): OpenTraces {
  return (connection, wanted, signal) =>
    produce<Arrival>(signal, async (push, inner) => {
      const { traces, malformed } = distinctTraces(wanted);
      for (const id of malformed) push({ kind: 'failed', id, error: new TraceError('malformedId', { id }) });
      if (traces.size === 0) return;
      await work(openSession(environment, clients, connection, push, inner), traces, push);
    });
}

/**
 * Runs every retrieval the traces need and pushes what became of each ID.
 * @param answer what is known of the account; undefined when the user asked for the retrieval
 */
async function retrieveAll(
  session: Session,
  traces: Traces,
  answer: DestinationAnswer | undefined,
  push: Push,
  records: SpanRecords,
): Promise<void> {
  const collector = new TraceCollector('ListRetrievedTraces', push, session.clock.now);
  const { retrievals, timeless } = planRetrievals([...traces.values()], session.clock.now());
  const isGuess = answer?.destination === 'unknown';
  const isByTheWay = answer !== undefined;
  for (const id of timeless) {
    // Without a sign that Transaction Search is on, asking for a time would send the user on a search for nothing.
    const error = isGuess ? notFound(id, answer, false) : new TraceError('timeRangeNeeded', { id });
    push({ kind: 'failed', id, error });
  }
  const errors = await runAll(session, retrievals, (planned) =>
    retrieve(session, planned, collector, push, isByTheWay),
  );
  if (retrievals.length === 0) return;
  const tried = new Set([...traces.keys()].filter((id) => !timeless.includes(id)));
  // Without a sign that Transaction Search is on, a billed query would be a guess at the user's expense.
  const denied = isGuess ? [] : [...errors].filter(([, error]) => records.canReplace(error)).map(([id]) => id);
  if (denied.length > 0) {
    const wanted = denied.map((id) => traces.get(id) ?? { id });
    const read = await records.read(session, wanted, push, isByTheWay);
    for (const id of denied) {
      tried.delete(id);
      // Where the records could not be read either, it is the retrieval's permission that is asked for; the receipt has the rest.
      if (read.errors.has(id)) push({ kind: 'failed', id, error: errors.get(id)! });
      else if (!read.found.has(id)) push({ kind: 'failed', id, error: notFound(id, answer, true) });
    }
  }
  tellMissing(tried, errors, collector, push, answer);
}

/** Runs retrievals, a few at once. @returns why IDs did not come, or not whole. @throws what no other could escape either */
async function runAll<Retrieval extends { readonly ids: readonly TraceId[] }>(
  session: Session,
  retrievals: readonly Retrieval[],
  run: (retrieval: Retrieval) => Promise<void>,
): Promise<ReadonlyMap<TraceId, TraceError>> {
  const atOnce = new InFlight(RETRIEVALS_AT_ONCE);
  const errors = new Map<TraceId, TraceError>();
  await Promise.all(
    retrievals.map(async (retrieval) => {
      try {
        await atOnce.run(() => run(retrieval), session.signal);
      } catch (thrown) {
        session.signal.throwIfAborted();
        const { profile } = session.connection;
        const error = toTraceError(thrown, { operation: 'StartTraceRetrieval', profile, host: '' });
        if (endsEverything(error)) throw error;
        for (const id of retrieval.ids) errors.set(id, error);
      }
    }),
  );
  return errors;
}

/** Pushes why IDs failed, and which of them nobody has. */
function tellMissing(
  ids: ReadonlySet<TraceId>,
  errors: ReadonlyMap<TraceId, TraceError>,
  collector: TraceCollector,
  push: Push,
  answer?: DestinationAnswer,
): void {
  const isGuess = answer?.destination === 'unknown';
  for (const id of ids) {
    const error = errors.get(id);
    if (error) push({ kind: 'failed', id, error: isGuess ? guessFailed(id, answer, error) : error });
    else if (!collector.has(id)) push({ kind: 'failed', id, error: notFound(id, answer, true) });
  }
}

/** The one try at an account of which nothing is known: that it was refused says the trace was not found where we may look. */
function guessFailed(id: TraceId, answer: DestinationAnswer, error: TraceError): TraceError {
  if (error.reason === 'accessDenied') {
    const deniedAction = String(error.params['action']);
    return notFound(id, { ...answer, deniedAction }, false, error);
  }
  const isRefused = error.reason === 'resourceNotFound' || error.reason === 'invalidRequest';
  return isRefused ? notFound(id, answer, false, error) : error;
}

function notFound(
  id: TraceId,
  answer: DestinationAnswer | undefined,
  retrievalTried: boolean,
  cause?: unknown,
): TraceError {
  // A retrieval the user asked for has run: Transaction Search was looked through, whatever the account is set to.
  const { destination, deniedAction } = answer ?? { destination: 'CloudWatchLogs', deniedAction: '' };
  const action = deniedAction ? { action: deniedAction } : {};
  return new TraceError('notFound', { id, destination, retrievalTried, ...action }, cause);
}

function pick(traces: Traces, ids: readonly TraceId[]): Traces {
  return new Map(ids.map((id) => [id, traces.get(id) ?? { id }]));
}
