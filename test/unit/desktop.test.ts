import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { cmdLine, whyNoWindow } from '../host/desktop';

describe('starting a desktop VS Code on Windows', () => {
  it('hands every argument over whole', () => {
    const args = ['--user-data-dir=C:/Users/A User (x & y)/data', '--install-extension', 'a b.vsix'];
    const print = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const printed = execSync(cmdLine([process.execPath, '-e', print, '--', ...args]), { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(printed), args);
  });

  it('refuses what quotes do not protect', () => {
    for (const part of ['a"b', '%TEMP%', 'a\nb']) assert.throws(() => cmdLine(['code.cmd', part]), /cannot be told/);
  });
});

describe('where VS Code in the browser cannot run', () => {
  it('says what there is to do, and nothing that would not help', () => {
    assert.match(whyNoWindow({ picture: true, browser: false }), /^Pictures .*Linux x64 only: leave out --screenshot/);
    assert.match(whyNoWindow({ picture: true, browser: true }), /--screenshot/);
    assert.match(whyNoWindow({ picture: false, browser: true }), /leave out --browser/);
    assert.match(whyNoWindow({ picture: false, browser: false }), /^Install VS Code/);
  });
});
