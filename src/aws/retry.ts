import type { Milliseconds } from '../model/units';
import { failureOf } from './failure';
import { BODY_CUT } from './nodeRequests';

/** Attempts of one call, the first included. Waits of about 0.4, 0.8, 1.6 and 3.2 s: six seconds, then the user is told. */
export const MAX_ATTEMPTS = 5;
const FIRST_WAIT: Milliseconds = 400;
const LONGEST_WAIT: Milliseconds = 5000;

/**
 * Connections that broke, or names that could not be asked for just now. Refused connections and unknown hosts stay so, and a
 * timeout has cost enough time.
 */
const BROKEN = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EAI_AGAIN', BODY_CUT]);

export interface Retry {
  /** For the receipt: `ThrottledException`, `503`, `ECONNRESET`. */
  readonly reason: string;
  readonly isThrottling: boolean;
}

/** Whether another try of the same call makes sense. @returns undefined when it does not */
export function retryOf(error: unknown): Retry | undefined {
  const failure = failureOf(error);
  if (failure.isThrottling) return { reason: failure.name || String(failure.status), isThrottling: true };
  if (failure.status >= 500) return { reason: String(failure.status), isThrottling: false };
  if (failure.clockSkewCorrected) return { reason: 'clock corrected', isThrottling: false };
  if (BROKEN.has(failure.code)) return { reason: failure.code, isThrottling: false };
  return undefined;
}

/**
 * How long to wait before the next try: doubling, the upper half of it by chance, so that clients do not come back together.
 * @param attempt tries made so far, from 1
 * @param random uniform in [0, 1)
 */
export function retryWait(attempt: number, random: number): Milliseconds {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
