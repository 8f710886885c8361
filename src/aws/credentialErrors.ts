import { TraceError } from '../traces/traceError';
import { deniedAction, isNetworkCode } from './errors';
import { failureOf } from './failure';

const SIGN_IN_AGAIN_SSO = /aws sso login|SSO session|SSO Token/i;
const SIGN_IN_AGAIN = /aws login|login\/cache|login session/i;
const NOTHING_FOUND = /Could not load credentials from any providers|Could not resolve credentials using profile/;

/**
 * Translates why a profile could not be signed in with. All providers throw one class, so its text is all there is to tell them
 * apart; AWS STS and SSO answer with codes.
 */
export function toCredentialError(error: unknown, profile: string): TraceError {
  if (error instanceof TraceError) return error;
  const { name, message, status, code } = failureOf(error);
  const of = (reason: TraceError['reason'], params: TraceError['params'] = {}): TraceError =>
    new TraceError(reason, { profile, ...params }, error);

  if (/MultiFactorAuthentication|multi-factor|\bMFA\b/i.test(message)) return of('mfaFailed');
  if (name.startsWith('ExpiredToken') || name === 'UnauthorizedException') {
    return of('credentialsExpired', { login: name === 'UnauthorizedException' ? 'sso' : '' });
  }
  if (name === 'AccessDenied' || name === 'AccessDeniedException') {
    return of('accessDenied', { action: deniedAction(message) ?? 'sts:AssumeRole' });
  }
  if (name === 'ForbiddenException') return of('accessDenied', { action: 'sso:GetRoleCredentials' });
  if (/^(?:InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|InvalidSignature)/.test(name)) {
    return of('credentialsInvalid');
  }
  if (SIGN_IN_AGAIN_SSO.test(message)) return of('credentialsExpired', { login: 'sso' });
  if (SIGN_IN_AGAIN.test(message)) return of('credentialsExpired', { login: 'login' });
  if (/token is expired/i.test(message)) return of('credentialsExpired', { login: '' });
  if (NOTHING_FOUND.test(message)) return of('credentialsMissing');
  if (isNetworkCode(code)) return of('network', { operation: 'credentials', code, host: hostOf(error) });
  if (status >= 500) return of('serverError', { operation: 'credentials', status });
  return of('credentialsMissing');
}

/** Node puts the host into the error itself where a name was not found or a connection refused. */
function hostOf(error: unknown): string {
  const { hostname, address } = error as { hostname?: unknown; address?: unknown };
  return typeof hostname === 'string' ? hostname : typeof address === 'string' ? address : '';
}
