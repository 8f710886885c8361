import { GetIndexingRulesCommand } from '@aws-sdk/client-xray';
import type { AwsEnvironment, CallRecord, Connection, Indexing } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { openSession, type Session } from './calls';
import type { Clients } from './clients';
import type { Destinations } from './destination';
import { endsEverything } from './errors';
import { arrayOf } from './received';

/**
 * Where an account keeps its spans and, where that is CloudWatch Logs, which share of the traces X-Ray indexes: at most two calls,
 * of which the first is remembered. Nothing is asked of accounts without Transaction Search: the rules cannot be read there.
 */
export function createIndexingRules(
  environment: AwsEnvironment,
  clients: Clients,
  destinations: Destinations,
): (connection: Connection, signal: AbortSignal) => Promise<Indexing> {
  return async (connection, signal) => {
    const calls: CallRecord[] = [];
    const report: Parameters<typeof openSession>[3] = (one) => void (one.kind === 'call' && calls.push(one.call));
    const session = openSession(environment, clients, connection, report, signal);
    const { destination, deniedAction } = await destinations.ask(session);
    const denied = deniedAction ? [deniedAction] : [];
    if (destination !== 'CloudWatchLogs') return { destination, percent: undefined, denied, calls };
    const rules = await askIndexedPercent(session);
    return { destination, percent: rules.percent, denied: [...denied, ...rules.denied], calls };
  };
}

/**
 * The share of traces X-Ray indexes. Being refused is an answer.
 * @throws TraceError for what no further call would survive either; the signal's reason
 */
export async function askIndexedPercent(session: Session): Promise<Pick<Indexing, 'percent' | 'denied'>> {
  try {
    const { IndexingRules } = await session.call({
      operation: 'GetIndexingRules',
      ids: [],
      unlessDenied: ['GetIndexingRules'],
      send: (client, options) => client.send(new GetIndexingRulesCommand({}), options), // one rule in practice: no second page
      note: (answer) => `${arrayOf(answer.IndexingRules).length} rules`,
    });
    const rules = arrayOf(IndexingRules);
    const rule = rules.find((one) => one?.Name === 'Default') ?? rules[0];
    return { percent: percentOf(rule?.Rule?.Probabilistic), denied: [] };
  } catch (error) {
    if (!(error instanceof TraceError) || endsEverything(error)) throw error;
    return { percent: undefined, denied: error.reason === 'accessDenied' ? [String(error.params['action'])] : [] };
  }
}

/** What is so now; what was asked for where AWS has not got there yet. */
function percentOf(probabilistic: unknown): number | undefined {
  if (typeof probabilistic !== 'object' || probabilistic === null) return undefined;
  const { ActualSamplingPercentage: actual, DesiredSamplingPercentage: desired } = probabilistic as Record<
    string,
    unknown
  >;
  return [actual, desired].find((value) => typeof value === 'number' && value >= 0 && value <= 100) as
    | number
    | undefined;
}
