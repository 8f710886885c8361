import type { AxeResults, RunOptions } from 'axe-core';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { drawTrace } from '../unit/model/drawTrace';
import { CHECKOUT } from '../unit/webview/drawnPage';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Runs axe-core on the page as it stands. @returns each rule that is broken, with the elements that break it */
async function brokenRules({ page }: OpenPage): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await readAxe());
  const results = await page.evaluate(() => {
    const { axe } = window as unknown as { axe: { run(root: Document, options: RunOptions): Promise<AxeResults> } };
    return axe.run(document, { resultTypes: ['violations'] });
  });
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
  );
}

async function readAxe(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(AXE, 'utf8');
}

/** What a program can check of accessibility; how the page reads is listened to by people. */
describe('accessibility of the timeline page', () => {
  let fixture: PageFixture;
  before(async () => {
    fixture = await openFixture();
    fixture.write('checkout.json', drawTrace(CHECKOUT));
  });
  after(() => fixture.close());

  async function open(theme: string): Promise<OpenPage> {
    const opened = await fixture.open('checkout.json', { theme });
    await opened.page.locator('[role=row]').first().waitFor();
    return opened;
  }

  for (const theme of ['dark', 'light', 'hc', 'hclight']) {
    it(`breaks no rule of axe-core in the theme ${theme}, details and find open`, async () => {
      const opened = await open(theme);
      assert.deepEqual(await brokenRules(opened), []);
      await opened.row('payments').click();
      await opened.page.locator('[role=tabpanel][aria-busy=false] dl').first().waitFor();
      await opened.press('Control+f');
      await opened.page.keyboard.type('attempt');
      await opened.page.locator('.find .count').waitFor();
      assert.deepEqual(await brokenRules(opened), []);
      await assertNoTrouble(opened.page);
    });
  }

  it('breaks none by service, grouped, on a line that is no span, and where it is narrow', async () => {
    const opened = await open('dark');
    await opened.page.getByText('By Service', { exact: true }).click();
    await opened.page.getByText('Gaps', { exact: true }).click();
    await opened.page.locator('.row.of-service .title').first().click();
    await opened.page.locator('.line-summary').waitFor();
    assert.deepEqual(await brokenRules(opened), []);
    await opened.page.setViewportSize({ width: 480, height: 700 });
    await opened.page.getByRole('button', { name: 'What Is Folded and Marked' }).click();
    assert.deepEqual(await brokenRules(opened), []);
    await assertNoTrouble(opened.page);
  });
});
