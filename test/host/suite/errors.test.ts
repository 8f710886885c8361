import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Fault } from '../../service/faults';
import { activate, closeEditors, freshId, operationsSince, putTrace, start, timelineTabs, until } from './editor';
import { xrayService } from './service';
import { describeWithUi, type Ui } from './ui';

const settings = () => vscode.workspace.getConfiguration('xrayTraces');

const NOTIFICATION = '.notifications-center .notification-list-item';

/** VS Code shows no toasts while it is driven by tests; the list has the same messages. */
async function showNotifications(): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
}

/** What the failed page says: its sentences and the labels of its next steps. */
async function failureOf(ui: Ui, text: string): Promise<string> {
  await ui.waitFor({ selector: 'body', text, in: 'webview', timeout: 30_000 });
  return (await ui.texts({ selector: 'body', in: 'webview' })).join('\n');
}

async function selectRegion(ui: Ui, label: string): Promise<void> {
  await ui.waitFor({ selector: '.quick-input-title', text: 'AWS region' });
  await ui.type(label);
  await ui.click({ selector: '.quick-input-list .monaco-list-row', text: label });
}

describeWithUi('errors on screen', (ui) => {
  before(activate);
  afterEach(async () => {
    await closeEditors();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('say that an ID exists nowhere, why that can be, and what to try', async () => {
    const id = freshId();
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    const text = await failureOf(ui, `X-Ray in us-east-1 has no trace ${id}`);
    for (const part of [
      'sampled',
      'another region or account',
      'Find Elsewhere…',
      'Try Again',
      'Select Region…',
      'Show Receipt',
    ]) {
      assert.ok(text.includes(part), text);
    }
    await ui.screenshot('host-not-found');
  });

  const faults: readonly (readonly [what: string, fault: Fault, sentence: string])[] = [
    ['a proxy’s page with status 200', { kind: 'html', status: 200 }, 'does not come from X-Ray'],
    ['a truncated answer', { kind: 'truncate' }, 'does not come from X-Ray'],
    ['Traces: null', { kind: 'json', body: { Traces: null } }, ''],
    [
      'an invalid request',
      { kind: 'status', status: 400, code: 'InvalidRequestException', message: 'no' },
      'refuses the request',
    ],
  ];
  for (const [what, fault, sentence] of faults) {
    it(`explain ${what}, and the next try opens the trace`, async () => {
      const id = putTrace('after the fault 0 10');
      xrayService().fault(fault);
      await vscode.commands.executeCommand('xrayTraces.openTrace', id);
      await failureOf(ui, sentence || 'Try Again');
      xrayService().clearFaults();
      await ui.click({ selector: 'vscode-button, button', text: 'Try Again', in: 'webview' });
      await ui.waitFor({ selector: '[role="row"]', text: 'after the fault', in: 'webview' });
    });
  }

  it('make no link of the words of others', async () => {
    const argument = '[here](command:workbench.action.openSettings)';
    await vscode.commands.executeCommand('xrayTraces.openTrace', argument);
    await showNotifications();
    await ui.waitFor({ selector: NOTIFICATION, text: 'This is not a trace ID: “[here]' });
    assert.deepEqual(await ui.texts({ selector: `${NOTIFICATION} .notification-list-item-message a` }), []);
  });

  it('keep the trace on screen when its refresh fails', async () => {
    const id = putTrace('still here 0 10');
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: '[role="row"]', text: 'still here', in: 'webview' });
    xrayService().configure({ denied: ['BatchGetTraces'] });
    start('xrayTraces.refresh');
    await failureOf(ui, 'AWS denies access');
    await ui.waitFor({ selector: '[role="row"]', text: 'still here', in: 'webview' });
    await ui.screenshot('host-refresh-failed');
  });

  it('offer to select a region where there is none, and go on with it', async () => {
    await settings().update('region', 'nowhere', vscode.ConfigurationTarget.Global);
    try {
      const id = putTrace('with a region 0 10');
      const from = xrayService().calls.length;
      start('xrayTraces.openTrace', id);
      await showNotifications();
      await ui.waitFor({ selector: NOTIFICATION, text: 'not an AWS region: “nowhere”' });
      await ui.screenshot('host-no-region');
      assert.deepEqual(operationsSince(from), []);
      await ui.click({ selector: `${NOTIFICATION} .monaco-button`, text: 'Select Region…' });
      await selectRegion(ui, 'eu-central-1');
      await ui.waitFor({ selector: '[role="row"]', text: 'with a region', in: 'webview' });
      await ui.waitFor({ selector: '.statusbar-item', text: 'eu-central-1' });
    } finally {
      await settings().update('region', 'us-east-1', vscode.ConfigurationTarget.Global);
      start('xrayTraces.selectRegion');
      await selectRegion(ui, 'Use the settings');
    }
    await ui.waitFor({ selector: '.statusbar-item', text: 'us-east-1' });
  });

  it('open what failed of a group in the region that is selected then', async () => {
    const missing = freshId();
    try {
      await vscode.commands.executeCommand('xrayTraces.openTrace', [missing, putTrace('of the group 0 10')]);
      const from = xrayService().calls.length;
      await showNotifications();
      await ui.waitFor({ selector: NOTIFICATION, text: `X-Ray in us-east-1 has no trace ${missing}` });
      await ui.click({ selector: `${NOTIFICATION} .monaco-button`, text: 'Select Region…' });
      await selectRegion(ui, 'eu-central-1');
      await failureOf(ui, `X-Ray in eu-central-1 has no trace ${missing}`);
      const asked = xrayService()
        .calls.slice(from)
        .find(({ operation }) => operation === 'BatchGetTraces');
      assert.deepEqual(asked?.body, { TraceIds: [missing] });
    } finally {
      start('xrayTraces.selectRegion');
      await selectRegion(ui, 'Use the settings');
      await ui.waitFor({ selector: '.statusbar-item', text: 'us-east-1' });
    }
  });

  it('say that a profile does not exist', async () => {
    await settings().update('profile', 'no-such-profile', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('xrayTraces.openTrace', putTrace());
      const text = await failureOf(ui, 'no-such-profile');
      assert.ok(text.includes('Select Profile…'), text);
    } finally {
      await settings().update('profile', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('end a group when its message is cancelled', async () => {
    const ids = [putTrace(), putTrace()];
    xrayService().fault({ kind: 'hang' });
    const from = xrayService().calls.length;
    start('xrayTraces.openTrace', ids);
    await showNotifications();
    await ui.waitFor({ selector: NOTIFICATION, text: 'Opening traces: 0 of 2' });
    await ui.screenshot('host-group-progress');
    await until(() => operationsSince(from).length === 1, 'the call that hangs');
    await ui.click({ selector: `${NOTIFICATION} .monaco-button`, text: 'Cancel' });
    const clicked = Date.now();
    await until(() => xrayService().calls[from]?.aborted === true, 'the connection is closed');
    assert.ok(Date.now() - clicked < 1000, `${Date.now() - clicked} ms`);
    // The panel of the first was open all the while, and says so.
    assert.equal(timelineTabs().length, 1);
    await ui.waitFor({ selector: 'body', text: 'Cancelled', in: 'webview' });
    assert.deepEqual(operationsSince(from), ['BatchGetTraces']);
  });
});
