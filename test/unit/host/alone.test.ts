import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, cache } from '../../host/prepare.mjs';

const name = `unit-${process.pid}`;
const lock = join(cache, `${name}.lock`);

describe('work that only one process may do', () => {
  it('is done by one after the other', async () => {
    const seen: string[] = [];
    const work = (who: string) => async () => {
      seen.push(`${who} begins`);
      await new Promise(setImmediate);
      seen.push(`${who} ends`);
    };
    const waited: string[] = [];
    await Promise.all([alone(name, () => waited.push('a'), work('a')), alone(name, () => waited.push('b'), work('b'))]);
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends']);
    assert.deepEqual(waited, ['b']);
    assert.equal(existsSync(lock), false);
  });

  it('is free again after it failed', async () => {
    const failing = alone(name, assert.fail, () => Promise.reject(new Error('disk full')));
    await assert.rejects(failing, /disk full/);
    assert.equal(existsSync(lock), false);
  });

  it('is taken over from a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(cache, { recursive: true });
    writeFileSync(lock, String(pid));
    let isDone = false;
    await alone(name, assert.fail, async () => {
      isDone = true;
    });
    assert.ok(isDone);
  });
});
