import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findAwsCli, signInArguments } from '../../../src/features/awsCli';
import { oneByOne } from '../../../src/features/oneByOne';

describe('the AWS CLI', () => {
  let root: string;
  const name = process.platform === 'win32' ? 'aws.exe' : 'aws';
  const program = (folder: string, mode = 0o755): string => {
    mkdirSync(join(root, folder));
    const file = join(root, folder, name);
    writeFileSync(file, '');
    chmodSync(file, mode);
    return file;
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'xray-cli-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is the first program of its name on the PATH, else where installers put it', async () => {
    const [first, second] = [program('first'), program('second')];
    const PATH = [join(root, 'nowhere'), join(root, 'first'), join(root, 'second')].join(delimiter);
    assert.equal(await findAwsCli({ PATH }, []), first);
    assert.equal(await findAwsCli({ Path: join(root, 'second') }, []), second);
    assert.equal(await findAwsCli({}, [join(root, 'second')]), second);
    assert.equal(await findAwsCli({ PATH: join(root, 'nowhere') }, []), undefined);
  });

  it('is none of the workspace’s, and nothing that is no program', async () => {
    program('here');
    const before = process.cwd();
    process.chdir(root);
    try {
      assert.equal(await findAwsCli({ PATH: ['', '.', 'here'].join(delimiter) }, []), undefined);
    } finally {
      process.chdir(before);
    }
    mkdirSync(join(root, 'folder', name), { recursive: true });
    assert.equal(await findAwsCli({ PATH: join(root, 'folder') }, []), undefined);
    if (process.platform === 'win32') return; // has no such permission
    program('plain', 0o644);
    assert.equal(await findAwsCli({ PATH: join(root, 'plain') }, []), undefined);
  });

  it('gets a profile’s name as one argument, whatever it is', () => {
    assert.deepEqual(signInArguments('dev', 'sso'), ['sso', 'login', '--profile', 'dev']);
    assert.deepEqual(signInArguments('a b; rm -rf /', 'login'), ['login', '--profile', 'a b; rm -rf /']);
    assert.deepEqual(signInArguments('', 'sso'), ['sso', 'login']);
    assert.deepEqual(signInArguments('--debug', 'sso'), ['sso', 'login', '--profile=--debug']);
  });
});

describe('one by one', () => {
  it('starts a call when those before it have ended, however they ended', async () => {
    const log: string[] = [];
    const act = oneByOne(async (text: string) => {
      log.push(`begin ${text}`);
      await Promise.resolve();
      log.push(`end ${text}`);
      if (text === 'a') throw new Error(text);
      return text;
    });
    const results = await Promise.allSettled([act('a'), act('b')]);
    assert.deepEqual(log, ['begin a', 'end a', 'begin b', 'end b']);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
  });
});
