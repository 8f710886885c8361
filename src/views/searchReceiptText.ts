import { withGroup } from '../filter/compose';
import { formatBytes, formatCount } from '../model/format';
import type { EpochMilliseconds } from '../model/units';
import type { HeldSearch, SearchQuery } from '../traces/search';
import { explain } from './explain';
import type { Localize } from './localize';
import { queryTitle } from './queryText';
import { callLines } from './receiptText';
import { leftRows } from './searchText';
import { conditionText } from './spanConditionText';

/**
 * The receipt of a search as a document: what was asked, where and over which time, how far it came, and every call with its time, request
 * id, retries and waits. Holds nothing of what was found, no page tokens and no credentials.
 */
export function searchReceiptText(held: HeldSearch | undefined, now: EpochMilliseconds, t: Localize): string {
  if (!held) return `${goneText(t)}\n`;
  const { query, connection, between, startedAt, state, calls } = held;
  const range = `${new Date(between.start).toISOString()} – ${new Date(between.end).toISOString()}`;
  const sections = [
    [t('Search: {0}', queryTitle(query, t))],
    [
      `${t('Started')}  ${new Date(startedAt).toISOString()}`,
      `${t('Where')}  ${connection.profile || t('default credentials')} · ${connection.region}`,
      `${t('Range')}  ${range}`,
      ...askedLines(query, t),
    ],
    [[stateText(state, t), ...countWords(held, t), t('{0} calls', calls.length)].join(' · '), ...errorLines(held, t)],
    ...calls.map((call, index) => callLines(call, index + 1, t)),
    leftLines(held, now, t),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function goneText(t: Localize): string {
  return t(
    'This search is not held any more. Searches and their receipts last as long as the window, and the ten newest of them; run it again for a new receipt.',
  );
}

function askedLines(query: SearchQuery, t: Localize): readonly string[] {
  if (query.kind === 'traces') {
    const filter = withGroup(query.group, query.filter.trim());
    return [
      `${t('Filter')}  ${filter || t('none')}`,
      `${t('Time of a trace')}  ${query.timeRangeType === 'Event' ? t('any of its segments’') : t('the one in its ID')}`,
    ];
  }
  if (query.raw.trim() !== '') return [t('Query'), ...query.raw.split('\n').map((line) => `   ${line}`)];
  return [
    `${t('Conditions')}  ${query.conditions.length === 0 ? t('none') : ''}`.trimEnd(),
    ...query.conditions.map((condition) => `   ${conditionText(condition)}`),
  ];
}

function stateText(state: HeldSearch['state'], t: Localize): string {
  switch (state) {
    case 'running':
      return t('still running');
    case 'done':
      return t('done');
    case 'cancelled':
      return t('cancelled');
    case 'failed':
      return t('failed');
  }
}

function countWords({ query, counts, summaries }: HeldSearch, t: Localize): readonly string[] {
  const found = t('{0} found', formatCount(summaries.length));
  const scanned = formatCount(counts?.scanned ?? 0);
  if (query.kind === 'spans') {
    return [found, t('{0} records read', scanned), t('{0} read, which AWS bills', formatBytes(counts?.bytes ?? 0))];
  }
  const slices = counts ? [t('{0} of {1} slices done', counts.slicesDone, counts.slices)] : [];
  return [found, t('{0} scanned', scanned), ...slices];
}

function errorLines({ error, connection }: HeldSearch, t: Localize): readonly string[] {
  if (!error) return [];
  const { title, detail } = explain(error, connection, t);
  return [title, detail];
}

function leftLines(held: HeldSearch, now: EpochMilliseconds, t: Localize): readonly string[] {
  if (held.state === 'running') return [t('Calls are added as they end.')];
  const left = leftRows(held, now, t);
  return left.length === 0 ? [t('All of the range was searched.')] : left.map(({ detail }) => detail);
}
