import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate, closeEditors, freshId, operationsSince, putTrace, until } from './editor';
import { xrayService } from './service';
import { describeWithUi, type Target } from './ui';

const NOTIFICATION = '.notifications-center .notification-list-item';
const row = (text: string): Target => ({ selector: '.monaco-list-row', text });
const inPage = (text: string): Target => ({ selector: 'body', text, in: 'webview', timeout: 30_000 });

// Named to run before the tests that make the account one of Transaction Search: where it keeps its spans is remembered for a while.
describeWithUi('a trace that is not there', (ui) => {
  before(activate);
  beforeEach(() => vscode.commands.executeCommand('xrayTraces.clear'));
  afterEach(async () => {
    await closeEditors();
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('says why in the page and in the tree, with the evidence of its own log line', async () => {
    const id = freshId();
    const document = await vscode.workspace.openTextDocument({
      language: 'log',
      content: `request started\nX-Amzn-Trace-Id: Root=${id};Parent=53995c3f42cd8ad8;Sampled=0\n`,
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 30, 1, 30);
    await vscode.commands.executeCommand('xrayTraces.openTraceUnderCursor');
    await ui.waitFor(inPage(`X-Ray in us-east-1 has no trace ${id}`));
    await ui.waitFor({ selector: 'ol.causes li', text: 'It was not sampled', in: 'webview' });
    const causes = await ui.texts({ selector: 'ol.causes li', in: 'webview' });
    assert.match(causes[0]!, /It was not sampled.*Sampled=0.*Find Traces Around Then…/s);
    assert.match(causes[1]!, /another region or account.*us-east-1.*Find Elsewhere…/s);
    await vscode.commands.executeCommand('xrayTraces.traces.focus');
    await ui.waitFor(row(id));
    await vscode.commands.executeCommand('list.focusFirst');
    await vscode.commands.executeCommand('list.expand');
    await ui.waitFor(row('It was not sampled: X-Ray never got it'));
    await ui.waitFor(row('What was asked: BatchGetTraces'));
    await ui.screenshot('host-why-nothing');
  });

  it('is waited for while it may be on its way, says so, and opens when it comes', async () => {
    const id = freshId(5);
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor(inPage('Not there yet; new traces take up to 30 seconds. Next try in'));
    putTrace('late arrival 0 10', { id });
    await ui.waitFor({ selector: '[role="row"]', text: 'late arrival', in: 'webview', timeout: 30_000 });
  });

  it('is found in another region, opened there, and looked for there first the next time', async () => {
    const ids = [freshId(), freshId()] as const;
    for (const id of ids) putTrace('shop abroad 0 10', { id, region: 'eu-west-1' });
    await vscode.commands.executeCommand('xrayTraces.openTrace', ids[0]);
    await ui.waitFor(inPage(`has no trace ${ids[0]}`));
    const from = xrayService().calls.length;
    await ui.click({ selector: 'vscode-button, button', text: 'Find Elsewhere…', nth: 0, in: 'webview' });
    await ui.waitFor({ selector: '.quick-input-list .monaco-list-row', text: 'prod · eu-west-1' });
    await ui.screenshot('host-find-elsewhere');
    await ui.press('Enter');
    await ui.waitFor({ selector: '[role="row"]', text: 'shop abroad', in: 'webview', timeout: 30_000 });
    assert.ok(operationsSince(from).every((operation) => operation === 'BatchGetTraces'));
    await vscode.commands.executeCommand('notifications.showList');
    await ui.waitFor({ selector: NOTIFICATION, text: 'Found in prod · eu-west-1.' });
    await ui.screenshot('host-found-elsewhere');
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEditors();

    await vscode.commands.executeCommand('xrayTraces.openTrace', {
      id: ids[1],
      foundIn: { file: 'shop abroad.log' },
    });
    await ui.waitFor(inPage(`has no trace ${ids[1]}`));
    await ui.click({ selector: 'vscode-button, button', text: 'Find Elsewhere…', nth: 0, in: 'webview' });
    await ui.waitFor({ selector: '.quick-input-list .monaco-list-row', text: 'its like was found here' });
    const places = await ui.texts({ selector: '.quick-input-list .monaco-list-row' });
    assert.match(places[0]!, /prod · eu-west-1/);
    await ui.press('Escape');
  });
});

describeWithUi('an incomplete trace', (ui) => {
  before(activate);
  afterEach(closeEditors);

  it('is watched on request: what comes is counted and shown, the selection stays, and it ends when complete', async () => {
    const id = putTrace('shop  0 -\n  dynamo 20 120', { id: freshId(120) });
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.click({ selector: '[role="row"]', text: 'dynamo', in: 'webview' });
    await ui.click({ selector: '.banner.watch button', text: 'Watch Until Complete', in: 'webview' });
    await ui.waitFor({ selector: '.banner.watch', text: 'Watching: nothing new since', in: 'webview' });
    await ui.screenshot('host-watching');
    putTrace('shop  0 500\n  dynamo 20 120\n  queue 200 300', { id });
    await ui.waitFor({ selector: '[role="row"]', text: 'queue', in: 'webview', timeout: 30_000 });
    await ui.waitFor({ selector: '.banner.watch', text: 'Complete now: +1 span since', in: 'webview' });
    await ui.waitFor({ selector: '[role="row"][aria-selected="true"]', text: 'dynamo', in: 'webview' });
    const asked = xrayService().calls.length;
    await ui.click({ selector: '.banner.watch button', text: 'OK', in: 'webview' });
    await ui.waitFor({ selector: '.banner.watch', in: 'webview' }, 'hidden');
    await until(() => xrayService().calls.length === asked, 'no further call');
  });

  it('is let go of with Stop', async () => {
    const id = putTrace('shop  0 -', { id: freshId(120) });
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: '.banner.watch', text: 'may not be complete: 1 in progress', in: 'webview' });
    await vscode.commands.executeCommand('xrayTraces.watchTrace');
    await ui.click({ selector: '.banner.watch button', text: 'Stop', in: 'webview' });
    await ui.waitFor({ selector: '.banner.watch', text: 'may not be complete', in: 'webview' });
  });
});
