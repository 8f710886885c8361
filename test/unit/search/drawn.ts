import type { TraceQuery } from '../../../src/traces/search';
import type { Connection, SummariesEnd, SummaryArrival, TraceSummary } from '../../../src/traces/source';
import type { Localize } from '../../../src/views/localize';

export const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));

export const HERE: Connection = { profile: '', region: 'us-east-1' };

export const LAST_HOUR: TraceQuery = {
  kind: 'traces',
  range: { kind: 'last', milliseconds: 3_600_000 },
  group: '',
  filter: '',
  timeRangeType: 'TraceId',
};

/** A summary of a trace that began at a time (epoch milliseconds, whole seconds for the ID). */
export function summaryAt(start: number, more: Partial<TraceSummary> = {}): TraceSummary {
  const second = Math.floor(start / 1000).toString(16);
  return {
    id: `1-${second.padStart(8, '0')}-${String(start % 1000).padStart(24, '0')}`,
    start,
    duration: 5,
    responseTime: 5,
    fault: false,
    error: false,
    throttle: false,
    partial: false,
    name: 'shop',
    method: 'GET',
    url: '',
    httpStatus: 200,
    clientIp: '',
    userAgent: '',
    users: [],
    services: [],
    annotations: new Map(),
    rootCauses: [],
    matchedAt: undefined,
    revision: 1,
    ...more,
  };
}

export function endOf(more: Partial<SummariesEnd> = {}): SummaryArrival {
  return { kind: 'end', found: 0, scanned: 0, slicesDone: 1, slices: 1, oldest: undefined, left: [], ...more };
}
