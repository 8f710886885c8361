import assert from 'node:assert/strict';
import type { HostMessage } from '../../src/protocol/messages';
import { drawTrace } from '../unit/model/drawTrace';
import { CHECKOUT } from '../unit/webview/drawnPage';
import { assertNoTrouble, openFixture, type PageFixture } from './browser';

const NOT_FOUND: HostMessage = {
  kind: 'failed',
  title: 'X-Ray in eu-west-1 has no trace.',
  detail: 'It was not sampled.',
  next: [{ id: 'retry', label: 'Try Again' }],
  causes: [
    { title: 'It was not sampled', evidence: '<b>Sampled=0</b>', step: { id: 'findAround', label: 'Find Around…' } },
    { title: 'It may be elsewhere', evidence: 'Asked: dev', step: { id: 'findElsewhere', label: 'Find Elsewhere…' } },
  ],
};

describe('a page that says why and waits', () => {
  let fixture: PageFixture;
  before(async () => {
    fixture = await openFixture();
    fixture.write('checkout.json', drawTrace(CHECKOUT));
  });
  after(() => fixture.close());

  it('lists every cause with its evidence as text, and asks the host for the step of the one that is clicked', async () => {
    const { page } = await fixture.open('checkout.json', { state: 'failed' });
    await page.getByRole('alert').waitFor();
    await page.evaluate((message) => window.standIn.deliver(message), NOT_FOUND);
    const list = page.getByRole('list', { name: 'Why that may be' });
    assert.deepEqual(await list.getByRole('listitem').allInnerTexts(), [
      'It was not sampled\n<b>Sampled=0</b>\nFind Around…',
      'It may be elsewhere\nAsked: dev\nFind Elsewhere…',
    ]);
    await list.getByRole('button', { name: 'Find Elsewhere…' }).press('Enter');
    const sent = await page.evaluate(() => window.standIn.sent.at(-1));
    assert.deepEqual([sent?.kind, sent?.kind === 'act' && sent.id], ['act', 'findElsewhere']);
    await assertNoTrouble(page);
  });

  it('offers to watch an incomplete trace, says how that goes, and moves no selection by it', async () => {
    const { page } = await fixture.open('checkout.json');
    await page.locator('[role=row]').nth(2).click();
    const selected = page.locator('[role=row][aria-selected=true]');
    const before = await selected.getAttribute('id');
    const say = (text: string, isRunning: boolean, id: string, label: string): Promise<void> =>
      page.evaluate((message) => window.standIn.deliver(message), {
        kind: 'watch',
        watch: { text, isRunning, action: { id, label } },
      } satisfies HostMessage);
    await say('This trace may not be complete', false, 'watchTrace', 'Watch Until Complete');
    await page.getByRole('button', { name: 'Watch Until Complete' }).click();
    const sent = await page.evaluate(() => window.standIn.sent.at(-1));
    assert.deepEqual([sent?.kind, sent?.kind === 'act' && sent.id], ['act', 'watchTrace']);
    await say('Watching: +2 spans', true, 'stopWatching', 'Stop');
    await page.getByRole('status').filter({ hasText: 'Watching: +2 spans' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Stop' }).getAttribute('aria-pressed'), 'true');
    assert.equal(await selected.getAttribute('id'), before);
    await page.evaluate(() => window.standIn.deliver({ kind: 'watch', watch: null }));
    await page.locator('.banner.watch').waitFor({ state: 'hidden' });
    await assertNoTrouble(page);
  });
});
