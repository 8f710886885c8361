import { placeholderOrigin, type PlaceholderOrigin } from '../ids/placeholders';
import { parseTraceId, traceIdTime } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { NextStepId } from './stepLabels';

/** X-Ray keeps traces this long. Source: X-Ray quotas. */
export const KEPT: Milliseconds = 30 * 86_400_000;
/** What is younger may still be on its way: X-Ray shows new traces within about 30 seconds, and a request may go on. */
export const FRESH: Milliseconds = 60_000;
/** A search of less may simply have missed the moment. */
const SHORT: Milliseconds = 15 * 60_000;

/** What is known when an ID was not found, or a search found nothing. What is not known is left out. */
export interface NothingFacts {
  readonly now: EpochMilliseconds;
  readonly profile: string;
  readonly region: string;
  /** 12 digits; undefined = unknown. */
  readonly account?: string | undefined;
  /** Where the account keeps its spans. */
  readonly destination: 'XRay' | 'CloudWatchLogs' | 'unknown';
  /** Percentage of traces in X-Ray's index, where the destination is CloudWatchLogs. */
  readonly indexedPercent?: number | undefined;
  /** IAM action that was denied on the way. */
  readonly deniedAction?: string | undefined;
  /** An ID was looked for. */
  readonly id?: IdFacts | undefined;
  /** A search was made. */
  readonly search?: SearchFacts | undefined;
}

export interface IdFacts {
  /** As it was given: it may be no trace ID. */
  readonly text: string;
  /** What the header beside the ID says. */
  readonly sampled?: boolean | undefined;
  /** Time of the log record it was found on. */
  readonly around?: EpochMilliseconds | undefined;
  /** The range a retrieval looked in, inclusive, where the user gave one. */
  readonly range?: { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds } | undefined;
  readonly retrievalTried: boolean;
  /** How long it was asked for again and again. */
  readonly retriedFor?: Milliseconds | undefined;
}

export interface SearchFacts {
  /** `traces`: GetTraceSummaries; `spans`: the span log group. */
  readonly kind: 'traces' | 'spans';
  readonly start: EpochMilliseconds;
  /** Exclusive. */
  readonly end: EpochMilliseconds;
  /** '' = all traces. */
  readonly filter: string;
  /** '' = none. */
  readonly group: string;
  readonly timeRangeType: 'TraceId' | 'Event';
  /** Traces (spans) that were looked at. */
  readonly scanned: number;
  /** Parts of the range that were not searched to their end. */
  readonly unsearched: number;
}

/** Why nothing is here. `causeText.ts` has the sentences. */
export type Cause = { readonly step: NextStepId } & (
  | { readonly kind: 'malformed'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly text: string; readonly origin: PlaceholderOrigin }
  | { readonly kind: 'notSampled' }
  /** `age` of the ID (of the range's end, in a search). */
  | { readonly kind: 'expired'; readonly age: Milliseconds; readonly of: 'id' | 'search' }
  /** The ID's own time lies outside the range that was looked in. */
  | { readonly kind: 'outOfRange'; readonly time: EpochMilliseconds }
  | { readonly kind: 'future' }
  | { readonly kind: 'denied'; readonly action: string }
  /** `percent` undefined: it could not be asked. */
  | { readonly kind: 'notIndexed'; readonly percent: number | undefined }
  /** `age` undefined: in a search, whose range reaches up to now. */
  | { readonly kind: 'arriving'; readonly age: Milliseconds | undefined; readonly retriedFor: Milliseconds }
  | { readonly kind: 'elsewhere'; readonly profile: string; readonly region: string; readonly account: string }
  | { readonly kind: 'perhapsNotSampled' }
  /** The ID's first digits are no time: X-Ray did not make it. */
  | { readonly kind: 'otherTracer' }
  | { readonly kind: 'unsearched'; readonly parts: number }
  /** `scanned`: traces, or span records. */
  | { readonly kind: 'filter'; readonly filter: string; readonly scanned: number; readonly of: SearchFacts['kind'] }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'shortRange'; readonly length: Milliseconds }
  | { readonly kind: 'rangeByStart' }
  | { readonly kind: 'nothingTraced'; readonly of: SearchFacts['kind'] }
);

export type CauseKind = Cause['kind'];

/** Every cause the facts allow, most likely first; never empty. Each stands for one sentence, its evidence and one next step. */
export function causesOf(facts: NothingFacts): readonly Cause[] {
  return facts.search
    ? causesOfSearch(facts, facts.search)
    : facts.id
      ? causesOfId(facts, facts.id)
      : [elsewhere(facts)];
}

function causesOfId(facts: NothingFacts, given: IdFacts): readonly Cause[] {
  const origin = placeholderOrigin(given.text);
  if (origin) return [{ kind: 'placeholder', text: given.text, origin, step: 'openAnother' }];
  const id = parseTraceId(given.text);
  if (id === undefined) return [{ kind: 'malformed', text: given.text, step: 'openAnother' }];

  const time = traceIdTime(id, facts.now);
  const last = latest(time, given.around);
  const age = last === undefined ? undefined : Math.max(0, facts.now - last);
  const isFresh = age !== undefined && age < FRESH + (given.retriedFor ?? 0);
  const isInLogs = facts.destination === 'CloudWatchLogs';
  const causes: (Cause | false)[] = [
    given.sampled === false && { kind: 'notSampled', step: 'findAround' },
    age !== undefined &&
      age > KEPT && {
        kind: 'expired',
        age,
        of: 'id',
        step: given.retrievalTried || !isInLogs ? 'openAnother' : 'retrieve',
      },
    isOutside(time, given.range) && { kind: 'outOfRange', time: time!, step: 'chooseRange' },
    isFresh && { kind: 'arriving', age, retriedFor: given.retriedFor ?? 0, step: 'retry' },
    Boolean(facts.deniedAction) && isInLogs && denied(facts),
    isInLogs && !given.retrievalTried && { kind: 'notIndexed', percent: facts.indexedPercent, step: 'retrieve' },
    elsewhere(facts, 'findElsewhere'),
    Boolean(facts.deniedAction) && !isInLogs && denied(facts),
    given.sampled === undefined && { kind: 'perhapsNotSampled', step: 'findAround' },
    time === undefined && { kind: 'otherTracer', step: 'openAnother' },
  ];
  return causes.filter((cause) => cause !== false);
}

function causesOfSearch(facts: NothingFacts, search: SearchFacts): readonly Cause[] {
  const { start, end, filter, group, scanned, unsearched, timeRangeType } = search;
  const { now } = facts;
  const isTraces = search.kind === 'traces';
  const isOld = isTraces && end < now - KEPT;
  const isFuture = start > now;
  const narrowed: (Cause | false)[] = [
    filter !== '' && { kind: 'filter', filter, scanned, of: search.kind, step: 'editSearch' },
    group !== '' && { kind: 'group', group, step: 'editSearch' },
  ];
  const isSeen = scanned > 0;
  const causes: (Cause | false)[] = [
    unsearched > 0 && { kind: 'unsearched', parts: unsearched, step: 'retry' },
    isFuture && { kind: 'future', step: 'editSearch' },
    isOld && { kind: 'expired', age: now - end, of: 'search', step: 'editSearch' },
    // Traces were looked at and none of them matched: what narrows the search is the likeliest cause.
    ...(isSeen ? narrowed : []),
    isTraces &&
      facts.destination === 'CloudWatchLogs' && {
        kind: 'notIndexed',
        percent: facts.indexedPercent,
        step: 'findSpans',
      },
    end > now - FRESH && !isFuture && { kind: 'arriving', age: undefined, retriedFor: 0, step: 'retry' },
    end - start < SHORT && { kind: 'shortRange', length: end - start, step: 'editSearch' },
    elsewhere(facts),
    Boolean(facts.deniedAction) && denied(facts),
    ...(isSeen ? [] : narrowed),
    isTraces && timeRangeType === 'TraceId' && { kind: 'rangeByStart', step: 'editSearch' },
    !isSeen && { kind: 'nothingTraced', of: search.kind, step: 'openReceipt' },
  ];
  return causes.filter((cause) => cause !== false);
}

function elsewhere({ profile, region, account = '' }: NothingFacts, step: NextStepId = 'selectRegion'): Cause {
  return { kind: 'elsewhere', profile, region, account, step };
}

function denied({ deniedAction = '' }: NothingFacts): Cause {
  return { kind: 'denied', action: deniedAction, step: 'copyPolicy' };
}

function latest(...times: readonly (EpochMilliseconds | undefined)[]): EpochMilliseconds | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function isOutside(time: EpochMilliseconds | undefined, range: IdFacts['range']): boolean {
  return time !== undefined && range !== undefined && (time < range.start || time > range.end);
}
