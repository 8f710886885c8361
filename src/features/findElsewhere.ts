import type { TraceId } from '../model/traceId';
import type { AwsEngines, CallRecord, Connection } from '../traces/source';
import { isTraceError, TraceError } from '../traces/traceError';

/** Places asked at the same time. */
export const PLACES_AT_ONCE = 4;

/** What came of one place. */
export type PlaceOutcome =
  | { readonly kind: 'found' | 'notThere' }
  /** Not asked, as that would have prompted, or run a program. */
  | { readonly kind: 'skipped'; readonly error: TraceError }
  | { readonly kind: 'failed'; readonly error: TraceError }
  /** The trace was found before its turn came, or the user cancelled. */
  | { readonly kind: 'notAsked' };

export interface LookedAt<Place extends Connection> {
  readonly place: Place;
  readonly outcome: PlaceOutcome;
}

/** Where a trace was looked for. */
export interface ElsewhereResult<Place extends Connection> {
  readonly found: Place | undefined;
  /** In the order of the places given. */
  readonly looked: readonly LookedAt<Place>[];
  readonly calls: readonly CallRecord[];
}

/**
 * Looks for a trace in one place after the other, four at once and never prompting, until the first has it. A profile that would have
 * prompted, or cannot be signed in with, is not tried again in its other regions.
 * @param onProgress told before each place is asked
 * @returns also when it was cancelled: what was asked until then
 */
export async function findElsewhere<Place extends Connection>(
  id: TraceId,
  places: readonly Place[],
  probe: AwsEngines['probe'],
  signal: AbortSignal,
  onProgress: (asked: number, place: Place) => void,
): Promise<ElsewhereResult<Place>> {
  const outcomes = new Map<Place, PlaceOutcome>();
  const calls: CallRecord[] = [];
  const closed = new Map<string, PlaceOutcome>();
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  const waiting = [...places];
  let asked = 0;
  let found: Place | undefined;

  const ask = async (place: Place): Promise<PlaceOutcome> => {
    const { profile, region } = place;
    const known = closed.get(profile);
    if (known) return known;
    onProgress(++asked, place);
    try {
      const answer = await probe({ profile, region, quiet: true }, id, either);
      calls.push(...answer.calls);
      return { kind: answer.isThere ? 'found' : 'notThere' };
    } catch (thrown) {
      if (either.aborted) return { kind: 'notAsked' };
      const error = isTraceError(thrown) ? thrown : new TraceError('unexpected', { operation: 'probe' }, thrown);
      const outcome: PlaceOutcome = { kind: isSkip(error) ? 'skipped' : 'failed', error };
      if (isOfProfile(error)) closed.set(profile, outcome);
      return outcome;
    }
  };
  const work = async (): Promise<void> => {
    for (let place = waiting.shift(); place && !either.aborted; place = waiting.shift()) {
      const outcome = await ask(place);
      outcomes.set(place, outcome);
      if (outcome.kind !== 'found' || found) continue;
      found = place;
      done.abort();
    }
  };
  await Promise.all(Array.from({ length: PLACES_AT_ONCE }, work));
  const looked = places.map((place) => ({ place, outcome: outcomes.get(place) ?? { kind: 'notAsked' as const } }));
  return { found, looked, calls };
}

/** Would have asked the user something, or run something: passed over by intent. */
function isSkip({ reason }: TraceError): boolean {
  return reason === 'wouldPrompt' || reason === 'untrusted';
}

/** What every other region of the same profile would answer, too. */
function isOfProfile(error: TraceError): boolean {
  const reasons: readonly TraceError['reason'][] = [
    'credentialsExpired',
    'credentialsInvalid',
    'credentialsMissing',
    'mfaFailed',
    'profileMissing',
    'processFailed',
    'configMalformed',
    'clockSkew',
  ];
  return isSkip(error) || reasons.includes(error.reason);
}
