import { createHash } from 'node:crypto';
import type { Context, Operation } from './context';
import { filterOf } from './filters';
import type { StoredTrace } from './store';
import { summaryOf } from './summaryOf';
import { invalidRequest, optionalEnum, optionalString, requiredTime, type JsonObject } from './wire';

/** Assumed for GetTraceSummaries; GetServiceGraph is known to refuse longer ranges with this sentence. */
const LONGEST_RANGE_SECONDS = 6 * 3600;

/**
 * GetTraceSummaries: indexed traces of the half-open range that the filter expression finds, newest first unless told otherwise.
 * `Sampling` is accepted and samples nothing.
 */
export const getTraceSummaries: Operation = (input, context) => {
  const from = requiredTime(input, 'StartTime');
  const to = requiredTime(input, 'EndTime');
  if (to <= from) throw invalidRequest('EndTime must be after StartTime');
  // Seconds are doubles: without rounding, six hours would now and then be a little longer.
  if (Math.round((to - from) * 1000) > LONGEST_RANGE_SECONDS * 1000)
    throw invalidRequest('Time range cannot be longer than 6 hours');
  const type = optionalEnum(input, 'TimeRangeType', ['TraceId', 'Event', 'Service']) ?? 'TraceId';
  const filter = optionalString(input, 'FilterExpression') ?? '';
  const isWanted = filterOf(filter, context);

  const isScattered = context.options.summaryOrder === 'scattered';
  const key = JSON.stringify([context.signer, from, to, type, isScattered]);
  const scanned = context.store.listing(key, () => {
    const inside = context.store
      .all(context.signer)
      .filter((trace) => trace.indexed && isInside(trace, type, from, to))
      .toSorted((a, b) => b.second - a.second || (b.start ?? 0) - (a.start ?? 0));
    return isScattered ? scatter(inside) : inside;
  });
  const groups = filter.trim() === '' ? [] : context.options.groups;
  const found = context.store.listing(JSON.stringify([key, filter, groups]), () => scanned.filter(isWanted));
  return page(found, scanned, input, from, context);
};

function page(
  found: readonly StoredTrace[],
  scanned: readonly StoredTrace[],
  input: JsonObject,
  from: number,
  context: Context,
): JsonObject {
  const { summaryPageSize = 50, emptyPages = 0 } = context.options;
  const position = context.tokens.position('GetTraceSummaries', input);
  // Positions count empty pages too: each page of results stands behind `emptyPages` pages without any.
  const pages = Math.max(1, Math.ceil(found.length / summaryPageSize)) * (emptyPages + 1);
  const number = Math.floor(position / (emptyPages + 1));
  const isEmpty = position % (emptyPages + 1) < emptyPages;
  const first = number * summaryPageSize;
  const traces = isEmpty ? [] : found.slice(first, first + summaryPageSize);
  const next = position + 1 < pages ? context.tokens.issue('GetTraceSummaries', input, position + 1) : undefined;
  const isEvent = input['TimeRangeType'] === 'Event';
  // What was looked at since the page before; the last page looks at the rest.
  const until = (end: number): number => (end < found.length ? scanned.indexOf(found[end]!) : scanned.length);
  const oldest = traces.at(-1) ?? (isEmpty ? found[first] : undefined);
  return {
    TraceSummaries: traces.map((trace) =>
      isEvent ? { ...summaryOf(trace), ...matchedIn(trace, from) } : summaryOf(trace),
    ),
    ApproximateTime: oldest && next !== undefined ? (oldest.start ?? oldest.second) : from,
    TracesProcessedCount: isEmpty ? 0 : until(first + summaryPageSize) - (first === 0 ? 0 : until(first)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

/** Assumed: the first instant inside the range at which the trace was active. */
function matchedIn({ start }: StoredTrace, from: number): JsonObject {
  return { MatchedEventTime: Math.max(from, start ?? from) };
}

/** The same mixed-up order every time, so that pages fit together. */
function scatter(traces: readonly StoredTrace[]): StoredTrace[] {
  return traces.toSorted((a, b) => (mixed(a) < mixed(b) ? -1 : 1));
}

function mixed({ id }: StoredTrace): string {
  return createHash('sha256').update(id).digest('hex');
}

function isInside(trace: StoredTrace, type: 'TraceId' | 'Event' | 'Service', from: number, to: number): boolean {
  const inRange = (second: number): boolean => second >= from && second < to;
  if (type === 'TraceId') return inRange(trace.second);
  if (type === 'Service') return trace.documents.some(({ end }) => end !== undefined && inRange(end));
  return trace.start !== undefined && trace.start < to && (trace.end ?? trace.start) >= from;
}
