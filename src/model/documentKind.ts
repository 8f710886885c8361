import { isMap, type JsonMap } from './json';

/**
 * What a JSON value is, told by content because neither file names nor `TraceFormat` can be trusted:
 * a segment document, an OpenTelemetry span record (Transaction Search, or a bare OTLP span), an OTLP envelope, or none of them.
 */
export type DocumentKind = 'segment' | 'spanRecord' | 'envelope' | 'none';

export function kindOf(value: unknown): DocumentKind {
  if (!isMap(value)) return 'none';
  if (value['start_time'] !== undefined) return 'segment';
  if (value['startTimeUnixNano'] !== undefined) return 'spanRecord';
  if (Array.isArray(value['resourceSpans'])) return 'envelope';
  if (typeof value['spanId'] === 'string') {
    // Log records carry spanId and traceId too, but have a body and no name.
    return value['name'] !== undefined && value['body'] === undefined ? 'spanRecord' : 'none';
  }
  const looksLikeSegment =
    value['trace_id'] !== undefined || value['end_time'] !== undefined || value['name'] !== undefined;
  return looksLikeSegment && (value['id'] !== undefined || value['trace_id'] !== undefined) ? 'segment' : 'none';
}

/** Why a value of kind `none` is no document: one short English phrase. */
export function whyNone(value: unknown): string {
  if (!isMap(value))
    return `not a document but ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}`;
  if (value['spanId'] !== undefined || value['body'] !== undefined) return 'a log record, not a span';
  const keys = Object.keys(value).slice(0, 3);
  return keys.length === 0 ? 'an empty object' : `neither segment nor span (its keys begin with ${keys.join(', ')})`;
}

/** One span of an OTLP envelope with what it shares with others. */
export interface EnvelopeSpan {
  readonly span: JsonMap;
  readonly resource: unknown;
  readonly scope: unknown;
}

/** The lists an envelope nests, outermost first; `instrumentationLibrarySpans` is what OTLP before 0.15 wrote. */
export const ENVELOPE_LISTS: readonly (readonly string[])[] = [
  ['resourceSpans'],
  ['scopeSpans', 'instrumentationLibrarySpans'],
  ['spans'],
];

/** Calls `visit` with every span of an OTLP envelope, in document order. */
export function eachEnvelopeSpan(envelope: JsonMap, visit: (entry: EnvelopeSpan) => void): void {
  for (const ofResource of mapsIn(envelope['resourceSpans'])) {
    for (const list of ENVELOPE_LISTS[1] ?? []) {
      for (const ofScope of mapsIn(ofResource[list])) {
        const scope = ofScope['scope'] ?? ofScope['instrumentationLibrary'];
        for (const span of mapsIn(ofScope['spans'])) visit({ span, resource: ofResource['resource'], scope });
      }
    }
  }
}

/** The objects in a value that should be a list of objects. */
export function mapsIn(value: unknown): readonly JsonMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
