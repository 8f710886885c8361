import { Mark, type SpanColumns } from './trace';
import type { Milliseconds, SpanIndex } from './units';

/** What a span is in the anatomy of a known AWS service: when something ran, waited or was handed on, rather than what it did. */
export type Anatomy =
  /** Cold start: runtime and module code before the handler. May lie before its own segment. */
  | 'lambdaInit'
  /** Cold start from a snapshot (SnapStart). */
  | 'lambdaRestore'
  | 'lambdaInvocation'
  /** After the handler answered: extensions, the runtime's own work. */
  | 'lambdaOverhead'
  /** An asynchronous event's wait in the queue of Lambda. */
  | 'lambdaDwell'
  /** One try of an asynchronous invocation. */
  | 'lambdaAttempt'
  /** A state of a Step Functions execution. */
  | 'state'
  /** A branch of a parallel state. */
  | 'stateBranch'
  /** A message's wait in an SQS queue. */
  | 'queueWait'
  /** Handed on through a queue: what follows runs later, often in another trace. */
  | 'queueHop'
  /** Published to an SNS topic. */
  | 'topicHop'
  /** Put on an EventBridge bus. */
  | 'busHop';

interface Rule {
  readonly is: Anatomy;
  /** Of the segment that the span belongs to. */
  readonly origin?: string;
  readonly isSegment?: boolean;
  /** `namespace: "aws"`. */
  readonly isAwsCall?: boolean;
  readonly name?: RegExp;
  readonly operation?: RegExp;
}

const FUNCTION = { origin: 'AWS::Lambda::Function', isSegment: false, isAwsCall: false } as const;
const STATES = { origin: 'AWS::StepFunctions::StateMachine', isSegment: false, isAwsCall: false } as const;

/** The first rule that fits. Names as recorded; those of SnapStart and `Init` as AWS documents them. */
const RULES: readonly Rule[] = [
  { is: 'lambdaInit', ...FUNCTION, name: /^Init(?:ialization)?$/ },
  { is: 'lambdaRestore', ...FUNCTION, name: /^Restore$/ },
  { is: 'lambdaInvocation', ...FUNCTION, name: /^Invocation$/ },
  { is: 'lambdaOverhead', ...FUNCTION, name: /^Overhead$/ },
  { is: 'lambdaDwell', origin: 'AWS::Lambda', isSegment: false, name: /^Dwell Time$/ },
  { is: 'lambdaAttempt', origin: 'AWS::Lambda', isSegment: false, name: /^Attempt #\d+$/ },
  { is: 'stateBranch', ...STATES, name: /^Branch \d+$/ },
  { is: 'state', ...STATES },
  { is: 'queueWait', origin: 'AWS::SQS::Queue', isSegment: false, name: /^QueueTime$/ },
  { is: 'queueHop', isAwsCall: true, name: /^(?:AmazonSQS|SQS)$/i, operation: /^SendMessage(?:Batch)?$/ },
  { is: 'topicHop', isAwsCall: true, name: /^(?:AmazonSNS|SNS)$/i, operation: /^Publish(?:Batch)?$/ },
  { is: 'busHop', isAwsCall: true, name: /^(?:EventBridge|CloudWatch ?Events|events)$/i, operation: /^PutEvents$/ },
  { is: 'queueHop', origin: 'AWS::SQS::Queue', isSegment: true },
  { is: 'topicHop', origin: 'AWS::SNS', isSegment: true },
  { is: 'busHop', origin: 'AWS::Events', isSegment: true },
];

/** What a span is in the anatomy of its service; undefined for ordinary work. */
export function anatomyOf(spans: SpanColumns, span: SpanIndex): Anatomy | undefined {
  const text = (column: Uint32Array): string => spans.strings[column[span]!] ?? '';
  const marks = spans.marks[span]!;
  const rule = RULES.find(
    ({ origin, isSegment, isAwsCall, name, operation }) =>
      (origin === undefined || text(spans.origin) === origin) &&
      (isSegment === undefined || ((marks & Mark.Segment) !== 0) === isSegment) &&
      (isAwsCall === undefined || ((marks & Mark.AwsCall) !== 0) === isAwsCall) &&
      (name === undefined || name.test(text(spans.name))) &&
      (operation === undefined || operation.test(text(spans.operation))),
  );
  return rule?.is;
}

/** Identical calls of one span, as many as an N+1 problem makes. */
export interface RepeatedCalls {
  readonly parent: SpanIndex;
  /** The first of them. */
  readonly first: SpanIndex;
  readonly count: number;
  /** Their durations together. */
  readonly total: Milliseconds;
}

/** So many identical calls of one span are worth a word. */
const LEAST_REPEATS = 5;

/**
 * Calls (AWS, remote or SQL) that one span made five times or more: the same name, service, operation, method, resource. In a row or not.
 * @returns those of every parent, in the order of the parents; of one parent by their first call
 */
export function repeatedCalls(spans: SpanColumns): RepeatedCalls[] {
  const repeats: RepeatedCalls[] = [];
  for (let parent = 0; parent < spans.count; parent++) repeats.push(...repeatedCallsOf(spans, parent));
  return repeats;
}

/** The same of one parent; linear in its children. */
export function repeatedCallsOf(spans: SpanColumns, parent: SpanIndex): RepeatedCalls[] {
  if (spans.end[parent]! - parent <= LEAST_REPEATS) return [];
  const calls = Mark.AwsCall | Mark.RemoteCall | Mark.HasSql;
  const known = new Map<string, { first: SpanIndex; count: number; total: Milliseconds }>();
  for (let child = parent + 1; child < spans.end[parent]!; child = spans.end[child]!) {
    if ((spans.marks[child]! & calls) === 0) continue;
    const key = likeness(spans, child);
    const like = known.get(key) ?? { first: child, count: 0, total: 0 };
    like.count += 1;
    like.total += spans.duration[child]!;
    known.set(key, like);
  }
  return Array.from(known.values(), (like) => ({ parent, ...like })).filter(({ count }) => count >= LEAST_REPEATS);
}

/** The same text for the same call: name, service, operation, method and what it talks to. Times, ids, URLs and results may differ. */
export function likeness(spans: SpanColumns, span: SpanIndex): string {
  const { name, service, operation, method, resource } = spans;
  return `${name[span]} ${service[span]} ${operation[span]} ${method[span]} ${resource[span]}`;
}
