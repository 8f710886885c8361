import * as vscode from 'vscode';
import { DRAWN_START, drawTrace } from '../../unit/model/drawTrace';
import { xrayService } from './service';
import type { Ui } from './ui';

/** Waits for something VS Code does in its own time. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isSo());) {
    if (Date.now() > end) throw new Error(`Not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function activate(): Promise<void> {
  await vscode.extensions.getExtension('trace-explorer.xray-trace-explorer')?.activate();
}

let made = 0;

/** A trace ID that no other test uses; its time is an hour ago unless told. */
export function freshId(secondsAgo = 3600): string {
  const second = Math.floor(Date.now() / 1000) - secondsAgo;
  made++;
  return `1-${second.toString(16)}-8f3c${made.toString(16).padStart(20, 'e')}`;
}

/** Puts a drawn trace into the service, by default one with a subsegment. @returns its ID */
export function putTrace(
  drawing = 'shop  0 500\n  dynamo 20 120 fault',
  { id = freshId(), ...options }: { id?: string; indexed?: boolean; region?: string } = {},
): string {
  const shift = Number.parseInt(id.slice(2, 10), 16) - DRAWN_START;
  const documents = drawTrace(drawing, id).map((document) =>
    JSON.stringify(
      JSON.parse(document, (key, value: unknown) => (/^(start|end)_time$/.test(key) ? Number(value) + shift : value)),
    ),
  );
  xrayService().put(documents, options);
  return id;
}

/** Labels of the tabs that are timelines. */
export function timelineTabs(): string[] {
  return tabsOf().map(({ label }) => label);
}

function tabsOf(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('xrayTraces.timeline'));
}

/** Operations the service was asked for since a number of calls. */
export function operationsSince(from: number): string[] {
  return xrayService()
    .calls.slice(from)
    .map(({ operation }) => operation);
}

/** Closes all editors without questions. */
export async function closeEditors(): Promise<void> {
  while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** Runs a command without waiting for it: it asks the user something. */
export function start(command: string, ...values: unknown[]): void {
  void vscode.commands.executeCommand(command, ...values);
}

/** Waits until the service has not been asked anything for a while: what a test started is over. */
export async function quiet(): Promise<void> {
  const { calls } = xrayService();
  for (let before = -1; before !== calls.length;) {
    before = calls.length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Answers a question for a time range with two times, hours before now. */
export async function typeTimeRange(ui: Ui, from: number, to: number): Promise<void> {
  await ui.waitFor({ selector: '.quick-input-list .monaco-list-row', text: 'From … to …' });
  await ui.click({ selector: '.quick-input-list .monaco-list-row', text: 'From … to …' });
  for (const [label, hours] of [
    ['From', from],
    ['To', to],
  ] as const) {
    await ui.waitFor({ selector: '.quick-input-title', text: `– ${label}` });
    await ui.press('Control+A');
    await ui.type(new Date(Date.now() - hours * 3_600_000).toISOString().replace(/\.\d+/, ''));
    await ui.press('Enter');
  }
}
