import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSecrets, PLANTED } from '../../host/plantedSecrets.mjs';

describe('the check for secrets left behind', () => {
  let root: string;
  const write = (path: string, contents: string | Uint8Array): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), contents);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'xray-secrets-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('finds each of them, in logs, databases and settings, at any depth', () => {
    for (const [name, secret] of Object.entries(PLANTED)) {
      write('logs/20261120/exthost1/X-Ray Traces.log', `2026 [info] signed with ${secret}\n`);
      assert.deepEqual(findSecrets([root], PLANTED), [`${name} in logs/20261120/exthost1/X-Ray Traces.log`]);
      rmSync(join(root, 'logs'), { recursive: true });
    }
    write(
      'User/workspaceStorage/1/state.vscdb',
      Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(PLANTED.ssoToken)]),
    );
    write('User/settings.json', JSON.stringify({ a: PLANTED.roleKey }));
    write('IndexedDB/000003.log', Buffer.from(PLANTED.roleSessionToken, 'utf16le'));
    assert.deepEqual(findSecrets([root], PLANTED).toSorted(), [
      'roleKey in User/settings.json',
      'roleSessionToken in IndexedDB/000003.log',
      'ssoToken in User/workspaceStorage/1/state.vscdb',
    ]);
  });

  it('finds nothing else: no part of a number, nothing where secrets belong', () => {
    write('a.log', `12:00:00.${PLANTED.mfaCode} size=1${PLANTED.mfaCode} ${PLANTED.mfaCode}5`);
    write('Default/Local Storage/leveldb/000003.log', PLANTED.ssoToken);
    assert.deepEqual(findSecrets([root, join(root, 'missing')], PLANTED), []);
    write('b.log', `"code":"${PLANTED.mfaCode}"`);
    assert.deepEqual(findSecrets([root], PLANTED), ['mfaCode in b.log']);
  });
});
