import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate, closeEditors, operationsSince, putTrace, quiet, start, timelineTabs, until } from './editor';
import { xrayService } from './service';
import { describeWithUi } from './ui';

const ROW = '[role="row"]';

/** The IDs of each retrieval started since a number of calls. */
function retrievalsSince(from: number): (readonly string[])[] {
  return xrayService()
    .calls.slice(from)
    .filter(({ operation }) => operation === 'StartTraceRetrieval')
    .map(({ body }) => (body as { TraceIds: string[] }).TraceIds);
}

describe('timeline panels', () => {
  before(activate);
  beforeEach(async () => {
    await quiet(); // calls and tabs are counted: none of an earlier test may come in between
    await closeEditors();
  });
  afterEach(closeEditors);

  it('end the load when they are closed', async () => {
    const id = putTrace();
    xrayService().fault({ kind: 'hang', times: 1 });
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(
      () => operationsSince(from).length === 1 && timelineTabs().length === 1,
      'the call that hangs, the tab',
    );
    await closeEditors();
    await until(() => xrayService().calls[from]?.aborted === true, 'the connection is closed');
    // Opened again, it is asked for again: nothing waits for the first answer.
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => timelineTabs().includes('shop'), 'the trace');
    assert.deepEqual(operationsSince(from), ['BatchGetTraces', 'BatchGetTraces']);
  });

  it('load a trace that failed when it is opened again', async () => {
    const id = putTrace();
    xrayService().fault({ kind: 'status', status: 400, code: 'InvalidRequestException', times: 1 });
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => operationsSince(from).length === 1, 'the refused call');
    await quiet();
    assert.deepEqual(timelineTabs(), [id]);
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => timelineTabs().includes('shop'), 'the trace');
  });

  it('show no more than one preview, and keep what Keep Open is said of', async () => {
    for (const name of ['checkout', 'receipt']) {
      await vscode.commands.executeCommand('xrayTraces.openSampleTrace', name);
    }
    await until(() => timelineTabs().length === 2, 'two panels that stay');
    assert.ok(timelineTabs().every((label) => !label.includes('preview')));
  });
});

describeWithUi('a timeline on screen', (ui) => {
  before(activate);
  afterEach(closeEditors);

  it('shows the rows of the trace, and again after its tab was hidden, without a call', async () => {
    const id = putTrace('shop  0 500\n  hidden-tab-row 20 120 fault');
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: ROW, text: 'hidden-tab-row', in: 'webview' });
    await ui.screenshot('host-timeline');
    const from = xrayService().calls.length;
    const document = await vscode.workspace.openTextDocument({ content: 'in front', language: 'plaintext' });
    await vscode.window.showTextDocument(document);
    await ui.waitFor({ selector: '.view-line', text: 'in front' });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await ui.waitFor({ selector: ROW, text: 'hidden-tab-row', in: 'webview' });
    assert.deepEqual(operationsSince(from), []);
  });

  it('shows what a failed load means and what can be done, and does it', async () => {
    const id = putTrace('second try 0 10');
    xrayService().configure({ denied: ['BatchGetTraces'] });
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: 'body', text: 'xray:BatchGetTraces', in: 'webview' });
    await ui.screenshot('host-access-denied');
    xrayService().configure({ denied: [] });
    await ui.click({ selector: 'vscode-button, button', text: 'Try Again', in: 'webview' });
    await ui.waitFor({ selector: ROW, text: 'second try', in: 'webview' });
  });

  it('is cancelled by its Cancel within a second', async () => {
    const id = putTrace();
    xrayService().fault({ kind: 'hang', times: 1 });
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => operationsSince(from).length === 1, 'the call that hangs');
    await ui.click({ selector: 'vscode-button, button', text: 'Cancel', in: 'webview' });
    const clicked = Date.now();
    await until(() => xrayService().calls[from]?.aborted === true, 'the connection is closed');
    assert.ok(Date.now() - clicked < 1000, `${Date.now() - clicked} ms`);
    await ui.waitFor({ selector: 'body', text: 'Cancelled', in: 'webview' });
  });

  it('says after Cancel what it shows: what had arrived, or the trace as it was', async () => {
    const id = putTrace('first page 0 10');
    xrayService().put([
      JSON.stringify({ trace_id: id, id: 'abcdefabcdefabcd', name: 'second page', start_time: 1, end_time: 2 }),
    ]);
    xrayService().configure({ batchPageSize: 100 });
    xrayService().fault({ kind: 'latency', ms: 1 });
    xrayService().fault({ kind: 'hang' });
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: ROW, text: 'first page', in: 'webview' });
    const cancel = { selector: 'vscode-button, button', text: 'Cancel', in: 'webview' } as const;
    await ui.click(cancel);
    await ui.waitFor({ selector: '.banner', text: 'This is what had arrived.', in: 'webview' });
    await ui.waitFor({ selector: ROW, text: 'first page', in: 'webview' });
    await ui.screenshot('host-cancelled-part');
    await ui.click({ selector: 'vscode-button, button', text: 'Try Again', in: 'webview' });
    await ui.waitFor({ selector: ROW, text: 'second page', in: 'webview' });
    xrayService().fault({ kind: 'hang' });
    start('xrayTraces.refresh');
    await ui.click(cancel);
    await ui.waitFor({ selector: '.banner', text: 'The trace is as it was before.', in: 'webview' });
    await ui.waitFor({ selector: ROW, text: 'second page', in: 'webview' });
  });

  it('is retrieved by its own menu; the palette asks for an ID, and an argument is what it says', async () => {
    const [front, other] = [putTrace('in front 0 10'), putTrace('by argument 0 10')];
    const retrieve = 'xrayTraces.retrieveFromTransactionSearch';
    await vscode.commands.executeCommand('xrayTraces.openTrace', front);
    await ui.waitFor({ selector: ROW, text: 'in front', in: 'webview' });
    let from = xrayService().calls.length;
    await ui.click({ selector: '.editor-actions .codicon-toolbar-more' });
    await ui.chooseMenu('Retrieve from Transaction Search');
    await until(() => retrievalsSince(from).length === 1, 'its retrieval');
    assert.deepEqual(retrievalsSince(from), [[front]]);
    await quiet();
    start(retrieve);
    await ui.waitFor({ selector: '.quick-input-title', text: 'Retrieve from Transaction Search' });
    assert.equal(await ui.evaluate(`document.querySelector('.quick-input-box input').value`), front);
    await ui.press('Escape');
    from = xrayService().calls.length;
    await vscode.commands.executeCommand(retrieve, { id: other });
    await until(() => retrievalsSince(from).length === 1, 'the retrieval of the other');
    assert.deepEqual(retrievalsSince(from), [[other]]);
  });

  it('is retrieved by a typed ID although BatchGetTraces has not answered yet', async () => {
    const id = putTrace('late 0 10');
    xrayService().fault({ kind: 'hang', times: 1 });
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => operationsSince(from).length === 1, 'the call that hangs');
    await vscode.commands.executeCommand('xrayTraces.retrieveFromTransactionSearch', id);
    await until(() => operationsSince(from).includes('StartTraceRetrieval'), 'the retrieval');
    assert.equal(xrayService().calls[from]?.aborted, true);
  });

  it('opens raw documents and receipts from its context menu and header', async () => {
    const id = putTrace('shop  0 500\n  raw-row 20 120 fault');
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: ROW, text: 'raw-row', in: 'webview' });
    await ui.click({ selector: ROW, text: 'raw-row', in: 'webview' }, { button: 'right' });
    await ui.screenshot('host-row-menu');
    await ui.chooseMenu('Open Raw Document');
    await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'xray-segment', 'the raw document');
    const { document, selection } = vscode.window.activeTextEditor!;
    assert.equal(document.languageId, 'json');
    assert.equal((JSON.parse(document.getText()) as { trace_id: string }).trace_id, id);
    assert.match(document.getText().slice(document.offsetAt(selection.start)), /^\{\s*"id"/);
    assert.match(document.getText().slice(document.offsetAt(selection.start)), /raw-row/);
    await ui.screenshot('host-raw-document');
  });

  it('finds by the palette, and by a key only while it has the focus', async () => {
    const id = putTrace();
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: ROW, text: 'shop', in: 'webview' });
    await vscode.commands.executeCommand('xrayTraces.find');
    await until(
      () => ui.evaluate<boolean>(`/input|text-field/i.test(document.activeElement?.tagName ?? '')`, 'webview'),
      'the find field has the focus',
    );
  });
});

describe('virtual documents', () => {
  before(activate);
  afterEach(closeEditors);

  it('hold the receipt: every call with its IDs and what is missing', async () => {
    const id = putTrace();
    const missing = '1-5f84c7a1-0123456789abcdef01234567';
    await vscode.commands.executeCommand('xrayTraces.openTrace', [id, missing]);
    await until(() => timelineTabs().includes('shop'), 'the first');
    await quiet();
    await vscode.commands.executeCommand('xrayTraces.openReceipt');
    await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'xray-receipt', 'the receipt');
    const text = vscode.window.activeTextEditor!.document.getText();
    assert.match(text, /1 of 2 IDs/);
    assert.match(text, /BatchGetTraces/);
    assert.match(text, new RegExp(`Still missing: 1\\s+${missing}  notFound`));
    assert.doesNotMatch(text, /Authorization|Signature|Credential/i);
  });

  it('come back from their URI alone, loading the trace', async () => {
    const id = putTrace();
    const query = JSON.stringify({
      ref: `aws//us-east-1/${id}`,
      span: '0000000000000002',
      form: 'received',
      reveal: false,
    });
    const uri = vscode.Uri.from({ scheme: 'xray-segment', path: `/${id}/x.json`, query });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal((JSON.parse(document.getText()) as { trace_id: string }).trace_id, id);
  });

  it('are read-only, and say why where there is nothing', async () => {
    const from = xrayService().calls.length;
    const uri = vscode.Uri.from({ scheme: 'xray-segment', path: '/x.json', query: '{"ref":"../../etc"}' });
    await assert.rejects(Promise.resolve(vscode.workspace.openTextDocument(uri)));
    assert.equal(vscode.workspace.fs.isWritableFileSystem('xray-segment'), false);
    assert.deepEqual(operationsSince(from), []);
  });
});

describe('the group in the sidebar', () => {
  before(activate);
  afterEach(closeEditors);

  it('goes on with the others when one trace is not there', async () => {
    const ids = [putTrace('here 0 10'), '1-5f84c7a1-0123456789abcdef01234560', putTrace('too 0 10')];
    start('xrayTraces.openTrace', ids);
    await until(() => timelineTabs().includes('here'), 'the first');
    await quiet();
    await vscode.commands.executeCommand('xrayTraces.openTrace', ids[2]);
    await until(() => timelineTabs().includes('too'), 'the third');
  });
});
