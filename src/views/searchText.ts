import { formatBytes, formatCount } from '../model/format';
import type { EpochMilliseconds } from '../model/units';
import type { HeldSearch } from '../traces/search';
import type { LeftSlice } from '../traces/source';
import { explain } from './explain';
import type { Localize } from './localize';
import { plainText } from './plainText';
import { betweenText, instantText, oneLine, queryTitle, queryWords } from './queryText';
import { ageWords } from './words';

/** Pieces of a range that a row names one by one. */
const MOST_PIECES = 3;

/** The words of a row. */
export interface RowText {
  readonly label: string;
  readonly description: string;
}

/** The row of a search: what it looks for, how it stands, when. */
export function searchRow(held: HeldSearch, now: EpochMilliseconds, t: Localize): RowText {
  const words = [...stateWords(held, t), ...queryWords(held.query, now, t)];
  if (held.state !== 'running') words.push(ageWords(held.startedAt, now, t));
  return { label: plainText(queryTitle(held.query, t)), description: plainText(words.join(' · ')) };
}

function stateWords(held: HeldSearch, t: Localize): readonly string[] {
  const found = t('{0} found', formatCount(held.summaries.length));
  switch (held.state) {
    case 'running':
      return [runningText(held, t)];
    case 'done':
      return [(held.end?.left.length ?? 0) > 0 ? t('{0} found so far', formatCount(held.summaries.length)) : found];
    case 'cancelled':
      return [t('cancelled'), found];
    case 'failed':
      return [t('failed'), found];
  }
}

function runningText({ progress, summaries }: HeldSearch, t: Localize): string {
  const found = formatCount(summaries.length);
  if (progress?.step === 'credentials') return t('getting credentials…');
  if (progress?.step === 'waiting') return t('waiting after {0}… {1} found', oneLine(progress.reason), found);
  if (progress?.step === 'query') return t('searching, {0} read… {1} found', formatBytes(progress.bytes), found);
  if (progress?.step !== 'summaries') return t('searching… {0} found', found);
  return t('searching {0} of {1}… {2} found', progress.slicesDone, progress.slices, found);
}

/**
 * The last rows of a search: how much of what was found is shown and how much was looked at; how many parts of the range are done and the
 * oldest instant reached. What was not searched has rows of its own (`leftRows`).
 */
export function footerRows(held: HeldSearch, shown: number, now: EpochMilliseconds, t: Localize): readonly RowText[] {
  const { end, counts, between } = held;
  if (held.query.kind === 'spans') return spanFooterRows(held, shown, now, t);
  const scanned = t('{0} scanned', formatCount(counts?.scanned ?? 0));
  const found = held.summaries.length;
  return [
    { label: t('{0} of {1} found shown', formatCount(shown), formatCount(found)), description: scanned },
    {
      label: counts ? t('{0} of {1} slices done', counts.slicesDone, counts.slices) : t('no slice done yet'),
      description: end ? reachedText(held, now, t) : betweenText(between, now),
    },
  ];
}

/** Those of a span search: a query has no slices, and what it reads is what AWS bills. */
function spanFooterRows(held: HeldSearch, shown: number, now: EpochMilliseconds, t: Localize): readonly RowText[] {
  const { end, counts, between, summaries } = held;
  return [
    {
      label: t('{0} of {1} found shown', formatCount(shown), formatCount(summaries.length)),
      description: t('{0} records read', formatCount(counts?.scanned ?? 0)),
    },
    {
      label: billedText(counts, t),
      description: end?.oldest === undefined ? betweenText(between, now) : reachedText(held, now, t),
    },
  ];
}

/** What a span search has read so far. */
export function billedText(counts: HeldSearch['counts'], t: Localize): string {
  return t('{0} read, which AWS bills', formatBytes(counts?.bytes ?? 0));
}

/** How far back everything was searched. */
export function reachedText({ end, between }: HeldSearch, now: EpochMilliseconds, t: Localize): string {
  if (end?.oldest === undefined) return t('the newest slice is not done');
  if (end.oldest <= between.start) return t('all back to {0}', instantText(between.start, now));
  return t('back to {0}', instantText(end.oldest, now));
}

/** A part of the range that was not searched, why, and what goes on with it. */
export interface LeftRow extends RowText {
  readonly why: LeftSlice['why'];
  /** For the tooltip: every piece, and the whole reason. */
  readonly detail: string;
}

/** What was not searched, by reason; what is beyond the cap last. */
export function leftRows(held: HeldSearch, now: EpochMilliseconds, t: Localize): readonly LeftRow[] {
  const groups = new Map<string, LeftSlice[]>();
  for (const slice of held.end?.left ?? []) {
    const key = `${slice.why} ${slice.error?.reason ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), slice]);
  }
  return [...groups.values()]
    .map((slices): LeftRow => {
      const { why, error } = slices[0]!;
      const pieces = joined(slices).map((piece) => betweenText(piece, now));
      const more = pieces.length > MOST_PIECES ? [t('{0} more', pieces.length - MOST_PIECES)] : [];
      const reason = reasonText(why, error, held, t);
      return {
        why,
        label: why === 'cap' ? t('Load more…') : t('Not searched: {0}', plainText(reason.short)),
        description: [...pieces.slice(0, MOST_PIECES), ...more].join(', '),
        detail: plainText(`${reason.long} ${t('Not searched: {0}', pieces.join(', '))}`),
      };
    })
    .toSorted((one, other) => Number(one.why === 'cap') - Number(other.why === 'cap'));
}

function reasonText(
  why: LeftSlice['why'],
  error: LeftSlice['error'],
  { connection }: HeldSearch,
  t: Localize,
): { readonly short: string; readonly long: string } {
  switch (why) {
    case 'cap':
      return { short: '', long: t('Enough was found to begin with. Go on with the rest of the range.') };
    case 'tooMany':
      return {
        short: t('too many traces'),
        long: t('More traces match than are read at once. Narrow the filter or the range, or go on reading.'),
      };
    case 'cancelled':
      return { short: t('cancelled'), long: t('The search was cancelled. Go on with the rest of the range.') };
    case 'failed': {
      if (!error) return { short: t('failed'), long: t('X-Ray did not answer for this part of the range.') };
      const { title, detail } = explain(error, connection, t);
      return { short: title, long: `${title} ${detail}` };
    }
  }
}

/** Pieces that touch as one; newest first. */
function joined(slices: readonly LeftSlice[]): readonly { readonly start: number; readonly end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  for (const { start, end } of slices.toSorted((one, other) => other.end - one.end)) {
    const last = pieces.at(-1);
    if (last && end >= last.start) last.start = Math.min(last.start, start);
    else pieces.push({ start, end });
  }
  return pieces;
}
