import './console';
import Mocha from 'mocha';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { serviceHooks } from './service';
import { sourcePositions } from './sourcePositions';
import { ui } from './ui';

/** Milliseconds a test may take: a loaded machine is three times slower than a quiet one. */
const TIMEOUT = 60_000;

/**
 * Runs the suite inside VS Code's extension host. The report is written last, so that its absence tells of a crash.
 * @param files name and loader of each test file
 * @throws when a test failed: VS Code turns that into its exit code
 */
export async function runSuite(files: readonly (readonly [name: string, load: () => unknown])[]): Promise<void> {
  const mocha = new Mocha({ timeout: TIMEOUT, forbidOnly: Boolean(process.env['CI']), forbidPending: true });
  if (process.env['XRAY_TEST_GREP']) mocha.fgrep(process.env['XRAY_TEST_GREP']);
  mocha.rootHooks({ ...serviceHooks, afterEach: [pictureOfFailure, assertPolicyWasKept] });
  for (const [name, load] of files) {
    mocha.suite.emit('pre-require', globalThis, name, mocha);
    load();
  }
  const { passes, failures } = await new Promise<Mocha.Stats>((done) => {
    const runner = mocha.run(() => done(runner.stats!));
    runner.on('retry', (test: Mocha.Test, error: Error) =>
      console.log(`Tried again: ${test.fullTitle()}: ${error.message}`),
    );
    runner.on('fail', (_test, error: Error) => {
      error.stack = sourcePositions(error.stack ?? '');
    });
  });
  const report = process.env['XRAY_TEST_REPORT']!;
  mkdirSync(dirname(report), { recursive: true });
  // Whole or not at all, also when VS Code ends meanwhile.
  writeFileSync(`${report}.part`, JSON.stringify({ part: 'host', passed: passes, failed: failures }));
  renameSync(`${report}.part`, report);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** What was on screen when a test failed: `out/screenshots/failed-TITLE.png`. */
async function pictureOfFailure(this: Mocha.Context): Promise<void> {
  if (this.currentTest?.state === 'failed')
    await ui?.screenshot(`failed-${this.currentTest.fullTitle().replaceAll(/\W+/g, '-')}`);
}

/** What a webview's content security policy refused is a failure of the test during which it happened. */
async function assertPolicyWasKept(): Promise<void> {
  const violations = (await ui?.violations({ clear: true })) ?? [];
  if (violations.length > 0) throw new Error(`The content security policy refused:\n${violations.join('\n')}`);
}
