import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsEngines, AwsEnvironment, Connection } from '../../src/traces/source';
import { isTraceError } from '../../src/traces/traceError';
import { AwsFiles } from './enginesAwsFiles';
import { FakeSso, SSO_TOKEN } from './enginesFakeSso';
import { FakeSts } from './enginesFakeSts';
import { Bench, collect, reasonOf, segment, traceId, until, type Outcome } from './enginesSetup';

const never = new AbortController().signal;
const LOGIN = 'arn:aws:iam::444455556666:user/me';
const START_URL = 'https://old.awsapps.example/start';

describe('profiles of every kind', () => {
  const sts = new FakeSts();
  const sso = new FakeSso();
  let bench: Bench;
  let files: AwsFiles;
  let aws: AwsEngines;
  let prompts: number;

  const engines = (changes: Partial<AwsEnvironment> = {}): AwsEngines =>
    bench.engines({
      env: files.env,
      promptMfa: () => {
        prompts += 1;
        return Promise.resolve('123456');
      },
      ...changes,
    });
  const open = (connection: Partial<Connection>, signal: AbortSignal = never): Promise<Outcome> =>
    collect(aws.openTraces({ profile: '', region: 'eu-west-1', ...connection }, [{ id: traceId(1) }], signal));
  const reason = async (profile: string): Promise<unknown> => {
    const { thrown, failed } = await open({ profile });
    return reasonOf(thrown ?? failed.get(traceId(1)));
  };
  const ran = (): string => join(files.home, 'it-ran');

  const how = async (profile: string): Promise<unknown> => {
    const { thrown } = await open({ profile, quiet: true });
    return isTraceError(thrown) ? [thrown.reason, thrown.params['how']] : thrown;
  };

  const config = (port: string): void => {
    const services = ['[services local]', 'xray =', `  endpoint_url = ${port}`];
    files.write('.aws/config', ['[profile keys]', 'region = eu-west-1', 'services = local', ...services]);
  };

  const cancel = async (profile: string, isReady: () => boolean): Promise<void> => {
    const controller = new AbortController();
    const outcome = open({ profile }, controller.signal);
    await until(isReady);
    const before = Date.now();
    const why = new Error('enough');
    controller.abort(why);
    assert.equal((await outcome).thrown, why);
    assert.ok(Date.now() - before < 1000);
  };

  before(async () => {
    await Promise.all([sts.start(), sso.start()]);
  });
  after(() => {
    sts.stop();
    sso.stop();
  });
  beforeEach(async () => {
    bench = await Bench.start();
    bench.service.put([segment(traceId(1), 1)]);
    files = new AwsFiles({ AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL_SSO: sso.url });
    files.write('.aws/credentials', [
      '[keys]',
      'aws_access_key_id = AKIDKEYS',
      'aws_secret_access_key = secret',
      'aws_account_id = 111122223333',
    ]);
    files.write('.aws/config', [
      '[profile keys]',
      'region = eu-west-1',
      '[profile role]',
      'role_arn = arn:aws:iam::111122223333:role/reader',
      'source_profile = keys',
      'mfa_serial = arn:aws:iam::111122223333:mfa/me',
      '[profile old]',
      `sso_start_url = ${START_URL}`,
      'sso_region = eu-west-1',
      'sso_account_id = 222233334444',
      'sso_role_name = reader',
      '[profile new]',
      'sso_session = corp',
      'sso_account_id = 333344445555',
      'sso_role_name = reader',
      '[sso-session corp]',
      'sso_region = eu-west-1',
      'sso_start_url = https://corp.awsapps.example/start',
      '[profile lost]',
      'sso_session = nowhere',
      'sso_account_id = 333344445555',
      'sso_role_name = reader',
      '[profile program]',
      `credential_process = ${files.processCommand(ran())}`,
      '[profile slow]',
      `credential_process = ${files.processCommand(ran(), 60_000)}`,
      '[profile broken]',
      `credential_process = ${JSON.stringify(process.execPath)} -e "process.exit(3)"`,
      '[profile through]',
      'role_arn = arn:aws:iam::111122223333:role/reader',
      'source_profile = program',
      '[profile web]',
      'role_arn = arn:aws:iam::111122223333:role/reader',
      `web_identity_token_file = ${files.write('web-token', 'token')}`,
      '[profile console]',
      `login_session = ${LOGIN}`,
      '[profile nothing]',
      'output = json',
    ]);
    files.writeSsoToken(START_URL, SSO_TOKEN);
    files.writeSsoToken('corp', SSO_TOKEN);
    files.writeLoginToken(LOGIN);
    Object.assign(sso, { answers: 'well', hungUp: false });
    sts.answers = true;
    sso.requests.length = 0;
    sts.requests.length = 0;
    prompts = 0;
    aws = engines();
  });
  afterEach(async () => {
    files.dispose();
    await bench.close();
  });

  for (const [profile, kind, account] of [
    ['keys', 'static', '111122223333'],
    ['role', 'assumeRole', '111122223333'],
    ['old', 'sso', '222233334444'],
    ['new', 'sso', '333344445555'],
    ['program', 'process', '777788889999'],
    ['through', 'assumeRole', '111122223333'],
    ['web', 'webIdentity', '111122223333'],
    ['console', 'login', '444455556666'],
  ] as const) {
    it(`sign requests, and say their account: ${profile}`, async () => {
      const { thrown, traces } = await open({ profile });
      assert.deepEqual(reasonOf(thrown), undefined);
      assert.equal(traces.size, 1);
      assert.equal(aws.accountOf(profile), account);
      const listed = (await aws.listProfiles()).find(({ name }) => name === profile);
      assert.deepEqual([listed?.kind, listed?.account], [kind, account]);
    });
  }

  it('sign with the keys of the environment, of an account nobody knows', async () => {
    aws = engines({ env: { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' } });
    assert.equal((await open({})).traces.size, 1);
    assert.equal(aws.accountOf(''), undefined);
  });

  it('have expired tokens told apart: of IAM Identity Center, new and old, and of aws login', async () => {
    const past = new Date(Date.UTC(2020, 0));
    files.writeSsoToken(START_URL, SSO_TOKEN, past);
    files.writeSsoToken('corp', SSO_TOKEN, past);
    files.writeLoginToken(LOGIN, past);
    assert.deepEqual(await reason('old'), ['credentialsExpired', { profile: 'old', login: 'sso' }]);
    assert.deepEqual(await reason('new'), ['credentialsExpired', { profile: 'new', login: 'sso' }]);
    assert.deepEqual(await reason('console'), ['credentialsExpired', { profile: 'console', login: 'login' }]);
    assert.deepEqual(sso.requests, []);
  });

  it('are expired too when IAM Identity Center takes back a token that looks good', async () => {
    files.writeSsoToken('corp', 'taken-back');
    assert.deepEqual(await reason('new'), ['credentialsExpired', { profile: 'new', login: 'sso' }]);
    assert.equal(await aws.signIns.isSignedIn('new', 'eu-west-1', never), false);
    files.writeSsoToken('corp', SSO_TOKEN);
    assert.equal(await aws.signIns.isSignedIn('new', 'eu-west-1', never), true);
    assert.equal((await open({ profile: 'new' })).traces.size, 1);
  });

  it('say what IAM Identity Center, or a proxy before it, answered', async () => {
    sso.answers = 'html';
    assert.deepEqual(await reason('new'), [
      'badResponse',
      { profile: 'new', operation: 'credentials', detail: 'HTTP 502, text/html' },
    ]);
    sso.answers = 'error';
    assert.deepEqual(await reason('new'), ['serverError', { profile: 'new', operation: 'credentials', status: 503 }]);
    process.env['AWS_ENDPOINT_URL_SSO'] = 'http://127.0.0.1:9';
    assert.deepEqual(await reason('new'), [
      'network',
      { profile: 'new', operation: 'credentials', code: 'ECONNREFUSED', host: '127.0.0.1' },
    ]);
  });

  it('say what is wrong with them', async () => {
    assert.deepEqual(await reason('nobody'), ['profileMissing', { profile: 'nobody' }]);
    assert.deepEqual(await reason('nothing'), ['credentialsMissing', { profile: 'nothing' }]);
    assert.deepEqual(await reason('lost'), ['credentialsMissing', { profile: 'lost', detail: 'incomplete' }]);
    assert.deepEqual(await reason('broken'), ['processFailed', { profile: 'broken', detail: 'exit 3' }]);
    assert.equal(bench.service.calls.length, 0);
  });

  it('are missing when AWS_PROFILE names one that does not exist', async () => {
    aws = engines({ env: { ...files.env, AWS_PROFILE: 'gone' } });
    assert.deepEqual(await reason(''), ['profileMissing', { profile: 'gone' }]);
  });

  it('are looked for in a file that cannot be read whole: its line is named', async () => {
    files.write('.aws/config', ['[profile keys]', 'region = eu-west-1', '', '[profile late', 'region = eu-west-1']);
    const params = { profile: 'late', file: files.config, line: 4, what: 'noHeaderEnd' };
    assert.deepEqual(await reason('late'), ['configMalformed', params]);
    assert.equal((await open({ profile: 'keys' })).traces.size, 1, 'what can be read works');
    assert.deepEqual(await aws.configProblems(), [
      { file: files.config, line: 4, what: 'noHeaderEnd', section: 'late' },
    ]);
  });

  it('are not used when a line of their own section cannot be read', async () => {
    files.write('.aws/config', ['[profile keys]', 'region eu-west-1']);
    const params = { profile: 'keys', file: files.config, line: 2, what: 'noEquals' };
    assert.deepEqual(await reason('keys'), ['configMalformed', params]);
  });

  it('say that a dismissed prompt is no error', async () => {
    aws = engines({ promptMfa: () => Promise.resolve(undefined) });
    const both = await Promise.all([open({ profile: 'role' }), open({ profile: 'role' })]);
    for (const { thrown } of both) assert.deepEqual(reasonOf(thrown), ['dismissed', { profile: 'role' }]);
    assert.equal(sts.requests.length, 0);
  });

  describe('of a connection that must not prompt', () => {
    it('neither ask nor run anything, and say what they would have done', async () => {
      files.writeSsoToken('corp', SSO_TOKEN, new Date(Date.UTC(2020, 0)));
      assert.deepEqual(await how('role'), ['wouldPrompt', 'mfa']);
      assert.deepEqual(await how('program'), ['wouldPrompt', 'process']);
      assert.deepEqual(await how('through'), ['wouldPrompt', 'process']);
      assert.deepEqual(await how('new'), ['wouldPrompt', 'signIn']);
      assert.deepEqual([prompts, sts.requests.length, existsSync(ran())], [0, 0, false]);
    });

    it('are told beforehand whether somebody has to be asked: nobody is, after a sign-in', async () => {
      const would = async (...profiles: string[]): Promise<boolean[]> =>
        Promise.all(profiles.map((profile) => aws.wouldPrompt(profile)));
      assert.deepEqual(await would('role', 'program', 'through'), [true, true, true]);
      assert.deepEqual(await would('keys', 'old', 'new', 'web', 'console', 'nobody'), Array(6).fill(false));
      assert.deepEqual([prompts, sts.requests.length, existsSync(ran())], [0, 0, false]);
      const calls = bench.service.calls.length;
      await aws.signIn({ profile: 'role', region: 'eu-west-1' }, never);
      assert.deepEqual([prompts, bench.service.calls.length], [1, calls]);
      assert.deepEqual(await would('role', 'program'), [false, true]);
      assert.equal(await how('role'), undefined);
    });

    it('sign where nobody has to be asked', async () => {
      for (const profile of ['keys', 'old', 'new', 'web', 'console']) {
        assert.equal((await open({ profile, quiet: true })).traces.size, 1, profile);
      }
    });

    it('use what the user has been asked for before', async () => {
      await open({ profile: 'role' });
      await open({ profile: 'program' });
      assert.equal(await how('role'), undefined);
      assert.equal(await how('program'), undefined);
      assert.equal(prompts, 1);
    });

    it('do not wait for a prompt that is on screen', async () => {
      aws = engines({ promptMfa: () => new Promise(() => undefined) });
      const controller = new AbortController();
      const asking = open({ profile: 'role' }, controller.signal);
      assert.deepEqual(await how('role'), ['wouldPrompt', 'mfa']);
      controller.abort(new Error('enough'));
      await asking;
    });
  });

  describe('in an untrusted workspace', () => {
    it('run no program, also not through a role, until their use was the user’s choice', async () => {
      let isPicked = false;
      aws = engines({ mayRun: () => isPicked });
      assert.deepEqual(await reason('program'), ['untrusted', { profile: 'program' }]);
      assert.deepEqual(await reason('through'), ['untrusted', { profile: 'through' }]);
      assert.equal(existsSync(ran()), false);
      assert.equal((await open({ profile: 'keys' })).traces.size, 1, 'others sign');
      isPicked = true;
      assert.equal((await open({ profile: 'program' })).traces.size, 1);
      assert.equal(existsSync(ran()), true);
    });

    it('run none for the default chain either', async () => {
      aws = engines({ env: { ...files.env, AWS_PROFILE: 'program' }, mayRun: () => false });
      assert.deepEqual(await reason(''), ['untrusted', { profile: '' }]);
      assert.equal(existsSync(ran()), false);
    });
  });

  describe('when files change', () => {
    it('are asked anew once they are other ones, and only they', async () => {
      assert.deepEqual(await aws.reread(), []);
      await open({ profile: 'role' });
      assert.deepEqual(await aws.reread(), []);
      await open({ profile: 'role' });
      assert.equal(prompts, 1, 'nothing was forgotten');
      files.write('.aws/credentials', ['[keys]', 'aws_access_key_id = AKIDNEW', 'aws_secret_access_key = secret']);
      // The role is assumed from the keys.
      assert.deepEqual((await aws.reread()).toSorted(), ['keys', 'role']);
      await open({ profile: 'role' });
      assert.equal(prompts, 2);
    });

    it('have their new endpoint taken over, also one of a services section', async () => {
      aws = engines({ endpoint: () => undefined });
      config('http://127.0.0.1:9');
      await aws.reread();
      assert.equal((await open({ profile: 'keys' })).failed.get(traceId(1))?.params['host'], '127.0.0.1:9');
      config(bench.service.url);
      assert.deepEqual(await aws.reread(), ['keys']);
      assert.equal((await open({ profile: 'keys' })).traces.size, 1);
    });

    it('are named when they come or go', async () => {
      await aws.reread();
      files.write('.aws/config', ['[profile keys]', 'region = eu-west-1', '[profile fresh]', 'region = us-east-1']);
      const changed = await aws.reread();
      assert.ok(changed.includes('fresh') && changed.includes('role') && !changed.includes('keys'), changed.join());
      assert.deepEqual(await reason('role'), ['profileMissing', { profile: 'role' }]);
    });
  });

  describe('while they sign in, cancelled', () => {
    it('end a program that hangs', async () => {
      await cancel('slow', () => existsSync(ran()) && readFileSync(ran(), 'utf8') !== '');
      const pid = Number(readFileSync(ran(), 'utf8'));
      await until(() => !isRunning(pid));
    });

    it('hang up on an endpoint that does not answer', async () => {
      sso.answers = 'never';
      await cancel('new', () => sso.requests.length > 0);
      await until(() => sso.hungUp);
    });
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
