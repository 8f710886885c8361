import type { EpochMilliseconds } from '../model/units';
import type { SearchCounts, SearchRange } from './search';
import type { Progress, SummariesEnd, TraceSummary } from './source';

/** `end` is exclusive. */
export interface HalfOpen {
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

/** A query's range for a run that starts now. */
export function rangeAt(range: SearchRange, now: EpochMilliseconds): HalfOpen {
  if (range.kind === 'between') return { start: range.start, end: range.end };
  return { start: now - range.milliseconds, end: now };
}

/** When a trace began. Where the answer does not say: the second written in its ID. */
export function startOf({ id, start }: Pick<TraceSummary, 'id' | 'start'>): EpochMilliseconds {
  return start ?? Number.parseInt(id.slice(2, 10), 16) * 1000;
}

export function newestFirst(summaries: readonly TraceSummary[]): readonly TraceSummary[] {
  return summaries.toSorted((one, other) => startOf(other) - startOf(one) || (one.id < other.id ? -1 : 1));
}

/** A run's progress as that of the whole search. @param found distinct traces so far */
export function continued(progress: Progress, before: SummariesEnd | undefined, found: number): Progress {
  if (progress.step === 'query') {
    return {
      ...progress,
      records: (before?.scanned ?? 0) + progress.records,
      bytes: (before?.bytes ?? 0) + progress.bytes,
      found: Math.max(found, progress.found),
    };
  }
  if (progress.step !== 'summaries') return progress;
  const done = before?.slicesDone ?? 0;
  return {
    ...progress,
    slicesDone: done + progress.slicesDone,
    slices: done + progress.slices,
    scanned: (before?.scanned ?? 0) + progress.scanned,
    found: Math.max(found, progress.found),
  };
}

/** What a search's progress, or its end, says of how much was looked at; undefined where it says nothing of that. */
export function countsOf(said: Progress | SummariesEnd | undefined): SearchCounts | undefined {
  if (!said) return undefined;
  if (!('step' in said) || said.step === 'summaries') {
    const { scanned, slicesDone, slices } = said;
    return { scanned, bytes: ('bytes' in said && said.bytes) || 0, slicesDone, slices };
  }
  return said.step === 'query' ? { scanned: said.records, bytes: said.bytes, slicesDone: 0, slices: 0 } : undefined;
}

/** How far a search came with a further run over what the run before had left. @param found distinct traces of all runs */
export function endAfter(
  before: SummariesEnd | undefined,
  run: Pick<SummariesEnd, 'scanned' | 'bytes' | 'slicesDone' | 'slices' | 'left'>,
  found: number,
  between: HalfOpen,
): SummariesEnd {
  const done = before?.slicesDone ?? 0;
  return {
    found,
    scanned: (before?.scanned ?? 0) + run.scanned,
    ...(run.bytes !== undefined && { bytes: (before?.bytes ?? 0) + run.bytes }),
    slicesDone: done + run.slicesDone,
    slices: done + run.slices,
    oldest: oldestOf(run.left, between),
    left: run.left,
  };
}

/** From where on nothing is left. */
function oldestOf(left: SummariesEnd['left'], between: HalfOpen): EpochMilliseconds | undefined {
  if (left.length === 0) return between.start;
  const newest = left.reduce((latest, { end }) => Math.max(latest, end), between.start);
  return newest >= between.end ? undefined : newest;
}
