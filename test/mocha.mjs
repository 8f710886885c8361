// Runs one part of the tests in Node: node test/mocha.mjs unit|service|webview|vsix [text of the titles to run]
// Test files are found by name (test/PART/**/*.test.ts), bundled, and run by mocha. The counts go to out/report/PART.json.
import Mocha from 'mocha';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleForNode, root } from '../esbuild.mjs';

/** Milliseconds a test of each part may take. */
const TIMEOUT = new Map([
  ['unit', 10_000],
  ['service', 30_000],
  ['webview', 60_000],
  ['vsix', 180_000],
]);

/**
 * @param {string} part
 * @param {string | undefined} grep
 * @returns {Promise<boolean>} whether tests ran and all passed
 */
async function runPart(part, grep) {
  const timeout = TIMEOUT.get(part);
  if (timeout === undefined)
    throw new Error(`No part "${part}" of the tests: it is one of ${[...TIMEOUT.keys()].join(', ')}.`);
  const report = join(root, 'out/report', `${part}.json`);
  rmSync(report, { force: true });
  const files = readdirSync(join(root, 'test', part), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', part, file))
    .toSorted();
  const mocha = new Mocha({ timeout, forbidOnly: Boolean(process.env['CI']), forbidPending: true });
  if (grep) mocha.fgrep(grep);
  for (const bundle of await bundleForNode(files)) mocha.addFile(bundle);
  await mocha.loadFilesAsync();
  /** @type {Mocha.Stats} */
  const { passes, failures } = await new Promise((done) => {
    const runner = mocha.run(() => done(/** @type {Mocha.Stats} */ (runner.stats)));
  });
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify({ part, passed: passes, failed: failures }));
  console.log(`${part}: ${passes} passed, ${failures} failed`);
  return failures === 0 && passes > 0;
}

process.setSourceMapsEnabled(true);
process.exit((await runPart(process.argv[2] ?? '', process.argv[3])) ? 0 : 1);
