import assert from 'node:assert/strict';
import { signInError } from '../../src/features/signInEnd';
import { ProfileRegions } from '../../src/views/profileRegions';

function reasonOf(code: number | undefined, closedByUser = false) {
  const error = signInError({ code, closedByUser }, 'dev', 'sso');
  return error && [error.reason, error.params['closed'] ?? '', error.params['login']];
}

describe('the end of a sign-in', () => {
  it('is good with status 0', () => {
    assert.equal(reasonOf(0), undefined);
  });

  it('is expired credentials only when the CLI ran and failed', () => {
    assert.deepEqual(reasonOf(255), ['credentialsExpired', '', 'sso']);
    assert.deepEqual(reasonOf(1, true), ['credentialsExpired', '', 'sso']);
  });

  it('says that the CLI could not be started, or that its terminal was closed', () => {
    assert.deepEqual(reasonOf(undefined), ['signInNotRun', false, 'sso']);
    assert.deepEqual(reasonOf(127), ['signInNotRun', false, 'sso']);
    assert.deepEqual(reasonOf(undefined, true), ['signInNotRun', true, 'sso']);
  });
});

describe('regions that profiles name', () => {
  it('are read anew for each request, and shown as last read', async () => {
    let file: string | undefined = 'eu-west-1';
    const regions = new ProfileRegions(() => Promise.resolve(file));
    assert.equal(regions.last('dev'), '');
    assert.deepEqual(await regions.ask('dev'), { region: 'eu-west-1', isNew: true });
    assert.deepEqual(await regions.ask('dev'), { region: 'eu-west-1', isNew: false });
    file = 'us-east-2';
    assert.equal(regions.last('dev'), 'eu-west-1');
    assert.deepEqual(await regions.ask('dev'), { region: 'us-east-2', isNew: true });
    file = undefined;
    assert.deepEqual(await regions.ask('dev'), { region: '', isNew: true });
    assert.equal(regions.last('dev'), '');
  });
});
