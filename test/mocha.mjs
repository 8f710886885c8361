// Runs one part of the tests in Node: node test/mocha.mjs unit|service|webview [text of the titles to run]
// Test files are found by name (test/PART/**/*.test.ts), bundled, and run by mocha. The counts go to out/report/PART.json.
import Mocha from 'mocha';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForNode, root } from '../esbuild.mjs';

const TIMEOUT = { unit: 10_000, service: 30_000, webview: 60_000 };

export async function runPart(part, grep) {
  const files = readdirSync(join(root, 'test', part), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', part, file))
    .sort();
  const mocha = new Mocha({ timeout: TIMEOUT[part], forbidOnly: Boolean(process.env.CI), forbidPending: true });
  if (grep) mocha.fgrep(grep);
  for (const bundle of await bundleForNode(files)) mocha.addFile(bundle);
  await mocha.loadFilesAsync();
  const { passes, failures } = await new Promise((done) => {
    const runner = mocha.run(() => done(runner.stats));
  });
  mkdirSync(join(root, 'out/report'), { recursive: true });
  writeFileSync(join(root, 'out/report', `${part}.json`), JSON.stringify({ part, passed: passes, failed: failures }));
  console.log(`${part}: ${passes} passed, ${failures} failed`);
  return failures === 0 && passes > 0;
}

process.setSourceMapsEnabled(true);
process.exit((await runPart(process.argv[2], process.argv[3])) ? 0 : 1);
