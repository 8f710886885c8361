/** How often, and how long to wait in between. */
export interface RetryPolicy {
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled each time. */
  readonly firstWait: number;
}

const DEFAULTS: RetryPolicy = { attempts: 3, firstWait: 120 };

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Errors that say whether trying again may help. */
export interface Retryable {
  readonly isRetryable: boolean;
}

function isRetryable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'isRetryable' in error && error.isRetryable === true;
}

/** Calls `attempt` until it succeeds, gives up, or fails for good. The last error is the one thrown. */
export async function retry<T>(
  attempt: (number: number) => Promise<T>,
  { attempts, firstWait }: RetryPolicy = DEFAULTS,
): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      if (number >= attempts || !isRetryable(error)) throw error;
      await sleep(firstWait * 2 ** (number - 1));
    }
  }
}
