import type { ExceptionDetails, Fact, StackFrame, TraceLink } from './details';
import { fact, factsOf, flatFacts, type FactOptions } from './facts';
import { isMap, type JsonMap } from './json';
import { mapsIn } from './documentKind';
import { maskText } from './secrets';
import type { DocumentDetails } from './spanDetails';
import type { Trace } from './trace';
import { normalTraceId } from './traceId';

const MOST_EXCEPTIONS = 100;
const MOST_FRAMES = 1000;
const MOST_LINKS = 200;
const LONGEST_MESSAGE = 10_000;

/** The members of `aws` whose values say little and whose place is elsewhere. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['aws.cloudwatch_logs']);

/** What a segment document says of one of its (sub)segments. Source of the fields: X-Ray guide, "Segment documents". */
export function segmentDetails(trace: Trace, document: JsonMap, options: FactOptions): DocumentDetails {
  const { metadata } = document;
  return {
    overview: overview(document, options),
    resources: [
      ...given(document, ['origin', 'resource_arn'], options),
      ...factsOf('aws', document['aws'], options, SHOWN_ELSEWHERE),
    ],
    annotations: flatFacts('', document['annotations'], options),
    metadata: isMap(metadata)
      ? Object.keys(metadata).flatMap((space) => flatFacts(space, metadata[space], options))
      : flatFacts('metadata', metadata, options),
    exceptions: exceptionsOf(document['cause'], options),
    cause: causeOf(trace, document['cause'], options),
    sql: factsOf('sql', document['sql'], options),
    links: mapsIn(document['links'])
      .slice(0, MOST_LINKS)
      .map((link) => linkOf(link, options)),
    logGroups: mapsIn(isMap(document['aws']) ? document['aws']['cloudwatch_logs'] : undefined)
      .map((entry) => entry['log_group'])
      .filter((group) => typeof group === 'string'),
  };
}

function overview(document: JsonMap, options: FactOptions): Fact[] {
  return [
    ...given(document, ['namespace', 'user', 'inferred', 'fault', 'error', 'throttle', 'traced'], options),
    ...factsOf('http', document['http'], options),
    ...factsOf('service', document['service'], options),
    ...given(document, ['precursor_ids'], options),
  ];
}

function given(document: JsonMap, keys: readonly string[], options: FactOptions): Fact[] {
  return keys.filter((key) => document[key] !== undefined).map((key) => fact(key, document[key], options));
}

/** Text as it may be shown. */
export function shownText(value: unknown, { reveal }: FactOptions): string {
  if (typeof value !== 'string') return value === undefined || value === null ? '' : fact('', value, { reveal }).value;
  const text = value.slice(0, LONGEST_MESSAGE);
  return reveal ? text : maskText(text);
}

function exceptionsOf(cause: unknown, options: FactOptions): ExceptionDetails[] {
  if (!isMap(cause)) return [];
  return mapsIn(cause['exceptions'])
    .slice(0, MOST_EXCEPTIONS)
    .map((exception) => {
      const frames = mapsIn(exception['stack'])
        .slice(0, MOST_FRAMES)
        .map((frame) => frameOf(frame, options));
      return {
        id: shownText(exception['id'], options),
        type: shownText(exception['type'], options),
        message: shownText(exception['message'], options),
        remote: exception['remote'] === true,
        truncated: count(exception['truncated']),
        skipped: count(exception['skipped']),
        causedBy: shownText(exception['cause'], options),
        frames,
        outermostFirst: looksLikePython(frames),
      };
    });
}

function frameOf(frame: JsonMap, options: FactOptions): StackFrame {
  const line = Number(frame['line'] ?? Number.NaN);
  return {
    path: shownText(frame['path'], options),
    line: Number.isInteger(line) && line >= 0 ? line : undefined,
    label: shownText(frame['label'], options),
  };
}

/** The X-Ray SDK for Python writes the outermost frame first, all others the innermost; its frames are Python files. */
function looksLikePython(frames: readonly StackFrame[]): boolean {
  return frames.some(({ path }) => /\.pyw?$/.test(path));
}

function count(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isInteger(number) && number > 0 ? number : 0;
}

/**
 * `cause` as text is the id of an exception recorded elsewhere; as an object its `id` is that of the (sub)segment that first met the error (the
 * SDK for Node writes this), or it holds a message.
 */
function causeOf(trace: Trace, cause: unknown, options: FactOptions): DocumentDetails['cause'] {
  const id = isMap(cause) ? cause['id'] : cause;
  const reference = typeof id === 'string' ? id : '';
  const span = reference === '' ? -1 : trace.spans.id.indexOf(reference.toLowerCase());
  return {
    message: isMap(cause) ? shownText(cause['message'], options) : '',
    reference: shownText(reference, options),
    span: span < 0 ? undefined : span,
  };
}

function linkOf(link: JsonMap, options: FactOptions): TraceLink {
  const { attributes } = link;
  const type = isMap(attributes) ? attributes['aws.xray.reserved.reference_type'] : undefined;
  return {
    traceId: normalTraceId(shownText(link['trace_id'], options)),
    spanId: shownText(link['id'], options),
    direction: type === 'parent' || type === 'child' ? type : 'unknown',
    facts: flatFacts('', attributes, options),
  };
}
