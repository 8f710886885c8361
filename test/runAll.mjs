// Runs every part of the tests, one after the other, each through its own npm script: npm test
// Ends with the line `N passed, N failed`: the sum of the parts' own reports in out/report. A part that did not run, or found no
// test, is a failure.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../esbuild.mjs';

/** Tools without tests of their own: one check each, passed when they end with 0. */
const CHECKS = ['format', 'lint', 'types'];
/** Write their own reports. Quick ones first. */
const SUITES = ['unit', 'service', 'webview', 'vsix', 'host'];

const REPORTS = join(root, 'out/report');

/**
 * @param {string} part
 * @returns {Promise<boolean>} whether its script ended with 0
 */
function run(part) {
  const npm = process.env['npm_execpath'];
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, 'run', '--silent', `test:${part}`], { cwd: root, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

/**
 * @param {string} part
 * @param {boolean} isOk whether its script ended with 0
 * @returns {{ passed: number, failed: number, remark: string }}
 */
function readReport(part, isOk) {
  const file = join(REPORTS, `${part}.json`);
  if (!existsSync(file)) return { passed: 0, failed: 1, remark: 'did not run to its end' };
  const { passed, failed } = JSON.parse(readFileSync(file, 'utf8'));
  if (passed + failed === 0) return { passed, failed: 1, remark: 'found no test' };
  // A script can fail beside its tests: a leak, a crash after the last one.
  if (failed === 0 && !isOk) return { passed, failed: 1, remark: 'failed outside its tests' };
  return { passed, failed, remark: '' };
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const summary = [];
let passed = 0;
let failed = 0;
for (const part of [...CHECKS, ...SUITES]) {
  console.log(`\n== ${part}`);
  const started = Date.now();
  const isOk = await run(part);
  if (CHECKS.includes(part))
    writeFileSync(join(REPORTS, `${part}.json`), JSON.stringify({ part, passed: Number(isOk), failed: Number(!isOk) }));
  const report = readReport(part, isOk);
  const seconds = Math.round((Date.now() - started) / 1000);
  summary.push(`${part}: ${report.passed} passed, ${report.failed} failed, ${seconds} s ${report.remark}`.trimEnd());
  passed += report.passed;
  failed += report.failed;
}
console.log(`\n${summary.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
