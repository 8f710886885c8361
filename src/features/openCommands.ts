import { randomUUID } from 'node:crypto';
import { commands, env, InputBoxValidationSeverity, l10n, UIKind, window } from 'vscode';
import { placeholderIn } from '../ids/placeholders';
import { countLeftOut, readOpenArgument, type OpenArgument } from '../ids/openArgument';
import { resolveLine, toOpenArgument } from '../ids/resolve';
import type { SplitIds } from '../ids/splitIds';
import { idsAtSelections } from '../links/selectionIds';
import { TraceError } from '../traces/traceError';
import { plainText } from '../views/plainText';
import type { Commands } from './commands';
import { leftOutText } from './leftOut';
import { readPastedIds } from './pastedIds';
import { readByCopy } from './readByCopy';
import type { TraceOpener } from './traceOpener';

/** How much of a line is searched for an ID of the documentation. */
const LONGEST_LINE = 16_384;

/** The ways to a trace by its ID: typed, pasted, under the cursor, in a terminal. */
export function registerOpenCommands(commands: Commands, opener: TraceOpener): void {
  commands.register('xrayTraces.openTrace', async (value) => {
    const given = value === undefined ? await askForIds() : readOpenArgument(value);
    if (value !== undefined) sayLeftOut({ refused: [], left: countLeftOut(value) });
    // A link or another extension's argument that holds no ID is said to be wrong; an input box that was closed is not.
    if (given.length > 0) await opener.open(given);
    else if (value !== undefined) throw new TraceError('malformedId', { id: shown(value) });
  });
  // One gesture under two names: the palette's says where it looks, the context menu's what it opens.
  commands.register('xrayTraces.openTraceUnderCursor', () => openUnderCursor(opener));
  commands.register('xrayTraces.openTraceFromEditor', () => openUnderCursor(opener));
  commands.register('xrayTraces.openTraceFromClipboard', async () => {
    const pasted = readPastedIds(await env.clipboard.readText());
    if (pasted.ids.length === 0) {
      return sayNoId(exampleText(pasted.refused.join(' ')) ?? l10n.t('The clipboard holds no trace ID.'));
    }
    sayLeftOut(pasted);
    await opener.open(pasted.ids);
  });
  commands.register('xrayTraces.openTraceFromTerminal', async () => {
    const text = await readByCopy(env.clipboard, copyTerminalSelection, `xray-trace-explorer ${randomUUID()}`);
    if (text === undefined) return sayNoId(l10n.t('Nothing is selected in the terminal.'));
    const found = resolveLine(text).map((one) => toOpenArgument(one, one.around, { service: one.service }));
    const pasted = found.length > 0 ? { ids: found, refused: [], left: 0 } : readPastedIds(text);
    if (pasted.ids.length === 0) {
      return sayNoId(exampleText(text) ?? l10n.t('There is no trace ID in the selection of the terminal.'));
    }
    sayLeftOut(pasted);
    await opener.open(pasted.ids);
  });
}

/** The API gives no terminal selection. */
function copyTerminalSelection(): Thenable<unknown> {
  return commands.executeCommand('workbench.action.terminal.copySelection');
}

async function openUnderCursor(opener: TraceOpener): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) return sayNoText();
  const found = idsAtSelections(editor);
  if (found.length === 0) {
    const line = editor.document.lineAt(editor.selection.active.line).text.slice(0, LONGEST_LINE);
    return sayNoId(exampleText(line) ?? l10n.t('There is no trace ID at the cursor or on its line.'));
  }
  const wanted = await pickFrom(found);
  if (wanted.length > 0) await opener.open(wanted);
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
  const leftOut = leftOutText({ refused, left }, l10n.t);
  const message = [ids.length > 1 ? l10n.t('{0} traces', ids.length) : '', leftOut].filter(Boolean).join(' · ');
  const { Info, Warning } = InputBoxValidationSeverity;
  return message ? { message: plainText(message), severity: leftOut ? Warning : Info } : undefined;
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

/** Beside the traces that open: nobody has to answer. */
function sayLeftOut(pasted: Pick<SplitIds, 'refused' | 'left'>): void {
  const text = leftOutText(pasted, l10n.t);
  if (text) void window.showWarningMessage(plainText(l10n.t('Not all of it is opened: {0}', text)));
}

/** What is said of an ID that stands in AWS's documentation only; undefined where there is none. */
function exampleText(text: string): string | undefined {
  const example = placeholderIn(text);
  return example && l10n.t('This ID is an example of the AWS documentation, no request has it: {0}', example);
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
