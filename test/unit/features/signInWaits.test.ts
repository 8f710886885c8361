import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { SignInWaits, type Login } from '../../../src/features/signInWaits';
import { TraceError } from '../../../src/traces/traceError';

const dev = { profile: 'dev', region: 'eu-west-1' };
const prod = { profile: 'prod', region: 'eu-west-1' };
const expired = ({ profile }: { profile: string }, login: Login | '' = 'sso'): TraceError =>
  new TraceError('credentialsExpired', { profile, login });

const settle = async (): Promise<void> => {
  for (let count = 0; count < 20; count++) await turn();
};

describe('what waits for a sign-in', () => {
  let waits: SignInWaits;
  let offers: { readonly profile: string; readonly answer: (isWanted: boolean) => void }[];
  let runs: {
    readonly profile: string;
    readonly login: Login;
    readonly end: (error?: Error) => void;
    signal: AbortSignal;
  }[];
  let went: string[];
  let signedIn: Set<string>;
  let forgotten: string[];
  let reported: unknown[];
  let tokensChanged: (() => void) | undefined;
  /** The engines cannot be loaded. */
  let failure: Error | undefined;

  const wait = (key: string, error: TraceError, connection = dev): boolean =>
    waits.wait(key, error, connection, () => went.push(key));

  beforeEach(() => {
    [offers, runs, went, forgotten, reported] = [[], [], [], [], []];
    signedIn = new Set();
    [tokensChanged, failure] = [undefined, undefined];
    waits = new SignInWaits({
      engines: async () => {
        await turn();
        if (failure) throw failure;
        return {
          forget: (profile = '') => forgotten.push(profile),
          signIns: {
            folders: () => ['tokens'],
            isSignedIn: (profile: string) => Promise.resolve(signedIn.has(profile)),
          },
        };
      },
      offer: (profile) => new Promise((answer) => offers.push({ profile, answer })),
      signIn: (profile, login, signal) =>
        new Promise((resolve, reject) => {
          runs.push({ profile, login, signal, end: (error) => (error ? reject(error) : resolve()) });
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      watch: (paths, changed) => {
        assert.deepEqual(paths, ['tokens']);
        tokensChanged = changed;
        return { dispose: () => (tokensChanged = undefined) };
      },
      report: (error) => reported.push(error),
    });
  });
  afterEach(() => waits.dispose());

  it('is told in one message, however much fails, and goes on after it', async () => {
    for (const key of ['one', 'two', 'three']) assert.equal(wait(key, expired(dev)), true);
    await settle();
    assert.equal(offers.length, 1);
    offers[0]?.answer(true);
    await settle();
    assert.deepEqual([runs.length, runs[0]?.profile, runs[0]?.login], [1, 'dev', 'sso']);
    assert.deepEqual(went, []);
    wait('while it runs', expired(dev));
    runs[0]?.end();
    await settle();
    assert.deepEqual(went, ['one', 'two', 'three', 'while it runs']);
    assert.deepEqual([offers.length, forgotten.includes('dev')], [1, true]);
  });

  it('goes on by itself when the user signs in elsewhere; then the message does nothing', async () => {
    wait('one', expired(dev));
    await settle();
    tokensChanged?.();
    await settle();
    assert.deepEqual(went, [], 'the token was another one');
    signedIn.add('dev');
    tokensChanged?.();
    await settle();
    assert.deepEqual(went, ['one']);
    offers[0]?.answer(true);
    await settle();
    assert.equal(runs.length, 0);
  });

  it('goes on also when the message was dismissed', async () => {
    wait('one', expired(dev));
    offers[0]?.answer(false);
    await settle();
    assert.equal(runs.length, 0);
    signedIn.add('dev');
    tokensChanged?.();
    await settle();
    assert.deepEqual(went, ['one']);
    wait('one', expired(dev));
    await settle();
    assert.equal(offers.length, 2, 'it is told of the next time');
  });

  it('is not told of again when something else of the same failure changes', async () => {
    const error = expired(dev);
    wait('one', error);
    offers[0]?.answer(false);
    await settle();
    assert.equal(wait('one', error), true);
    await settle();
    assert.equal(offers.length, 1);
    wait('one', expired(dev));
    await settle();
    assert.equal(offers.length, 2);
  });

  it('ends a sign-in that is not needed any more', async () => {
    wait('one', expired(dev));
    offers[0]?.answer(true);
    await settle();
    signedIn.add('dev');
    tokensChanged?.();
    await settle();
    assert.equal(runs[0]?.signal.aborted, true);
    assert.deepEqual([went, reported], [['one'], []]);
  });

  it('keeps profiles apart', async () => {
    wait('of dev', expired(dev));
    wait('of prod', expired(prod), prod);
    await settle();
    assert.deepEqual(
      offers.map(({ profile }) => profile),
      ['dev', 'prod'],
    );
    signedIn.add('prod');
    tokensChanged?.();
    await settle();
    assert.deepEqual(went, ['of prod']);
  });

  it('waits on when the sign-in fails, which is said', async () => {
    wait('one', expired(dev));
    offers[0]?.answer(true);
    await settle();
    const error = new TraceError('signInNotRun', { profile: 'dev', login: 'sso', closed: false });
    runs[0]?.end(error);
    await settle();
    assert.deepEqual([went, reported], [[], [error]]);
    const again = waits.signIn('dev', 'sso');
    assert.equal(waits.signIn('dev', 'sso'), again, 'shared');
    await settle();
    runs[1]?.end();
    await again;
    assert.deepEqual(went, ['one']);
  });

  it('does not go on when it was dropped', async () => {
    wait('one', expired(dev));
    waits.drop('one');
    wait('two', expired(dev));
    wait('two', new TraceError('throttled'));
    signedIn.add('dev');
    tokensChanged?.();
    await settle();
    assert.deepEqual(went, []);
  });

  it('goes on when the files are mended, where they were what was wrong', async () => {
    assert.equal(wait('gone', new TraceError('profileMissing', { profile: 'dev' })), false);
    wait('malformed', new TraceError('configMalformed', { profile: 'prod' }), prod);
    wait('expired keys', expired(dev, ''));
    await settle();
    assert.equal(offers.length, 0);
    waits.filesChanged();
    await settle();
    assert.deepEqual(went, []);
    signedIn.add('dev');
    waits.filesChanged();
    await settle();
    assert.deepEqual(went, ['gone', 'expired keys']);
  });

  it('says when the tokens cannot be watched, and watches them for the next', async () => {
    failure = new Error('no such bundle');
    wait('one', expired(dev));
    await settle();
    assert.deepEqual(reported, [failure]);
    failure = undefined;
    wait('two', expired(prod), prod);
    await settle();
    signedIn.add('dev').add('prod');
    tokensChanged?.();
    await settle();
    assert.deepEqual(went, ['one', 'two']);
  });

  it('goes on when the workspace is trusted, where that was what was wrong', async () => {
    wait('untrusted', new TraceError('untrusted', { profile: 'dev' }));
    signedIn.add('dev');
    waits.filesChanged();
    await settle();
    assert.deepEqual(went, []);
    waits.trustGranted();
    assert.deepEqual(went, ['untrusted']);
  });
});
