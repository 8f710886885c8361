import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate, closeEditors, timelineTabs, until } from './editor';
import { xrayService } from './service';
import { describeWithUi } from './ui';

const X = '1-6a633a34-0123456789abcdef01234567';
const Y = '1-6a633a35-fedcba9876543210fedcba98';
const W = '6a633a360123456789abcdef01234567';
const SPAN = '53995c3f42cd8ad8';

interface Link {
  /** What is underlined. */
  readonly text: string;
  readonly command: string;
  readonly argument: unknown;
}

/** The links of ours that VS Code has for a document now. */
async function linksOf(document: vscode.TextDocument): Promise<Link[]> {
  const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
    'vscode.executeLinkProvider',
    document.uri,
    1000,
  );
  return links.flatMap(({ range, target }) => {
    if (target?.scheme !== 'command') return [];
    const argument: unknown = JSON.parse(target.query);
    return [{ text: document.getText(range), command: target.path, argument }];
  });
}

let files = 0;

/** Opens a new file: names of untitled documents come back before VS Code has forgotten the last that had them. */
async function openText(content: string, extension = 'txt'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'the suite runs in a folder');
  const uri = vscode.Uri.joinPath(folder, `links-${++files}.${extension}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return vscode.window.showTextDocument(uri, { preview: false });
}

/** Whether X-Ray was asked for an ID since `from` calls. */
function wasAskedFor(id: string, from: number): boolean {
  return xrayService()
    .calls.slice(from)
    .some((call) => JSON.stringify(call).includes(id));
}

async function edit(change: (edits: vscode.WorkspaceEdit) => void): Promise<void> {
  const edits = new vscode.WorkspaceEdit();
  change(edits);
  assert.ok(await vscode.workspace.applyEdit(edits));
}

describe('links in documents', () => {
  before(activate);
  afterEach(closeEditors);

  it('open the trace, with the time of the record and the segment beside the ID', async () => {
    const time = '2026-07-24T10:15:00.480Z';
    const { document } = await openText(
      `start\n${time} ERROR ${X} failed\ntrace_id=${W} span_id=${SPAN}\nmd5 ${W}`,
      'log',
    );
    const around = Date.parse(time);
    const foundIn = { file: document.uri.path.split('/').pop() };
    assert.deepEqual(await linksOf(document), [
      { text: X, command: 'xrayTraces.openTrace', argument: [{ id: X, around, foundIn }] },
      {
        text: W,
        command: 'xrayTraces.openTrace',
        argument: [{ id: '1-6a633a36-0123456789abcdef01234567', around, segmentId: SPAN, foundIn }],
      },
    ]);
  });

  it('follow what is typed, pasted and deleted', async () => {
    const { document } = await openText(`a\n${X}\nb`);
    const texts = async () => (await linksOf(document)).map(({ text }) => text);
    assert.deepEqual(await texts(), [X]);
    await edit((all) => all.insert(document.uri, new vscode.Position(0, 0), `${Y}\n\n\n`));
    assert.deepEqual(await texts(), [Y, X]);
    await edit((all) => {
      all.replace(document.uri, new vscode.Range(0, 0, 3, 0), 'first ');
      all.insert(document.uri, new vscode.Position(5, 1), ` ${Y}`);
    });
    assert.deepEqual(await texts(), [X, Y]);
    await edit((all) => all.insert(document.uri, new vscode.Position(1, 35), '0'));
    assert.deepEqual(await texts(), [Y]);
  });

  it('are left out of documents over 5 MB', async () => {
    const filler = `${'.'.repeat(1023)}\n`;
    const { document: large } = await openText(`${X}\n${filler.repeat(5119)}`);
    assert.equal((await linksOf(large)).length, 1);
    const { document: larger } = await openText(`${X}\n${filler.repeat(5120)}`);
    assert.deepEqual(await linksOf(larger), []);
  });
});

describeWithUi('links on screen', (ui) => {
  before(activate);
  afterEach(closeEditors);

  const modifiers = ['Control'] as const;

  it('open a trace from an editor', async () => {
    await openText(`some text\nfailed ${X} here\n`);
    const from = xrayService().calls.length;
    await ui.waitFor({ selector: '.view-line .detected-link' });
    // As a person would: the line may just be painted anew when the click comes.
    await until(async () => {
      if (timelineTabs().length > 0) return wasAskedFor(X, from);
      await ui.hoverEditor(X);
      await ui.clickHere({ modifiers });
      await new Promise((resolve) => setTimeout(resolve, 500));
      return wasAskedFor(X, from);
    }, 'X-Ray is asked for the ID');
  });

  it('open a trace from a terminal', async () => {
    const terminal = vscode.window.createTerminal({ name: 'links', shellPath: '/bin/sh', env: { PS1: '$ ' } });
    terminal.show();
    try {
      const from = xrayService().calls.length;
      terminal.sendText(`clear; echo "Root=${Y};Parent=${SPAN};Sampled=1" "done"`);
      const row = {
        selector: '.terminal-wrapper.active .xterm-rows > div',
        text: `Root=${Y};Parent=${SPAN};Sampled=1 done`,
      };
      await ui.waitFor(row);
      // The hover comes a moment after the mouse; a terminal that was not ready then is asked again when the mouse comes back.
      await until(async () => {
        await ui.hoverTerminal(Y);
        return ui.isShown({ selector: '.workbench-hover', text: 'Open X-Ray Trace', timeout: 3000 });
      }, 'the ID becomes a link');
      await ui.clickHere({ modifiers });
      await until(() => wasAskedFor(Y, from), 'X-Ray is asked for the ID');
    } finally {
      terminal.dispose();
    }
  });

  it('come with a menu entry, only where there is an ID', async () => {
    const entry = 'Open X-Ray Trace';
    await openText(`key: ${X}\nword\n`, 'yaml');
    const shown = async () => {
      const entries = await ui.editorMenu('word');
      await ui.press('Escape');
      return entries.includes(entry);
    };
    await until(shown, 'the entry is there');
    await openText('nothing here but a word\n', 'yaml');
    await until(async () => !(await shown()), 'the entry has gone');
  });

  it('leave the menu entry to documents over 5 MB', async () => {
    await openText(`${X}\n${`${'.'.repeat(1023)}\n`.repeat(5120)}`);
    await until(async () => {
      const entries = await ui.editorMenu(X);
      await ui.press('Escape');
      return entries.includes('Open X-Ray Trace');
    }, 'the entry is there');
  });
});
