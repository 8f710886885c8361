import type { Milliseconds } from '../model/units';

export const FIRST_WAIT: Milliseconds = 5000;
export const LONGEST_WAIT: Milliseconds = 30_000;
const GROWTH = 1.5;
/** Tries that bring nothing before a watch gives up: about a minute and a half. */
export const QUIET_TRIES = 6;

/** When a watched trace is asked for next. */
export interface WatchStep {
  readonly wait: Milliseconds;
  /** Tries since something new came. */
  readonly quiet: number;
}

export const firstStep: WatchStep = { wait: FIRST_WAIT, quiet: 0 };

/**
 * What follows a try: news starts over at five seconds, otherwise the waits grow to thirty.
 * @returns undefined when nothing has come for so long that nothing will
 */
export function nextStep({ wait, quiet }: WatchStep, isNews: boolean): WatchStep | undefined {
  if (isNews) return firstStep;
  if (quiet + 1 >= QUIET_TRIES) return undefined;
  return { wait: Math.min(LONGEST_WAIT, wait * GROWTH), quiet: quiet + 1 };
}
