/** A JSON object as it came over the wire. */
export type JsonObject = Record<string, unknown>;

/** An error as X-Ray sends it: status, code (header `x-amzn-errortype`) and message. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Further members of the body, e.g. `ResourceName`. */
    readonly members: JsonObject = {},
  ) {
    super(message);
  }
}

export const invalidRequest = (message: string): ServiceError =>
  new ServiceError(400, 'InvalidRequestException', message);

/** What the JSON reader in front of every AWS operation answers when a member has the wrong JSON type. */
const serialization = (message: string): ServiceError => new ServiceError(400, 'SerializationException', message);

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The request body as an object; an empty body counts as `{}`. Throws SerializationException. */
export function readBody(text: string): JsonObject {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw serialization('Could not parse the request body into JSON');
  }
  if (!isObject(value)) throw serialization('The request body must be a JSON object');
  return value;
}

/** An optional string member. `null` is the same as absent, as everywhere in REST-JSON. */
export function optionalString(input: JsonObject, member: string): string | undefined {
  const value = input[member] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw serialization(`${member}: STRING_VALUE expected`);
  return value;
}

export function requiredString(input: JsonObject, member: string): string {
  const value = optionalString(input, member);
  if (!value) throw invalidRequest(`${member} is required`);
  return value;
}

/** One of a closed set of values. */
export function optionalEnum<T extends string>(input: JsonObject, member: string, values: readonly T[]): T | undefined {
  const value = optionalString(input, member);
  const known = values.find((candidate) => candidate === value);
  if (value !== undefined && known === undefined) {
    throw invalidRequest(`${member}: '${value}' is not one of ${values.join(', ')}`);
  }
  return known;
}

export function requiredStrings(input: JsonObject, member: string): string[] {
  const value = input[member] ?? undefined;
  if (value === undefined) throw invalidRequest(`${member} is required`);
  if (!Array.isArray(value)) throw serialization(`${member}: a list is expected`);
  const wrong = value.some((element) => typeof element !== 'string');
  if (wrong) throw serialization(`${member}: STRING_VALUE expected`);
  return value as string[];
}

/** A time: a JSON number of epoch seconds, fraction allowed. ISO text is refused, as the protocol has numbers. */
export function requiredTime(input: JsonObject, member: string): number {
  const value = input[member] ?? undefined;
  if (value === undefined) throw invalidRequest(`${member} is required`);
  if (typeof value !== 'number') throw serialization(`${member}: NUMBER_VALUE expected`);
  return value;
}

const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;

/**
 * The trace IDs of a request. Refused with InvalidRequestException: more than `limit` (API reference), duplicates (seen by
 * bulk downloaders), and what is no ID. Assumed: an empty list is refused; the form is checked strictly, so that upper
 * case and W3C IDs are refused.
 */
export function traceIds(input: JsonObject, limit: number): string[] {
  const ids = requiredStrings(input, 'TraceIds');
  if (ids.length === 0) throw invalidRequest('TraceIds must hold at least one trace ID');
  if (ids.length > limit) throw invalidRequest(`TraceIds must hold at most ${limit} trace IDs`);
  const malformed = ids.find((id) => !TRACE_ID.test(id));
  if (malformed !== undefined) throw invalidRequest(`Invalid trace ID: ${malformed}`);
  if (new Set(ids).size < ids.length) throw invalidRequest('TraceIds must not hold duplicates');
  return ids;
}
