import type { Value } from '../../src/filter/expression';
import { knownValues, type KnownValues } from '../../src/filter/known';
import type { Subject } from '../../src/filter/subject';
import { summarySubject, type SummaryFacts } from '../../src/filter/summarySubject';
import { MASK } from '../../src/model/secretKeys';
import { SummaryFlag, type WireCause } from '../../src/protocol/results';
import { listOf, type Summaries } from './summaries';

/** Of a summary, with the texts of its root causes. */
interface Facts extends SummaryFacts {
  readonly rootCauses: readonly WireCause[];
}

/** A keyword that is never true: X-Ray has none with a space. */
export const NEVER = 'never true';

export interface RowSubject extends Subject {
  /** The same with what is masked as unknown; undefined where nothing is. */
  readonly masked: Subject | undefined;
}

/** The facts of a row, for filters. */
function factsOf(summaries: Summaries, row: number): Facts {
  const text = (index: number | undefined): string => summaries.strings[index ?? 0] ?? '';
  const flags = summaries.flags[row]!;
  return {
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
    rootCauses: Array.from(listOf(summaries.causes, row), (cause) => summaries.causeTable[cause]!),
  };
}

/** A row as filters see it. */
export function subjectOf(summaries: Summaries, row: number): RowSubject {
  const facts = factsOf(summaries, row);
  const subject = summarySubject(facts);
  const values = (keyword: string): readonly Value[] | undefined => {
    if (keyword === NEVER) return [];
    if (!keyword.startsWith('innermost.')) return subject.values(keyword);
    const [, of, part] = keyword.split('.');
    return facts.rootCauses
      .filter((cause) => cause.of.toLowerCase() === of)
      .flatMap((cause) => innermost(cause.text, part) ?? []);
  };
  const known: Subject = { ...subject, values };
  return { ...known, masked: isMasked(facts) ? withoutMasked(known) : undefined };
}

/** What occurs in the rows, for suggestions; nothing that is masked. */
export function knownOf(summaries: Summaries): KnownValues {
  function* facts(): Iterable<Facts> {
    for (let row = 0; row < summaries.count; row++) {
      const one = factsOf(summaries, row);
      yield isMasked(one)
        ? {
            ...one,
            url: open(one.url),
            userAgent: open(one.userAgent),
            users: one.users.map(open),
            annotations: new Map(
              [...one.annotations].map(([key, values]) => [key, values.filter((value) => !hides(value))] as const),
            ),
          }
        : one;
    }
  }
  return knownValues(facts());
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

function isMasked({ url, userAgent, users, annotations, rootCauses }: Facts): boolean {
  return (
    url.includes(MASK) ||
    userAgent.includes(MASK) ||
    users.some(hides) ||
    [...annotations.values()].some((values) => values.some(hides)) ||
    rootCauses.some(({ text }) => text.includes(MASK))
  );
}

function hides(value: Value): boolean {
  return typeof value === 'string' && value.includes(MASK);
}

function withoutMasked(subject: Subject): Subject {
  return {
    ...subject,
    values: (keyword) => openValues(subject.values(keyword)),
    annotation: (key) => openValues(subject.annotation(key)),
  };
}

/** The values, unless one of them is masked. */
function openValues(values: readonly Value[] | undefined): readonly Value[] | undefined {
  return values?.some(hides) ? undefined : values;
}

function open(text: string): string {
  return text.includes(MASK) ? '' : text;
}
