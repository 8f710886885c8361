import { traceIdTime, type TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { Arrival, WantedTrace } from '../traces/source';
import { TraceError, type TraceErrorParams } from '../traces/traceError';
import { batchGetTraces } from './batchGetTraces';
import type { Session } from './calls';
import { askIndexedPercent } from './indexing';

/** What happened less than this ago may still be on its way: X-Ray shows new traces within about 30 seconds. */
export const YOUNG: Milliseconds = 60_000;
/** Waits before further tries: 30 seconds in all, and four calls for every five IDs. */
export const WAITS: readonly Milliseconds[] = [2000, 4000, 8000, 16_000];

type Failed = Extract<Arrival, { kind: 'failed' }>;

/**
 * Whether a trace that is not there may still come: its ID or the log line it stands on is younger than a minute, and it was not
 * said that it was left out of sampling.
 */
export function mayArrive(wanted: WantedTrace, now: EpochMilliseconds): boolean {
  if (wanted.sampled === false) return false;
  return [traceIdTime(wanted.id, now), wanted.around].some(
    (time) => time !== undefined && Math.abs(now - time) < YOUNG,
  );
}

/**
 * Collects failures that are not settled yet, and lets everything else pass: `settle` then waits for what may still arrive and asks
 * what is worth knowing of the rest.
 */
export class Unsettled {
  private readonly kept: Failed[] = [];

  constructor(
    private readonly session: Session,
    private readonly wanted: ReadonlyMap<TraceId, WantedTrace>,
    private readonly pushOn: (arrival: Arrival) => void,
  ) {}

  readonly push = (arrival: Arrival): void => {
    const isKept =
      arrival.kind === 'failed' && (arrival.error.reason === 'notFound' || arrival.error.reason === 'accessDenied');
    if (isKept) this.kept.push(arrival);
    else this.pushOn(arrival);
  };

  /**
   * Tells what became of the failures that were kept.
   * @param retrieve looks into Transaction Search once more, for traces it did not have
   * @throws TraceError when no other ID could do better; the signal's reason
   */
  async settle(retrieve: (ids: readonly TraceId[], push: (arrival: Arrival) => void) => Promise<void>): Promise<void> {
    const { clock } = this.session;
    const isYoung = ({ id, error }: Failed): boolean =>
      error.reason === 'notFound' && mayArrive(this.wanted.get(id) ?? { id }, clock.now());
    const young = new Map(this.kept.filter(isYoung).map((failed) => [failed.id, failed.error]));
    const denied = this.kept.filter(({ error }) => error.reason === 'accessDenied');
    for (const failed of this.kept) if (!young.has(failed.id) && !denied.includes(failed)) this.pushOn(failed);
    if (denied.length > 0) await this.tellDenied(denied);
    if (young.size === 0) return;

    const begun = clock.now();
    const missing = await this.askAgain([...young.keys()]);
    const retriedFor = clock.now() - begun;
    const isInLogs = (id: TraceId): boolean => young.get(id)?.params['retrievalTried'] === true;
    for (const id of missing) if (!isInLogs(id)) this.fail(id, young.get(id)!, { retriedFor });
    const rest = missing.filter(isInLogs);
    if (rest.length === 0) return;
    await retrieve(rest, (arrival) => {
      if (arrival.kind === 'failed') this.fail(arrival.id, arrival.error, { retriedFor });
      else this.pushOn(arrival);
    });
  }

  /** Asks X-Ray's index with growing waits. @returns what has not come, and did not fail otherwise */
  private async askAgain(ids: readonly TraceId[]): Promise<readonly TraceId[]> {
    const { session } = this;
    let missing = ids;
    for (const milliseconds of WAITS) {
      session.report({ kind: 'progress', progress: { step: 'arriving', milliseconds } });
      await session.clock.sleep(milliseconds, session.signal);
      ({ missing } = await batchGetTraces(session, missing, this.pushOn, { asksTwice: false }));
      if (missing.length === 0) break;
    }
    return missing;
  }

  /** X-Ray's index does not have them and the rest may not be looked at: says how much is in the index. */
  private async tellDenied(denied: readonly Failed[]): Promise<void> {
    const { percent } = await askIndexedPercent(this.session);
    for (const { id, error } of denied) {
      this.fail(id, error, {
        destination: 'CloudWatchLogs',
        ...(percent !== undefined && { indexedPercent: percent }),
      });
    }
  }

  private fail(id: TraceId, error: TraceError, facts: TraceErrorParams): void {
    this.pushOn({
      kind: 'failed',
      id,
      error: new TraceError(error.reason, { ...error.params, ...facts }, error.cause),
    });
  }
}
