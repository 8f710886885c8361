import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errors, type Locator, type Page } from 'playwright-core';
import type { Cleanups } from './cleanups.mjs';
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

/** Opens a trace by its ID, as a user does, waits for its rows and writes a picture of the window. */
export async function pictureOfTrace(options: PictureOptions, cleanups: Cleanups): Promise<void> {
  const { context, page } = await openBrowser(cleanups.temporaryFolder('xray-browser-'), {
    ...options,
    width: 1440,
    height: 900,
  });
  cleanups.add(() => context.close());
  mkdirSync(dirname(options.picture), { recursive: true });
  try {
    await page.goto(options.url);
    await runCommand(page, 'X-Ray: Open Trace…');
    await page.locator('.quick-input-widget input').fill(options.trace);
    await page.keyboard.press('Enter');
    await rows(page).first().waitFor({ timeout: 60_000 });
    await settled(page);
  } catch (error) {
    options.log(`No timeline came. ${options.picture} shows the window as it is.`);
    throw error;
  } finally {
    await page.screenshot({ path: options.picture });
  }
}

/** Runs a command from the palette by its title. The palette lists what is known when it opens, so it is opened until it knows the command. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  for (let tries = 0; tries < 20; tries++) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget').waitFor({ timeout: 30_000 });
    await page.keyboard.type(title);
    if (await appears(entry, 3000)) return entry.click();
    await page.keyboard.press('Escape');
  }
  throw new Error(`The palette has no command "${title}".`);
}

async function appears(element: Locator, timeout: number): Promise<boolean> {
  try {
    await element.waitFor({ timeout });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

/** The rows of the timeline on screen. */
export function rows(page: Page): Locator {
  const webview = page.locator('iframe.webview.ready').filter({ visible: true }).last().contentFrame();
  return webview.locator('iframe#active-frame').contentFrame().getByRole('treegrid').getByRole('row');
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
