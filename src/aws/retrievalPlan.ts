import { traceIdTime, type TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { WantedTrace } from '../traces/source';

/** Most IDs of one StartTraceRetrieval. Source: the API's model. */
const IDS_PER_RETRIEVAL = 100;
const HOUR: Milliseconds = 60 * 60_000;
/** How far from its ID's second, or from a log line that names it, a trace is looked for. */
const MARGIN: Milliseconds = 6 * HOUR;
/**
 * Longest range of one retrieval. AWS says only that long ranges may not finish within a retrieval's 60 minutes and should be
 * cut; a day is assumed to be short enough, and holds any group of ± 6 h windows that overlap.
 */
const LONGEST_RANGE: Milliseconds = 24 * HOUR;

/** One StartTraceRetrieval: IDs and the range to look in, both ends inclusive. */
export interface PlannedRetrieval {
  readonly ids: readonly TraceId[];
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

export interface RetrievalPlan {
  readonly retrievals: readonly PlannedRetrieval[];
  /** Nothing says when these were. */
  readonly timeless: readonly TraceId[];
}

/** How far around its time a trace is looked for. */
export interface Margin {
  readonly before: Milliseconds;
  readonly after: Milliseconds;
}

interface Range {
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

/**
 * Which retrievals find the wanted traces. IDs share one only when their windows all overlap, so that no range is much wider
 * than its windows; ranges over a day are cut, newest part first.
 * @param margin around a time that is known; a range the user gave stays as it is
 */
export function planRetrievals(
  wanted: readonly WantedTrace[],
  now: EpochMilliseconds,
  margin: Margin = { before: MARGIN, after: MARGIN },
): RetrievalPlan {
  const timeless: TraceId[] = [];
  const windows: { readonly id: TraceId; readonly range: Range }[] = [];
  for (const trace of wanted) {
    const range = windowOf(trace, now, margin);
    if (range) windows.push({ id: trace.id, range });
    else timeless.push(trace.id);
  }
  windows.sort((one, other) => one.range.start - other.range.start);

  const groups: { ids: TraceId[]; start: number; end: number; firstEnd: number }[] = [];
  for (const { id, range } of windows) {
    const group = groups.at(-1);
    // Sorted by start: a window overlaps all of the group when it starts before the first of them ends.
    if (group && range.start <= group.firstEnd && group.ids.length < IDS_PER_RETRIEVAL) {
      group.ids.push(id);
      group.end = Math.max(group.end, range.end);
      group.firstEnd = Math.min(group.firstEnd, range.end);
    } else groups.push({ ids: [id], ...range, firstEnd: range.end });
  }
  const retrievals = groups.flatMap(({ ids, start, end }) =>
    segmented({ start, end }).map((part) => ({ ids, ...part })),
  );
  return { retrievals, timeless };
}

/** Where to look for one trace: the user's range, else around its ID's time, else around its log line's time. */
function windowOf(trace: WantedTrace, now: EpochMilliseconds, { before, after }: Margin): Range | undefined {
  if (trace.range) {
    const { start, end } = trace.range;
    return start <= end ? { start, end } : { start: end, end: start };
  }
  const time = traceIdTime(trace.id, now) ?? trace.around;
  if (time === undefined || !Number.isFinite(time)) return undefined;
  const start = time - before;
  // Nothing is stored of the future, and whether a range may reach into it is not documented.
  return { start, end: Math.max(start, Math.min(time + after, Math.max(now, time))) };
}

/** Cuts a range into parts of at most `LONGEST_RANGE`, newest first; parts share no millisecond. */
function segmented({ start, end }: Range): Range[] {
  const parts: Range[] = [];
  for (let to = end; to >= start;) {
    const from = Math.max(start, to - LONGEST_RANGE);
    parts.push({ start: from, end: to });
    to = from - 1;
  }
  return parts;
}
