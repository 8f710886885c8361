import { parseTraceId, type TraceId } from '../model/traceId';
import { readContext, type Candidate } from './idContext';
import { CONTEXT_LINES, hexValues, keyBefore, regionBefore, standsAlone, type Key } from './surroundings';

/** A trace ID in text. Offsets are UTF-16 units, `end` exclusive: `text.slice(start, end)` is the ID as written. */
export interface FoundId {
  /** X-Ray form, lower case. */
  readonly id: TraceId;
  readonly start: number;
  readonly end: number;
  /** The (sub)segment the text names beside the ID, 16 hex digits in lower case. */
  readonly segmentId?: string;
  /** What the text says of sampling; absent when it says nothing, or leaves it open (`Sampled=?`). */
  readonly sampled?: boolean;
  readonly form: 'xray' | 'w3c';
}

const XRAY = /1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}/g;
const AT_SEGMENT = /@([0-9a-f]{16})(?!\w)/iy;
/** The rest of a `traceparent` value: span ID and flags. */
const TRACEPARENT_REST = /-([0-9a-f]{16})-([0-9a-f]{2})(?!\w)/iy;
const TRACEPARENT_VERSION = /(?<=(?<!\w)([0-9a-f]{2})-)/iy;
/** The rest of a single `b3` value: span ID, and the sampling decision where there is one. */
const B3_REST = /-([0-9a-f]{16})(?:-([01d]))?(?!\w)/iy;
const NESTED_IN_DATADOG = /["']dd["'\\]{0,4}\s{0,8}:\s{0,8}\{[^{}]*$/;
const DATADOG_KEY = /(?:^|[._-])(?:dd|datadog)[._-]/i;

/**
 * Every trace ID in a text, in the order they stand there: X-Ray IDs anywhere; W3C IDs in `traceparent`, b3, or behind a key that
 * says so (a bare run of 32 hex digits is as likely an MD5 sum). Linear in the length of the text.
 */
export function scanText(text: string): FoundId[] {
  const candidates = [...xrayCandidates(text), ...w3cCandidates(text)].toSorted((a, b) => a.start - b.start);
  return candidates.map(({ id, start, end, form }, index) => {
    return { id, start, end, form, ...readContext(text, candidates, index) };
  });
}

function* xrayCandidates(text: string): Generator<Candidate> {
  for (const match of text.matchAll(XRAY)) {
    const start = match.index;
    const end = start + match[0].length;
    const id = standsAlone(text, start, end) ? parseTraceId(match[0]) : undefined;
    if (id === undefined) continue;
    const segment = matchAt(AT_SEGMENT, text, end);
    yield { id, start, end, form: 'xray', key: keyBefore(text, start), segmentId: segment?.[1] };
  }
}

function* w3cCandidates(text: string): Generator<Candidate> {
  for (const start of hexValues(text, 32)) {
    const end = start + 32;
    const place = { start, end, form: 'w3c' } as const;
    const told = standsAlone(text, start, end)
      ? (traceparentAt(text, start, end) ?? keyedAt(text, start, end))
      : undefined;
    const id = told && parseTraceId(text.slice(start, end));
    if (told && id !== undefined) yield { ...place, id, ...told };
  }
}

type Told = Pick<Candidate, 'key' | 'segmentId' | 'sampled'>;

/** `00-<trace>-<span>-<flags>`: version 00 tells by its shape, later ones need their header's name. ff is no version. */
function traceparentAt(text: string, start: number, end: number): Told | undefined {
  const rest = matchAt(TRACEPARENT_REST, text, end);
  const version = rest && matchAt(TRACEPARENT_VERSION, text, start)?.[1]?.toLowerCase();
  if (!rest || version === undefined || version === 'ff') return undefined;
  const key = keyBefore(text, start - 3);
  if (version !== '00' && key?.name.endsWith('traceparent') !== true) return undefined;
  return { key, segmentId: rest[1], sampled: (Number.parseInt(rest[2] ?? '', 16) & 1) === 1 };
}

function keyedAt(text: string, start: number, end: number): Told | undefined {
  const key = keyBefore(text, start);
  if (!key || !tellsTraceId(key) || isDatadog(text, start, key)) return undefined;
  const rest = matchAt(B3_REST, text, end);
  const decision = rest?.[2]?.toLowerCase();
  return { key, segmentId: rest?.[1], sampled: decision === undefined ? undefined : decision !== '0' };
}

/** `trace_id`, `traceId`, `trace.id`, `otelTraceID`, `X-B3-TraceId`, `uber-trace-id`, b3, and `@tr` of Serilog's compact JSON. */
function tellsTraceId({ name }: Key): boolean {
  return name.endsWith('traceid') || name === 'b3' || name === '@tr';
}

/** Datadog's own IDs are counted differently and unknown to X-Ray, also where they are written in hex. */
function isDatadog(text: string, start: number, key: Key): boolean {
  if (DATADOG_KEY.test(key.text)) return true;
  const { from } = regionBefore(text, start, 0, CONTEXT_LINES);
  return NESTED_IN_DATADOG.test(text.slice(from, start));
}

/** A sticky expression matched at one place. */
function matchAt(sticky: RegExp, text: string, index: number): RegExpExecArray | undefined {
  sticky.lastIndex = index;
  return sticky.exec(text) ?? undefined;
}
