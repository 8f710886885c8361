import { causeOf } from './causes';
import type { Fact, TraceLink } from './details';
import { fact, factsOf, flatFacts, type FactOptions } from './facts';
import type { FoundSpan } from './findSpan';
import { isMap, type JsonMap } from './json';
import { mapsIn } from './documentKind';
import { jsonDetails } from './jsonDetails';
import { shownText } from './shownText';
import type { DocumentDetails } from './spanDetails';
import type { Trace } from './trace';
import { normalTraceId } from './traceId';
import type { SpanIndex } from './units';

const MOST_LINKS = 200;

/** The members of `aws` whose values say little and whose place is elsewhere. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['aws.cloudwatch_logs']);

/** What a segment document says of one of its (sub)segments. Source of the fields: X-Ray guide, "Segment documents". */
export function segmentDetails(
  trace: Trace,
  span: SpanIndex,
  { document, metadata }: Extract<FoundSpan, { readonly kind: 'segment' }>,
  options: FactOptions,
): DocumentDetails {
  const { cause, exceptions } = causeOf(trace, span, document['cause'], options);
  return {
    overview: overview(document, options),
    resources: [
      ...given(document, ['origin', 'resource_arn'], options),
      ...factsOf('aws', document['aws'], options, SHOWN_ELSEWHERE),
    ],
    annotations: flatFacts('', document['annotations'], options),
    metadata: jsonDetails(metadata, options),
    exceptions,
    cause,
    http: factsOf('http', document['http'], options),
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
    ...factsOf('service', document['service'], options),
    ...given(document, ['precursor_ids'], options),
  ];
}

function given(document: JsonMap, keys: readonly string[], options: FactOptions): Fact[] {
  return keys.filter((key) => document[key] !== undefined).map((key) => fact(key, document[key], options));
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
