import type { HttpResponse } from '@smithy/core/protocols';
import { TraceError } from '../traces/traceError';
import { clockSkewOf } from './clockSkew';
import { deniedAction, isNetworkCode } from './errors';
import { failureOf } from './failure';
import { BODY_CUT } from './nodeRequests';

/** What became of the requests of a resolution; `NodeRequests` has it. */
export interface RequestsMade {
  readonly lastFailure: Error | undefined;
  readonly lastAnswer: HttpResponse | undefined;
}

const INCOMPLETE = /could not be found in shared credentials file|invalid SSO credentials|missing required property/i;
const SIGN_IN_AGAIN_SSO = /UnauthorizedException|aws sso login|SSO session|SSO Token/i;
const SIGN_IN_AGAIN = /aws login|login\/cache|login session|please reauthenticate/i;
const LACKS_SIGN_IN_RIGHT = /insufficient permissions.*CreateOAuth2Token/i;
const NOTHING_FOUND = /Could not load credentials from any providers|Could not resolve credentials using profile/;

/**
 * Translates why a profile could not be signed in with. Most providers throw one class, so its text is all there is to tell them
 * apart; AWS STS answers with codes. What the text does not tell, the requests do.
 */
export function toCredentialError(error: unknown, profile: string, requests?: RequestsMade): TraceError {
  if (error instanceof TraceError) return error;
  const { name, message, status, code } = failureOf(error);
  const of = (reason: TraceError['reason'], params: TraceError['params'] = {}): TraceError =>
    new TraceError(reason, { profile, ...params }, error);

  if (/MultiFactorAuthentication|multi-factor|\bMFA\b/i.test(message)) return of('mfaFailed');
  const skew = clockSkewOf(error);
  if (skew !== undefined) return of('clockSkew', { minutes: skew });
  if (name.startsWith('ExpiredToken') || name === 'UnauthorizedException') {
    return of('credentialsExpired', { login: name === 'UnauthorizedException' ? 'sso' : '' });
  }
  if (name === 'AccessDenied' || name === 'AccessDeniedException') {
    return of('accessDenied', { action: deniedAction(message) ?? 'sts:AssumeRole' });
  }
  if (/ForbiddenException/.test(`${name} ${message}`)) return of('accessDenied', { action: 'sso:GetRoleCredentials' });
  if (LACKS_SIGN_IN_RIGHT.test(message)) return of('accessDenied', { action: 'signin:CreateOAuth2Token' });
  if (/^(?:InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|InvalidSignature)/.test(name)) {
    return of('credentialsInvalid');
  }
  if (INCOMPLETE.test(message)) return of('credentialsMissing', { detail: 'incomplete' });
  if (SIGN_IN_AGAIN_SSO.test(message)) return of('credentialsExpired', { login: 'sso' });
  const transport = transportError(error, requests);
  if (transport) return new TraceError(transport.reason, { profile, ...transport.params }, error);
  if (SIGN_IN_AGAIN.test(message)) return of('credentialsExpired', { login: 'login' });
  if (/token is expired/i.test(message)) return of('credentialsExpired', { login: '' });
  if (NOTHING_FOUND.test(message)) return of('credentialsMissing');
  if (isNetworkCode(code)) return of('network', { operation: 'credentials', code, host: hostOf(error) });
  if (status >= 500) return of('serverError', { operation: 'credentials', status });
  return of('credentialsMissing');
}

/** What the network, a proxy or a broken service did to the last request. */
function transportError(
  error: unknown,
  requests: RequestsMade | undefined,
): Pick<TraceError, 'reason' | 'params'> | undefined {
  const { lastFailure, lastAnswer } = requests ?? {};
  const operation = 'credentials';
  if (lastFailure) {
    const { code } = failureOf(lastFailure);
    if (code === BODY_CUT)
      return { reason: 'badResponse', params: { operation, detail: 'the answer ended before its end' } };
    return {
      reason: 'network',
      params: { operation, code: code || 'ETIMEDOUT', host: hostOf(lastFailure) || hostOf(error) },
    };
  }
  if (!lastAnswer) return undefined;
  const { statusCode, headers } = lastAnswer;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (type === 'text/html')
    return { reason: 'badResponse', params: { operation, detail: `HTTP ${statusCode}, ${type}` } };
  if (statusCode >= 500) return { reason: 'serverError', params: { operation, status: statusCode } };
  if (statusCode >= 200 && statusCode < 300 && failureOf(error).name === 'SyntaxError') {
    return { reason: 'badResponse', params: { operation, detail: `HTTP ${statusCode}, ${type}` } };
  }
  return undefined;
}

/** Node puts the host into the error itself where a name was not found or a connection refused. */
function hostOf(error: unknown): string {
  const { hostname, address } = error as { hostname?: unknown; address?: unknown };
  return typeof hostname === 'string' ? hostname : typeof address === 'string' ? address : '';
}
