import type { EpochMilliseconds } from '../../src/model/units';

/** A point in time in the reader's own time zone, to the millisecond; the year only when it is not this one. */
export function localTime(time: EpochMilliseconds, locale: string, now: EpochMilliseconds): string {
  const date = new Date(time);
  return new Intl.DateTimeFormat(locale, {
    ...(date.getFullYear() !== new Date(now).getFullYear() && { year: 'numeric' }),
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(date);
}
