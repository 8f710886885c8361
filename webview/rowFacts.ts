import { anatomyOf } from '../src/model/anatomy';
import { formatCount, formatDuration } from '../src/model/format';
import { Mark, Status, type SpanColumns } from '../src/model/trace';
import type { SpanIndex } from '../src/model/units';
import { fill, type PageStringKey, type PageStrings } from '../src/protocol/strings';
import { anatomyWord, knownRepeats } from './anatomyFacts';

/** A small pill behind a row's name: the one value that matters. */
export interface Chip {
  readonly text: string;
  readonly tone: 'plain' | 'muted' | 'link' | 'error' | 'throttle' | 'fault';
}

/** Chips for what is odd or special about a span, in this order. */
const MARK_CHIPS: readonly (readonly [number, PageStringKey, Chip['tone']])[] = [
  [Mark.Unreadable, 'chipUnreadable', 'error'],
  [Mark.InProgress, 'chipInProgress', 'muted'],
  [Mark.ParentMissing, 'chipParentMissing', 'muted'],
  [Mark.CycleCut, 'chipCycle', 'muted'],
  [Mark.StartMissing, 'chipNoTime', 'muted'],
  [Mark.Inferred, 'chipInferred', 'muted'],
  [Mark.Duplicate, 'chipDuplicate', 'muted'],
  [Mark.HasLinks, 'chipLinked', 'link'],
];

/** The chips of a row: HTTP, operation, resource, retries, then what is special. */
export function rowChips(spans: SpanColumns, span: SpanIndex, strings: PageStrings): Chip[] {
  const text = (column: Uint32Array): string => spans.strings[column[span]!] ?? '';
  const chips: Chip[] = [];
  const isAwsCall = (spans.marks[span]! & Mark.AwsCall) !== 0;
  const http = httpText(text(spans.method), spans.httpStatus[span]!, text(spans.name), isAwsCall);
  if (http) chips.push({ text: http, tone: httpTone(spans.httpStatus[span]!) });
  for (const plain of [text(spans.operation), text(spans.resource)]) {
    if (plain && plain !== text(spans.name)) chips.push({ text: plain, tone: 'plain' });
  }
  const retries = spans.retries[span]!;
  if (retries > 0) chips.push({ text: retries === 1 ? strings.retry : fill(strings.retries, retries), tone: 'plain' });
  const word = anatomyWord(spans, span);
  if (word) chips.push({ text: strings[word], tone: 'plain' });
  const outside = outsideWord(spans, span);
  if (outside) chips.push({ text: strings[outside], tone: 'muted' });
  const marks = spans.marks[span]!;
  for (const [mark, key, tone] of MARK_CHIPS) if (marks & mark) chips.push({ text: strings[key], tone });
  return chips;
}

/** Clocks of two machines agree about this well, in milliseconds. */
const CLOCK_TOLERANCE = 1;

/**
 * What is said of a span that reaches beyond its parent. A segment that starts before the call it answers was timed by another clock;
 * the phases of Lambda begin before their segment by nature.
 */
function outsideWord(spans: SpanColumns, span: SpanIndex): PageStringKey | undefined {
  const marks = spans.marks[span]!;
  const parent = spans.parent[span]!;
  if ((marks & Mark.OutsideParent) === 0 || parent < 0) return undefined;
  const isEarly = spans.start[parent]! - spans.start[span]! > CLOCK_TOLERANCE;
  if (isEarly && marks & Mark.Segment) return 'chipClockSkew';
  return anatomyOf(spans, span) === undefined ? 'chipOutside' : undefined;
}

/** One chip for each kind of call that a span made again and again. */
export function repeatChips(spans: SpanColumns, span: SpanIndex, strings: PageStrings): Chip[] {
  return knownRepeats(spans, span).map(({ first, count, total }) => {
    const name = spans.strings[spans.operation[first]!] || spans.strings[spans.name[first]!] || strings.unnamed;
    return { text: fill(strings.chipRepeated, formatCount(count), name, formatDuration(total)), tone: 'plain' };
  });
}

/** A status below 400 says something only beside the method of a request; for calls of AWS services neither says anything. */
function httpText(method: string, status: number, name: string, isAwsCall: boolean): string {
  if (status < 400 && (method === '' || isAwsCall)) return '';
  const shown = isAwsCall || name.startsWith(`${method} `) ? '' : method;
  return [shown, status > 0 ? String(status) : ''].filter(Boolean).join(' ');
}

function httpTone(status: number): Chip['tone'] {
  if (status >= 500) return 'fault';
  if (status === 429) return 'throttle';
  return status >= 400 ? 'error' : 'plain';
}

/** The quieter word behind a name: where a segment ran, which service a subsegment belongs to. */
export function secondaryText(spans: SpanColumns, span: SpanIndex): string {
  const name = spans.strings[spans.name[span]!];
  const service = spans.strings[spans.service[span]!] ?? '';
  const origin = spans.strings[spans.origin[span]!] ?? '';
  const text = spans.marks[span]! & Mark.Segment && origin ? origin : service;
  return text === name ? '' : text;
}

/** Rough widths in pixels, by the number of characters: what decides what is shown may be rough, what is shown fits by style. */
const TITLE_CHARACTER = 7.2;
const SMALL_CHARACTER = 6.3;
/** Margins and borders of a chip, gap included. */
const CHIP_FRAME = 21;
/** A quieter word shorter than this says nothing. */
const LEAST_SECONDARY = 56;

/** Whether the quieter word has room beside name and chips, which both matter more. @param room pixels for all three */
export function hasRoomForSecondary(room: number, name: string, secondary: string, chips: readonly Chip[]): boolean {
  const chipsWidth = chips.reduce((sum, chip) => sum + chipWidth(chip), 0);
  const left = room - name.length * TITLE_CHARACTER - chipsWidth;
  return left >= Math.min(LEAST_SECONDARY, secondary.length * SMALL_CHARACTER);
}

/** What is left of a name beside the chip of a failure. */
const LEAST_NAME = 60;
const FAILURES: readonly Chip['tone'][] = ['error', 'throttle', 'fault'];

/**
 * Takes the chip that tells of a failure out of a row's chips: it stays when there is little room, and the name shrinks instead, to about
 * 60 pixels. In less room than that it is a chip like the others, which go first.
 * @param room pixels for the name and the chip
 */
export function keptChip(
  room: number,
  name: string,
  chips: readonly Chip[],
): { readonly kept: Chip | undefined; readonly others: readonly Chip[] } {
  const failure = chips.find(({ tone }) => FAILURES.includes(tone));
  const least = Math.min(LEAST_NAME, name.length * TITLE_CHARACTER);
  if (!failure || room < least + chipWidth(failure)) return { kept: undefined, others: chips };
  return { kept: failure, others: chips.filter((chip) => chip !== failure) };
}

function chipWidth({ text }: Chip): number {
  return Math.min(180, text.length * SMALL_CHARACTER) + CHIP_FRAME;
}

export { shownStatus } from '../src/model/shownStatus';

const STATUS_KEYS: Readonly<Record<Status, PageStringKey>> = {
  [Status.Ok]: 'statusOk',
  [Status.Pending]: 'statusPending',
  [Status.Error]: 'statusError',
  [Status.Throttle]: 'statusThrottle',
  [Status.Fault]: 'statusFault',
};

/** The word for a status. */
export function statusWord(status: Status, strings: PageStrings): string {
  return strings[STATUS_KEYS[status]];
}
