import assert from 'node:assert/strict';
import { planOf } from '../../../src/aws/signingPlan';

const sections = {
  keys: { aws_access_key_id: 'a', aws_secret_access_key: 'b' },
  mfa: { role_arn: 'arn:aws:iam::111122223333:role/r', source_profile: 'keys', mfa_serial: 'm' },
  twice: { role_arn: 'arn:aws-cn:iam::222233334444:role/r', source_profile: 'mfa' },
  program: { credential_process: 'x', aws_account_id: '333344445555' },
  through: { role_arn: 'arn', source_profile: 'program' },
  corp: { sso_session: 's', sso_account_id: '444455556666' },
  'sso-session.s': { sso_region: 'eu-west-1' },
  lost: { sso_session: 'nowhere', sso_account_id: '444455556666' },
  orphan: { role_arn: 'arn', source_profile: 'nobody' },
  round: { role_arn: 'arn', source_profile: 'trip' },
  trip: { role_arn: 'arn', source_profile: 'round', mfa_serial: 'm' },
  both: { role_arn: 'arn', source_profile: 'keyed' },
  keyed: {
    role_arn: 'arn',
    source_profile: 'mfa',
    mfa_serial: 'm',
    aws_access_key_id: 'a',
    aws_secret_access_key: 'b',
  },
  local: { services: 'here', aws_access_key_id: 'a', aws_secret_access_key: 'b' },
  'services.here': { 'xray.endpoint_url': 'http://127.0.0.1:1' },
  odd: { aws_access_key_id: 'a', aws_secret_access_key: 'b', aws_account_id: 'no number' },
};
const plan = (profile: string, env: Record<string, string> = {}) => planOf(profile, sections, env);

describe('the plan of a sign-in', () => {
  it('follows source profiles to what they would ask for', () => {
    assert.equal(plan('keys').needsMfa, false);
    assert.equal(plan('mfa').needsMfa, true);
    assert.equal(plan('twice').needsMfa, true);
    assert.equal(plan('through').processOf, 'program');
    assert.equal(plan('corp').login, 'sso');
  });

  it('stops where the SDK does: at a source with keys of its own, and at a circle', () => {
    assert.equal(plan('both').needsMfa, false);
    assert.equal(plan('round').needsMfa, true);
  });

  it('names what is missing', () => {
    assert.equal(plan('nobody').isMissing, true);
    assert.equal(plan('constructor').isMissing, true);
    assert.deepEqual(
      ['lost', 'orphan', 'corp', 'nobody'].map((name) => plan(name).isIncomplete),
      [true, true, false, false],
    );
  });

  it('tells the account where the section does', () => {
    assert.deepEqual(
      ['mfa', 'twice', 'program', 'corp', 'keys', 'odd', 'through'].map((name) => plan(name).account),
      ['111122223333', '222233334444', '333344445555', '444455556666', undefined, undefined, undefined],
    );
  });

  it('holds every section that has a say', () => {
    assert.deepEqual(Object.keys(plan('twice').sections), ['twice', 'mfa', 'keys']);
    assert.deepEqual(Object.keys(plan('corp').sections), ['corp', 'sso-session.s']);
    assert.deepEqual(Object.keys(plan('local').sections), ['local', 'services.here']);
  });

  it('is the environment’s for the default chain', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    assert.equal(plan('', keys).usesEnvironmentKeys, true);
    assert.equal(plan('', { ...keys, AWS_PROFILE: 'mfa' }).usesEnvironmentKeys, false);
    assert.equal(plan('', { AWS_PROFILE: 'mfa' }).needsMfa, true);
    assert.equal(plan('keys', keys).usesEnvironmentKeys, false);
  });
});
