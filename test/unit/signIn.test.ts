import assert from 'node:assert/strict';
import { signInError } from '../../src/features/signInEnd';
import { ProfileRegions } from '../../src/views/profileRegions';

function reasonOf(code: number | undefined, closedByUser = false) {
  const error = signInError({ code, closedByUser }, 'dev', 'sso');
  return error && [error.reason, error.params['closed'], error.params['status'] ?? ''];
}

describe('the end of a sign-in', () => {
  it('is good with status 0', () => {
    assert.equal(reasonOf(0), undefined);
  });

  it('says with which status the CLI failed, that it could not be started, or that it was ended', () => {
    assert.deepEqual(reasonOf(255), ['signInNotRun', false, 255]);
    assert.deepEqual(reasonOf(1, true), ['signInNotRun', false, 1]);
    assert.deepEqual(reasonOf(undefined), ['signInNotRun', false, '']);
    assert.deepEqual(reasonOf(127), ['signInNotRun', false, '']);
    assert.deepEqual(reasonOf(undefined, true), ['signInNotRun', true, '']);
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
