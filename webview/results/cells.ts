import { formatDuration } from '../../src/model/format';
import { Status } from '../../src/model/trace';
import type { EpochMilliseconds } from '../../src/model/units';
import type { ColumnId } from '../../src/protocol/results';
import type { ResultsStringKey, ResultsStrings } from '../../src/protocol/resultsStrings';
import { annotationKeyOf } from './columns';
import { listOf, statusOf, type Summaries } from './summaries';
import { annotationValues } from './terms';

const STATUS_WORDS: Readonly<Record<Status, ResultsStringKey>> = {
  [Status.Ok]: 'statusOk',
  [Status.Pending]: 'statusPartial',
  [Status.Error]: 'statusError',
  [Status.Throttle]: 'statusThrottle',
  [Status.Fault]: 'statusFault',
};

export function statusWord(status: Status, strings: ResultsStrings): string {
  return strings[STATUS_WORDS[status]];
}

/** Cells show no more than this of a text: nobody reads ten kilobytes of URL in a row, and the browser would measure them. */
const MOST_CHARACTERS = 400;

/** The text of a cell; '' where nothing is known. `status` is its shape's word and the HTTP status. */
export function cellText(
  summaries: Summaries,
  row: number,
  column: ColumnId,
  strings: ResultsStrings,
  time: (at: EpochMilliseconds) => string,
): string {
  const text = (index: number | undefined): string => summaries.strings[index ?? 0] ?? '';
  const annotation = annotationKeyOf(column);
  if (annotation !== undefined) return short(annotationValues(summaries, row, annotation).join(', '));
  switch (column) {
    case 'status':
      return summaries.httpStatus[row]
        ? String(summaries.httpStatus[row])
        : statusWord(statusOf(summaries, row), strings);
    case 'time':
      return summaries.start[row]! > 0 ? time(summaries.start[row]!) : '';
    case 'method':
      return short(text(summaries.method[row]));
    case 'url':
      return short(text(summaries.url[row]));
    case 'name':
      return short(text(summaries.name[row]));
    case 'duration':
      return milliseconds(summaries.duration[row]!);
    case 'responseTime':
      return milliseconds(summaries.responseTime[row]!);
    case 'user':
      return short(Array.from(listOf(summaries.users, row), text).join(', '));
    case 'clientIp':
      return short(text(summaries.clientIp[row]));
    case 'causes':
      return short(Array.from(listOf(summaries.causes, row), (cause) => summaries.causeTable[cause]!.text).join(' · '));
    case 'id':
      return summaries.ids[row]!;
    default:
      return '';
  }
}

function milliseconds(value: number): string {
  return value >= 0 ? formatDuration(value) : '';
}

/** One line: control characters become their pictures' place, a space. */
function short(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return cut.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}

/** Whether times of a range need their date. @param range milliseconds */
export function isLongRange(range: number): boolean {
  return range > 22 * 3_600_000;
}

/**
 * How times are written in a column of them: the date only where the range is longer than a day.
 * @param range milliseconds
 */
export function timeFormat(locale: string, range: number): (time: EpochMilliseconds) => string {
  const formatter = new Intl.DateTimeFormat(locale, {
    ...(isLongRange(range) && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  return (time) => formatter.format(time);
}
