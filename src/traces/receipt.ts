import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds } from '../model/units';
import type { CallRecord } from './source';
import type { TraceError } from './traceError';

/** What one load cost: every call of it. One receipt is shared by all traces that were asked for together. */
export interface Receipt {
  readonly how: 'open' | 'retrieve';
  readonly wanted: readonly TraceId[];
  readonly startedAt: EpochMilliseconds;
  /** undefined while it runs. */
  readonly endedAt: EpochMilliseconds | undefined;
  readonly cancelled: boolean;
  readonly calls: readonly CallRecord[];
  readonly arrived: ReadonlySet<TraceId>;
  readonly failed: ReadonlyMap<TraceId, TraceError>;
}
