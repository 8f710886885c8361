import assert from 'node:assert/strict';
import { toCredentialError } from '../../../src/aws/credentialErrors';
import { toTraceError } from '../../../src/aws/errors';
import { TraceError } from '../../../src/traces/traceError';

const context = { operation: 'BatchGetTraces', profile: 'dev', host: 'xray.eu-west-1.amazonaws.com' };
const operation = 'BatchGetTraces';
const fail = (name: string, status: number, message = ''): unknown =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: 'r' } });
const node = (code: string): unknown => Object.assign(new Error(code), { code });
const html = (statusCode: number): unknown =>
  Object.assign(new SyntaxError('Unexpected token <'), {
    $response: { statusCode, headers: { 'content-type': 'text/html; charset=utf-8' } },
  });

const cases: [string, unknown, string, object][] = [
  ['throttling', fail('ThrottledException', 429), 'throttled', { operation }],
  ['throttling under its other name', fail('ThrottlingException', 400), 'throttled', { operation }],
  ['a denied operation', fail('AccessDeniedException', 403), 'accessDenied', { action: 'xray:BatchGetTraces' }],
  [
    'another denied action that AWS names',
    fail(
      'AccessDeniedException',
      403,
      'User: arn:aws:sts::1:role/x is not authorized to perform: kms:Decrypt on resource',
    ),
    'accessDenied',
    { action: 'kms:Decrypt' },
  ],
  ['an expired token', fail('ExpiredTokenException', 403), 'credentialsExpired', { profile: 'dev', login: '' }],
  ['an unknown key', fail('UnrecognizedClientException', 403), 'credentialsInvalid', { profile: 'dev' }],
  ['a bad signature', fail('InvalidSignatureException', 403), 'credentialsInvalid', { profile: 'dev' }],
  ['a refused request', fail('InvalidRequestException', 400, 'why'), 'invalidRequest', { operation, message: 'why' }],
  ['a missing resource', fail('ResourceNotFoundException', 404), 'resourceNotFound', { operation }],
  [
    'an unknown client error',
    fail('UnknownOperationException', 404, 'no such'),
    'invalidRequest',
    { operation, message: 'no such' },
  ],
  ['a nameless 403', fail('Unknown', 403), 'accessDenied', { action: 'xray:BatchGetTraces' }],
  ['a server error', fail('InternalFailure', 500), 'serverError', { operation, status: 500 }],
  ['a page of HTML with 200', html(200), 'badResponse', { operation, detail: 'HTTP 200, text/html' }],
  ['a page of HTML with 407', html(407), 'badResponse', { operation, detail: 'HTTP 407, text/html' }],
  ['a page of HTML with 502', html(502), 'serverError', { operation, status: 502 }],
  ['a refused connection', node('ECONNREFUSED'), 'network', { operation, code: 'ECONNREFUSED', host: context.host }],
  [
    'a bad certificate',
    node('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    'network',
    { operation, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', host: context.host },
  ],
  [
    'a self-signed certificate',
    node('DEPTH_ZERO_SELF_SIGNED_CERT'),
    'network',
    { operation, code: 'DEPTH_ZERO_SELF_SIGNED_CERT', host: context.host },
  ],
  ['a cut body', node('EBODYCUT'), 'badResponse', { operation, detail: 'the answer ended before its end' }],
  ['a bug', new TypeError('x is not a function'), 'unexpected', { operation }],
  ['no error at all', undefined, 'unexpected', { operation }],
];

describe('errors of X-Ray calls', () => {
  for (const [what, error, reason, params] of cases) {
    it(`names ${what}: ${reason}`, () => {
      const translated = toTraceError(error, context);
      assert.equal(translated.reason, reason);
      assert.deepEqual(translated.params, params);
      assert.equal(translated.cause, error);
    });
  }

  it('leaves what is translated already', () => {
    const error = new TraceError('noRegion');
    assert.equal(toTraceError(error, context), error);
  });
});

const provider = (message: string): unknown => Object.assign(new Error(message), { name: 'CredentialsProviderError' });
const credentialCases: [string, unknown, string, object][] = [
  [
    'an SSO session never begun',
    provider('The SSO session token associated with profile=dev was not found or is invalid.'),
    'credentialsExpired',
    { profile: 'dev', login: 'sso' },
  ],
  [
    'an expired SSO session',
    provider("Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile."),
    'credentialsExpired',
    { profile: 'dev', login: 'sso' },
  ],
  [
    'SSO refusing the token',
    fail('UnauthorizedException', 401, 'Session token not found or invalid'),
    'credentialsExpired',
    { profile: 'dev', login: 'sso' },
  ],
  [
    'SSO without the role',
    fail('ForbiddenException', 403, 'No access'),
    'accessDenied',
    { profile: 'dev', action: 'sso:GetRoleCredentials' },
  ],
  [
    'an expired console login',
    provider('Failed to load token from /home/me/.aws/login/cache/x.json'),
    'credentialsExpired',
    { profile: 'dev', login: 'login' },
  ],
  [
    'a role that may not be assumed',
    fail(
      'AccessDenied',
      403,
      'User: arn:aws:iam::1:user/me is not authorized to perform: sts:AssumeRole on resource: r',
    ),
    'accessDenied',
    { profile: 'dev', action: 'sts:AssumeRole' },
  ],
  [
    'a wrong one-time code',
    fail('AccessDenied', 403, 'MultiFactorAuthentication failed with invalid MFA one time pass code.'),
    'mfaFailed',
    { profile: 'dev' },
  ],
  [
    'an unknown profile',
    provider('Could not resolve credentials using profile: [dev] in configuration/credentials file(s).'),
    'credentialsMissing',
    { profile: 'dev' },
  ],
  [
    'nothing to sign with',
    provider('Could not load credentials from any providers'),
    'credentialsMissing',
    { profile: 'dev' },
  ],
  ['a failing process', new Error('Command failed: vault'), 'credentialsMissing', { profile: 'dev' }],
  [
    'an unreachable STS',
    Object.assign(new Error('x'), { code: 'ENOTFOUND', hostname: 'sts.eu-west-1.amazonaws.com' }),
    'network',
    { profile: 'dev', operation: 'credentials', code: 'ENOTFOUND', host: 'sts.eu-west-1.amazonaws.com' },
  ],
];

describe('errors of signing in', () => {
  for (const [what, error, reason, params] of credentialCases) {
    it(`names ${what}: ${reason}`, () => {
      const translated = toCredentialError(error, 'dev');
      assert.equal(translated.reason, reason);
      assert.deepEqual(translated.params, params);
    });
  }
});
