import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';

const RECEIPT = 'BatchGetTraces ×1 · StartTraceRetrieval ×1 · 1.4 s';

/** Pictures for people to look at: out/screenshots. What they must show is checked, how it looks is not. */
describe('pictures of the timeline page', () => {
  let fixture: PageFixture;
  before(async () => {
    fixture = await openFixture();
    for (const name of ['checkout.json', 'search.json']) {
      copyFileSync(join(PROJECT_ROOT, 'media/samples', name), join(fixture.folder, name));
    }
  });
  after(() => fixture.close());

  async function openAtPayments(
    query: Record<string, string>,
    size?: { width: number; height: number },
  ): Promise<OpenPage> {
    const opened = await fixture.open('checkout.json', { receipt: RECEIPT, ...query }, size);
    await opened.page.locator('[role=row]').first().waitFor();
    await opened.press('Control+f');
    await opened.page.keyboard.type('payments.example.com');
    await opened.press('Enter', 'Escape', 'Enter');
    await opened.page.locator('[role=tabpanel][aria-busy=false] dl').first().waitFor();
    return opened;
  }

  for (const theme of ['dark', 'light', 'hc', 'hclight']) {
    it(`shows a failed checkout in the theme ${theme}`, async () => {
      const opened = await openAtPayments({ theme });
      assert.deepEqual(await opened.selected(), ['payments.example.com']);
      await opened.screenshot(`timeline-${theme}`);
      await assertNoTrouble(opened.page);
    });
  }

  it('shows it where it is narrow', async () => {
    const opened = await openAtPayments({}, { width: 480, height: 800 });
    assert.equal(await opened.page.locator('.panes.stacked').count(), 1);
    await opened.screenshot('timeline-narrow');
    await assertNoTrouble(opened.page);
  });

  for (const state of ['loading', 'failed', 'empty']) {
    it(`shows the state ${state}`, async () => {
      const opened = await fixture.open('checkout.json', { state }, { width: 1100, height: 520 });
      await opened.page.locator('[role=status], [role=alert]').first().waitFor();
      await opened.screenshot(`state-${state}`);
      await assertNoTrouble(opened.page);
    });
  }

  it('shows a trace of span records', async () => {
    const opened = await fixture.open('search.json');
    await opened.page.locator('[role=row]').first().waitFor();
    await opened.page.getByRole('button', { name: 'Next Failure' }).click();
    await opened.press('d');
    await opened.screenshot('timeline-spans');
    await assertNoTrouble(opened.page);
  });
});
