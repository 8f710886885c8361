import { BatchGetTracesCommand } from '@aws-sdk/client-xray';
import type { TraceId } from '../model/traceId';
import type { AwsEnvironment, CallRecord, Connection, ProbeAnswer } from '../traces/source';
import { openSession } from './calls';
import type { Clients } from './clients';
import { arrayOf, readTrace } from './received';

/**
 * Whether X-Ray's index of a connection has a trace, with one BatchGetTraces and no second page: the cheapest call that tells. Traces
 * that Transaction Search holds without indexing them are not seen by it.
 */
export function createProbe(
  environment: AwsEnvironment,
  clients: Clients,
): (connection: Connection, id: TraceId, signal: AbortSignal) => Promise<ProbeAnswer> {
  return async (connection, id, signal) => {
    const calls: CallRecord[] = [];
    const report: Parameters<typeof openSession>[3] = (one) => void (one.kind === 'call' && calls.push(one.call));
    const session = openSession(environment, clients, connection, report, signal);
    const { Traces } = await session.call({
      operation: 'BatchGetTraces',
      ids: [id],
      send: (client, options) => client.send(new BatchGetTracesCommand({ TraceIds: [id] }), options),
      note: (answer) => (arrayOf(answer.Traces).length > 0 ? 'found' : 'not found'),
    });
    // A trace without documents is what X-Ray answers for an ID it knows nothing of.
    const isThere = arrayOf(Traces).some((one) => {
      const trace = readTrace(one);
      return trace?.id === id && trace.part.documents.length > 0;
    });
    return { isThere, calls };
  };
}
