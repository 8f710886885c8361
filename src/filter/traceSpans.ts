import { attributesOf, resourceAttributesOf } from '../model/attributes';
import { eachEnvelopeSpan, kindOf, mapsIn } from '../model/documentKind';
import { isMap, parseDocument, type JsonMap } from '../model/json';
import { statusOfHttp } from '../model/readSegment';
import { exceptionEvents } from '../model/readSpanRecord';
import { Status, type Trace } from '../model/trace';
import type { Value } from './expression';

/** What filters ask of one span beyond what the model's columns hold. Lists are empty where the document has nothing. */
export interface SpanFacts {
  readonly fault: boolean;
  readonly error: boolean;
  readonly throttle: boolean;
  /** By keyword: `http.useragent`, `http.clientip`, `user`, `availabilityzone`, `instance.id`, `resource.arn`, `account.id`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, Value>;
  readonly exceptions: readonly { readonly name: string; readonly message: string }[];
  /** `cause.message`, which stands for itself. */
  readonly causeMessage: string;
}

const NOTHING: SpanFacts = {
  fault: false,
  error: false,
  throttle: false,
  texts: new Map(),
  annotations: new Map(),
  exceptions: [],
  causeMessage: '',
};

/** The facts of every span of a trace, by its index. Each document is parsed once. */
export function factsOfSpans(trace: Trace): readonly SpanFacts[] {
  const byDocument = trace.documents.map((text) => readFacts(text));
  return Array.from({ length: trace.spans.count }, (_, span) => {
    return byDocument[trace.documentOf[span] ?? -1]?.[trace.ordinalOf[span] ?? 0] ?? NOTHING;
  });
}

/** The facts of a document's spans, numbered as the model numbers them (`readDocument`). */
function readFacts(text: string): SpanFacts[] {
  const parsed = parseDocument(text);
  if (!parsed.ok) return [];
  const items: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const facts: SpanFacts[] = [];
  for (const item of items) {
    const kind = kindOf(item);
    const before = facts.length;
    if (kind === 'segment' && isMap(item)) readSegments(item, facts);
    else if (kind === 'spanRecord' && isMap(item)) facts.push(recordFacts(item, item['resource']));
    else if (kind === 'envelope' && isMap(item)) {
      eachEnvelopeSpan(item, ({ span, resource }) => facts.push(recordFacts(span, resource)));
    }
    if (facts.length === before) facts.push(NOTHING);
  }
  return facts;
}

/** A segment with everything nested in it, in document order. Iterative: documents may be nested as deep as they like. */
function readSegments(segment: JsonMap, facts: SpanFacts[]): void {
  const stack: JsonMap[] = [segment];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    facts.push(segmentFacts(next));
    stack.push(...mapsIn(next['subsegments']).toReversed());
  }
}

/** Source of the fields: X-Ray guide, "Segment documents". */
function segmentFacts(document: JsonMap): SpanFacts {
  const { fault, error, throttle, cause } = document;
  const http = mapOf(document['http']);
  const request = mapOf(http['request']);
  const aws = mapOf(document['aws']);
  const ec2 = mapOf(aws['ec2']);
  const status = mapOf(http['response'])['status'];
  const isFlagged = fault !== undefined || error !== undefined || throttle !== undefined;
  const byHttp = isFlagged ? Status.Ok : statusOfHttp(Number(status ?? 0));
  return {
    fault: fault === true || byHttp === Status.Fault,
    error: error === true || byHttp === Status.Error || byHttp === Status.Throttle,
    throttle: throttle === true || byHttp === Status.Throttle,
    texts: textsOf({
      'http.useragent': request['user_agent'],
      'http.clientip': request['client_ip'],
      user: document['user'],
      availabilityzone: ec2['availability_zone'],
      'instance.id': ec2['instance_id'],
      'resource.arn': document['resource_arn'],
      'account.id': aws['account_id'],
    }),
    annotations: annotationsOf(mapOf(document['annotations'])),
    exceptions: mapsIn(isMap(cause) ? cause['exceptions'] : undefined).map(({ type, message }) => ({
      name: textOf(type),
      message: textOf(message),
    })),
    causeMessage: isMap(cause) ? textOf(cause['message']) : '',
  };
}

/** Attribute names: OpenTelemetry semantic conventions, old and new. All attributes count as annotations: which are indexed is not known. */
function recordFacts(document: JsonMap, resource: unknown): SpanFacts {
  const attributes = attributesOf(document['attributes']);
  const place = resourceAttributesOf(resource);
  const status = Number(attributes['http.response.status_code'] ?? attributes['http.status_code'] ?? 0);
  const code = mapOf(document['status'])['code'];
  const byHttp = code === 1 || code === 'OK' ? Status.Ok : statusOfHttp(status);
  const isError = code === 2 || code === 'ERROR' || code === 'STATUS_CODE_ERROR';
  return {
    fault: byHttp === Status.Fault || (isError && byHttp === Status.Ok),
    error: byHttp === Status.Error || byHttp === Status.Throttle,
    throttle: byHttp === Status.Throttle,
    texts: textsOf({
      'http.useragent': attributes['user_agent.original'] ?? attributes['http.user_agent'],
      'http.clientip': attributes['client.address'] ?? attributes['http.client_ip'],
      user: attributes['enduser.id'] ?? attributes['user.id'],
      availabilityzone: place['cloud.availability_zone'],
      'instance.id': place['host.id'],
      'resource.arn': place['cloud.resource_id'] ?? attributes['aws.resource.arn'],
      'account.id': place['cloud.account.id'],
    }),
    annotations: annotationsOf(attributes),
    exceptions: exceptionEvents(document['events']).map((event) => {
      const of = attributesOf(event['attributes']);
      return { name: textOf(of['exception.type']), message: textOf(of['exception.message']) };
    }),
    causeMessage: textOf(mapOf(document['status'])['message']),
  };
}

function mapOf(value: unknown): JsonMap {
  return isMap(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(texts: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const [key, value] of Object.entries(texts))
    if (typeof value === 'string' && value !== '') given.set(key, value);
  return given;
}

function annotationsOf(map: JsonMap): ReadonlyMap<string, Value> {
  const annotations = new Map<string, Value>();
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      annotations.set(key, value);
  }
  return annotations;
}
