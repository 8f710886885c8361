import { isMap, type JsonMap } from './json';

/**
 * OpenTelemetry attributes as a plain map, whether given as one (Transaction Search) or as OTLP's list of
 * `{key, value: {stringValue | intValue | …}}`. A map from `Object.create(null)`: keys may be `__proto__`.
 */
export function attributesOf(value: unknown): JsonMap {
  if (isMap(value)) return value;
  const map = Object.create(null) as Record<string, unknown>;
  if (!Array.isArray(value)) return map;
  for (const entry of value) {
    if (isMap(entry) && typeof entry['key'] === 'string') map[entry['key']] = plainValue(entry['value'], 0);
  }
  return map;
}

/** Nesting of `kvlistValue` and `arrayValue` that is unwrapped; deeper values are left as OTLP wrote them. */
const DEEPEST = 32;

/** The plain value of an OTLP `AnyValue`. 64-bit integers come as strings or numbers; both are taken. */
function plainValue(value: unknown, depth: number): unknown {
  if (!isMap(value)) return value;
  for (const key of ['stringValue', 'boolValue', 'doubleValue', 'bytesValue']) {
    if (value[key] !== undefined) return value[key];
  }
  const integer = value['intValue'];
  if (integer !== undefined) {
    const number = Number(integer);
    return Number.isSafeInteger(number) ? number : integer;
  }
  if (depth >= DEEPEST) return value;
  const list = value['arrayValue'];
  if (isMap(list))
    return Array.isArray(list['values']) ? list['values'].map((item) => plainValue(item, depth + 1)) : [];
  const pairs = value['kvlistValue'];
  if (isMap(pairs) && Array.isArray(pairs['values'])) {
    const map = Object.create(null) as Record<string, unknown>;
    for (const entry of pairs['values']) {
      if (isMap(entry) && typeof entry['key'] === 'string') map[entry['key']] = plainValue(entry['value'], depth + 1);
    }
    return map;
  }
  return Object.keys(value).length === 0 ? null : value;
}

/** The attributes of a span record's or envelope's `resource`. */
export function resourceAttributesOf(resource: unknown): JsonMap {
  return attributesOf(isMap(resource) ? resource['attributes'] : undefined);
}
