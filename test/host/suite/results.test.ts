import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TraceQuery } from '../../../src/traces/search';
import { activate, closeEditors, operationsSince, putTrace, timelineTabs, until } from './editor';
import { xrayService } from './service';
import { describeWithUi } from './ui';

/** Finds what the tests of this file have put: their name is in the expression. */
function queryFor(name: string): TraceQuery {
  const range = { kind: 'last', milliseconds: 3 * 3_600_000 } as const;
  return { kind: 'traces', range, group: '', filter: `service("${name}")`, timeRangeType: 'TraceId' };
}

const ROW = '[role="grid"] [role="row"][data-row]';

describeWithUi('the results page in VS Code', (ui) => {
  before(activate);
  afterEach(closeEditors);

  it('shows what a search found, and Enter opens a trace beside it', async () => {
    putTrace('resulting 0 500\n  dynamo 20 120 fault');
    putTrace('resulting 0 30');
    await vscode.commands.executeCommand('xrayTraces.runQuery', {
      kind: 'pastQuery',
      row: { query: queryFor('resulting') },
    });
    await vscode.commands.executeCommand('xrayTraces.openResults');
    await ui.waitFor({ selector: '.tab', text: 'service("resulting")' });
    await ui.waitFor({ selector: ROW, text: '500 ms', in: 'webview' });
    await ui.waitFor({ selector: ROW, text: '30 ms', in: 'webview' });
    const calls = xrayService().calls.length;
    await ui.click({ selector: ROW, text: '500 ms', in: 'webview' });
    await ui.press('Enter');
    await until(() => timelineTabs().length === 1, 'the timeline opens');
    await until(() => operationsSince(calls).includes('BatchGetTraces'), 'the trace is asked for');
    assert.equal(vscode.window.tabGroups.all.length, 2, 'beside the results');
    assert.deepEqual(await ui.violations(), []);
    await ui.screenshot('results-in-vscode');
  });
});
