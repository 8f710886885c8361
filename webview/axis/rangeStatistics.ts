import { Mark, Status, type SpanColumns } from '../../src/model/trace';
import type { Milliseconds, StringIndex } from '../../src/model/units';
import type { TimeRange } from '../timeScale';

/** What overlaps a stretch of time: counted whole, measured within it. */
export interface Overlap {
  readonly count: number;
  /** Durations within the stretch, added up: spans that run at the same time count each. */
  readonly total: Milliseconds;
  /** Time within the stretch that no child covers, added up. */
  readonly self: Milliseconds;
  /** Spans that failed themselves. */
  readonly faults: number;
  readonly errors: number;
  readonly throttles: number;
}

export interface ServiceOverlap extends Overlap {
  readonly service: StringIndex;
}

export interface RangeStatistics {
  readonly all: Overlap;
  /** The most self time first. */
  readonly services: readonly ServiceOverlap[];
}

/**
 * Statistics of the spans that overlap a stretch: those that run in it for any time, and those without length that lie in it or on its
 * edges. Inferred spans repeat what their caller measured: they are counted, but cover no self time. One pass over the columns.
 */
export function rangeStatistics(spans: SpanColumns, range: TimeRange): RangeStatistics {
  const all = nothing();
  const services = new Map<StringIndex, Sum>();
  const self = selfWithin(spans, range);
  for (let span = 0; span < spans.count; span++) {
    if (!overlaps(spans, span, range)) continue;
    const service = spans.service[span]!;
    let sum = services.get(service);
    if (!sum) services.set(service, (sum = nothing()));
    const within = insideOf(spans, span, range);
    add(all, within, self[span]!, spans.status[span]! as Status);
    add(sum, within, self[span]!, spans.status[span]! as Status);
  }
  return {
    all,
    services: Array.from(services, ([service, sum]) => ({ service, ...sum })).toSorted(
      (a, b) => b.self - a.self || b.total - a.total || b.count - a.count,
    ),
  };
}

type Sum = { -readonly [Key in keyof Overlap]: Overlap[Key] };

function nothing(): Sum {
  return { count: 0, total: 0, self: 0, faults: 0, errors: 0, throttles: 0 };
}

function add(sum: Sum, total: Milliseconds, self: Milliseconds, status: Status): void {
  sum.count++;
  sum.total += total;
  sum.self += self;
  if (status === Status.Fault) sum.faults++;
  else if (status === Status.Error) sum.errors++;
  else if (status === Status.Throttle) sum.throttles++;
}

function overlaps(spans: SpanColumns, span: number, { from, to }: TimeRange): boolean {
  const start = spans.start[span]!;
  const duration = spans.duration[span]!;
  return duration > 0 ? start < to && start + duration > from : start >= from && start <= to;
}

function insideOf(spans: SpanColumns, span: number, { from, to }: TimeRange): Milliseconds {
  const start = spans.start[span]!;
  return Math.max(0, Math.min(to, start + spans.duration[span]!) - Math.max(from, start));
}

/** Self time of every span within the stretch. Siblings stand in the order of their starts, so what they cover is found on the way. */
function selfWithin(spans: SpanColumns, range: TimeRange): Float64Array {
  const { count, parent, start, duration, marks } = spans;
  const self = new Float64Array(count);
  const coveredTo = new Float64Array(count);
  for (let span = 0; span < count; span++) {
    self[span] = insideOf(spans, span, range);
    coveredTo[span] = Math.max(range.from, start[span]!);
    const above = parent[span]!;
    if (above < 0 || marks[span]! & Mark.Inferred) continue;
    const from = Math.max(coveredTo[above]!, start[span]!);
    const to = Math.min(start[span]! + duration[span]!, start[above]! + duration[above]!, range.to);
    if (to <= from) continue;
    self[above]! -= to - from;
    coveredTo[above] = to;
  }
  for (let span = 0; span < count; span++) if (self[span]! < 0) self[span] = 0;
  return self;
}
