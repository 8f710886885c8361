import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanups } from '../../host/cleanups.mjs';

describe('what a run leaves behind', () => {
  it('is undone in the opposite order, once', async () => {
    const cleanups = new Cleanups();
    const undone: string[] = [];
    cleanups.add(() => undone.push('first'));
    cleanups.add(async () => {
      await new Promise(setImmediate);
      undone.push('second');
    });
    await cleanups.run();
    await cleanups.run();
    assert.deepEqual(undone, ['second', 'first']);
  });

  it('is undone to the end when a step fails, which is then told', async () => {
    const cleanups = new Cleanups();
    const folder = cleanups.temporaryFolder('xray-unit-');
    writeFileSync(join(folder, 'file'), '');
    cleanups.add(() => Promise.reject(new Error('did not stop')));
    await assert.rejects(cleanups.run(), /did not stop/);
    assert.equal(existsSync(folder), false);
  });
});
