import assert from 'node:assert/strict';
import { describeError } from '../../../src/features/describeError';
import { TraceError } from '../../../src/traces/traceError';

const SECRET = 'hunter2-of-the-vault';

/** As `fromProcess` of the SDK rethrows what Node's `exec` says of a failed command. */
function failedProcess(): Error {
  const command = `vault read --password ${SECRET}`;
  const cause = Object.assign(new Error(`Command failed: ${command}\n    at ${SECRET} (x:1:1)`), { code: 127 });
  return Object.assign(new Error(cause.message, { cause }), { name: 'CredentialsProviderError', tryNextLink: false });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe('describeError', () => {
  it('names what a failed credential process threw, not its command line', () => {
    const line = describeError(new TraceError('credentialsMissing', { profile: 'shop' }, failedProcess()));
    assert.match(line, /^credentialsMissing \{"profile":"shop"\} CredentialsProviderError < Error 127/);
    assert.ok(!line.includes(SECRET), line);
    assert.ok(!line.includes('Command failed'), line);
  });

  it('keeps the message from the stack of an unexpected error, and its frames', () => {
    const line = describeError(new TraceError('unexpected', { operation: 'open' }, failedProcess()));
    assert.ok(!line.includes(SECRET), line);
    assert.match(line, /\n {4}at failedProcess /);
  });

  it('quotes nothing of a body that is no JSON', () => {
    const cause = parsed(`<html>${SECRET}`);
    assert.match(String(cause), /<html>/);
    const line = describeError(
      new TraceError('badResponse', { operation: 'BatchGetTraces', detail: 'HTTP 200' }, cause),
    );
    assert.match(line, /^badResponse \{"operation":"BatchGetTraces","detail":"HTTP 200"\} SyntaxError/);
    assert.ok(!line.includes('html'), line);
  });

  it('gives the code and status of an error of the service, not its words', () => {
    const cause = Object.assign(new Error(SECRET), {
      name: 'InvalidRequestException',
      $metadata: { httpStatusCode: 400 },
    });
    const line = describeError(
      new TraceError('invalidRequest', { operation: 'BatchGetTraces', message: SECRET }, cause),
    );
    assert.match(line, /^invalidRequest \{"operation":"BatchGetTraces"\} InvalidRequestException HTTP 400\n/);
    assert.ok(!line.includes(SECRET), line);
  });

  it('takes no text for a name or code', () => {
    const cause = { name: `${SECRET} is wrong`, code: `no ${SECRET}`, message: SECRET };
    assert.equal(describeError(new TraceError('noRegion', {}, cause)), 'noRegion {} unnamed');
    assert.equal(describeError(new TraceError('noRegion', {}, SECRET)), 'noRegion {} thrown string');
  });

  it('gives no frames where the message was changed after the error was made', () => {
    const cause = failedProcess();
    cause.message = 'another';
    assert.ok(!describeError(new TraceError('unexpected', {}, cause)).includes(SECRET));
    cause.message = '';
    assert.ok(!describeError(new TraceError('unexpected', {}, cause)).includes(SECRET));
  });

  it('leaves out the argument that was no trace ID, masks and cuts other parameters', () => {
    assert.equal(describeError(new TraceError('malformedId', { id: SECRET })), 'malformedId {}');
    const host = `https://u:${SECRET}@proxy/${'x'.repeat(500)}`;
    const line = describeError(new TraceError('network', { host }));
    assert.ok(!line.includes(SECRET) && line.length < 250, line);
  });
});
