import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import type { Cleanups } from './cleanups.mjs';
import { rows, runCommand } from './driveWorkbench';
import { openBrowser } from './workbench.mjs';

export interface PictureOptions {
  /** Of VS Code in the browser. */
  readonly url: string;
  /** ID of the trace to open. */
  readonly trace: string;
  /** File to write; absolute, `.png`. */
  readonly picture: string;
  readonly log: (line: string) => void;
}

/** Opens a trace by its ID beside the traces view, as a user does, goes to its last failure and writes a picture of the window. */
export async function pictureOfTrace(options: PictureOptions, cleanups: Cleanups): Promise<void> {
  const { context, page } = await openBrowser(cleanups.temporaryFolder('xray-browser-'), {
    ...options,
    width: 1680,
    height: 945,
  });
  cleanups.add(() => context.close());
  mkdirSync(dirname(options.picture), { recursive: true });
  try {
    await page.goto(options.url);
    await runCommand(page, 'X-Ray Traces: Focus on Traces View');
    await runCommand(page, 'X-Ray: Open Trace…');
    await page.locator('.quick-input-widget input').fill(options.trace);
    await page.keyboard.press('Enter');
    await rows(page).first().waitFor({ timeout: 60_000 });
    await runCommand(page, 'X-Ray: Go to Previous Failure'); // from the top: the last one, or nothing in a trace without
    await runCommand(page, 'X-Ray: Toggle Details');
    await settled(page);
  } catch (error) {
    options.log(`No timeline came. ${options.picture} shows the window as it is.`);
    throw error;
  } finally {
    await page.screenshot({ path: options.picture });
  }
}

/** Until two pictures taken one after the other are the same: nothing moves any more. */
async function settled(page: Page): Promise<void> {
  let before = await page.screenshot();
  for (let tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(250);
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
  }
}
