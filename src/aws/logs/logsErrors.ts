import { TraceError } from '../../traces/traceError';
import type { Failure } from '../failure';

/** The errors CloudWatch Logs has beside those every service has. @returns undefined for the others */
export function toLogsError(error: unknown, { name, message }: Failure, operation: string): TraceError | undefined {
  switch (name) {
    case 'MalformedQueryException':
      return new TraceError('malformedQuery', { ...placeOf(error), message: messageOf(error) || message }, error);
    case 'LimitExceededException':
      return new TraceError('queryLimit', { operation }, error);
    case 'InvalidParameterException':
      return new TraceError('invalidRequest', { operation, message }, error);
    case 'ServiceUnavailableException':
      return new TraceError('serverError', { operation, status: 503 }, error);
    default:
      return undefined;
  }
}

/** Offsets into the query where it could not be read; -1 where the service does not tell. */
function placeOf(error: unknown): { readonly start: number; readonly end: number } {
  const location = fields(fields(fields(error)['queryCompileError'])['location']);
  const start = offset(location['startCharOffset']);
  return { start, end: Math.max(start, offset(location['endCharOffset'])) };
}

function messageOf(error: unknown): string {
  const text = fields(fields(error)['queryCompileError'])['message'];
  return typeof text === 'string' ? text : '';
}

function offset(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : -1;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
