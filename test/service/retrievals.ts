import { randomBytes } from 'node:crypto';
import type { Context, Operation } from './context';
import type { ServiceOptions } from './options';
import type { StoredTrace } from './store';
import {
  invalidRequest,
  optionalEnum,
  requiredString,
  requiredTime,
  ServiceError,
  traceIds,
  type JsonObject,
} from './wire';

/** Source of the limits: API model (StartTraceRetrieval, ListRetrievedTraces). */
const MOST_IDS = 100;
const TRACES_PER_PAGE = 5;
const SPANS_PER_PAGE = 100;
/** Source: API reference, StartTraceRetrieval. */
const LIFETIME_MS = 60 * 60_000;

export type RetrievalStatus = 'SCHEDULED' | 'RUNNING' | 'COMPLETE' | 'FAILED' | 'CANCELLED' | 'TIMEOUT';

interface Retrieval {
  readonly ids: readonly string[];
  /** Epoch seconds, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly startedAt: number;
  readonly scheduledMs: number;
  readonly runningMs: number;
  readonly outcome: NonNullable<NonNullable<ServiceOptions['retrieval']>['outcome']>;
  cancelled: boolean;
}

/** All retrievals ever started; their status follows from the service's clock. */
export class Retrievals {
  readonly #byToken = new Map<string, Retrieval>();

  start(retrieval: Retrieval): string {
    const token = randomBytes(48).toString('base64url');
    this.#byToken.set(token, retrieval);
    return token;
  }

  /**
   * Throws ResourceNotFoundException for a token never given, and, assumed, for one older than the 60 minutes a
   * retrieval lives.
   */
  find(input: JsonObject, now: number): Retrieval {
    const token = requiredString(input, 'RetrievalToken');
    const retrieval = this.#byToken.get(token);
    const age = now - (retrieval?.startedAt ?? 0);
    if (!retrieval || (age > LIFETIME_MS && statusOf(retrieval, now) !== 'TIMEOUT')) {
      throw new ServiceError(404, 'ResourceNotFoundException', 'The retrieval does not exist or has expired', {
        ResourceName: 'RetrievalToken',
      });
    }
    return retrieval;
  }
}

function statusOf(retrieval: Retrieval, now: number): RetrievalStatus {
  if (retrieval.cancelled) return 'CANCELLED';
  const age = now - retrieval.startedAt;
  if (age < retrieval.scheduledMs) return 'SCHEDULED';
  const needed = retrieval.scheduledMs + retrieval.runningMs;
  if (age >= needed) return needed > LIFETIME_MS ? 'TIMEOUT' : retrieval.outcome;
  return age > LIFETIME_MS ? 'TIMEOUT' : 'RUNNING';
}

/**
 * StartTraceRetrieval. Assumed: refused with ResourceNotFoundException while the account does not keep its spans in
 * CloudWatch Logs, and with InvalidRequestException when the range ends before it starts.
 */
export const startTraceRetrieval: Operation = (input, context) => {
  const ids = traceIds(input, MOST_IDS);
  const from = requiredTime(input, 'StartTime');
  const to = requiredTime(input, 'EndTime');
  if (to < from) throw invalidRequest('EndTime must not be before StartTime');
  if (context.options.destination?.Destination !== 'CloudWatchLogs') {
    throw new ServiceError(404, 'ResourceNotFoundException', 'Transaction Search is not enabled', {
      ResourceName: 'aws/spans',
    });
  }
  const { scheduledMs = 200, runningMs = 600, perHourMs = 0, outcome = 'COMPLETE' } = context.options.retrieval ?? {};
  const token = context.retrievals.start({
    ids,
    from,
    to,
    startedAt: context.now(),
    scheduledMs,
    runningMs: runningMs + perHourMs * ((to - from) / 3600),
    outcome,
    cancelled: false,
  });
  return { RetrievalToken: token };
};

/**
 * ListRetrievedTraces: nothing until COMPLETE, then pages of at most 5 traces with at most 100 spans each; a trace with
 * more goes on over the next pages. Assumed: without TraceFormat the answer is XRAY, and every document is handed out in
 * the shape it was stored in, whatever format is asked for.
 */
export const listRetrievedTraces: Operation = (input, context) => {
  const retrieval = context.retrievals.find(input, context.now());
  const format = optionalEnum(input, 'TraceFormat', ['XRAY', 'OTEL']) ?? 'XRAY';
  const position = context.tokens.position('ListRetrievedTraces', input);
  const status = statusOf(retrieval, context.now());
  const answer = { RetrievalStatus: status, TraceFormat: format };
  if (status !== 'COMPLETE') return { ...answer, Traces: [] };
  const pages = pagesOf(foundBy(retrieval, context));
  const next =
    position + 1 < pages.length ? context.tokens.issue('ListRetrievedTraces', input, position + 1) : undefined;
  return {
    ...answer,
    Traces: pages[position]?.map((part) => write(part, format)) ?? [],
    ...(next === undefined ? {} : { NextToken: next }),
  };
};

/** CancelTraceRetrieval. Assumed: a retrieval that has ended stays as it is. */
export const cancelTraceRetrieval: Operation = (input, context) => {
  const retrieval = context.retrievals.find(input, context.now());
  const status = statusOf(retrieval, context.now());
  if (status === 'SCHEDULED' || status === 'RUNNING') retrieval.cancelled = true;
  return {};
};

/** Traces with any span inside the range; indexed or not, as Transaction Search keeps them all. */
function foundBy(retrieval: Retrieval, { store, signer }: Context): StoredTrace[] {
  return retrieval.ids.flatMap((id) => {
    const trace = store.get(id, signer);
    const start = trace?.start;
    return trace && start !== undefined && start <= retrieval.to && (trace.end ?? start) >= retrieval.from
      ? [trace]
      : [];
  });
}

/** The spans of one trace on one page: those from number `from` on. */
interface Part {
  readonly trace: StoredTrace;
  readonly from: number;
}

function pagesOf(traces: readonly StoredTrace[]): Part[][] {
  const pages: Part[][] = [];
  for (let first = 0; first < traces.length; first += TRACES_PER_PAGE) {
    const group = traces.slice(first, first + TRACES_PER_PAGE);
    const longest = Math.max(...group.map(({ returned }) => returned.length));
    for (let from = 0; from < longest; from += SPANS_PER_PAGE) {
      pages.push(group.filter(({ returned }) => returned.length > from).map((trace) => ({ trace, from })));
    }
  }
  return pages;
}

function write({ trace, from }: Part, format: 'XRAY' | 'OTEL'): JsonObject {
  const spans = trace.returned.slice(from, from + SPANS_PER_PAGE);
  const isHidden = trace.otelOnly && format === 'XRAY';
  return {
    Id: trace.id,
    Duration: trace.retrievedDuration,
    Spans: isHidden ? spans.map(({ Id }) => ({ Id, Document: '{}' })) : spans,
  };
}
