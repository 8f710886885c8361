import type { Context, Operation } from './context';
import type { StoredTrace } from './store';
import { traceIds, type JsonObject } from './wire';

/** IDs of one call. Source: API reference, BatchGetTraces. */
const MOST_IDS = 5;
const PAGE_SIZE = 1_000_000;

/**
 * BatchGetTraces: indexed traces with their documents, page by page. A trace that does not fit is spread over pages
 * (assumed), a recorded one never is.
 */
export const batchGetTraces: Operation = (input, context) => {
  const ids = traceIds(input, MOST_IDS);
  const position = context.tokens.position('BatchGetTraces', input);
  const known = ids.flatMap((id) => {
    const trace = context.store.get(id, context.signer);
    return trace?.indexed ? [trace] : [];
  });
  const unknown = ids.filter((id) => !known.some((trace) => trace.id === id));
  const pages = paginate(known, context);
  const next = position + 1 < pages.length ? context.tokens.issue('BatchGetTraces', input, position + 1) : undefined;
  return {
    Traces: pages[position] ?? [],
    // Assumed: named with the first page only.
    UnprocessedTraceIds: position === 0 && context.options.unknownIds !== 'omitted' ? unknown : [],
    ...(next === undefined ? {} : { NextToken: next }),
  };
};

function paginate(traces: readonly StoredTrace[], context: Context): JsonObject[][] {
  const limit = context.options.batchPageSize ?? PAGE_SIZE;
  const pages: JsonObject[][] = [[]];
  let room = limit;
  const turn = (): void => {
    pages.push([]);
    room = limit;
  };
  for (const trace of traces) {
    if (trace.recorded) {
      if (room <= 0) turn();
      pages.at(-1)?.push(trace.recorded);
      room -= trace.size;
      continue;
    }
    let segments: JsonObject[] | undefined;
    for (const segment of trace.returned) {
      if (room < segment.Document.length && room < limit) {
        turn();
        segments = undefined;
      }
      if (!segments) {
        segments = [];
        pages.at(-1)?.push({
          Id: trace.id,
          Duration: trace.duration,
          LimitExceeded: trace.limitExceeded,
          Segments: segments,
        });
      }
      segments.push(segment);
      room -= segment.Document.length;
    }
  }
  return pages;
}
