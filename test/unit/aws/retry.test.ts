import assert from 'node:assert/strict';
import { retryOf, retryWait } from '../../../src/aws/retry';

const serviceError = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error('text'), { name, $metadata: { httpStatusCode } });
const nodeError = (code: string): Error => Object.assign(new Error('text'), { code });

describe('retry policy', () => {
  it('retries throttling under every name', () => {
    for (const name of ['ThrottledException', 'ThrottlingException', 'TooManyRequestsException']) {
      assert.deepEqual(retryOf(serviceError(name, 400)), { reason: name, isThrottling: true });
    }
    assert.equal(retryOf(serviceError('', 429))?.isThrottling, true);
  });

  it('retries server errors, also those that come as a page of HTML', () => {
    assert.deepEqual(retryOf(serviceError('InternalFailure', 503)), { reason: '503', isThrottling: false });
    const html = Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 502 } });
    assert.deepEqual(retryOf(html), { reason: '502', isThrottling: false });
  });

  it('retries broken connections', () => {
    assert.deepEqual(retryOf(nodeError('ECONNRESET')), { reason: 'ECONNRESET', isThrottling: false });
  });

  it('does not retry what will not change', () => {
    for (const error of [
      serviceError('InvalidRequestException', 400),
      serviceError('AccessDeniedException', 403),
      nodeError('ECONNREFUSED'),
      nodeError('ENOTFOUND'),
      nodeError('ETIMEDOUT'),
      nodeError('CERT_HAS_EXPIRED'),
      new SyntaxError('Unexpected token <'),
      'a string',
      undefined,
    ]) {
      assert.equal(retryOf(error), undefined);
    }
  });

  it('retries once the SDK has learnt the right time', () => {
    const error = Object.assign(new Error('Signature expired'), {
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 403, clockSkewCorrected: true },
    });
    assert.equal(retryOf(error)?.reason, 'clock corrected');
  });

  it('waits twice as long each time, half of it by chance, and never longer than five seconds', () => {
    assert.deepEqual(
      [1, 2, 3, 4].map((attempt) => retryWait(attempt, 0)),
      [200, 400, 800, 1600],
    );
    assert.deepEqual(
      [1, 2, 3, 4].map((attempt) => retryWait(attempt, 0.999999)),
      [400, 800, 1600, 3200],
    );
    assert.equal(retryWait(20, 0.999999), 5000);
  });
});
