import type { EpochMilliseconds, Milliseconds } from '../model/units';

/** `2026-01-31 18:05`, seconds and a zone optional; without a zone local time. */
export function parseTime(text: string): EpochMilliseconds | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, day, minute, second = ':00', zone = ''] = match;
  const time = Date.parse(`${day}T${minute}${second}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(time) ? undefined : time;
}

const UNITS: Readonly<Record<string, Milliseconds>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** A length as people type it: `45m`, `90 min`, `2h`, `3 days`. undefined for anything else. */
export function parseLength(text: string): Milliseconds | undefined {
  const match = /^(?:last\s+)?(\d{1,5})\s*(m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)$/i.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const length = Number(match[1]) * UNITS[match[2]![0]!.toLowerCase()]!;
  return length > 0 ? length : undefined;
}

/** Two times with a dash, `to`, `..` or the slash of ISO 8601 between them. */
export function parseBetween(
  text: string,
): { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds } | undefined {
  for (const between of [/\s+(?:-|–|—|to)\s+/i, /\s*\.\.\s*/, /\s*\/\s*/]) {
    const [from = '', to = '', ...rest] = text.split(between);
    const [start, end] = [parseTime(from), parseTime(to)];
    if (rest.length === 0 && start !== undefined && end !== undefined && start < end) return { start, end };
  }
  return undefined;
}

/** The form `parseTime` reads, in local time. */
export function formatLocal(time: EpochMilliseconds): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
