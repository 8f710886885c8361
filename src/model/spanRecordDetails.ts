import { attributesOf, resourceAttributesOf } from './attributes';
import { mapsIn } from './documentKind';
import type { ExceptionDetails, Fact, TraceLink } from './details';
import { fact, flatFacts, type FactOptions } from './facts';
import type { FoundSpan } from './findSpan';
import { isMap, type JsonMap } from './json';
import { jsonDetails } from './jsonDetails';
import { elementsOf, membersOf, nodeAt } from './jsonText';
import { exceptionEvents, kindName, statusName } from './readSpanRecord';
import { shownText } from './shownText';
import type { DocumentDetails } from './spanDetails';
import { readStackText } from './stackText';
import { normalTraceId } from './traceId';

const MOST_EVENTS = 100;
/** Attributes that belong to a tab of their own. */
const SQL = /^db\./;
const HTTP = /^(?:http|url|user_agent)\./;
const REQUEST = /^(?:client|rpc|messaging|network|enduser|user)\./;
const PLACE = /^(?:aws|cloud|faas|server|net|peer)\.|^PlatformType$/;

/** What an OpenTelemetry span says: attributes sorted to the tabs of X-Ray by the conventions' prefixes. */
export function spanRecordDetails(
  found: Extract<FoundSpan, { readonly kind: 'span' }>,
  options: FactOptions,
): DocumentDetails {
  const { document, resource, scope, events } = found;
  const attributes = attributesOf(document['attributes']);
  const resourceAttributes = resourceAttributesOf(resource);
  const all = flatFacts('', attributes, options);
  const exceptions = exceptionEvents(document['events']);
  return {
    overview: [...headline(document, scope, options), ...all.filter(({ key }) => REQUEST.test(key))],
    resources: [...flatFacts('', resourceAttributes, options), ...all.filter(({ key }) => PLACE.test(key))],
    annotations: all.filter(({ key }) => ![HTTP, REQUEST, PLACE, SQL].some((tab) => tab.test(key))),
    metadata: jsonDetails(otherEvents(events), options),
    exceptions: exceptions.slice(0, MOST_EVENTS).map((event) => exceptionOf(event, options)),
    cause: {
      message: statusMessage(document['status'], options),
      reference: '',
      span: undefined,
      workingDirectory: '',
    },
    http: all.filter(({ key }) => HTTP.test(key)),
    sql: all.filter(({ key }) => SQL.test(key)),
    links: mapsIn(document['links'])
      .slice(0, MOST_EVENTS)
      .map((link) => linkOf(link, options)),
    logGroups: logGroupsOf(resourceAttributes['aws.log.group.names'] ?? attributes['aws.log.group.names']),
  };
}

function headline(document: JsonMap, scope: unknown, options: FactOptions): Fact[] {
  const facts: Fact[] = [];
  const kind = kindName(document['kind']);
  if (kind !== '') facts.push(fact('kind', kind, options));
  facts.push(fact('status', statusName(document['status']), options));
  if (isMap(scope)) {
    for (const key of ['name', 'version']) {
      if (typeof scope[key] === 'string' && scope[key] !== '') facts.push(fact(`scope.${key}`, scope[key], options));
    }
  }
  if (document['traceState'] !== undefined) facts.push(fact('traceState', document['traceState'], options));
  return facts;
}

function statusMessage(status: unknown, options: FactOptions): string {
  return isMap(status) ? shownText(status['message'], options) : '';
}

function exceptionOf(event: JsonMap, options: FactOptions): ExceptionDetails {
  const attributes = attributesOf(event['attributes']);
  const stack = attributes['exception.stacktrace'];
  const { frames, outermostFirst } = readStackText(typeof stack === 'string' ? stack : '');
  return {
    id: '',
    type: shownText(attributes['exception.type'], options),
    message: shownText(attributes['exception.message'], options),
    remote: false,
    truncated: 0,
    skipped: 0,
    causedBy: '',
    frames: frames.map((frame) => ({
      ...frame,
      path: shownText(frame.path, options),
      label: shownText(frame.label, options),
    })),
    outermostFirst,
    recordedAt: undefined,
  };
}

/** Events that are no exceptions, as JSON text: as received, with attributes as a plain object. '' = none. */
function otherEvents(events: string): string {
  const list = nodeAt(events, 0);
  if (list.kind !== 'list') return '';
  const others = elementsOf(events, list)
    .filter(({ kind }) => kind === 'object')
    .map(({ from, to }) => eventText(events.slice(from, to)))
    .filter((text) => text !== '');
  return others.length === 0 ? '' : `{"events":[${others.join(',')}]}`;
}

function eventText(event: string): string {
  const members = membersOf(event, nodeAt(event, 0));
  const text = (key: string): string => {
    const value = members.get(key);
    return value ? event.slice(value.from, value.to) : '';
  };
  if (text('name') === '"exception"') return '';
  const attributes = text('attributes');
  if (!attributes.startsWith('[')) return event;
  const plain = JSON.stringify(attributesOf(JSON.parse(attributes)));
  const { from, to } = members.get('attributes')!;
  return event.slice(0, from) + plain + event.slice(to);
}

function linkOf(link: JsonMap, options: FactOptions): TraceLink {
  return {
    traceId: normalTraceId(shownText(link['traceId'], options)),
    spanId: shownText(link['spanId'], options),
    direction: 'unknown',
    facts: flatFacts('', attributesOf(link['attributes']), options),
  };
}

/** `aws.log.group.names` is text, several joined with `&`, or a list. */
function logGroupsOf(value: unknown): string[] {
  const names: unknown[] = typeof value === 'string' ? value.split('&') : Array.isArray(value) ? value : [];
  return names.filter((name): name is string => typeof name === 'string' && name !== '');
}
