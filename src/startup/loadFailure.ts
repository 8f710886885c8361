import { l10n, window } from 'vscode';

/** Says that the app could not be loaded, e.g. because an update replaced its files. The next use tries again. */
export function sayLoadFailure(error: unknown): void {
  console.error(error); // VS Code's own log of its extensions: ours belongs to the app
  const reason = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
  void window.showErrorMessage(l10n.t('Trace Explorer could not be loaded: {0}', reason));
}
