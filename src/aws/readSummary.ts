import type { TraceSummary as ReceivedSummary } from '@aws-sdk/client-xray';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { TraceSummary } from '../traces/source';
import { arrayOf, readTraceId } from './received';

/**
 * Most entries kept of one list of a summary. X-Ray indexes 50 annotations of a trace; ten thousand summaries are held at once, so
 * that what has far more is cut rather than kept.
 */
export const MOST_LISTED = 100;
/** Most characters of one text, for the same reason; browsers and load balancers refuse longer URLs. */
export const LONGEST_TEXT = 8192;

/** Reads one received summary, taking nothing on trust. @returns undefined when it does not say whose trace it is */
export function readSummary(received: ReceivedSummary | null | undefined): TraceSummary | undefined {
  const id = readTraceId(received?.Id);
  if (!received || id === undefined) return undefined;
  const http = fieldsOf(received.Http);
  const services = listOf(received.ServiceIds, (service) => ({ name: nameOf(service), type: text(service['Type']) }));
  return {
    id,
    start: time(received.StartTime),
    duration: milliseconds(received.Duration),
    responseTime: milliseconds(received.ResponseTime),
    fault: received.HasFault === true,
    error: received.HasError === true,
    throttle: received.HasThrottle === true,
    partial: received.IsPartial === true,
    name: nameOf(fieldsOf(received.EntryPoint)) || (services[0]?.name ?? ''),
    method: text(http['HttpMethod']),
    url: text(http['HttpURL']),
    httpStatus: number(http['HttpStatus']) ?? 0,
    clientIp: text(http['ClientIp']),
    userAgent: text(http['UserAgent']),
    users: listOf(received.Users, (user) => text(user['UserName']) || undefined),
    services,
    annotations: annotationsOf(received.Annotations),
    rootCauses: rootCausesOf(received),
    matchedAt: time(received.MatchedEventTime),
    revision: number(received.Revision) ?? 0,
  };
}

/** An annotation has one value for each place of the trace that set it; each different one is kept once. */
function annotationsOf(received: unknown): TraceSummary['annotations'] {
  const annotations = new Map<string, readonly (string | number | boolean)[]>();
  const fields = fieldsOf(received);
  for (const key in fields) {
    if (annotations.size >= MOST_LISTED) break;
    if (!Object.hasOwn(fields, key)) continue;
    const values = listOf(fields[key], ({ AnnotationValue: value }) => valueOf(fieldsOf(value)));
    if (values.length > 0) annotations.set(text(key), values);
  }
  return annotations;
}

/** A union with one member set; '' is a value too. */
function valueOf(value: Fields): string | number | boolean | undefined {
  const { StringValue, NumberValue, BooleanValue } = value;
  if (typeof StringValue === 'string') return text(StringValue);
  return number(NumberValue) ?? (typeof BooleanValue === 'boolean' ? BooleanValue : undefined);
}

function rootCausesOf(received: ReceivedSummary): TraceSummary['rootCauses'] {
  return [
    ...causesOf('fault', received.FaultRootCauses),
    ...causesOf('error', received.ErrorRootCauses),
    ...causesOf('responseTime', received.ResponseTimeRootCauses),
  ];
}

function causesOf(of: RootCause['of'], received: unknown): RootCause[] {
  return listOf(received, (cause) => {
    const causedBy = causeText(cause);
    return causedBy ? { of, text: causedBy } : undefined;
  });
}

type RootCause = TraceSummary['rootCauses'][number];

/** `Services` leads from the entry point inwards, and so does the `EntityPath` of each. */
function causeText(cause: Fields): string {
  const service = fieldsOf(array(cause['Services']).at(-1));
  const exceptions = array(service['EntityPath']).flatMap((entity) => array(fieldsOf(entity)['Exceptions']).slice(-1));
  const exception = text(fieldsOf(exceptions.at(-1))['Name']);
  return [nameOf(service), exception].filter(Boolean).join(': ');
}

// The SDK passes wrong types through as they come.

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function array(value: unknown): readonly unknown[] {
  return arrayOf(value as readonly unknown[]);
}

/** The first `MOST_LISTED` different things of a received list, in its order. */
function listOf<Item extends {}>(value: unknown, read: (element: Fields) => Item | undefined): Item[] {
  const items = new Map<string, Item>();
  for (const element of array(value)) {
    if (items.size >= MOST_LISTED) break;
    const item = read(fieldsOf(element));
    if (item === undefined) continue;
    const key = JSON.stringify(item);
    if (!items.has(key)) items.set(key, item);
  }
  return [...items.values()];
}

/** Name of a `ServiceId`; the canonical one comes first where there are several. */
function nameOf(service: Fields): string {
  return text(service['Name']) || text(array(service['Names'])[0]);
}

function milliseconds(seconds: unknown): Milliseconds | undefined {
  return typeof seconds === 'number' ? number(seconds * 1000) : undefined;
}

function time(value: unknown): EpochMilliseconds | undefined {
  return value instanceof Date ? number(value.getTime()) : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : '';
}
