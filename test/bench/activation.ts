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
  /** What the first use adds: loading the app and making it. Median. */
  readonly appMs: number;
  /** "Activation" in VS Code's own list of running extensions: also finds, reads and compiles the file. Median. */
  readonly statedMs: number;
  readonly runs: readonly number[];
}

/**
 * Milliseconds the extension adds to the start of VS Code: the VSIX installed in a real VS Code, the median of several windows.
 * The installed bundles are wrapped by stopwatches; what ships has none. Linux x64 only.
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
    addStopwatch(join(installed.extensionFolder, 'dist/extension.js'), 'activate', times);
    addStopwatch(join(installed.extensionFolder, 'dist/app.js'), 'createApp', times);
    const { context, page } = await openBrowser(temporary, { height: 2000 }); // the list paints only the rows on screen
    cleanups.add(() => context.close());
    const stated: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await page.goto(installed.url);
      await runCommand(page, 'X-Ray: Show Log'); // the first use
      await runCommand(page, 'Developer: Show Running Extensions');
      const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Trace Explorer' });
      const text = await row.locator('.activation-time').innerText({ timeout: 30_000 });
      const [, milliseconds] = /(\d+)\s*ms/.exec(text) ?? [];
      if (milliseconds === undefined) throw new Error(`VS Code states no activation time: "${text}"`);
      stated.push(Number(milliseconds));
    }
    const measured = readFileSync(times, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Measured);
    const own = measured.filter(({ of }) => of === 'activate');
    const app = measured.filter(({ of }) => of === 'createApp');
    if (own.length !== RUNS || app.length !== RUNS)
      throw new Error(`${RUNS} windows: started ${own.length} times, used ${app.length} times`);
    const { loadMs, callMs } = medianBy(own, total);
    return [
      {
        bench: 'activation',
        ms: tenth(loadMs + callMs),
        loadMs: tenth(loadMs),
        activateMs: tenth(callMs),
        appMs: tenth(total(medianBy(app, total))),
        statedMs: medianBy(stated, (one) => one),
        runs: own.map((one) => tenth(total(one))),
      },
    ];
  } finally {
    await cleanups.run();
  }
}

/** How long a bundle took: to run its own code, up to its exports, and the one call of what it exports. */
interface Measured {
  readonly of: string;
  readonly loadMs: number;
  readonly callMs: number;
}

/** Makes an installed bundle write to `times` how long it and the call of its function `of` took. */
function addStopwatch(bundle: string, of: string, times: string): void {
  const after = `
const loadMs = performance.now() - __loading;
const call = module.exports.${of};
module.exports = { ...module.exports, ${of}(...values) {
  const start = performance.now();
  call(...values);
  const callMs = performance.now() - start;
  require('node:fs').appendFileSync(${JSON.stringify(times)}, JSON.stringify({ of: '${of}', loadMs, callMs }) + '\\n');
} };`;
  // The bundle stays at the top level, as it ships: in a block its functions would be made differently.
  writeFileSync(bundle, `var __loading = performance.now();\n${readFileSync(bundle, 'utf8')}\n{${after}\n}\n`);
}

function medianBy<T>(values: readonly T[], measure: (value: T) => number): T {
  return values.toSorted((a, b) => measure(a) - measure(b))[Math.floor(values.length / 2)]!;
}

const total = ({ loadMs, callMs }: Measured): number => loadMs + callMs;
const tenth = (value: number): number => Math.round(value * 10) / 10;
