/** Operations of CloudWatch Logs this extension calls; their IAM actions begin with `logs:`. */
const LOGS_OPERATIONS: ReadonlySet<unknown> = new Set(['StartQuery', 'GetQueryResults', 'StopQuery', 'logsEndpoint']);

/** Which service an operation of a `TraceError` belongs to, as the prefix of its IAM actions. */
export function serviceOf(operation: unknown): 'xray' | 'logs' {
  return LOGS_OPERATIONS.has(operation) ? 'logs' : 'xray';
}
