import type { EpochMilliseconds, Milliseconds } from '../../src/model/units';

const UNITS: Readonly<Record<string, Milliseconds>> = {
  ns: 1e-6,
  µs: 1e-3,
  us: 1e-3,
  '': 1,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** A duration as people type it: `250 ms`, `1.5s`, `2 min`, `300` (milliseconds). @returns null for nothing, undefined for what is none */
export function typedDuration(text: string): Milliseconds | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const match = /^(\d+(?:[.,]\d+)?|[.,]\d+)\s*([a-zµ]*)$/i.exec(trimmed);
  const name = match?.[2]?.toLowerCase() ?? '';
  const unit = match && Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  return unit === undefined ? undefined : Number(match![1]!.replace(',', '.')) * unit;
}

interface Range {
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

/**
 * A time as people type it, local: `14:30`, `14:30:15.5`, with `2026-01-31` before it, or ISO with a zone. A time of day alone is the last one in
 * the range, or before its end.
 * @returns null for nothing, undefined for what is none
 */
export function typedTime(text: string, range: Range): EpochMilliseconds | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(trimmed)) return finite(Date.parse(trimmed));
  const match =
    /^(?:(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+|$))?(?:(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,3})?))?)?$/.exec(trimmed);
  if (!match) return undefined;
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0'] = match;
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds.replace(',', '.'))];
  if (h > 23 || m > 59 || s >= 60) return undefined;
  if (year !== undefined)
    return onDay(new Date(Number(year), Number(month) - 1, Number(day)), Number(month) - 1, h, m, s);
  const last = new Date(range.end);
  const today = new Date(last.getFullYear(), last.getMonth(), last.getDate());
  const at = clockOn(today, h, m, s);
  return at < range.end ? at : clockOn(new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1), h, m, s);
}

function onDay(day: Date, month: number, h: number, m: number, s: number): EpochMilliseconds | undefined {
  return day.getMonth() === month ? finite(clockOn(day, h, m, s)) : undefined; // 31 February is in March
}

function clockOn(day: Date, h: number, m: number, s: number): EpochMilliseconds {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), h, m, 0, 0).getTime() + Math.round(s * 1000);
}

function finite(time: number): EpochMilliseconds | undefined {
  return Number.isFinite(time) ? time : undefined;
}

/** The same time as a text that `typedTime` reads: with its date where the range is longer than a day. To the second. */
export function timeText(time: EpochMilliseconds, { start, end }: Range): string {
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  if (end - start <= 86_400_000) return clock;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
