import { failureOf } from './failure';

/** AWS accepts a signature for five minutes; from four on its SDK calls a clock skewed. */
const SKEWED = 4 * 60_000;

/** Codes with which services refuse a signature of another time; some only say that the signature is no good. */
const REFUSALS = new Set([
  'RequestTimeTooSkewed',
  'RequestExpired',
  'RequestInTheFuture',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'AuthFailure',
]);

/**
 * How far this computer's clock is ahead of AWS's (behind: negative), in whole minutes, where that is why AWS refused a request.
 * The SDK would correct its own clock in silence and every time range we compute would still be wrong: hence we have it say so.
 * @param error anything the SDK has thrown
 * @param now this computer's time, by which the request was signed
 */
export function clockSkewOf(error: unknown, now: number = Date.now()): number | undefined {
  const { name, serverTime } = failureOf(error);
  if (!REFUSALS.has(name) || serverTime === undefined) return undefined;
  const skew = now - serverTime;
  return Math.abs(skew) >= SKEWED ? Math.round(skew / 60_000) : undefined;
}
