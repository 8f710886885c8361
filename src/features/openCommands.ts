import { commands, env, InputBoxValidationSeverity, l10n, UIKind, window } from 'vscode';
import { readOpenArgument, type OpenArgument } from '../ids/openArgument';
import { resolveLine, toOpenArgument } from '../ids/resolve';
import { idsAtSelections } from '../links/selectionIds';
import { TraceError } from '../traces/traceError';
import type { Commands } from './commands';
import { readPastedIds } from './pastedIds';
import type { TraceOpener } from './traceOpener';

/** The ways to a trace by its ID: typed, pasted, under the cursor, in a terminal. */
export function registerOpenCommands(commands: Commands, opener: TraceOpener): void {
  commands.register('xrayTraces.openTrace', async (value) => {
    const given = value === undefined ? await askForIds() : readOpenArgument(value);
    // A link or another extension's argument that holds no ID is said to be wrong; an input box that was closed is not.
    if (given.length > 0) await opener.open(given);
    else if (value !== undefined) throw new TraceError('malformedId', { id: shown(value) });
  });
  // One gesture under two names: the palette's says where it looks, the context menu's what it opens.
  commands.register('xrayTraces.openTraceUnderCursor', () => openUnderCursor(opener));
  commands.register('xrayTraces.openTraceFromEditor', () => openUnderCursor(opener));
  commands.register('xrayTraces.openTraceFromClipboard', async () => {
    const { ids } = readPastedIds(await env.clipboard.readText());
    if (ids.length === 0) return sayNoId(l10n.t('The clipboard holds no trace ID.'));
    await opener.open(ids);
  });
  commands.register('xrayTraces.openTraceFromTerminal', async () => {
    const text = await terminalSelection();
    const found = resolveLine(text).map((one) => toOpenArgument(one, one.around));
    const ids = found.length > 0 ? found : readPastedIds(text).ids;
    if (ids.length === 0) return sayNoId(l10n.t('There is no trace ID in the selection of the terminal.'));
    await opener.open(ids);
  });
}

async function openUnderCursor(opener: TraceOpener): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) return sayNoText();
  const found = idsAtSelections(editor);
  if (found.length === 0) return sayNoId(l10n.t('There is no trace ID at the cursor or on its line.'));
  const wanted = await pickFrom(found);
  if (wanted.length > 0) await opener.open(wanted);
}

/** The API gives no terminal selection: it is copied, read, and the clipboard put back. */
async function terminalSelection(): Promise<string> {
  const before = await env.clipboard.readText();
  try {
    await commands.executeCommand('workbench.action.terminal.copySelection');
    return await env.clipboard.readText();
  } finally {
    await env.clipboard.writeText(before);
  }
}

async function askForIds(): Promise<readonly OpenArgument[]> {
  const text = await window.showInputBox({
    title: l10n.t('Open X-Ray Trace'),
    prompt: l10n.t('One or many trace IDs, in X-Ray or W3C form, or any text that holds them'),
    placeHolder: '1-5f84c7a1-0123456789abcdef01234567',
    value: await likelyIds(),
    ignoreFocusOut: true,
    validateInput: describeInput,
  });
  return text === undefined ? [] : readPastedIds(text).ids;
}

/**
 * The IDs of the selection, else of the clipboard: most people come here with one. A browser asks before it hands the clipboard
 * over, and would keep the input box waiting: there pasting is quicker.
 */
async function likelyIds(): Promise<string> {
  const editor = window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? idsAtSelections(editor) : [];
  const copied = selected.length > 0 || env.uiKind === UIKind.Web ? '' : await env.clipboard.readText();
  const ids = selected.length > 0 ? selected : readPastedIds(copied).ids;
  return ids.map(({ id, segmentId }) => (segmentId ? `${id}@${segmentId}` : id)).join(' ');
}

function describeInput(text: string): string | { message: string; severity: InputBoxValidationSeverity } | undefined {
  if (!text.trim()) return undefined;
  const { ids, refused, left } = readPastedIds(text);
  if (ids.length === 0) {
    return l10n.t('A trace ID looks like 1-5f84c7a1-0123456789abcdef01234567, or is 32 hexadecimal digits.');
  }
  const parts = [
    ids.length > 1 ? l10n.t('{0} traces', ids.length) : '',
    left > 0 ? l10n.t('{0} more are left out', left) : '',
    refused.length > 0 ? l10n.t('not a trace ID: {0}', refused.slice(0, 3).join(', ')) : '',
  ].filter(Boolean);
  if (parts.length === 0) return undefined;
  const isWarning = refused.length > 0 || left > 0;
  return {
    message: parts.join(' · '),
    severity: isWarning ? InputBoxValidationSeverity.Warning : InputBoxValidationSeverity.Info,
  };
}

/** Several IDs in reach: which one, or all. */
async function pickFrom(found: readonly OpenArgument[]): Promise<readonly OpenArgument[]> {
  if (found.length === 1) return found;
  const items = found.map((one) => ({
    label: one.id,
    description: one.segmentId ? l10n.t('at segment {0}', one.segmentId) : '',
    wanted: [one] as readonly OpenArgument[],
  }));
  const all = {
    label: l10n.t('All {0} traces', found.length),
    description: l10n.t('as a group in the sidebar'),
    wanted: found,
  };
  const picked = await window.showQuickPick([...items, all], { title: l10n.t('Open X-Ray Trace') });
  return picked?.wanted ?? [];
}

function sayNoId(message: string): void {
  const open = l10n.t('Open Trace…');
  void window.showInformationMessage(message, open).then((answer) => {
    if (answer === open) return commands.executeCommand('xrayTraces.openTrace');
    return undefined;
  });
}

/** VS Code gives extensions no access to documents over 50 MB: then there is a document, but no editor that could be read. */
function sayNoText(): void {
  const clipboard = l10n.t('Open Trace from Clipboard');
  void window
    .showInformationMessage(
      l10n.t('No text can be read here. In documents over 50 MB, copy the ID and open it from the clipboard.'),
      clipboard,
    )
    .then((answer) => {
      if (answer === clipboard) return commands.executeCommand('xrayTraces.openTraceFromClipboard');
      return undefined;
    });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : '';
}
