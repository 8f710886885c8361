import { setMaxListeners } from 'node:events';

/**
 * Runs work that pushes items from several places at once, and hands the items on in the order they were pushed.
 * Ends when the work ends and throws what it throws, after everything pushed before. When the signal aborts, what was pushed is
 * still handed on, then the signal's reason is thrown without waiting for the work. Whoever stops iterating stops the work.
 * @param work gets its own signal: aborted with the outer one, and when nobody iterates any more
 */
export async function* produce<Item>(
  signal: AbortSignal,
  work: (push: (item: Item) => void, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<Item, void, undefined> {
  signal.throwIfAborted();
  const inner = new AbortController();
  setMaxListeners(0, inner.signal); // hundreds of calls may wait on it
  const items: Item[] = [];
  let ended: { readonly failure?: unknown } | undefined;
  let wake: (() => void) | undefined;
  const stop = (): void => {
    inner.abort(signal.reason);
    wake?.();
  };
  signal.addEventListener('abort', stop, { once: true });
  const push = (item: Item): void => {
    items.push(item);
    wake?.();
  };
  const end = (how: { readonly failure?: unknown }): void => {
    ended = how;
    wake?.();
  };
  work(push, inner.signal).then(
    () => end({}),
    (failure: unknown) => end({ failure }),
  );
  try {
    for (;;) {
      for (let item = items.shift(); item !== undefined; item = items.shift()) yield item;
      signal.throwIfAborted();
      if (ended) {
        if ('failure' in ended) throw ended.failure;
        return;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    signal.removeEventListener('abort', stop);
    inner.abort(signal.aborted ? signal.reason : new DOMException('No longer wanted', 'AbortError'));
  }
}
