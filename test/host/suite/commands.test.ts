import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import {
  activate,
  closeEditors,
  freshId,
  operationsSince,
  putTrace,
  start,
  quiet,
  timelineTabs,
  until,
} from './editor';
import { INTERNAL_COMMANDS } from '../../../src/startup/names';
import { xrayService } from './service';
import { describeWithUi } from './ui';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
  };
}

function manifest(): Manifest {
  return vscode.extensions.getExtension('trace-explorer.xray-trace-explorer')!.packageJSON as Manifest;
}

/** Each is false while the page of a timeline has the focus: it is no text editor, list, view or terminal. */
const FALSE_IN_PAGE =
  /(?<![!\w.])(?:editorFocus|editorTextFocus|textInputFocus|inputFocus|listFocus|sideBarFocus|terminalFocus\w*|terminalFindFocused|\w*[Ff]ind(?:Widget|Input)\w*|notebookEditorFocused|webviewFindWidget\w+|focusedView|view|activeViewlet|resourceScheme|activeEditor|inDebugRepl|in[A-Z]\w*|false\b)/;

/** The same in VS Code: it looks for text in the editor in front, where that is a text editor. */
const SAME_PURPOSE: Readonly<Record<string, string>> = { 'xrayTraces.find': 'actions.find' };

/** Whether a default keybinding may rule there: some alternative of its condition asks for nothing that is false. */
function mayRuleInPage(when: string): boolean {
  return when.split('||').some((alternative) => !FALSE_IN_PAGE.test(alternative));
}

describe('commands', () => {
  before(activate);
  afterEach(closeEditors);

  it('are registered exactly as they are declared, but for those that rows run', async () => {
    const { commands, views } = manifest().contributes;
    const declared = commands.map(({ command }) => command);
    const ofViews = Object.values(views).flatMap((all) => all.map(({ id }) => `${id}.`));
    const all = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('xrayTraces.'));
    // VS Code makes `VIEW.focus`, `VIEW.open` and the like for every view.
    const registered = all.filter((id) => !ofViews.some((view) => id.startsWith(view)));
    assert.deepEqual(registered.toSorted(), [...declared, ...INTERNAL_COMMANDS].toSorted());
  });

  it('have chords that nothing in VS Code has', async () => {
    const uri = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const all = parse(text) as { key: string; command: string; when?: string }[];
    assert.ok(all.length > 500, `only ${all.length} default keybindings`);
    const ours = new Set(manifest().contributes.keybindings.map(({ command }) => command));
    for (const { command, key, when } of manifest().contributes.keybindings) {
      const isOfPage = when.startsWith('activeWebviewPanelId');
      // In a list of ours our keys are meant to rule: an extension's binding goes before VS Code's.
      const isOfList = when.startsWith("focusedView == 'xrayTraces.") && when.includes('listFocus');
      const others = (isOfList ? [] : all)
        .filter((one) => one.key === key && !ours.has(one.command) && one.command !== SAME_PURPOSE[command])
        .filter((one) => !isOfPage || mayRuleInPage(one.when ?? ''))
        .map((one) => `${one.command} when ${one.when ?? 'always'}`);
      assert.deepEqual(others, [], key);
      const longer = all.filter((one) => one.key.startsWith(`${key} `)).map(({ command }) => command);
      assert.deepEqual(longer, [], `chords that begin with ${key}`);
    }
    // The check sees what rules everywhere: Open Recent.
    assert.ok(all.some((one) => one.key === 'ctrl+r' && mayRuleInPage(one.when ?? '')));
  });

  it('open a trace by its ID: one call, one tab named after the root', async () => {
    const id = putTrace('POST checkout 0 500 http=502 fault method=POST url=https://shop.example.com/checkout');
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', id.toUpperCase());
    await until(() => timelineTabs().includes('POST /checkout'), 'a tab named after the root');
    assert.deepEqual(operationsSince(from), ['BatchGetTraces']);
  });

  it('reveal the tab of a trace that is open instead of asking again', async () => {
    const id = putTrace();
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => timelineTabs().includes('shop'), 'the tab');
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', { id });
    assert.equal(timelineTabs().length, 1);
    assert.deepEqual(operationsSince(from), []);
  });

  it('open the ID under the cursor, and with it selected its neighbour is left alone', async () => {
    const [first, second] = [putTrace('first 0 10'), putTrace('second 0 10')];
    const document = await vscode.workspace.openTextDocument({ content: `a ${first} b ${second}`, language: 'log' });
    const editor = await vscode.window.showTextDocument(document);
    const at = document.positionAt(document.getText().indexOf(second) + 5);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('xrayTraces.openTraceUnderCursor');
    await until(() => timelineTabs().includes('second'), 'the trace under the cursor');
    assert.equal(timelineTabs().length, 1);
  });

  it('open IDs from the clipboard as a group and show the first', async () => {
    const ids = [putTrace('one 0 10'), putTrace('two 0 10')];
    await vscode.env.clipboard.writeText(ids.join('\n'));
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTraceFromClipboard');
    await until(() => timelineTabs().includes('one'), 'the first');
    assert.equal(timelineTabs().length, 1);
    assert.deepEqual(operationsSince(from), ['BatchGetTraces']);
  });

  it('ask before more than 25 IDs cost calls', async () => {
    const ids = Array.from({ length: 26 }, () => freshId());
    const from = xrayService().calls.length;
    start('xrayTraces.openTrace', ids);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(operationsSince(from), [], 'nothing is asked before the answer');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(operationsSince(from), [], 'nothing is asked when the answer is no');
    assert.deepEqual(timelineTabs(), []);
  });

  it('open 500 IDs when the user agrees', async () => {
    const ids = [putTrace('of many 0 10'), ...Array.from({ length: 499 }, () => freshId())];
    const from = xrayService().calls.length;
    start('xrayTraces.openTrace', ids);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const asked = (): string =>
      JSON.stringify(
        xrayService()
          .calls.slice(from)
          .filter(({ operation }) => operation === 'BatchGetTraces'),
      );
    await until(() => ids.every((id) => asked().includes(id)), 'a call for each of the 500');
    await until(() => timelineTabs().includes('of many'), 'the first');
    await quiet();
  });

  it('answer what is no ID with a message, not with a call', async () => {
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.openTrace', '1-58406520-xmplxmplxmplxmplxmplxmpl');
    await vscode.commands.executeCommand('xrayTraces.openTrace', { id: { toString: 'x' } });
    await vscode.commands.executeCommand('xrayTraces.openTrace', null);
    assert.deepEqual(operationsSince(from), []);
    assert.deepEqual(timelineTabs(), []);
  });

  it('open each sample without a call', async () => {
    const from = xrayService().calls.length;
    for (const name of ['checkout', 'receipt', 'search']) {
      await vscode.commands.executeCommand('xrayTraces.openSampleTrace', name);
    }
    await until(() => timelineTabs().filter((label) => !label.startsWith('1-')).length === 3, 'three named tabs');
    assert.deepEqual(operationsSince(from), []);
  });

  it('retrieve a trace that only Transaction Search has', async () => {
    const id = putTrace('kept in logs 0 10', { indexed: false });
    const from = xrayService().calls.length;
    xrayService().configure({
      destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' },
      retrieval: { scheduledMs: 0, runningMs: 0 },
    });
    start('xrayTraces.retrieveFromTransactionSearch', { id });
    await until(() => timelineTabs().includes('kept in logs'), 'the retrieved trace');
    assert.deepEqual([...new Set(operationsSince(from))], ['StartTraceRetrieval', 'ListRetrievedTraces']);
  });

  it('load again with Refresh', async () => {
    const id = putTrace();
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => timelineTabs().includes('shop'), 'the tab');
    const from = xrayService().calls.length;
    await vscode.commands.executeCommand('xrayTraces.refresh');
    await until(() => operationsSince(from).length > 0, 'a call');
    assert.deepEqual(operationsSince(from), ['BatchGetTraces']);
  });

  it('copy the trace ID of the timeline in front', async () => {
    const id = putTrace();
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await vscode.commands.executeCommand('xrayTraces.copyTraceId');
    assert.equal(await vscode.env.clipboard.readText(), id);
  });
});

describeWithUi('the right-click in a log', (ui) => {
  before(activate);
  afterEach(closeEditors);

  it('offers Open X-Ray Trace and opens the ID under the mouse', async () => {
    const id = putTrace('clicked 0 10');
    const document = await vscode.workspace.openTextDocument({
      content: `ERROR trace ${id} failed\n`,
      language: 'log',
    });
    await vscode.window.showTextDocument(document);
    await ui.waitFor({ selector: '.detected-link' }); // after this the line is not painted anew
    const entries = await ui.editorMenu(id);
    assert.ok(entries.includes('Open X-Ray Trace'), entries.join(', '));
    await ui.screenshot('host-log-menu');
    await ui.chooseMenu('Open X-Ray Trace');
    await until(() => timelineTabs().includes('clicked'), 'the trace');
    await ui.waitFor({ selector: '[role="row"]', text: 'clicked', in: 'webview' });
  });

  it('offers nothing in a document without an ID that is no log', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'nothing here\n', language: 'plaintext' });
    await vscode.window.showTextDocument(document);
    await ui.waitFor({ selector: '.view-line', text: 'nothing here' });
    const entries = await ui.editorMenu('nothing');
    await ui.press('Escape');
    assert.ok(!entries.includes('Open X-Ray Trace'), entries.join(', '));
  });
});
