import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanups } from '../host/cleanups.mjs';
import { startInstalled } from '../host/installed';
import { runCommand } from '../host/driveWorkbench';
import { openBrowser } from '../host/workbench.mjs';
import { packageExtension } from '../tools/packageExtension';

const RUNS = 5;

/**
 * Milliseconds VS Code needs to load and activate the extension, as its own "Show Running Extensions" states them: the VSIX
 * installed in a real VS Code, the median of several windows. Linux x64 only.
 */
export async function benchActivation(): Promise<{ bench: 'activation'; ms: number; runs: readonly number[] }[]> {
  const cleanups = new Cleanups();
  cleanups.runOnSignals();
  try {
    const temporary = cleanups.temporaryFolder('xray-bench-');
    const folder = join(temporary, 'workspace');
    mkdirSync(folder);
    const { file: vsix } = await packageExtension(join(temporary, 'extension.vsix'), { isQuiet: true });
    const settings = { 'security.workspace.trust.enabled': false };
    const installed = await startInstalled({ vsix, folder, settings, env: process.env, log: console.error }, cleanups);
    const { context, page } = await openBrowser(temporary, { height: 2000 }); // the list paints only the rows on screen
    cleanups.add(() => context.close());
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await page.goto(installed.url);
      await runCommand(page, 'X-Ray: Show Log');
      await runCommand(page, 'Developer: Show Running Extensions');
      const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Trace Explorer' });
      const text = await row.locator('.activation-time').innerText({ timeout: 30_000 });
      const [, milliseconds] = /(\d+)\s*ms/.exec(text) ?? [];
      if (milliseconds === undefined) throw new Error(`VS Code states no activation time: "${text}"`);
      runs.push(Number(milliseconds));
    }
    return [{ bench: 'activation', ms: runs.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!, runs }];
  } finally {
    await cleanups.run();
  }
}
