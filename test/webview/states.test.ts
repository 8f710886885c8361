import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { englishPageStrings } from '../../src/protocol/strings';
import { drawTrace } from '../unit/model/drawTrace';
import { CHECKOUT } from '../unit/webview/drawnPage';
import { assertNoTrouble, openFixture, type PageFixture } from './browser';

/** The trace that the page's state names: VS Code reads nothing else of a panel it restores. */
function keptRef(page: Page): Promise<unknown> {
  return page.evaluate(() => (window.acquireVsCodeApi() as { getState(): { ref?: string } | null }).getState()?.ref);
}

describe('states of the timeline page', () => {
  let fixture: PageFixture;
  before(async () => {
    fixture = await openFixture();
    fixture.write('checkout.json', drawTrace(CHECKOUT));
    fixture.write('limited.json', drawTrace(CHECKOUT), { LimitExceeded: true });
  });
  after(() => fixture.close());

  it('shows its shape and a way out while loading', async () => {
    const { page } = await fixture.open('checkout.json', { state: 'loading' });
    await page.getByText('Loading trace…').waitFor();
    assert.ok((await page.locator('.ghost-row').count()) > 5);
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await page.evaluate(() => window.standIn.sent.at(-1)?.kind), 'cancel');
    await assertNoTrouble(page);
  });

  for (const state of ['loading', 'failed'])
    it(`leaves VS Code the trace's name to restore while ${state}`, async () => {
      const { page } = await fixture.open('checkout.json', { state });
      await page
        .locator(state === 'failed' ? '[role=alert]' : '.ghost-row')
        .first()
        .waitFor();
      assert.equal(await keptRef(page), 'file///checkout.json');
      await assertNoTrouble(page);
    });

  it('leaves VS Code the name of the new trace at once when the panel is reused', async () => {
    const { page } = await fixture.open('checkout.json');
    await page.locator('[role=row]').first().waitFor();
    await page.locator('[role=row]').nth(2).click();
    await page.evaluate((strings) => {
      window.standIn.deliver({ kind: 'init', ref: 'file///other.json', strings, locale: 'en', intent: null });
      window.standIn.deliver({ kind: 'failed', title: 'Not found.', detail: '', next: [] });
    }, englishPageStrings);
    await page.getByRole('alert').waitFor();
    assert.equal(await page.locator('[role=row]').count(), 0);
    assert.equal(await keptRef(page), 'file///other.json');
    await page.waitForTimeout(400); // longer than what the user did waits to be kept
    assert.equal(await keptRef(page), 'file///other.json');
    await assertNoTrouble(page);
  });

  it('says what failed and what to do', async () => {
    const { page } = await fixture.open('checkout.json', { state: 'failed' });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', /Credentials for profile “dev” have expired/);
    await alert.getByRole('button', { name: 'Select Profile' }).click();
    assert.deepEqual(await page.evaluate(() => window.standIn.sent.at(-1)), {
      kind: 'act',
      id: 'selectProfile',
      span: null,
      build: 0,
    });
    await assertNoTrouble(page);
  });

  it('keeps the rows when a refresh fails', async () => {
    const opened = await fixture.open('checkout.json');
    await opened.row('cart').waitFor();
    await opened.page.evaluate(() =>
      window.standIn.deliver({ kind: 'loading', text: 'Refreshing…', cancellable: false }),
    );
    await opened.page.getByText('Refreshing…').waitFor();
    await opened.page.evaluate(() =>
      window.standIn.deliver({
        kind: 'failed',
        title: 'Throttled.',
        detail: 'Try later.',
        next: [{ id: 'retry', label: 'Try Again' }],
      }),
    );
    await opened.page.getByRole('button', { name: 'Try Again' }).waitFor();
    assert.equal((await opened.names()).length, 8);
    await assertNoTrouble(opened.page);
  });

  it('has a message for a trace without spans', async () => {
    const { page } = await fixture.open('checkout.json', { state: 'empty' });
    await page.getByText('This trace has no spans').waitFor();
    await page.getByRole('button', { name: 'Refresh' }).click();
    assert.equal(await page.evaluate(() => (window.standIn.sent.at(-1) as { id?: string }).id), 'refresh');
    await assertNoTrouble(page);
  });

  it('says across the page that X-Ray kept only a part', async () => {
    const { page } = await fixture.open('limited.json', { receipt: 'BatchGetTraces ×1' });
    await page.getByText('Trace document limit exceeded').waitFor();
    await page.getByRole('button', { name: 'What May Be Missing' }).click();
    await page.getByRole('button', { name: 'Retrieve from Transaction Search' }).click();
    await page.getByRole('button', { name: 'BatchGetTraces ×1' }).click();
    const acts = await page.evaluate(() =>
      window.standIn.sent.flatMap((message) => (message.kind === 'act' ? [message.id] : [])),
    );
    assert.deepEqual(acts, ['explainLimit', 'retrieve', 'openReceipt']);
    await assertNoTrouble(page);
  });

  it('follows the theme, at once and in every kind', async () => {
    const opened = await fixture.open('checkout.json');
    await opened.row('cart').waitFor();
    const colours = new Set<string>();
    for (const theme of ['dark', 'light', 'hc', 'hclight'] as const) {
      await opened.page.evaluate((name) => window.standIn.theme(name), theme);
      const style = await opened
        .row('cart')
        .locator('.bar')
        .evaluate((bar) => {
          const { backgroundColor, borderTopStyle, borderTopColor } = getComputedStyle(bar);
          return `${getComputedStyle(document.body).backgroundColor} ${backgroundColor} ${borderTopStyle} ${borderTopColor}`;
        });
      colours.add(style);
      assert.equal(style.includes('solid'), theme.startsWith('hc'), 'outlines replace fills in high contrast only');
    }
    assert.equal(colours.size, 4);
    await assertNoTrouble(opened.page);
  });

  it('notices a policy that is broken', async () => {
    const { page } = await fixture.open('checkout.json');
    await page.locator('[role=row]').first().waitFor();
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p style="color: red">x</p>'));
    await page.waitForFunction(() => window.standIn.violations.length > 0);
    await assert.rejects(assertNoTrouble(page));
    await page.waitForFunction(() => window.standIn.sent.some(({ kind }) => kind === 'trouble'));
    await page.reload(); // forgets it, for the check at the end
    await page.locator('[role=row]').first().waitFor();
  });
});
