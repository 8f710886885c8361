import assert from 'node:assert/strict';
import { assertNoTrouble, openFixture, type PageFixture } from './browser';
import { openResults } from './resultsBrowser';

/** Pictures for people to look at: out/screenshots. What they must show is checked, how it looks is not. */
describe('pictures of the results page', () => {
  let fixture: PageFixture;
  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.close());

  for (const theme of ['dark', 'light', 'hc', 'hclight']) {
    it(`shows an hour with an incident in the theme ${theme}`, async () => {
      const results = await openResults(fixture, { theme, rows: '3000', filter: 'http.url CONTAINS "shop"' });
      await results.shows('3,000');
      await results.table.focus();
      await results.press('ArrowDown', 'ArrowDown', 'Space', 'ArrowDown', 'Space', 'ArrowDown');
      await results.page.locator('.scatter').hover({ position: { x: 300, y: 90 } });
      await results.opened.screenshot(`results-${theme}`);
      await assertNoTrouble(results.page);
    });
  }

  it('shows a restriction, refinements and what cannot be judged', async () => {
    const results = await openResults(fixture, { rows: '3000' });
    await results.shows('3,000');
    const box = (await results.page.locator('.scatter').boundingBox())!;
    await results.page.mouse.move(box.x + box.width * 0.45, box.y + 12);
    await results.page.mouse.down();
    await results.page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.5, { steps: 4 });
    await results.page.mouse.up();
    await results.value('tenant = acme').click();
    await results.value('ok').getByRole('button', { name: 'Exclude' }).click();
    await results.field.click();
    await results.press('End');
    await results.page.keyboard.type(' AND service("payments") { fault } AND http');
    await results.page.getByRole('option').first().waitFor();
    await results.opened.screenshot('results-refined');
    assert.match(await results.field.inputValue(), /^annotation\.tenant = "acme" AND !ok/);
    await assertNoTrouble(results.page);
  });

  it('shows it where it is narrow', async () => {
    const results = await openResults(fixture, { rows: '800' }, { width: 480, height: 800 });
    await results.shows('800');
    await results.opened.screenshot('results-narrow');
    assert.equal(await results.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    await assertNoTrouble(results.page);
  });

  it('shows it beside a timeline', async () => {
    const results = await openResults(fixture, { rows: '800' }, { width: 760, height: 820 });
    await results.shows('800');
    await results.page.getByRole('button', { name: 'Columns' }).click();
    await results.opened.screenshot('results-half');
    await assertNoTrouble(results.page);
  });

  for (const state of ['loading', 'streaming', 'empty', 'failed', 'cancelled', 'kept', 'hostile', 'spans']) {
    it(`shows the state ${state}`, async () => {
      const query = { state, ...(state === 'failed' && { rows: '120' }) };
      const results = await openResults(fixture, query, { width: 1100, height: 620 });
      await results.page.locator('.results-foot b').nth(1).waitFor();
      await results.opened.screenshot(`results-${state}`);
      await assertNoTrouble(results.page);
    });
  }

  it('shows a failure without results', async () => {
    const results = await openResults(fixture, { state: 'failed', rows: '0' }, { width: 1100, height: 520 });
    await results.page.getByRole('alert').waitFor();
    await results.opened.screenshot('results-failed-empty');
    await assertNoTrouble(results.page);
  });
});
