import type { EpochMilliseconds, EpochSeconds } from './units';

/** A trace ID in X-Ray form, lower case: `1-` + 8 hex (epoch seconds) + `-` + 24 hex. Source: X-Ray guide, "Sending trace data". */
export type TraceId = string;

const XRAY = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i;
const W3C = /^(?:0x)?([0-9a-f]{8})([0-9a-f]{24})$/i;
const ALL_ZERO = /^1-0{8}-0{24}$/;

/**
 * The X-Ray form of a trace ID given in X-Ray or W3C form, any case, surrounding blanks allowed.
 * @returns undefined when the text is not a trace ID (also for the all-zero ID, which W3C forbids)
 */
export function parseTraceId(text: string): TraceId | undefined {
  const match = XRAY.exec(text.trim()) ?? W3C.exec(text.trim());
  if (!match) return undefined;
  const id = `1-${match[1]}-${match[2]}`.toLowerCase();
  return ALL_ZERO.test(id) ? undefined : id;
}

/** The X-Ray form where the text is a trace ID in either form, else the text itself: two texts name the same trace when these are equal. */
export function normalTraceId(text: string): string {
  return parseTraceId(text) ?? text;
}

/** The 32-hex W3C form of an X-Ray trace ID. */
export function toW3cTraceId(id: TraceId): string {
  return id.slice(2, 10) + id.slice(11);
}

/** X-Ray opened to the public on 2016-12-01; no trace ID carries an earlier second. */
const FIRST_SECOND: EpochSeconds = Date.UTC(2016, 11, 1) / 1000;
/** Clocks that run ahead: the margin the OpenTelemetry exporter for X-Ray grants. */
const AHEAD: EpochSeconds = 5 * 60;

/**
 * When the request of this trace began, read from the ID.
 * @returns undefined when the ID's first 8 hex digits are no plausible second: W3C IDs made outside AWS are random there
 */
export function traceIdTime(id: TraceId, now: EpochMilliseconds): EpochMilliseconds | undefined {
  const second = Number.parseInt(id.slice(2, 10), 16);
  return second >= FIRST_SECOND && second <= now / 1000 + AHEAD ? second * 1000 : undefined;
}
