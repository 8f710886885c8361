import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsEngines, AwsEnvironment } from '../../src/traces/source';
import { FakeSts } from './enginesFakeSts';
import { Bench, collect, reasonOf, segment, traceId, until, type Outcome } from './enginesSetup';

const MFA_SERIAL = 'arn:aws:iam::111122223333:mfa/me';
const never = new AbortController().signal;

describe('signing in', () => {
  let bench: Bench;
  let folder: string;
  let env: Record<string, string>;
  let aws: AwsEngines;
  const processEnv = { ...process.env };

  const write = (name: string, lines: readonly string[]): void => writeFileSync(join(folder, name), lines.join('\n'));
  const engines = (changes: Partial<AwsEnvironment> = {}): AwsEngines => bench.engines({ env, ...changes });
  const open = (profile: string, signal: AbortSignal = never, region = 'eu-west-1'): Promise<Outcome> =>
    collect(aws.openTraces({ profile, region }, [{ id: traceId(1) }], signal));
  const sts = new FakeSts();

  before(() => sts.start());
  after(() => sts.stop());

  beforeEach(async () => {
    bench = await Bench.start();
    bench.service.put([segment(traceId(1), 1)]);
    folder = mkdtempSync(join(tmpdir(), 'xray-sign-in-'));
    env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
    write('credentials', ['[keys]', 'aws_access_key_id = AKIDKEYS', 'aws_secret_access_key = secret']);
    write('config', [
      '[profile keys]',
      'region = eu-west-1',
      '[profile role]',
      'role_arn = arn:aws:iam::111122223333:role/reader',
      'source_profile = keys',
      `mfa_serial = ${MFA_SERIAL}`,
      '[profile slow]',
      `credential_process = ${JSON.stringify(process.execPath)} -e "setTimeout(()=>0,1500)"`,
      '[profile work]',
      'sso_session = corp',
      'sso_account_id = 111122223333',
      'sso_role_name = reader',
      '[sso-session corp]',
      'sso_region = eu-west-1',
      'sso_start_url = https://corp.awsapps.example/start',
      '[profile local]',
      'services = local',
      'aws_access_key_id = AKIDLOCAL',
      'aws_secret_access_key = secret',
      '[services local]',
      'xray =',
      `  endpoint_url = ${bench.service.url}`,
    ]);
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    // Parts of the SDK (SSO, the default chain) read the process's environment and no other.
    Object.assign(process.env, env, { AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL_STS: sts.url, HOME: folder });
    aws = engines();
    sts.requests.length = 0;
    sts.answers = true;
  });
  afterEach(async () => {
    for (const name of Object.keys(process.env)) if (!(name in processEnv)) delete process.env[name];
    Object.assign(process.env, processEnv);
    rmSync(folder, { recursive: true });
    await bench.close();
  });

  it('lists the profiles of the files as they are now, and their regions', async () => {
    const profiles = await aws.listProfiles();
    assert.deepEqual(
      profiles.map(({ name, kind }) => `${name} ${kind}`),
      ['keys static', 'local static', 'role assumeRole', 'slow process', 'work sso'],
    );
    assert.equal(await aws.regionOf('keys'), 'eu-west-1');
    assert.equal(await aws.regionOf('role'), undefined);
    write('config', ['[profile other]', 'region = us-east-1']);
    assert.deepEqual(
      (await aws.listProfiles()).map(({ name }) => name),
      ['keys', 'other'],
    );
  });

  it('signs with the keys of a profile', async () => {
    assert.equal((await open('keys')).traces.size, 1);
  });

  it("asks the endpoint of the profile's services section, of the environment, and first of the setting", async () => {
    aws = engines({ endpoint: () => undefined });
    assert.equal((await open('local')).traces.size, 1);
    Object.assign(env, { AWS_ENDPOINT_URL_XRAY: 'http://127.0.0.1:9' });
    aws = engines({ endpoint: () => undefined });
    assert.equal((await open('local')).failed.get(traceId(1))?.params['host'], '127.0.0.1:9');
    aws = engines();
    assert.equal((await open('local')).traces.size, 1);
  });

  it('asks for one code for everything that is opened with a profile', async () => {
    const prompts: string[][] = [];
    aws = engines({
      promptMfa: (...asked) => {
        prompts.push(asked.slice(0, 2) as string[]);
        return Promise.resolve('123456');
      },
    });
    const outcomes = await Promise.all([open('role'), open('role'), open('role', never, 'us-east-1')]);
    assert.deepEqual(
      outcomes.map(({ traces }) => traces.size),
      [1, 1, 1],
    );
    assert.deepEqual(prompts, [['role', MFA_SERIAL]]);
    assert.equal(sts.requests.length, 1);
    assert.match(sts.requests[0] ?? '', /TokenCode=123456/);
    aws.forget();
    await open('role');
    assert.equal(prompts.length, 2);
  });

  it('says that the code was not given, or not right', async () => {
    assert.deepEqual(reasonOf((await open('role')).thrown), ['mfaFailed', { profile: 'role' }]);
    aws = engines({ promptMfa: () => Promise.resolve('000000') });
    assert.deepEqual(reasonOf((await open('role')).thrown), ['mfaFailed', { profile: 'role' }]);
  });

  it('says what is missing', async () => {
    assert.deepEqual(reasonOf((await open('nobody')).thrown), ['profileMissing', { profile: 'nobody' }]);
    assert.deepEqual(reasonOf((await open('')).thrown), ['credentialsMissing', { profile: '' }]);
    assert.deepEqual(reasonOf((await open('work')).thrown), ['credentialsExpired', { profile: 'work', login: 'sso' }]);
    assert.equal(bench.service.calls.length, 0);
  });

  it('takes credentials that were renewed in the files when AWS refuses the old ones', async () => {
    assert.equal((await open('keys')).traces.size, 1);
    write('credentials', ['[keys]', 'aws_access_key_id = AKIDNEW', 'aws_secret_access_key = secret']);
    bench.service.fault({ kind: 'status', status: 403, code: 'ExpiredTokenException' });
    const { traces, calls } = await open('keys');
    assert.equal(traces.size, 1);
    assert.deepEqual(calls[0]?.waits, [{ reason: 'ExpiredTokenException, credentials renewed', milliseconds: 0 }]);
  });

  it('signs with the new ones from then on, and tries new ones only once', async () => {
    const keys: string[] = [];
    const refusing = createServer((request, response) => {
      keys.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      response.writeHead(403, { 'x-amzn-errortype': 'ExpiredTokenException' }).end('{}');
    });
    await new Promise<void>((resolve) => {
      refusing.listen(0, '127.0.0.1', resolve);
    });
    try {
      const { port } = refusing.address() as AddressInfo;
      aws = engines({ endpoint: () => `http://127.0.0.1:${port}` });
      // Something new every time, and none of it any good.
      write('vault.cjs', [
        "console.log(JSON.stringify({ Version: 1, AccessKeyId: 'AKID' + process.pid, SecretAccessKey: 'secret' }));",
      ]);
      const command = [process.execPath, join(folder, 'vault.cjs')].map((word) => JSON.stringify(word)).join(' ');
      write('config', ['[profile vault]', `credential_process = ${command}`]);
      assert.deepEqual(reasonOf((await open('vault')).thrown), ['credentialsExpired', { profile: 'vault', login: '' }]);
      assert.equal(keys.length, 2);
      assert.notEqual(keys[0], keys[1]);
      assert.ok(keys.every((key) => key.startsWith('AKID')));
    } finally {
      refusing.closeAllConnections();
      refusing.close();
    }
  });

  it('says expired or refused when there are no newer ones, and stops there', async () => {
    for (const [code, reason, params] of [
      ['ExpiredTokenException', 'credentialsExpired', { profile: 'keys', login: '' }],
      ['UnrecognizedClientException', 'credentialsInvalid', { profile: 'keys' }],
    ] as const) {
      bench.service.fault({ kind: 'status', status: 403, code });
      assert.deepEqual(reasonOf((await open('keys')).thrown), [reason, params]);
    }
    assert.equal(bench.service.calls.length, 2);
  });

  describe('cancelled', () => {
    const reason = new Error('the user has seen enough');
    const cancel = async (begin: (signal: AbortSignal) => Promise<Outcome>, ready: () => boolean): Promise<void> => {
      const controller = new AbortController();
      const outcome = begin(controller.signal);
      await until(ready);
      const before = Date.now();
      controller.abort(reason);
      assert.equal((await outcome).thrown, reason);
      assert.ok(Date.now() - before < 1000);
    };

    it('while the code is asked for closes the prompt', async () => {
      let prompt: AbortSignal | undefined;
      aws = engines({
        promptMfa: (_profile, _serial, signal) => {
          prompt = signal;
          return new Promise(() => undefined);
        },
      });
      await cancel(
        (signal) => open('role', signal),
        () => prompt !== undefined,
      );
      assert.equal(prompt?.aborted, true);
    });

    it('while STS does not answer hangs up', async () => {
      sts.answers = false;
      aws = engines({ promptMfa: () => Promise.resolve('123456') });
      await cancel(
        (signal) => open('role', signal),
        () => sts.requests.length > 0,
      );
      await until(() => sts.hungUp);
    });

    it('while a credential process runs does not wait for it', async () => {
      const begun = Date.now();
      await cancel(
        (signal) => open('slow', signal),
        () => Date.now() - begun > 60,
      );
    });
  });
});
