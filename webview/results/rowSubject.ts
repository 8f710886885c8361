import type { Value } from '../../src/filter/expression';
import type { Subject } from '../../src/filter/subject';
import { summarySubject } from '../../src/filter/summarySubject';
import { MASK } from '../../src/model/secretKeys';
import { SummaryFlag } from '../../src/protocol/results';
import { listOf, type Summaries } from './summaries';

export interface RowSubject extends Subject {
  /** The same with what is masked as unknown; undefined where nothing is. */
  readonly masked: Subject | undefined;
}

/** A row as filters see it. */
export function subjectOf(summaries: Summaries, row: number): RowSubject {
  const text = (index: number | undefined): string => summaries.strings[index ?? 0] ?? '';
  const flags = summaries.flags[row]!;
  const causes = Array.from(listOf(summaries.causes, row), (cause) => summaries.causeTable[cause]!);
  const subject = summarySubject({
    duration: milliseconds(summaries.duration[row]!),
    responseTime: milliseconds(summaries.responseTime[row]!),
    fault: (flags & SummaryFlag.Fault) !== 0,
    error: (flags & SummaryFlag.Error) !== 0,
    throttle: (flags & SummaryFlag.Throttle) !== 0,
    partial: (flags & SummaryFlag.Partial) !== 0,
    name: text(summaries.name[row]),
    method: text(summaries.method[row]),
    url: text(summaries.url[row]),
    httpStatus: summaries.httpStatus[row]!,
    clientIp: text(summaries.clientIp[row]),
    userAgent: text(summaries.userAgent[row]),
    users: Array.from(listOf(summaries.users, row), text),
    services: Array.from(listOf(summaries.services, row), (service) => summaries.serviceTable[service]!),
    annotations: annotationsOf(summaries, row),
    rootCauses: causes,
  });
  const values = (keyword: string): readonly Value[] | undefined => {
    if (!keyword.startsWith('innermost.')) return subject.values(keyword);
    const [, of, part] = keyword.split('.');
    return causes
      .filter((cause) => cause.of.toLowerCase() === of)
      .flatMap((cause) => innermost(cause.text, part) ?? []);
  };
  const known: Subject = { ...subject, values };
  return { ...known, masked: isMasked(summaries, row) ? withoutMasked(known) : undefined };
}

function annotationsOf(summaries: Summaries, row: number): ReadonlyMap<string, readonly Value[]> {
  const annotations = new Map<string, Value[]>();
  for (const item of listOf(summaries.annotations, row)) {
    const { key, value } = summaries.annotationTable[item]!;
    const values = annotations.get(key);
    if (values) values.push(value);
    else annotations.set(key, [value]);
  }
  return annotations;
}

/** `payments: TimeoutException`: the service, and the exception where one is named. */
function innermost(text: string, part: string | undefined): string | undefined {
  const split = text.indexOf(': ');
  if (part === 'service') return split < 0 ? text : text.slice(0, split);
  return split < 0 ? undefined : text.slice(split + 2);
}

function milliseconds(value: number): number | undefined {
  return value >= 0 ? value : undefined;
}

function isMasked(summaries: Summaries, row: number): boolean {
  const isHidden = (index: number | undefined): boolean => (summaries.strings[index ?? 0] ?? '').includes(MASK);
  return (
    isHidden(summaries.url[row]) ||
    isHidden(summaries.userAgent[row]) ||
    listOf(summaries.users, row).some(isHidden) ||
    listOf(summaries.annotations, row).some((item) => hides(summaries.annotationTable[item]!.value)) ||
    listOf(summaries.causes, row).some((cause) => summaries.causeTable[cause]!.text.includes(MASK))
  );
}

function hides(value: Value): boolean {
  return typeof value === 'string' && value.includes(MASK);
}

function withoutMasked(subject: Subject): Subject {
  const open = (values: readonly Value[] | undefined): readonly Value[] | undefined =>
    values?.some(hides) ? undefined : values;
  return {
    ...subject,
    values: (keyword) => open(subject.values(keyword)),
    annotation: (key) => open(subject.annotation(key)),
  };
}
