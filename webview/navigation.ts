import { Status, type SpanColumns } from '../src/model/trace';
import type { SpanIndex } from '../src/model/units';

/**
 * The next span that failed itself (error, throttle or fault), going round.
 * @param from -1 starts before the first (or after the last, going back)
 * @param status only this one
 * @returns -1 when nothing failed
 */
export function nextFailure(spans: SpanColumns, from: SpanIndex, step: 1 | -1, status?: Status): SpanIndex {
  const { count } = spans;
  const start = from < 0 && step < 0 ? count : from;
  for (let distance = 1; distance <= count; distance++) {
    const span = (((start + step * distance) % count) + count) % count;
    const own = spans.status[span]!;
    if (status === undefined ? own >= Status.Error : own === status) return span;
  }
  return -1;
}
