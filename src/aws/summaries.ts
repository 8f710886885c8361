import {
  GetTraceSummariesCommand,
  type GetTraceSummariesCommandOutput,
  type TraceSummary as ReceivedSummary,
} from '@aws-sdk/client-xray';
import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { AwsEnvironment, FindTraces, SummaryArrival, TraceSummary } from '../traces/source';
import { openSession } from './calls';
import type { Clients } from './clients';
import { PageGuard } from './paging';
import { produce } from './produce';
import { arrayOf, readTraceId } from './received';

const OPERATION = 'GetTraceSummaries';
/** Assumed: proven for GetServiceGraph and stated for the console's links; GetTraceSummaries may take more. */
export const LONGEST_SLICE: Milliseconds = 6 * 60 * 60_000;
/** Pages of one slice; a page may be empty while the service is still scanning. */
const MAX_PAGES = 1000;

/** Searches a time range slice by slice, newest first, and stops at the cap. */
export function createFindTraces(environment: AwsEnvironment, clients: Clients): FindTraces {
  return (connection, query, signal) =>
    produce<SummaryArrival>(signal, async (push, inner) => {
      const session = openSession(environment, clients, connection, push, inner);
      const slices = slicesOf(query.start, query.end);
      const found = new Set<TraceId>();
      let scanned = 0;
      for (const [index, slice] of slices.entries()) {
        const report = (slicesDone: number): void =>
          push({
            kind: 'progress',
            progress: { step: 'summaries', slicesDone, slices: slices.length, found: found.size },
          });
        report(index);
        const guard = new PageGuard(OPERATION, MAX_PAGES);
        let token: string | undefined;
        do {
          const page: GetTraceSummariesCommandOutput = await session.call({
            operation: OPERATION,
            ids: [],
            send: (client, options) =>
              client.send(
                new GetTraceSummariesCommand({
                  StartTime: new Date(slice.start),
                  EndTime: new Date(slice.end),
                  FilterExpression: query.filter || undefined,
                  NextToken: token,
                }),
                options,
              ),
            note: noteOf,
          });
          scanned += number(page.TracesProcessedCount) ?? 0;
          const fresh = arrayOf(page.TraceSummaries)
            .map(readSummary)
            .filter((summary) => summary !== undefined)
            .filter(({ id }) => !found.has(id) && found.add(id));
          const room = query.cap - (found.size - fresh.length);
          const summaries = fresh.slice(0, room);
          if (summaries.length > 0) push({ kind: 'summaries', summaries });
          token = guard.next(page.NextToken, fresh.length > 0);
          const isMore = fresh.length > room || token !== undefined || index < slices.length - 1;
          if (found.size >= query.cap && isMore) {
            push({ kind: 'end', found: Math.min(found.size, query.cap), scanned, capped: true });
            return;
          }
          report(index);
        } while (token !== undefined);
      }
      push({ kind: 'end', found: found.size, scanned, capped: false });
    });
}

/** Cuts a half-open range into slices of at most `LONGEST_SLICE`, newest first. An empty or reversed range has none. */
export function slicesOf(
  start: EpochMilliseconds,
  end: EpochMilliseconds,
): { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds }[] {
  const slices: { start: EpochMilliseconds; end: EpochMilliseconds }[] = [];
  for (let to = end; to > start; to -= LONGEST_SLICE)
    slices.push({ start: Math.max(start, to - LONGEST_SLICE), end: to });
  return slices;
}

/** @returns undefined when the summary does not say whose trace it is */
export function readSummary(received: ReceivedSummary | null): TraceSummary | undefined {
  const id = readTraceId(received?.Id);
  if (!received || id === undefined) return undefined;
  const { EntryPoint, Http } = received;
  return {
    id,
    start: time(received.StartTime),
    duration: milliseconds(received.Duration),
    responseTime: milliseconds(received.ResponseTime),
    fault: received.HasFault === true,
    error: received.HasError === true,
    throttle: received.HasThrottle === true,
    partial: received.IsPartial === true,
    name: text(EntryPoint?.Name) || text(EntryPoint?.Names?.[0]) || text(received.ServiceIds?.[0]?.Name),
    method: text(Http?.HttpMethod),
    url: text(Http?.HttpURL),
    httpStatus: number(Http?.HttpStatus) ?? 0,
  };
}

// The SDK passes wrong types through as they come.

function milliseconds(seconds: unknown): Milliseconds | undefined {
  const value = number(seconds);
  return value === undefined ? undefined : value * 1000;
}

function time(value: unknown): EpochMilliseconds | undefined {
  return value instanceof Date ? number(value.getTime()) : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function noteOf(page: GetTraceSummariesCommandOutput): string {
  const count = arrayOf(page.TraceSummaries).length;
  return `${count} summaries of ${number(page.TracesProcessedCount) ?? 0} traces${page.NextToken ? ', more pages' : ''}`;
}
