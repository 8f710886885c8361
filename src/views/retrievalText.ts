import { formatCount } from '../model/format';
import type { EpochMilliseconds } from '../model/units';
import { expiryOf, type RetrievalRow } from '../traces/retrievalRows';
import type { ErrorContext } from './explain';
import { explain } from './explain';
import type { Localize } from './localize';

/** Where a retrieval stands: what its row says first, and which menu it has (`contextValue`). */
export type RetrievalStand = RetrievalRow['state'] | 'forgotten';

/** A complete retrieval is forgotten once AWS keeps it no more: its traces then need a new one. */
export function standOf(row: RetrievalRow, now: EpochMilliseconds): RetrievalStand {
  if (row.state !== 'complete') return row.state;
  return now < expiryOf(row) ? 'complete' : 'forgotten';
}

/** `running · 120 spans so far · 2 min ago`. `age` is the sentence for when it was started. */
export function retrievalDescription(row: RetrievalRow, age: string, now: EpochMilliseconds, t: Localize): string {
  const words = [stateWord(row, t)];
  if (row.state === 'running') words.push(t('{0} spans so far', formatCount(row.spans)));
  else if (row.spans > 0) words.push(row.spans === 1 ? t('1 span') : t('{0} spans', formatCount(row.spans)));
  if (row.state === 'complete' && row.ids.length > 1) words.push(t('{0} of {1} traces', row.found, row.ids.length));
  words.push(age);
  if (standOf(row, now) === 'forgotten') words.push(t('no longer kept by AWS'));
  return words.join(' · ');
}

/** The word for its state. */
function stateWord(row: RetrievalRow, t: Localize): string {
  switch (row.state) {
    case 'running':
      return row.status === 'SCHEDULED' || row.status === '' ? t('waiting to start') : t('running');
    case 'complete':
      return row.found > 0 || row.spans > 0 ? t('complete') : t('complete, nothing found');
    case 'failed':
      return t('failed');
    case 'cancelled':
      return t('cancelled');
    case 'expired':
      return t('expired');
  }
}

/** What there is to say beside the row: why it ended as it did, and what helps. '' for one that runs or is complete and kept. */
export function retrievalNote(row: RetrievalRow, now: EpochMilliseconds, t: Localize): string {
  switch (standOf(row, now)) {
    case 'running':
    case 'complete':
      return '';
    case 'forgotten':
      return t('AWS keeps a retrieval for 60 minutes. To read these traces again, start it again.');
    case 'expired':
      return t('Its 60 minutes were over before all was read. Start it again.');
    case 'cancelled':
      return t('Cancelled. Start it again to go on.');
    case 'failed': {
      if (!row.error) return t('It ended before all was read. Start it again.');
      const context: ErrorContext = row.connection;
      const { title, detail } = explain(row.error, context, t);
      return `${title} ${detail}`;
    }
  }
}
