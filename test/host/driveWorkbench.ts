import { errors, type Locator, type Page } from 'playwright-core';

/**
 * Runs a command from the palette by its title. The palette lists what is known when it opens, and closes when something else
 * takes the focus, so this is tried again.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  for (let tries = 0; tries < 20; tries++) {
    if (await succeeds(() => choose(page, title))) return;
    await page.keyboard.press('Escape');
  }
  throw new Error(`The palette has no command "${title}".`);
}

async function choose(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget').waitFor({ timeout: 3000 });
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click({ timeout: 3000 });
}

/** Whether an action on the page came about in its time. */
async function succeeds(action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
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
