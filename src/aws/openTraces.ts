import type { TraceId } from '../model/traceId';
import type { Arrival, AwsEnvironment, OpenTraces, WantedTrace } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { batchGetTraces } from './batchGetTraces';
import { openSession, type Session } from './calls';
import type { Clients } from './clients';
import type { DestinationAnswer, Destinations } from './destination';
import { endsEverything, toTraceError } from './errors';
import { InFlight } from './inFlight';
import { produce } from './produce';
import { retrieve } from './retrieval';
import { planRetrievals } from './retrievalPlan';
import { TraceCollector } from './traceCollector';
import { distinctTraces } from './wantedTraces';

/** Retrievals open at the service at once. Assumed: how many it allows is not documented. */
const RETRIEVALS_AT_ONCE = 4;

type Push = (arrival: Arrival) => void;
type Traces = ReadonlyMap<TraceId, WantedTrace>;

/**
 * Opens traces by whichever engine has them: BatchGetTraces first; for what is missing, a retrieval where the account keeps its
 * spans in CloudWatch Logs, or where nobody may tell us.
 */
export function createOpenTraces(
  environment: AwsEnvironment,
  clients: Clients,
  destinations: Destinations,
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
    if (answer.destination === 'XRay') {
      for (const id of missing) push({ kind: 'failed', id, error: notFound(id, answer, false) });
      return;
    }
    await retrieveAll(session, pick(traces, missing), answer, push);
  });
}

/** Opens traces by retrieval only: the user knows, or wants to find out, that they are in Transaction Search. */
export function createRetrieveTraces(environment: AwsEnvironment, clients: Clients): OpenTraces {
  return verb(environment, clients, (session, traces, push) => retrieveAll(session, traces, undefined, push));
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
): Promise<void> {
  const collector = new TraceCollector('ListRetrievedTraces', push, session.clock.now);
  const { retrievals, timeless } = planRetrievals([...traces.values()], session.clock.now());
  const isGuess = answer?.destination === 'unknown';
  for (const id of timeless) {
    // Without a sign that Transaction Search is on, asking for a time would send the user on a search for nothing.
    const error = isGuess ? notFound(id, answer, false) : new TraceError('timeRangeNeeded', { id });
    push({ kind: 'failed', id, error });
  }
  const atOnce = new InFlight(RETRIEVALS_AT_ONCE);
  const errors = new Map<TraceId, TraceError>();
  await Promise.all(
    retrievals.map(async (planned) => {
      try {
        await atOnce.run(() => retrieve(session, planned, collector), session.signal);
      } catch (thrown) {
        session.signal.throwIfAborted();
        const { profile } = session.connection;
        const error = toTraceError(thrown, { operation: 'StartTraceRetrieval', profile, host: '' });
        if (endsEverything(error)) throw error;
        for (const id of planned.ids) errors.set(id, error);
      }
    }),
  );
  for (const id of retrievals.length > 0 ? traces.keys() : []) {
    if (timeless.includes(id)) continue;
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
