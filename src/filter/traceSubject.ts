import { Mark, type Trace } from '../model/trace';
import type { Value } from './expression';
import { rootCausesOf } from './rootCauses';
import type { EdgeSubject, ServiceSubject, Subject } from './subject';
import { isSuccess } from './summarySubject';
import { factsOfSpans, type SpanFacts } from './traceSpans';

/** A trace with what filters ask of it. */
export interface FilteredTrace {
  readonly trace: Trace;
  readonly facts: readonly SpanFacts[];
}

const TEXTS: readonly string[] = ['user', 'availabilityzone', 'instance.id', 'resource.arn', 'account.id'];

/**
 * A trace as filters see it: what X-Ray says of a whole trace is what its first root says, except `throttle`, `partial`, `inferred`, `user` and the
 * like, which any segment may say. Response-time root causes are X-Ray's own and unknown here; those of faults and errors are worked
 * out as the guide describes them.
 */
export function traceSubject(trace: Trace): Subject {
  const filtered: FilteredTrace = { trace, facts: factsOfSpans(trace) };
  const segments = segmentsOf(trace);
  const root = rootOf(trace);
  const subjects = new Map(segments.map((segment) => [segment, serviceOf(filtered, segment, root)]));
  return {
    values: (keyword) => valuesOf(filtered, segments, root, keyword),
    annotation: (key) => filtered.facts.flatMap(({ annotations }) => annotations.get(key) ?? []),
    services: () => [...subjects.values()],
    edges: () => edgesOf(trace, segments, subjects),
    rootCauses: (cause) => {
      if (cause !== 'fault' && cause !== 'error') return undefined;
      return rootCausesOf(filtered, root, cause);
    },
  };
}

/** Segments, and entry spans of OpenTelemetry, in the order of the trace. */
function segmentsOf({ spans }: Trace): number[] {
  const segments: number[] = [];
  for (let span = 0; span < spans.count; span++) if (spans.marks[span]! & Mark.Segment) segments.push(span);
  return segments;
}

/** The first span without parent that has not merely lost it; else the first one. -1 for an empty trace. */
function rootOf({ spans }: Trace): number {
  for (let span = 0; span < spans.count; span = spans.end[span]!) {
    if (!(spans.marks[span]! & (Mark.ParentMissing | Mark.Unreadable))) return span;
  }
  return spans.count > 0 ? 0 : -1;
}

function valuesOf(
  { trace, facts }: FilteredTrace,
  segments: readonly number[],
  root: number,
  keyword: string,
): readonly Value[] | undefined {
  const { spans } = trace;
  const ofSegments = (read: (segment: number) => readonly Value[]): readonly Value[] => segments.flatMap(read);
  switch (keyword) {
    case 'throttle':
      return [facts.some(({ throttle }) => throttle)];
    case 'partial':
      return [spans.marks.some((marks) => (marks & (Mark.InProgress | Mark.ParentMissing)) !== 0)];
    case 'inferred':
      return [spans.marks.some((marks) => (marks & Mark.Inferred) !== 0)];
    case 'duration':
      return spans.count === 0 ? undefined : [(trace.reportedDuration ?? trace.duration) / 1000];
    case 'name':
      return ofSegments((segment) => textAt(trace, 'name', segment));
    case 'type':
      return ofSegments((segment) => textAt(trace, 'origin', segment));
    case 'message':
      return facts.flatMap((one) => messagesOf(one));
    case 'root':
      return undefined;
    default:
      if (TEXTS.includes(keyword)) return ofSegments((segment) => textsOf(facts, segment, keyword));
      return root < 0 ? undefined : valuesOfSpan(trace, facts, root, keyword);
  }
}

/** What one span says of itself. undefined for keywords that are not about spans. */
function valuesOfSpan(
  trace: Trace,
  facts: readonly SpanFacts[],
  span: number,
  keyword: string,
): readonly Value[] | undefined {
  const { spans } = trace;
  const { fault, error, throttle } = facts[span]!;
  const status = spans.httpStatus[span]!;
  switch (keyword) {
    case 'fault':
      return [fault];
    case 'error':
      return [error];
    case 'throttle':
      return [throttle];
    case 'ok':
      return [!fault && !error && (status === 0 || isSuccess(status))];
    case 'responsetime':
      return spans.marks[span]! & (Mark.InProgress | Mark.EndMissing) ? [] : [spans.duration[span]! / 1000];
    case 'http.status':
      return status === 0 ? [] : [status];
    case 'http.url':
      return textAt(trace, 'url', span);
    case 'http.method':
      return textAt(trace, 'method', span);
    case 'http.useragent':
    case 'http.clientip':
    case 'user':
    case 'availabilityzone':
    case 'instance.id':
    case 'resource.arn':
    case 'account.id':
      return textsOf(facts, span, keyword);
    default:
      return undefined;
  }
}

function textsOf(facts: readonly SpanFacts[], span: number, keyword: string): readonly string[] {
  const text = facts[span]!.texts.get(keyword);
  return text === undefined ? [] : [text];
}

function textAt({ spans }: Trace, column: 'name' | 'origin' | 'url' | 'method', span: number): readonly string[] {
  const text = spans.strings[spans[column][span]!] ?? '';
  return text === '' ? [] : [text];
}

function messagesOf({ exceptions, causeMessage }: SpanFacts): string[] {
  return [...exceptions.map(({ message }) => message), causeMessage].filter((message) => message !== '');
}

/** One segment stands for its service: all that braces ask must hold of the same segment. */
function serviceOf({ trace, facts }: FilteredTrace, segment: number, root: number): ServiceSubject {
  const { spans } = trace;
  const marks = spans.marks[segment]!;
  return {
    names: textAt(trace, 'name', segment),
    type: textAt(trace, 'origin', segment)[0] ?? '',
    account: facts[segment]!.texts.get('account.id') ?? '',
    values: (keyword) => {
      switch (keyword) {
        case 'root':
          return [segment === root];
        case 'inferred':
          return [(marks & Mark.Inferred) !== 0];
        case 'partial':
          return [(marks & Mark.InProgress) !== 0];
        case 'duration':
          return valuesOfSpan(trace, facts, segment, 'responsetime');
        case 'name':
          return textAt(trace, 'name', segment);
        case 'type':
          return textAt(trace, 'origin', segment);
        case 'message':
          return messagesWithin(trace, facts, segment);
        default:
          return valuesOfSpan(trace, facts, segment, keyword);
      }
    },
  };
}

/** Of the segment and its subsegments, not of the segments below it. */
function messagesWithin({ spans }: Trace, facts: readonly SpanFacts[], segment: number): string[] {
  const messages = messagesOf(facts[segment]!);
  for (let span = segment + 1; span < spans.end[segment]!;) {
    if (spans.marks[span]! & Mark.Segment) span = spans.end[span]!;
    else messages.push(...messagesOf(facts[span++]!));
  }
  return messages;
}

/** A call is told by the segment it led to; what braces ask is asked of that. */
function edgesOf(
  { spans }: Trace,
  segments: readonly number[],
  subjects: ReadonlyMap<number, ServiceSubject>,
): EdgeSubject[] {
  return segments.flatMap((segment) => {
    let above = spans.parent[segment]!;
    while (above >= 0 && !subjects.has(above)) above = spans.parent[above]!;
    const from = subjects.get(above);
    const to = subjects.get(segment)!;
    return from ? [{ from, to, values: to.values }] : [];
  });
}
