import { batchGetTraces } from './batchGetTraces';
import type { Operation } from './context';
import { putTraceSegments } from './putTraceSegments';
import { cancelTraceRetrieval, listRetrievedTraces, startTraceRetrieval } from './retrievals';
import { getGroup, getGroups, getIndexingRules, getTraceSegmentDestination } from './settings';
import { getTraceSummaries } from './summaries';

/** Every operation this service has, with the path X-Ray gave it. */
export const operations: Readonly<Record<string, { readonly path: string; readonly run: Operation }>> = {
  BatchGetTraces: { path: '/Traces', run: batchGetTraces },
  GetTraceSummaries: { path: '/TraceSummaries', run: getTraceSummaries },
  StartTraceRetrieval: { path: '/StartTraceRetrieval', run: startTraceRetrieval },
  ListRetrievedTraces: { path: '/ListRetrievedTraces', run: listRetrievedTraces },
  CancelTraceRetrieval: { path: '/CancelTraceRetrieval', run: cancelTraceRetrieval },
  GetTraceSegmentDestination: { path: '/GetTraceSegmentDestination', run: getTraceSegmentDestination },
  GetIndexingRules: { path: '/GetIndexingRules', run: getIndexingRules },
  GetGroup: { path: '/GetGroup', run: getGroup },
  GetGroups: { path: '/Groups', run: getGroups },
  PutTraceSegments: { path: '/TraceSegments', run: putTraceSegments },
};

/** The operation a path belongs to. */
export function operationAt(path: string): string | undefined {
  return Object.entries(operations).find(([, operation]) => operation.path === path)?.[0];
}
