import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileWatch } from '../../../src/features/fileWatch';

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !isSo();) {
    if (Date.now() > end) throw new Error('the change was not seen');
    await sleep(10);
  }
}

describe('watching files', () => {
  let root: string;
  let watched: FileWatch | undefined;
  let changes: number;

  const at = (...parts: string[]): string => join(root, ...parts);
  const watch = async (...paths: string[]): Promise<void> => {
    changes = 0;
    watched = new FileWatch(paths, () => (changes += 1));
    await watched.check();
  };
  /** Waits for the change the act leads to. */
  const seen = async (act: () => void): Promise<void> => {
    const before = changes;
    act();
    await until(() => changes > before);
    await watched?.check(); // and armed anew
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'xray-watch-'));
  });
  afterEach(() => {
    watched?.dispose();
    rmSync(root, { recursive: true });
  });

  it('sees a file that comes, changes, is replaced by a rename, and goes', async () => {
    await watch(at('config'));
    await seen(() => writeFileSync(at('config'), 'one'));
    await seen(() => writeFileSync(at('config'), 'another'));
    await seen(() => {
      writeFileSync(at('config.tmp'), 'a third');
      renameSync(at('config.tmp'), at('config'));
    });
    await seen(() => writeFileSync(at('config'), 'in the file that replaced it'));
    await seen(() => unlinkSync(at('config')));
  });

  it('sees a file in folders that come later', async () => {
    await watch(at('home', '.aws', 'config'));
    mkdirSync(at('home'));
    await sleep(150);
    mkdirSync(at('home', '.aws'));
    await sleep(150);
    await seen(() => writeFileSync(at('home', '.aws', 'config'), 'one'));
  });

  it('sees what a link leads to', async () => {
    mkdirSync(at('dotfiles'));
    writeFileSync(at('dotfiles', 'config'), 'one');
    symlinkSync(at('dotfiles', 'config'), at('config'));
    await watch(at('config'));
    await seen(() => writeFileSync(at('dotfiles', 'config'), 'another'));
    writeFileSync(at('dotfiles', 'other'), 'of another file');
    await seen(() => {
      unlinkSync(at('config'));
      symlinkSync(at('dotfiles', 'other'), at('config'));
    });
  });

  it('sees the entries of a folder', async () => {
    await watch(at('cache'));
    await seen(() => {
      mkdirSync(at('cache'));
      writeFileSync(at('cache', 'token.json'), 'one');
    });
    await seen(() => writeFileSync(at('cache', 'token.json'), 'another'));
  });

  it('says nothing of other files, nor of what it was made of at first', async () => {
    writeFileSync(at('config'), 'one');
    await watch(at('config'));
    writeFileSync(at('other'), 'one');
    await sleep(150);
    await watched?.check();
    assert.equal(changes, 0);
  });

  it('says nothing any more once it is disposed', async () => {
    await watch(at('config'));
    watched?.dispose();
    writeFileSync(at('config'), 'one');
    await watched?.check();
    assert.equal(changes, 0);
  });
});
