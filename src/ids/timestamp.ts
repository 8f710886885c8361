import type { EpochMilliseconds } from '../model/units';

/** How much of a line is read: enough for any record's head, and bounded for lines of megabytes. */
const LONGEST = 16_384;
/** Times outside are numbers that happen to look like times. */
const EARLIEST: EpochMilliseconds = Date.UTC(2000, 0, 1);
const LATEST: EpochMilliseconds = Date.UTC(2100, 0, 1);
const DAY = 86_400_000;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const CLOCK = String.raw`(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?`;
const ZONE = String.raw`(?:[ ]?(Z|UTC|GMT|[+-]\d{2}:?\d{2})(?![\w:]))?`;

/** `2026-01-31T22:12:58.534Z`, with a blank, a comma or slashes (Go, nginx), with or without zone. */
const ISO = new RegExp(String.raw`(?<!\d)(\d{4})([-/])(\d{2})\2(\d{2})[T ]${CLOCK}${ZONE}`, 'i');
/** `20260131T221258Z`, as in `X-Amz-Date`. */
const BASIC = /(?<!\w)(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z/;
/** `31/Jan/2026:22:12:58 +0100` (Apache) and `Sat, 31 Jan 2026 22:12:58 GMT` (HTTP). */
const DAY_FIRST = new RegExp(String.raw`(?<!\d)(\d{1,2})[/ ]([a-z]{3})[/ ](\d{4})[: ]${CLOCK}${ZONE}`, 'i');
/** `Jan 31 22:12:58 host`: syslog names neither year nor zone. */
const SYSLOG = new RegExp(String.raw`(?:^|>)([a-z]{3})[ ]{1,2}(\d{1,2})[ ]${CLOCK}`, 'i');
/** A field that says when, with a number or a text. */
const TIME_FIELD =
  /["']?(?<![a-z])(@?timestamp|(?:event|log|start)?_?time(?:stamp)?|ts|@t|date|(?:start|observed)?time(?:unix)?(?:nano|ms|millis)?)["'\\]{0,3}\s{0,4}[:=]\s{0,4}["'\\]{0,3}(?:(\d{10})(\.\d{1,9})?(?![\d.])|(\d{13}|\d{16}|\d{19})(?![\d.])|(?=\d{4}[-/]\d))/i;
/** A number at the very start of the line, as `aws logs` and many loggers write it. */
const LEADING_EPOCH = /^\[?(?:(\d{10})(\.\d{1,9})?|(\d{13}))(?![\w.-])/;

/**
 * When a log line was written. A field that says so wins over a time that merely stands in the line; of those the first wins.
 * Times without a zone are read as UTC, which is what AWS services and containers write.
 * @param now for formats without a year
 */
export function lineTimestamp(line: string, now: EpochMilliseconds = Date.now()): EpochMilliseconds | undefined {
  const text = line.length > LONGEST ? line.slice(0, LONGEST) : line;
  return fieldTime(text) ?? leadingEpoch(text) ?? writtenTime(text, now);
}

function fieldTime(text: string): EpochMilliseconds | undefined {
  const match = TIME_FIELD.exec(text);
  if (!match) return undefined;
  const [whole, , seconds, fraction = '', long] = match;
  if (seconds !== undefined) return plausible(Number(seconds + fraction) * 1000);
  if (long !== undefined) return plausible(Number(long) / 10 ** (long.length - 13));
  const iso = ISO.exec(text.slice(match.index + whole.length, match.index + whole.length + 40));
  return iso?.index === 0 ? isoTime(iso) : undefined;
}

function leadingEpoch(text: string): EpochMilliseconds | undefined {
  const match = LEADING_EPOCH.exec(text);
  if (!match) return undefined;
  const [, seconds, fraction = '', milliseconds] = match;
  return plausible(seconds === undefined ? Number(milliseconds) : Number(seconds + fraction) * 1000);
}

function writtenTime(text: string, now: EpochMilliseconds): EpochMilliseconds | undefined {
  const readers: readonly [RegExp, (match: RegExpExecArray) => EpochMilliseconds | undefined][] = [
    [ISO, isoTime],
    [BASIC, ([, year, month, day, ...clock]) => utc(year, Number(month), day, clock)],
    [DAY_FIRST, ([, day, month = '', year, ...clock]) => utc(year, monthNumber(month), day, clock)],
    [SYSLOG, ([, month = '', day, ...clock]) => withoutYear(monthNumber(month), day, clock, now)],
  ];
  return readers
    .map(([pattern, read]) => ({ match: pattern.exec(text), read }))
    .filter((attempt) => attempt.match !== null)
    .toSorted((a, b) => (a.match?.index ?? 0) - (b.match?.index ?? 0))
    .map(({ match, read }) => match && read(match))
    .find((time) => typeof time === 'number');
}

function isoTime([, year, , month, day, ...clock]: RegExpExecArray): EpochMilliseconds | undefined {
  return utc(year, Number(month), day, clock);
}

type Digits = string | undefined;

/** @param clock hours, minutes, seconds, fraction, zone: as the expressions capture them; month counts from 1 */
function utc(year: Digits, month: number, day: Digits, clock: readonly Digits[]): EpochMilliseconds | undefined {
  const [hours, minutes, seconds, fraction = '', zone = ''] = clock;
  const dayNumber = Number(day);
  // Seconds may be 60 in a leap second.
  if (
    month < 1 ||
    month > 12 ||
    dayNumber < 1 ||
    dayNumber > 31 ||
    Number(hours) > 23 ||
    Number(minutes) > 59 ||
    Number(seconds) > 60
  ) {
    return undefined;
  }
  const whole = Date.UTC(Number(year), month - 1, dayNumber, Number(hours), Number(minutes), Number(seconds));
  return plausible(whole + Math.trunc(Number(`0.${fraction}0`) * 1000) - offset(zone));
}

/** `+01:00` → 3,600,000. */
function offset(zone: string): number {
  const match = /([+-])(\d{2}):?(\d{2})/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

/** The latest such day that is not in the future; a day's grace for zones. */
function withoutYear(
  month: number,
  day: Digits,
  clock: readonly Digits[],
  now: EpochMilliseconds,
): EpochMilliseconds | undefined {
  const year = new Date(now).getUTCFullYear();
  const time = utc(String(year), month, day, clock);
  return time !== undefined && time > now + DAY ? utc(String(year - 1), month, day, clock) : time;
}

/** 1 for January; 0 for a word that is no month. */
function monthNumber(name: string): number {
  return MONTHS.indexOf(name.toLowerCase()) + 1;
}

function plausible(time: EpochMilliseconds): EpochMilliseconds | undefined {
  return time >= EARLIEST && time < LATEST ? time : undefined;
}
