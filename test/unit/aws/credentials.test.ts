import assert from 'node:assert/strict';
import { Credentials, type Identity } from '../../../src/aws/credentials';
import type { AwsEnvironment } from '../../../src/traces/source';
import { VirtualClock } from './virtualClock';

const never = new AbortController().signal;
const dev = { profile: 'dev', region: 'eu-west-1' };
const identity = (accessKeyId: string, expiration?: Date): Identity => ({
  accessKeyId,
  secretAccessKey: 'secret',
  ...(expiration ? { expiration } : {}),
});

describe('Credentials', () => {
  let clock: VirtualClock;
  let asked: { settle: (identity: Identity) => void; fail: (error: unknown) => void; signal: AbortSignal }[];
  let credentials: Credentials;

  beforeEach(() => {
    clock = new VirtualClock();
    asked = [];
    const environment = { clock, env: {} } as unknown as AwsEnvironment;
    credentials = new Credentials(
      environment,
      (_connection, _environment, signal) =>
        new Promise((settle, fail) => {
          asked.push({ settle, fail, signal });
        }),
    );
  });

  it('asks the provider once for everybody, in any region', async () => {
    const both = [credentials.resolve(dev, never), credentials.resolve({ ...dev, region: 'us-east-1' }, never)];
    assert.equal(asked.length, 1);
    asked[0]?.settle(identity('A'));
    assert.deepEqual(await Promise.all(both), [identity('A'), identity('A')]);
    await credentials.resolve(dev, never);
    assert.equal(asked.length, 1);
  });

  it('leaves one who cancels at once, and goes on for the others', async () => {
    const controller = new AbortController();
    const leaving = credentials.resolve(dev, controller.signal);
    const staying = credentials.resolve(dev, never);
    controller.abort(new Error('enough'));
    await assert.rejects(leaving, { message: 'enough' });
    assert.equal(asked[0]?.signal.aborted, false);
    asked[0]?.settle(identity('A'));
    assert.deepEqual(await staying, identity('A'));
  });

  it('stops a resolution nobody waits for any more', async () => {
    const controller = new AbortController();
    const leaving = credentials.resolve(dev, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(leaving);
    assert.equal(asked[0]?.signal.aborted, true);
    const next = credentials.resolve(dev, never);
    asked[1]?.settle(identity('B'));
    assert.deepEqual(await next, identity('B'));
  });

  it('does not remember a failure', async () => {
    const first = credentials.resolve(dev, never);
    asked[0]?.fail(new Error('Could not load credentials from any providers'));
    await assert.rejects(first, { reason: 'credentialsMissing', params: { profile: 'dev' } });
    const second = credentials.resolve(dev, never);
    asked[1]?.settle(identity('A'));
    assert.deepEqual(await second, identity('A'));
  });

  it('asks anew five minutes before expiry, and keeps the old one for as long as it is good', async () => {
    const expiry = new Date(clock.now() + 60 * 60_000);
    const first = credentials.resolve(dev, never);
    asked[0]?.settle(identity('A', expiry));
    await first;
    clock.advance(54 * 60_000);
    assert.equal(credentials.has('dev'), true);
    clock.advance(2 * 60_000);
    assert.equal(credentials.has('dev'), false);
    const second = credentials.resolve(dev, never);
    asked[1]?.fail(new Error('STS is away'));
    assert.equal((await second).accessKeyId, 'A');
    clock.advance(5 * 60_000);
    const third = credentials.resolve(dev, never);
    asked[2]?.fail(new Error('STS is away'));
    await assert.rejects(third);
  });

  it('offers something else after a refusal, once for all who were refused, or nothing when there is nothing newer', async () => {
    const first = credentials.resolve(dev, never);
    asked[0]?.settle(identity('A'));
    const refused = await first;
    const both = [credentials.renew(dev, refused, never), credentials.renew(dev, refused, never)];
    assert.equal(asked.length, 2);
    asked[1]?.settle(identity('B'));
    assert.deepEqual(await Promise.all(both), [identity('B'), identity('B')]);
    const again = credentials.renew(dev, identity('B'), never);
    assert.equal(await again, undefined);
    assert.equal(credentials.has('dev'), false);
  });

  it('forgets on demand', async () => {
    const first = credentials.resolve(dev, never);
    asked[0]?.settle(identity('A'));
    await first;
    credentials.forget();
    assert.equal(credentials.has('dev'), false);
  });
});
