import type { EpochMilliseconds, Milliseconds } from '../../src/model/units';
import type { AxisChoice } from '../../src/protocol/messages';
import { tickLabel } from '../timeScale';

/** How times of the axis are written. */
export interface Clock {
  readonly times: AxisChoice['times'];
  /** When the trace began; not positive = unknown, times are relative then. */
  readonly start: EpochMilliseconds;
}

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

export function isAbsolute({ times, start }: Clock): boolean {
  return times !== 'relative' && start > 0;
}

/**
 * A time of the axis, with as many digits as the step needs: since the trace's start (`1.50 s`) or of the day (`10:14:26.500`, with the
 * date where the step is an hour or more).
 */
export function timeText(clock: Clock, time: Milliseconds, step: Milliseconds, locale: string): string {
  if (!isAbsolute(clock)) return time < 0 ? `-${tickLabel(-time, step)}` : tickLabel(time, step);
  const places = step >= SECOND ? 0 : Math.min(6, Math.max(1, Math.ceil(3 - Math.log10(step) - 1e-9)));
  // Rounded to the last digit first: 59.9996 s must not become 60.
  const unit = 10 ** (3 - places);
  const at = clock.start + time;
  const rounded = places === 0 ? Math.round(at / SECOND) * SECOND : Math.round(at / unit) * unit;
  const date = new Date(Math.floor(rounded + 1e-7));
  if (Number.isNaN(date.getTime())) return tickLabel(time, step);
  const zone = clock.times === 'utc' ? 'UTC' : undefined;
  if (step >= DAY) return format(date, locale, { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' });
  const day = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  if (step >= HOUR) return format(date, locale, { ...day, day: 'numeric', month: 'short' });
  if (step >= MINUTE) return format(date, locale, day);
  const text = format(date, locale, { ...day, second: '2-digit' });
  if (places === 0) return text;
  const fraction = (((rounded % SECOND) + SECOND) % SECOND) / SECOND;
  return `${text}${Math.min(fraction, 1 - 10 ** -places)
    .toFixed(places)
    .slice(1)}`;
}

/**
 * How far the round times of the clock lie after those since the trace's start, for steps of a given length.
 * @returns milliseconds, 0 … step
 */
export function clockOffset(clock: Clock, step: Milliseconds): Milliseconds {
  if (!isAbsolute(clock)) return 0;
  const zone = clock.times === 'local' ? new Date(clock.start).getTimezoneOffset() * MINUTE : 0;
  const start = clock.start - (Number.isFinite(zone) ? zone : 0);
  return (((-start % step) + step) % step) % step;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  date: Date,
  locale: string,
  options: { readonly [Key in keyof Intl.DateTimeFormatOptions]: Intl.DateTimeFormatOptions[Key] | undefined },
): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, options)));
  return made.format(date);
}
