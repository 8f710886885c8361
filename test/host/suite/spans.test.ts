import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate, closeEditors, freshId, operationsSince, putTrace, timelineTabs, until } from './editor';
import { logsService, xrayService } from './service';
import { describeWithUi, type Target } from './ui';

const LOGS = { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } as const;
const row = (text: string): Target => ({ selector: '.monaco-list-row', text });
/** A row of the view Retrievals: that of Traces says similar things of the same trace. */
const retrieval = (text: string): Target => ({
  selector: '.pane:has(> .pane-header[aria-label^="Retrievals"]) .monaco-list-row',
  text,
});
const NOTIFICATION = '.notifications-center .notification-list-item';
const pickRow = (text: string): Target => ({ selector: '.quick-input-list .monaco-list-row', text });
const inTimeline = (text: string): Target => ({ selector: '[role="row"]', text, in: 'webview', timeout: 30_000 });

/** A span record of a trace, of the last hour. */
function putSpan(id: string, service: string, milliseconds: number): void {
  const start = BigInt(Number.parseInt(id.slice(2, 10), 16) + 600) * 1_000_000_000n;
  const record = {
    traceId: id.slice(2).replace('-', ''),
    spanId: '00000000000000aa',
    name: `GET /${service}`,
    kind: 'SERVER',
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(milliseconds) * 1_000_000n),
    durationNano: milliseconds * 1e6,
    resource: { attributes: { 'service.name': service } },
    attributes: { 'http.request.method': 'GET', 'url.path': `/${service}`, 'http.response.status_code': 200 },
    status: { code: 'UNSET' },
  };
  const text = JSON.stringify(record).replaceAll(/"(\w+Nano)":"(\d+)"/g, '"$1":$2');
  xrayService().put([text], { indexed: false });
}

async function cleanUp(): Promise<void> {
  await closeEditors();
  await vscode.commands.executeCommand('notifications.clearAll');
  await vscode.commands.executeCommand('xrayTraces.clear');
  await vscode.commands.executeCommand('xrayTraces.clearSearches');
  await vscode.commands.executeCommand('workbench.view.explorer');
}

describeWithUi('spans: retrievals in the sidebar', (ui) => {
  before(activate);
  beforeEach(() => xrayService().configure({ destination: LOGS, retrieval: { runningMs: 600_000 } }));
  afterEach(async () => {
    await cleanUp();
    await vscode.commands.executeCommand('xrayTraces.clearRetrievals');
  });

  it('go on when their timeline is closed, say how far they are, and open what they brought', async () => {
    const id = putTrace('shop  0 500\n  dynamo 20 120', { indexed: false });
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => operationsSince(from).includes('StartTraceRetrieval'), 'the retrieval begins');
    await vscode.commands.executeCommand('xrayTraces.retrievals.focus');
    await ui.waitFor(retrieval('running · 0 spans so far'));
    await closeEditors();
    await ui.waitFor(retrieval('running · 0 spans so far'));
    await vscode.commands.executeCommand('list.focusFirst');
    await vscode.commands.executeCommand('list.expand');
    await ui.waitFor(retrieval('Looked for in'));
    await ui.waitFor(retrieval(id));
    await ui.screenshot('host-retrieval-running');
    assert.ok(!operationsSince(from).includes('CancelTraceRetrieval'));
    xrayService().advance(600_000);
    await ui.waitFor({ ...retrieval('complete · '), timeout: 30_000 });
    await ui.screenshot('host-retrieval-complete');
    assert.deepEqual(timelineTabs(), []);
    await ui.click(retrieval('complete · '));
    await ui.waitFor(inTimeline('dynamo'));
    assert.equal(operationsSince(from).filter((one) => one === 'StartTraceRetrieval').length, 1);
  });

  it('are cancelled at AWS by their row, and started again', async () => {
    const id = putTrace('shop  0 500', { indexed: false });
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.retrieveFromTransactionSearch', id);
    await until(() => operationsSince(from).includes('ListRetrievedTraces'), 'the retrieval runs');
    await vscode.commands.executeCommand('xrayTraces.retrievals.focus');
    await ui.waitFor(retrieval('running · '));
    await ui.hover(retrieval('running · '));
    await ui.click({ selector: '.monaco-list-row .action-label[aria-label^="Cancel Retrieval"]' });
    await until(() => operationsSince(from).includes('CancelTraceRetrieval'), 'AWS is told');
    const asked = operationsSince(from).length;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(operationsSince(from).length, asked, 'nothing is asked one second after');
    xrayService().configure({ retrieval: {} });
    await ui.hover(retrieval('cancelled · '));
    await ui.click({ selector: '.monaco-list-row .action-label[aria-label^="Start Retrieval Again"]' });
    await ui.waitFor({ ...retrieval('complete · '), timeout: 30_000 });
    assert.equal(operationsSince(from).filter((one) => one === 'StartTraceRetrieval').length, 2);
  });
});

describeWithUi('spans: Find Spans…', (ui) => {
  before(async () => {
    await activate();
    await ui.resize(1280, 1200); // three views, one above the other: every row is to be on screen
  });
  beforeEach(async () => {
    xrayService().configure({ destination: LOGS });
    // What was asked last is where the steps begin.
    await vscode.commands.executeCommand('xrayTraces.clearQueryHistory');
    await vscode.commands.executeCommand('xrayTraces.clearRetrievals');
  });
  afterEach(cleanUp);
  after(() => ui.resize(1280, 800));

  it('leads from the palette over conditions to the traces found, and on to a timeline', async () => {
    const [slow, quick] = [freshId(), freshId()] as const;
    putSpan(slow, 'slow-basket', 1800);
    putSpan(quick, 'quick-basket', 20);
    logsService().configure({ query: { scheduledMs: 200, runningMs: 1500 } });
    await ui.command('X-Ray: Find Spans…');
    await ui.click(pickRow('Last 1 h'));
    await ui.waitFor(pickRow('Write a Logs Insights Query…'));
    await ui.screenshot('host-find-spans-conditions');
    await ui.type('service contains basket');
    await ui.waitFor(pickRow('service contains basket'));
    await ui.press('Enter');
    await ui.waitFor(pickRow('with 1 condition'));
    await ui.click(pickRow('Duration…'));
    await ui.click(pickRow('more than'));
    await ui.waitFor({ selector: '.quick-input-widget', text: 'Milliseconds, or with a unit' });
    await ui.type('1.5 s');
    await ui.press('Enter');
    await ui.waitFor(pickRow('duration > 1500 ms'));
    await ui.screenshot('host-find-spans-run');
    await ui.press('Enter');
    await ui.waitFor(row('GET /slow-basket'));
    await ui.waitFor(row('found shown'));
    await ui.screenshot('host-find-spans-found');
    assert.deepEqual(await ui.texts(row('GET /quick-basket')), []);
    const from = xrayService().calls.length;
    await ui.click(row('GET /slow-basket'));
    await ui.waitFor(inTimeline('GET /slow-basket'));
    assert.ok(operationsSince(from).includes('StartTraceRetrieval'));
  });

  it('opens what it found from the span records where a retrieval is not allowed', async () => {
    const id = freshId();
    putSpan(id, 'denied-basket', 40);
    xrayService().configure({ denied: ['StartTraceRetrieval'] });
    const from = logsService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', { id, around: Date.now() - 3_000_000 });
    await ui.waitFor(inTimeline('GET /denied-basket'));
    assert.equal(logsService().calls[from]?.operation, 'StartQuery');
  });

  it('stops the query at AWS when the search is cancelled', async () => {
    putSpan(freshId(), 'endless-basket', 40);
    logsService().configure({ query: { runningMs: 600_000 } });
    const from = logsService().calls.length;
    await ui.command('X-Ray: Find Spans…');
    await ui.click(pickRow('Last 1 h'));
    await ui.click(pickRow('Search last 1 h'));
    await until(
      () =>
        logsService()
          .calls.slice(from)
          .some(({ operation }) => operation === 'GetQueryResults'),
      'it runs',
    );
    await ui.hover(row('spans · last 1 h'));
    await ui.click({ selector: '.monaco-list-row .action-label[aria-label^="Cancel"]' });
    await until(() => logsService().running() === 0, 'the query is stopped');
    assert.ok(
      logsService()
        .calls.slice(from)
        .some(({ operation }) => operation === 'StopQuery'),
    );
  });

  it('says that Transaction Search is off, and leads to Find Traces…', async () => {
    xrayService().configure({ destination: { Destination: 'XRay', Status: 'ACTIVE' } });
    await vscode.commands.executeCommand('xrayTraces.clearSearches');
    const from = logsService().calls.length;
    // A connection that was asked before is remembered for a quarter of an hour: another region is not.
    await vscode.workspace.getConfiguration('xrayTraces').update('region', 'eu-north-1', false);
    try {
      await ui.command('X-Ray: Find Spans…');
      await ui.click(pickRow('Last 1 h'));
      await ui.click(pickRow('Search last 1 h'));
      await until(async () => {
        await vscode.commands.executeCommand('notifications.showList');
        return (await ui.texts({ selector: NOTIFICATION, text: 'Transaction Search is off' })).length > 0;
      }, 'the message');
      await ui.screenshot('host-find-spans-off');
      await ui.click({ selector: `${NOTIFICATION} .monaco-button`, text: 'Find Traces…' });
      await ui.waitFor({ selector: '.quick-input-widget .quick-input-title', text: 'Find Traces' });
      await ui.press('Escape');
      assert.equal(logsService().calls.length, from, 'nothing is billed');
    } finally {
      await vscode.workspace.getConfiguration('xrayTraces').update('region', undefined, false);
    }
  });
});
