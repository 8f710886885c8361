import type { Milliseconds } from '../model/units';

/** How a watched trace is asked for. */
export interface Pace {
  readonly firstWait: Milliseconds;
  readonly longestWait: Milliseconds;
  /** Tries that bring nothing before a watch gives up. */
  readonly quietTries: number;
  /** Tries in all. */
  readonly mostTries: number;
}

const GROWTH = 1.5;

/** Where a try is a call: it gives up after about a minute and a half without news. */
export const BY_CALLS: Pace = { firstWait: 5000, longestWait: 30_000, quietTries: 6, mostTries: Infinity };

/** Where each try retrieves the trace from Transaction Search, which takes its time and is billed. */
export const BY_RETRIEVALS: Pace = { firstWait: 60_000, longestWait: 300_000, quietTries: 3, mostTries: 10 };

/** When a watched trace is asked for next. */
export interface WatchStep {
  readonly wait: Milliseconds;
  /** Tries since something new came. */
  readonly quiet: number;
}

export function firstStep({ firstWait }: Pace): WatchStep {
  return { wait: firstWait, quiet: 0 };
}

/**
 * What follows a try: news starts over at the first wait, otherwise the waits grow to the longest.
 * @returns undefined when nothing has come for so long that nothing will
 */
export function nextStep({ wait, quiet }: WatchStep, isNews: boolean, pace: Pace): WatchStep | undefined {
  if (isNews) return firstStep(pace);
  if (quiet + 1 >= pace.quietTries) return undefined;
  return { wait: Math.min(pace.longestWait, wait * GROWTH), quiet: quiet + 1 };
}
