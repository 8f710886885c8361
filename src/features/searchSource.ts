import { withGroup } from '../filter/compose';
import type { AwsEngines, SummaryArrival } from '../traces/source';
import type { SearchRun } from '../traces/searches';

/** Searches with the engine of the query's kind. */
export function searchSource(
  engines: () => Promise<Pick<AwsEngines, 'findTraces' | 'findSpans'>>,
  logGroups: () => readonly string[],
): (run: SearchRun, signal: AbortSignal) => AsyncIterable<SummaryArrival> {
  return async function* ({ connection, query, ranges, cap }, signal) {
    const { findTraces, findSpans } = await engines();
    signal.throwIfAborted();
    if (query.kind === 'traces') {
      const { group, filter, timeRangeType } = query;
      yield* findTraces(connection, { ranges, cap, timeRangeType, filter: withGroup(group, filter.trim()) }, signal);
    } else {
      const { conditions, raw } = query;
      yield* findSpans(connection, { ranges, conditions, raw, logGroups: logGroups() }, signal);
    }
  };
}
