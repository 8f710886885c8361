import { setTimeout as wait } from 'node:timers/promises';
import type { Milliseconds } from '../model/units';

/** Resolves after the time has passed; rejects with the signal's reason when aborted first. */
export async function pause(milliseconds: Milliseconds, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted(); // Node wraps the reason; callers expect the signal's own
    throw error;
  }
}
