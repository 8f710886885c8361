import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../traces/source';

/** The machine's clock and timers. Tests use one with virtual time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted(); // Node wraps the reason; the contract is the signal's own
      throw error;
    }
  },
};
