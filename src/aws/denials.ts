import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { TraceError } from '../traces/traceError';

/** Permissions change rarely, and asking in vain costs a call for every trace that is not found. */
const REMEMBERED: Milliseconds = 15 * 60_000;

/** What AWS denied lately, by the key of a connection and the operation. */
export class Denials {
  private readonly known = new Map<
    string,
    Map<string, { readonly error: TraceError; readonly until: EpochMilliseconds }>
  >();

  /** How the first of these operations that was denied in the last 15 minutes was; undefined when none was. */
  find(key: string, operations: readonly string[], now: EpochMilliseconds): TraceError | undefined {
    const ofKey = this.known.get(key);
    return operations.map((operation) => ofKey?.get(operation)).find((one) => one && one.until > now)?.error;
  }

  /** Notes how a call ended. @param error why it failed; undefined when it did not */
  note(key: string, operation: string, error: TraceError | undefined, now: EpochMilliseconds): void {
    if (error && error.reason !== 'accessDenied') return;
    const ofKey = this.known.get(key) ?? new Map<string, { error: TraceError; until: EpochMilliseconds }>();
    if (error) this.known.set(key, ofKey.set(operation, { error, until: now + REMEMBERED }));
    else ofKey.delete(operation);
  }

  /** Of one profile, or of all. */
  forget(profile?: string): void {
    for (const key of this.known.keys()) {
      if (profile === undefined || (JSON.parse(key) as string[])[0] === profile) this.known.delete(key);
    }
  }
}
