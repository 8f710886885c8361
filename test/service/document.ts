import { isObject, type JsonObject } from './wire';

/** One document as it was stored. Times are epoch seconds. */
export interface StoredDocument {
  /** X-Ray form. */
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string;
  readonly kind: 'segment' | 'subsegment' | 'span' | 'envelope';
  /** What was received; for an element of an array its own JSON. */
  readonly text: string;
  readonly value: JsonObject;
  readonly start: number | undefined;
  /** undefined while in progress. */
  readonly end: number | undefined;
}

/** A document that cannot be stored. `code` is what PutTraceSegments reports for it. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  constructor(
    readonly code: 'InvalidSegment' | 'InvalidTraceId',
    readonly id: string,
    message: string = code,
  ) {
    super(message);
  }
}

/**
 * Reads one document: a segment, an independent subsegment, a JSON array of these, a span record, an OTLP envelope.
 * Throws DocumentError when the text is no JSON or names no trace.
 */
export function readDocuments(text: string): StoredDocument[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DocumentError('InvalidSegment', '', 'The document is not JSON');
  }
  if (Array.isArray(value)) return value.map((element) => readValue(element, JSON.stringify(element)));
  return [readValue(value, text)];
}

function readValue(value: unknown, text: string): StoredDocument {
  if (!isObject(value)) throw new DocumentError('InvalidSegment', '', 'The document is no JSON object');
  if ('resourceSpans' in value) return readEnvelope(value, text);
  if ('startTimeUnixNano' in value) return readSpan(value, text);
  const id = stringOf(value['id']);
  const traceId = stringOf(value['trace_id']);
  if (!/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i.test(traceId)) throw new DocumentError('InvalidTraceId', id);
  return {
    traceId: traceId.toLowerCase(),
    id,
    parentId: stringOf(value['parent_id']),
    kind: value['type'] === 'subsegment' ? 'subsegment' : 'segment',
    text,
    value,
    start: secondsOf(value['start_time']),
    end: value['in_progress'] === true ? undefined : secondsOf(value['end_time']),
  };
}

function readSpan(value: JsonObject, text: string): StoredDocument {
  return {
    traceId: fromW3c(value),
    id: stringOf(value['spanId']),
    parentId: stringOf(value['parentSpanId']),
    kind: 'span',
    text,
    value,
    start: nanosecondsOf(value['startTimeUnixNano']),
    end: nanosecondsOf(value['endTimeUnixNano']),
  };
}

/** An envelope is stored under its first span; assumed to hold one trace, as X-Ray hands out traces one by one. */
function readEnvelope(value: JsonObject, text: string): StoredDocument {
  const spans = objects(value['resourceSpans']).flatMap((resource) =>
    objects(resource['scopeSpans']).flatMap((scope) => objects(scope['spans'])),
  );
  const [first] = spans;
  if (!first) throw new DocumentError('InvalidTraceId', '', 'The envelope holds no span');
  const read = spans.map((span) => readSpan(span, ''));
  return {
    ...readSpan(first, text),
    kind: 'envelope',
    value,
    start: smallest(read.map(({ start }) => start)),
    end: largest(read.map(({ end }) => end)),
  };
}

function fromW3c(value: JsonObject): string {
  const hex = stringOf(value['traceId']).toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new DocumentError('InvalidTraceId', stringOf(value['spanId']));
  return `1-${hex.slice(0, 8)}-${hex.slice(8)}`;
}

export function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter((element) => isObject(element)) : [];
}

export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function nanosecondsOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number / 1e9 : undefined;
}

export function smallest(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((least, value) => (least === undefined || (value ?? least) < least ? value : least), undefined);
}

export function largest(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((most, value) => (most === undefined || (value ?? most) > most ? value : most), undefined);
}
