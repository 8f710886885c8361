import { formatAge } from '../model/format';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { SearchQuery, SearchRange } from '../traces/search';
import type { Localize } from './localize';

/** Characters of an expression in a row. */
const LONGEST = 200;
/** Of shorter ranges the seconds matter. */
const SECONDS_BELOW: Milliseconds = 10 * 60_000;

/** What a query looks for, on one line: its expression, else its group, else everything. */
export function queryTitle(query: SearchQuery, t: Localize): string {
  if (query.kind === 'traces') return oneLine(query.filter) || oneLine(query.group) || t('All traces');
  return oneLine(query.raw) || oneLine(query.conditions.map(conditionText).join(' and ')) || t('All spans');
}

/** Where and when a query looks: what its title does not say. */
export function queryWords(query: SearchQuery, now: EpochMilliseconds, t: Localize): readonly string[] {
  const words = [rangeText(query.range, now, t)];
  if (query.kind === 'spans') return [t('spans'), ...words];
  if (query.filter.trim() && query.group) words.unshift(oneLine(query.group));
  if (query.timeRangeType === 'Event') words.push(t('by any segment’s time'));
  return words;
}

/** `last 15 min`, `last 7 d`; `10:05 – 10:20`, `2026-01-31 23:50 – 2026-02-01 00:10` in local time. */
export function rangeText(range: SearchRange, now: EpochMilliseconds, t: Localize): string {
  if (range.kind === 'last') return t('last {0}', lengthText(range.milliseconds));
  return betweenText(range, now);
}

export function betweenText(
  { start, end }: { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds },
  now: EpochMilliseconds,
): string {
  const hasSeconds = end - start < SECONDS_BELOW && (start % 60_000 !== 0 || end % 60_000 !== 0);
  const isOneDay = dayOf(start) === dayOf(end);
  const from = instantText(start, now, hasSeconds);
  return `${from} – ${isOneDay ? clockOf(end, hasSeconds) : instantText(end, now, hasSeconds)}`;
}

/** `15:04`, on another day than today `2026-01-31 15:04`; local time, seconds left out. */
export function instantText(time: EpochMilliseconds, now: EpochMilliseconds, hasSeconds = false): string {
  const clock = clockOf(time, hasSeconds);
  return dayOf(time) === dayOf(now) ? clock : `${dayOf(time)} ${clock}`;
}

/** `5 min`, `1 h`, `30 d`: whole units as they are offered; anything else rounded down. */
export function lengthText(length: Milliseconds): string {
  return length < 60_000 ? formatAge(Math.max(5000, length)) : formatAge(length);
}

function conditionText({
  field,
  name,
  operator,
  value,
}: {
  field: string;
  name?: string;
  operator: string;
  value: string;
}): string {
  return `${name ?? field} ${operator} ${value}`;
}

export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function dayOf(time: EpochMilliseconds): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function clockOf(time: EpochMilliseconds, hasSeconds: boolean): string {
  const date = new Date(time);
  const seconds = hasSeconds ? `:${two(date.getSeconds())}` : '';
  return `${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
