import type { EpochMilliseconds } from '../model/units';

/** `2026-01-31 18:05`, seconds and a zone optional; without a zone local time. */
export function parseTime(text: string): EpochMilliseconds | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, day, minute, second = ':00', zone = ''] = match;
  const time = Date.parse(`${day}T${minute}${second}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(time) ? undefined : time;
}

/** The form `parseTime` reads, in local time. */
export function formatLocal(time: EpochMilliseconds): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
