import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanups } from '../host/cleanups.mjs';
import { runCommand } from '../host/driveWorkbench';
import { startInstalled } from '../host/installed';
import { openBrowser } from '../host/workbench.mjs';
import { packageExtension } from '../tools/packageExtension';

const RUNS = 7;

export interface ActivationLine {
  readonly bench: 'activation';
  /** What the extension costs at start-up: `loadMs` + `activateMs` of the median run. */
  readonly ms: number;
  /** Running the bundle's own code once, up to its exports. */
  readonly loadMs: number;
  /** The call of `activate`. */
  readonly activateMs: number;
  /** "Activation" in VS Code's own list of running extensions: also finds, reads and compiles the file. Median. */
  readonly statedMs: number;
  readonly runs: readonly number[];
}

/**
 * Milliseconds the extension adds to the start of VS Code: the VSIX installed in a real VS Code, the median of several windows.
 * The installed bundle is wrapped by a stopwatch; what ships has none. Linux x64 only.
 */
export async function benchActivation(): Promise<ActivationLine[]> {
  const cleanups = new Cleanups();
  cleanups.runOnSignals();
  try {
    const temporary = cleanups.temporaryFolder('xray-bench-');
    const folder = join(temporary, 'workspace');
    mkdirSync(folder);
    const { file: vsix } = await packageExtension(join(temporary, 'extension.vsix'), { isQuiet: true });
    const settings = { 'security.workspace.trust.enabled': false };
    const installed = await startInstalled({ vsix, folder, settings, env: process.env, log: console.error }, cleanups);
    const times = join(temporary, 'times.jsonl');
    addStopwatch(join(installed.extensionFolder, 'dist/extension.js'), times);
    const { context, page } = await openBrowser(temporary, { height: 2000 }); // the list paints only the rows on screen
    cleanups.add(() => context.close());
    const stated: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await page.goto(installed.url);
      await runCommand(page, 'X-Ray: Show Log');
      await runCommand(page, 'Developer: Show Running Extensions');
      const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Trace Explorer' });
      const text = await row.locator('.activation-time').innerText({ timeout: 30_000 });
      const [, milliseconds] = /(\d+)\s*ms/.exec(text) ?? [];
      if (milliseconds === undefined) throw new Error(`VS Code states no activation time: "${text}"`);
      stated.push(Number(milliseconds));
    }
    const own = readFileSync(times, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { loadMs: number; activateMs: number })
      .map(({ loadMs, activateMs }) => ({ loadMs, activateMs, ms: loadMs + activateMs }));
    const median = own.toSorted((a, b) => a.ms - b.ms)[Math.floor(own.length / 2)]!;
    const statedMs = stated.toSorted((a, b) => a - b)[Math.floor(stated.length / 2)]!;
    return [{ bench: 'activation', ...rounded(median), statedMs, runs: own.map(({ ms }) => tenth(ms)) }];
  } finally {
    await cleanups.run();
  }
}

function addStopwatch(bundle: string, times: string): void {
  const after = `
const loadMs = performance.now() - __loading;
const { activate } = module.exports;
module.exports = { ...module.exports, activate(context) {
  const start = performance.now();
  activate(context);
  const activateMs = performance.now() - start;
  require('node:fs').appendFileSync(${JSON.stringify(times)}, JSON.stringify({ loadMs, activateMs }) + '\\n');
} };`;
  // The bundle stays at the top level, as it ships: in a block its functions would be made differently.
  writeFileSync(bundle, `var __loading = performance.now();\n${readFileSync(bundle, 'utf8')}\n{${after}\n}\n`);
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function rounded({ ms, loadMs, activateMs }: { ms: number; loadMs: number; activateMs: number }) {
  return { ms: tenth(ms), loadMs: tenth(loadMs), activateMs: tenth(activateMs) };
}
