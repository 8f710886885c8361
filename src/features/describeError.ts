import { errorPlace } from '../model/errorPlace';
import { maskText } from '../model/secrets';
import type { TraceError, TraceErrorParams } from '../traces/traceError';

/** Longest parameter in the log. */
const LONGEST = 200;

/**
 * What the log says of an error: its reason and parameters, and where its cause broke. No sentence of anybody else: a failed credential
 * process is reported with its whole command line, a body that is no JSON with its first characters.
 */
export function describeError({ reason, params, cause }: TraceError): string {
  const place = cause === undefined || cause === null ? '' : errorPlace(cause);
  return `${reason} ${JSON.stringify(loggedParams(reason, params))} ${place}`.trimEnd();
}

/** Without what others wrote: the service's message, and the argument that was no trace ID. */
function loggedParams(reason: TraceError['reason'], params: TraceErrorParams): TraceErrorParams {
  return Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name !== 'message' && !(reason === 'malformedId' && name === 'id'))
      .map(([name, value]) => [name, typeof value === 'string' ? maskText(value).slice(0, LONGEST) : value]),
  );
}
