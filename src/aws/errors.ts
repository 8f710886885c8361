import { serviceOf } from '../traces/awsService';
import { TraceError } from '../traces/traceError';
import { clockSkewOf } from './clockSkew';
import { failureOf } from './failure';
import { toLogsError } from './logs/logsErrors';
import { BODY_CUT } from './nodeRequests';

/** What the error is about; for the parameters of the reasons. */
export interface ErrorContext {
  /** Operation of X-Ray, e.g. `BatchGetTraces`. */
  readonly operation: string;
  readonly profile: string;
  /** Host that was asked. */
  readonly host: string;
}

const DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'NotAuthorized']);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
const REFUSED = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'AuthFailure',
  'RequestExpired',
  'RequestTimeTooSkewed',
]);

/**
 * Translates an error of an X-Ray call. The only place that knows the SDK's names; `toCredentialError` is its twin for signing in.
 * @returns the error itself when it is a TraceError already
 */
export function toTraceError(error: unknown, context: ErrorContext): TraceError {
  if (error instanceof TraceError) return error;
  const { operation, profile, host } = context;
  const failure = failureOf(error);
  const { name, message, status, code } = failure;
  const of = (reason: TraceError['reason'], params: TraceError['params']): TraceError =>
    new TraceError(reason, params, error);

  if (failure.isThrottling) return of('throttled', { operation });
  const service = serviceOf(operation);
  const ofLogs = service === 'logs' ? toLogsError(error, failure, operation) : undefined;
  if (ofLogs) return ofLogs;
  if (DENIED.has(name)) return of('accessDenied', { action: deniedAction(message) ?? `${service}:${operation}` });
  if (EXPIRED.has(name)) return of('credentialsExpired', { profile, login: '' });
  const skew = clockSkewOf(error);
  if (skew !== undefined) return of('clockSkew', { minutes: skew });
  if (REFUSED.has(name)) return of('credentialsInvalid', { profile });
  if (name === 'ResourceNotFoundException') return of('resourceNotFound', { operation });
  if (name === 'InvalidRequestException' || name === 'ValidationException') {
    return of('invalidRequest', { operation, message });
  }
  if (status >= 500) return of('serverError', { operation, status });
  if (code === BODY_CUT) return of('badResponse', { operation, detail: 'the answer ended before its end' });
  if (name === 'SyntaxError' || (status >= 200 && status < 300)) {
    return of('badResponse', { operation, detail: answerDetail(status, failure.contentType) });
  }
  if (isNetworkCode(code) || name === 'TimeoutError')
    return of('network', { operation, code: code || 'ETIMEDOUT', host });
  if (/^Region not accepted|^Region is missing/.test(message)) return of('noRegion', { profile });
  if (status === 403) return of('accessDenied', { action: `${service}:${operation}` });
  if (status >= 400) return of('invalidRequest', { operation, message: message || name });
  return of('unexpected', { operation });
}

const ENDS_EVERYTHING = new Set<TraceError['reason']>([
  'credentialsExpired',
  'credentialsInvalid',
  'credentialsMissing',
  'mfaFailed',
  'dismissed',
  'wouldPrompt',
  'profileMissing',
  'processFailed',
  'untrusted',
  'configMalformed',
  'clockSkew',
  'noRegion',
]);

/** Errors that no other trace ID of the same connection can escape. */
export function endsEverything(error: TraceError): boolean {
  return ENDS_EVERYTHING.has(error.reason);
}

/** Errors after which asking for further IDs would only repeat them, slowly. */
export function endsOperation(error: TraceError): boolean {
  return (
    endsEverything(error) ||
    error.reason === 'accessDenied' ||
    error.reason === 'network' ||
    error.reason === 'throttled' ||
    error.reason === 'serverError'
  );
}

/** AWS names the action it missed; a role policy may deny another one than the operation's own (`kms:Decrypt`). */
export function deniedAction(message: string): string | undefined {
  return /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1];
}

/** Node's and OpenSSL's codes: `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`, `ERR_TLS_…`, `UNABLE_TO_VERIFY_…`. */
export function isNetworkCode(code: string): boolean {
  return /^(?:E[A-Z_]+|ERR_\w+|\w*CERT\w*|UNABLE_TO_\w+|HPE_\w+)$/.test(code);
}

function answerDetail(status: number, contentType: string): string {
  const type = contentType.split(';')[0]?.trim() ?? '';
  return type ? `HTTP ${status}, ${type}` : `HTTP ${status}`;
}
