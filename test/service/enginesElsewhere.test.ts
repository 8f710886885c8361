import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { planPlaces } from '../../src/features/elsewherePlan';
import { placeText, resultText } from '../../src/features/elsewhereText';
import { findElsewhere } from '../../src/features/findElsewhere';
import type { AwsEngines } from '../../src/traces/source';
import type { Localize } from '../../src/views/localize';
import { AwsFiles } from './enginesAwsFiles';
import { Bench, segment, traceId, until } from './enginesSetup';

const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
const never = new AbortController().signal;
const none = (): void => {};

const keys = (name: string, id: string): string =>
  `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = secret\n`;

describe('looking elsewhere with real profiles', () => {
  let bench: Bench;
  let files: AwsFiles;
  let aws: AwsEngines;
  let asked: string[];

  beforeEach(async () => {
    bench = await Bench.start();
    bench.service.put([segment(traceId(1), 1)], { region: 'eu-central-1', accessKeyId: 'AKIDPROD' });
    files = new AwsFiles();
    files.write('.aws/credentials', keys('dev', 'AKIDDEV') + keys('prod', 'AKIDPROD'));
    files.write('.aws/config', [
      '[profile dev]',
      'region = us-east-1',
      '[profile prod]',
      'region = eu-central-1',
      '[profile admin]',
      'region = eu-central-1',
      'role_arn = arn:aws:iam::111122223333:role/admin',
      'source_profile = prod',
      'mfa_serial = arn:aws:iam::111122223333:mfa/me',
      '[profile tool]',
      'region = eu-central-1',
      `credential_process = ${files.processCommand(join(files.home, 'ran'))}`,
      '[profile work]',
      'region = eu-central-1',
      'sso_session = corp',
      'sso_account_id = 111122223333',
      'sso_role_name = reader',
      '[sso-session corp]',
      'sso_region = eu-west-1',
      'sso_start_url = https://corp.awsapps.example/start',
    ]);
    asked = [];
    aws = bench.engines({
      env: files.env,
      promptMfa: (profile) => {
        asked.push(profile);
        return Promise.resolve(undefined);
      },
    });
  });
  afterEach(async () => {
    files.dispose();
    await bench.close();
  });

  const look = async (id: string, signal = never) => {
    const current = { profile: 'dev', region: 'us-east-1' };
    const profiles = await aws.listProfiles();
    const setting = { profiles: [], regions: [] };
    const places = planPlaces({ setting, profiles, current, asked: [current], known: [] });
    return findElsewhere(id, places, aws.probe, signal, none);
  };

  it('finds the trace in the account and region that have it, with nothing asked and nothing run', async () => {
    const result = await look(traceId(1));
    assert.equal(placeText(result.found!, t), 'prod · eu-central-1');
    assert.deepEqual(asked, []);
    assert.ok(bench.service.calls.every(({ operation }) => operation === 'BatchGetTraces'));
  });

  it('names the profiles it passed over where the trace is nowhere', async () => {
    const result = await look(traceId(2));
    const text = resultText(result, t);
    assert.equal(result.found, undefined);
    for (const profile of ['admin', 'tool', 'work']) {
      const outcomes = result.looked
        .filter(({ place }) => place.profile === profile)
        .map(({ outcome }) => outcome.kind);
      assert.ok(outcomes.length > 0 && outcomes.every((kind) => kind === 'skipped'), `${profile} ${outcomes.join()}`);
      assert.ok(text.includes(profile), text);
    }
    assert.deepEqual([asked, existsSync(join(files.home, 'ran'))], [[], false]);
    assert.equal(bench.service.calls.length, 2, 'prod in both regions');
  });

  it('sends nothing any more one second after Cancel', async () => {
    bench.service.configure({ latencyMs: 5000 });
    const controller = new AbortController();
    const looking = look(traceId(1), controller.signal);
    await until(() => bench.service.calls.length > 0);
    const cancelled = Date.now();
    controller.abort();
    const result = await looking;
    assert.ok(Date.now() - cancelled < 1000);
    assert.equal(result.found, undefined);
    await new Promise((resolve) => setTimeout(resolve, 1000)); // what was on its way
    const { length } = bench.service.calls;
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(bench.service.calls.length, length);
  });
});
