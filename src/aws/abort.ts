/**
 * Settles as the promise does, or rejects with the signal's reason as soon as it aborts: for work that knows no signal
 * (credential providers) and as a second bolt for work that does.
 */
export function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      promise.catch(() => undefined); // nobody waits for it any more, and its failure is nobody's news
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
