import { formatBytes } from '../model/format';
import type { Milliseconds } from '../model/units';
import type { Localize } from './localize';
import { lengthText } from './queryText';

const HOUR: Milliseconds = 3_600_000;
/** As the setting's own default. */
const LARGE_HOURS = 6;

/** Whether a span search is to be asked about. @param hours the setting, unchecked: what is no number of hours counts for nothing */
export function isLargeSpanSearch(length: Milliseconds, hours: unknown): boolean {
  const from = typeof hours === 'number' && Number.isFinite(hours) ? hours : LARGE_HOURS;
  return length > from * HOUR;
}

/** What an earlier span search of the same place has read: what a longer one may read. */
export interface SpanRate {
  readonly bytes: number;
  readonly length: Milliseconds;
}

/** The question before a span search of a long range: what it costs, as far as anybody knows. */
export function spanCostText(length: Milliseconds, rate: SpanRate | undefined, t: Localize): string {
  const billed = t('AWS bills Logs Insights by the data it reads, whatever is found.');
  if (!rate) {
    return `${billed} ${t('How much {0} of spans are is not known before: nothing was searched here yet. A short range first would tell.', lengthText(length))}`;
  }
  const estimate = (rate.bytes / Math.max(1, rate.length)) * length;
  return `${billed} ${t(
    'The last search here read {0} for {1}: for {2} about {3}, if traffic was the same.',
    formatBytes(rate.bytes),
    lengthText(rate.length),
    lengthText(length),
    formatBytes(estimate),
  )}`;
}
