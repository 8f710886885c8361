import { serviceOf } from '../traces/awsService';
import type { TraceError } from '../traces/traceError';

/** The setting that says where the service is asked that could not be. */
export function endpointSetting(error: Pick<TraceError, 'params'> | undefined): string {
  return serviceOf(error?.params['operation']) === 'logs' ? 'xrayTraces.logsEndpoint' : 'xrayTraces.endpoint';
}
