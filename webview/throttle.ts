/** Runs at once, then at most every `milliseconds`, and always once more after the last call. */
export interface Throttled {
  (): void;
  /** Runs now what would still run later. */
  readonly flush: () => void;
}

export function throttle(run: () => void, milliseconds: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWaiting = false;
  const rest = (): void => {
    timer = undefined;
    if (isWaiting) call();
  };
  const call = (): void => {
    if (timer !== undefined) {
      isWaiting = true;
      return;
    }
    isWaiting = false;
    run();
    timer = setTimeout(rest, milliseconds);
  };
  const flush = (): void => {
    if (!isWaiting) return;
    isWaiting = false;
    run();
  };
  return Object.assign(call, { flush });
}
