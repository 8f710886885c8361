import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate, closeEditors, putTrace, start, until } from './editor';
import { xrayService } from './service';
import { describeWithUi } from './ui';

const ROW = '.quick-input-list .monaco-list-row';

describeWithUi('the list of a time range', (ui) => {
  before(activate);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await closeEditors();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('stays when the search fails half-way, says so, and Enter opens the row with the focus', async () => {
    const id = putTrace('listed before the error 0 10');
    xrayService().fault({ kind: 'endlessToken', repeat: true, operation: 'GetTraceSummaries', times: 9 });
    start('xrayTraces.openTracesOfTimeRange');
    await ui.click({ selector: ROW, text: 'From … to …' });
    for (const [label, hours] of [
      ['From', 2],
      ['To', 0],
    ] as const) {
      await ui.waitFor({ selector: '.quick-input-title', text: `– ${label}` });
      await ui.press('Control+A');
      await ui.type(new Date(Date.now() - hours * 3_600_000).toISOString().replace(/\.\d+/, ''));
      await ui.press('Enter');
    }
    await ui.waitFor({ selector: '.quick-input-title', text: 'The list is not complete.' });
    await vscode.commands.executeCommand('notifications.showList');
    await ui.waitFor({ selector: '.notifications-center .notification-list-item', text: 'Try Again' });
    await vscode.commands.executeCommand('notifications.hideList');
    await ui.click({ selector: '.quick-input-box input[type="text"]' });
    await ui.type(id);
    await ui.waitFor({ selector: ROW, text: id });
    await ui.press('Enter');
    await ui.waitFor({ selector: '.quick-input-title', text: 'Check the traces to open' });
    await ui.press('ArrowDown');
    await ui.press('Enter');
    await ui.waitFor({ selector: '[role="row"]', text: 'listed before the error', in: 'webview' });
    await until(async () => (await ui.texts({ selector: ROW })).length === 0, 'the list closes');
    assert.equal((await ui.violations()).length, 0);
  });
});
