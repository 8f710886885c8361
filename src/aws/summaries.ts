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
/** Summaries read of one slice before the search stops: a busy account has hundreds of thousands in six hours. */
export const MOST_READ = 5000;

/**
 * Searches a time range slice by slice, newest first, and stops at the cap. The order of GetTraceSummaries is not documented: a
 * slice is read to its end and sorted before anything of it is called the newest. What was read of a slice that fails comes first.
 */
export function createFindTraces(environment: AwsEnvironment, clients: Clients): FindTraces {
  return (connection, query, signal) =>
    produce<SummaryArrival>(signal, async (push, inner) => {
      const session = openSession(environment, clients, connection, push, inner);
      const slices = slicesOf(query.start, query.end);
      const known = new Set<TraceId>();
      let [found, scanned] = [0, 0];

      /** Reads the pages of a slice into `read`. @returns whether all of them */
      const readSlice = async (slice: Slice, read: TraceSummary[], report: () => void): Promise<boolean> => {
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
          const before = read.length;
          for (const received of arrayOf(page.TraceSummaries)) {
            const summary = readSummary(received);
            if (!summary || known.has(summary.id)) continue;
            known.add(summary.id);
            read.push(summary);
          }
          token = guard.next(page.NextToken, read.length > before);
          report();
        } while (token !== undefined && read.length < MOST_READ);
        return token === undefined;
      };

      for (const [index, slice] of slices.entries()) {
        const read: TraceSummary[] = [];
        const report = (): void =>
          push({
            kind: 'progress',
            progress: { step: 'summaries', slicesDone: index, slices: slices.length, found: found + read.length },
          });
        report();
        let isWhole: boolean;
        let isMore: boolean;
        try {
          isWhole = await readSlice(slice, read, report);
        } finally {
          const summaries = newestFirst(read).slice(0, query.cap - found);
          found += summaries.length;
          isMore = summaries.length < read.length || index < slices.length - 1;
          if (summaries.length > 0) push({ kind: 'summaries', summaries });
        }
        if (!isWhole || (found >= query.cap && isMore)) {
          push({ kind: 'end', found, scanned, capped: true, stopped: !isWhole });
          return;
        }
      }
      push({ kind: 'end', found, scanned, capped: false, stopped: false });
    });
}

function newestFirst(summaries: readonly TraceSummary[]): TraceSummary[] {
  return summaries.toSorted((one, other) => startOf(other) - startOf(one));
}

/** Where the answer has no start: the second written in the ID. */
function startOf({ id, start }: TraceSummary): EpochMilliseconds {
  return start ?? Number.parseInt(id.slice(2, 10), 16) * 1000;
}

interface Slice {
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

/** Cuts a half-open range into slices of at most `LONGEST_SLICE`, newest first. An empty or reversed range has none. */
export function slicesOf(start: EpochMilliseconds, end: EpochMilliseconds): Slice[] {
  const slices: Slice[] = [];
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
