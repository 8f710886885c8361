/** What an error of the SDK, or of Node's network below it, says of itself; read once, here, without trusting its shape. */
export interface Failure {
  /** Error code of AWS (`ThrottledException`), else the error's name. */
  readonly name: string;
  readonly message: string;
  /** HTTP status of the answer; 0 when none came. */
  readonly status: number;
  /** Node's code (`ECONNRESET`); '' for errors of the service. */
  readonly code: string;
  readonly requestId: string;
  readonly contentType: string;
  readonly isThrottling: boolean;
  /** The service's clock (`Date` of its answer), epoch milliseconds; undefined when it does not tell. */
  readonly serverTime: number | undefined;
  /** The SDK has learnt how wrong our clock is; the same call will be signed with the right time. */
  readonly clockSkewCorrected: boolean;
}

/** The service uses several names for it; see the fact sheet's section on common wire facts. */
const THROTTLING = new Set([
  'ThrottledException',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

/** @param error anything thrown by the SDK */
export function failureOf(error: unknown): Failure {
  const own = fields(error);
  const metadata = fields(own['$metadata']);
  const response = fields(own['$response']);
  const headers = fields(response['headers']);
  const status = number(metadata['httpStatusCode']) || number(response['statusCode']);
  const name = text(own['name']).replace(/^.*#/, '');
  const date = Date.parse(text(headers['date']));
  return {
    name,
    message: text(own['message']),
    status,
    code: text(own['code']),
    requestId: text(metadata['requestId']) || text(headers['x-amzn-requestid']),
    contentType: text(headers['content-type']),
    isThrottling: THROTTLING.has(name) || status === 429,
    serverTime: Number.isNaN(date) ? undefined : date,
    clockSkewCorrected: metadata['clockSkewCorrected'] === true,
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
