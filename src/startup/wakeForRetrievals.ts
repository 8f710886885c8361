import { commands, type Memento } from 'vscode';
import { HAS_RETRIEVALS, RETRIEVALS_KEY } from './names';

/**
 * Shows the view of retrievals where an earlier window left some, and loads the app for those that still run: they are gone on
 * with at once, whether anybody looks or not.
 */
export function wakeForRetrievals(state: Memento, loadApp: () => Promise<void>): void {
  const { rows } = fields(state.get(RETRIEVALS_KEY));
  if (!Array.isArray(rows) || rows.length === 0) return;
  void commands.executeCommand('setContext', HAS_RETRIEVALS, true);
  // Whether they can be gone on with is the app's business, which reads them properly.
  if (rows.some((row: unknown) => fields(row)['state'] === 'running')) loadApp().catch(() => {}); // it has said so
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
