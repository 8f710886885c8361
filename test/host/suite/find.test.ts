import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DRAWN_START, drawTrace } from '../../unit/model/drawTrace';
import { activate, closeEditors, operationsSince, putTrace, start, typeTimeRange, until } from './editor';
import { xrayService } from './service';
import { describeWithUi, type Ui } from './ui';

const TITLE = '.quick-input-title';
const ROW = '.sidebar .monaco-list-row';
/** Seconds since 1970; one for all tries of a test, which put the same traces again. */
const TWENTY_TWO_HOURS_AGO = Math.floor(Date.now() / 1000) - 22 * 3600;
const NOTIFICATION = '.notifications-center .notification-list-item';

/** Answers the steps of Find Traces…: range in hours before now, filter expression, traces by their start. */
async function answer(ui: Ui, from: number, to: number, filter: string): Promise<void> {
  await typeTimeRange(ui, from, to);
  await ui.waitFor({ selector: '.quick-input-widget input[placeholder^="Filter expression"]' });
  await ui.press('Control+A');
  await ui.press('Backspace');
  if (filter) await ui.type(filter);
  await ui.waitFor({ selector: '.quick-input-list .monaco-list-row', text: filter ? 'Search' : 'All Traces' });
  await ui.press('Enter');
  await ui.click({ selector: '.quick-input-list .monaco-list-row', text: 'The start of the trace' });
}

async function find(ui: Ui, filter: string, from = 2, to = 0): Promise<void> {
  start('xrayTraces.findTraces');
  await answer(ui, from, to, filter);
}

/** What the editor in front holds. */
function text(): string {
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

describeWithUi('finding traces', (ui) => {
  before(async () => {
    await activate();
    await vscode.commands.executeCommand('xrayTraces.searches.focus');
  });
  beforeEach(() => vscode.commands.executeCommand('xrayTraces.clearSearches'));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEditors();
  });

  it('leads from the command over rows to the timeline, and says what was searched', async () => {
    putTrace('findable 0 500\n  dynamo 20 120 fault');
    await find(ui, 'service("findable")');
    await ui.waitFor({ selector: ROW, text: 'service("findable")' });
    await ui.waitFor({ selector: ROW, text: '1 of 1 found shown' });
    await ui.waitFor({ selector: ROW, text: '8 of 8 slices done' });
    await ui.screenshot('host-find');
    await ui.click({ selector: ROW, text: '500 ms' });
    await ui.waitFor({ selector: '[role="row"]', text: 'findable', in: 'webview' });
    const [title] = await ui.texts({ selector: '.tab.active' });
    assert.ok(title?.includes('findable'), title);
    assert.deepEqual(await ui.violations(), []);
  });

  it('is cancelled from its row: the request ends, what was not searched is named and goes on', async () => {
    putTrace('interrupted 0 500');
    xrayService().fault({ kind: 'hang', operation: 'GetTraceSummaries', times: 20 });
    const from = xrayService().calls.length;
    await find(ui, 'service("interrupted")');
    await until(() => operationsSince(from).includes('GetTraceSummaries'), 'the call that hangs');
    await ui.hover({ selector: ROW, text: 'service("interrupted")' });
    await ui.screenshot('host-find-running');
    await ui.click({ selector: `${ROW} .action-label[aria-label="Cancel Search"]` });
    await ui.waitFor({ selector: ROW, text: 'Not searched: cancelled' });
    await until(
      () =>
        xrayService()
          .calls.slice(from)
          .every(({ operation, aborted }) => operation !== 'GetTraceSummaries' || aborted),
      'connections closed',
    );
    xrayService().clearFaults();
    await ui.click({ selector: ROW, text: 'Not searched: cancelled' });
    await ui.waitFor({ selector: ROW, text: '1 of 1 found shown' });
  });

  it('loads more beyond the cap, and shows 500 rows at a time', async () => {
    const documents = Array.from({ length: 2400 }, (_, index) => {
      // Every three seconds over two hours, twenty hours ago.
      const second = TWENTY_TWO_HOURS_AGO + index * 3;
      const id = `1-${second.toString(16)}-${index.toString(16).padStart(24, 'a')}`;
      return drawTrace('many 0 10', id).map((text) =>
        JSON.stringify(
          JSON.parse(text, (key, value: unknown) =>
            /^(start|end)_time$/.test(key) ? Number(value) + second - DRAWN_START : value,
          ),
        ),
      );
    });
    xrayService().put(documents.flat());
    await find(ui, 'service("many")', 23, 19);
    await ui.waitFor({ selector: ROW, text: 'found so far' });
    await vscode.commands.executeCommand('xrayTraces.searches.focus');
    await vscode.commands.executeCommand('list.focusLast');
    await ui.waitFor({ selector: ROW, text: 'Load more…' });
    await ui.waitFor({ selector: ROW, text: '500 of ' });
    await ui.screenshot('host-find-cap');
    await ui.click({ selector: ROW, text: 'Load more…' });
    await ui.waitFor({ selector: ROW, text: '500 of 2,400 found shown' });
    await ui.click({ selector: ROW, text: '1,900 more…' });
    await until(async () => {
      await vscode.commands.executeCommand('list.focusLast'); // further down with each row that comes
      return (await ui.texts({ selector: ROW })).some((text) => text.includes('1,000 of 2,400 found shown'));
    }, 'the next 500 rows');
    assert.deepEqual(await ui.violations(), []);
  });

  it('says why nothing was found, and leads back to the query', async () => {
    putTrace('something else 0 500');
    await find(ui, 'service("no such service")');
    await ui.waitFor({ selector: ROW, text: 'The filter may exclude everything' });
    await ui.screenshot('host-find-nothing');
    await ui.click({ selector: ROW, text: 'The filter may exclude everything' });
    await ui.waitFor({ selector: TITLE, text: 'Find Traces' });
    await ui.press('Escape');
  });

  it('says so in a message where the view is out of sight, and leads back to the query', async () => {
    putTrace('something else 0 500');
    xrayService().fault({ kind: 'latency', ms: 1500, operation: 'GetTraceSummaries', times: 8 });
    await find(ui, 'service("out of sight")');
    await ui.waitFor({ selector: ROW, text: 'service("out of sight")' });
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand('notifications.showList');
    await ui.waitFor({ selector: NOTIFICATION, text: 'No traces found. The filter may exclude everything' });
    await ui.click({ selector: `${NOTIFICATION} .monaco-button`, text: 'Edit Search…' });
    await ui.waitFor({ selector: TITLE, text: 'Find Traces' });
    await ui.press('Escape');
    await vscode.commands.executeCommand('xrayTraces.searches.focus');
  });

  it('has a receipt, which says when the search is gone', async () => {
    putTrace('paid 0 500');
    await find(ui, 'service("paid")');
    await ui.waitFor({ selector: ROW, text: 'all back to' }); // it has ended: no row is painted anew under the menu
    await ui.click({ selector: ROW, text: 'service("paid")' }, { button: 'right' });
    await ui.chooseMenu('Show Receipt of Search');
    await until(() => /^done · \d+ found/m.test(text()), 'the receipt');
    assert.match(text(), /^Filter {2}service\("paid"\)$/m);
    assert.match(text(), /^1\. GetTraceSummaries {2}/m);
    assert.match(text(), /^All of the range was searched\.$/m);
    await vscode.commands.executeCommand('xrayTraces.clearSearches');
    await until(() => text().includes('not held any more'), 'the receipt says that the search is gone');
  });

  it('keeps what came when the search fails, and says what helps', async () => {
    xrayService().configure({ denied: ['GetTraceSummaries'] });
    await find(ui, 'service("denied")');
    await ui.waitFor({ selector: ROW, text: 'AWS denies access: xray:GetTraceSummaries' });
    await ui.screenshot('host-find-denied');
  });
});
