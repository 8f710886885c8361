import type { CancellationToken } from 'vscode';

/** An abort signal that follows a cancellation token. Below the editor layer everything takes signals. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
