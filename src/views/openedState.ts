import { formatRef, parseRef, type TraceRef } from '../model/traceRef';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import { Status } from '../model/trace';
import type { WantedTrace } from '../traces/source';

/** What a row of the tree says of a trace without loading it. */
export interface TraceFacts {
  readonly title: string;
  readonly status: Status;
  readonly start: EpochMilliseconds;
  readonly duration: Milliseconds;
}

/**
 * What the place a trace was found at says of it: without its time, an ID without a time of its own could not be retrieved again;
 * the rest explains why it may not be there, and says where to look.
 */
export type TimeHint = Pick<WantedTrace, 'around' | 'range' | 'sampled' | 'foundIn'>;

export interface OpenedTrace {
  readonly kind: 'trace';
  readonly ref: TraceRef;
  readonly hint?: TimeHint | undefined;
  /** undefined until it was loaded once. */
  readonly facts: TraceFacts | undefined;
}

/** Traces that were opened together. */
export interface OpenedGroup {
  readonly kind: 'group';
  readonly id: string;
  readonly openedAt: EpochMilliseconds;
  readonly traces: readonly OpenedTrace[];
}

export type OpenedRow = OpenedTrace | OpenedGroup;

/** Rows kept, newest first. */
export const MOST_ROWS = 50;

const TITLE_LENGTH = 200;
/** Largest time a `Date` holds. */
const LAST_TIME: EpochMilliseconds = 8.64e15;

/** What is written to workspace state. */
export function writeRows(rows: readonly OpenedRow[]): unknown {
  return {
    version: 1,
    rows: rows.map((row) =>
      row.kind === 'trace'
        ? writeTrace(row)
        : { id: row.id, openedAt: row.openedAt, traces: row.traces.map(writeTrace) },
    ),
  };
}

function writeTrace({ ref, hint, facts }: OpenedTrace): object {
  return { ref: formatRef(ref), ...(hint && { hint }), ...(facts && { facts }) };
}

/** Reads what `writeRows` wrote; drops what it cannot read, row by row. */
export function readRows(state: unknown): OpenedRow[] {
  const { version, rows } = fields(state);
  if (version !== 1 || !Array.isArray(rows)) return [];
  return rows.slice(0, MOST_ROWS).flatMap((row: unknown): OpenedRow[] => {
    const { id, openedAt, traces } = fields(row);
    if (!Array.isArray(traces)) return readTrace(row);
    const read = traces.flatMap(readTrace);
    if (typeof id !== 'string' || typeof openedAt !== 'number' || read.length === 0) return [];
    return [{ kind: 'group', id, openedAt, traces: read }];
  });
}

function readTrace(value: unknown): OpenedTrace[] {
  const { ref: text, hint, facts } = fields(value);
  const ref = typeof text === 'string' ? parseRef(text) : undefined;
  return ref ? [{ kind: 'trace', ref, hint: readHint(hint), facts: readFacts(facts) }] : [];
}

function readHint(value: unknown): TimeHint | undefined {
  const { around, range, sampled, foundIn } = fields(value);
  const { start, end } = fields(range);
  const isRange = isTime(start) && isTime(end) && start <= end;
  const { file, service } = fields(foundIn);
  const place = { ...(isName(file) && { file }), ...(isName(service) && { service }) };
  const hint = {
    ...(isTime(around) && { around }),
    ...(isRange && { range: { start, end } }),
    ...(typeof sampled === 'boolean' && { sampled }),
    ...(Object.keys(place).length > 0 && { foundIn: place }),
  };
  return Object.keys(hint).length > 0 ? hint : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= TITLE_LENGTH;
}

function isTime(value: unknown): value is EpochMilliseconds {
  return typeof value === 'number' && Math.abs(value) <= LAST_TIME;
}

function readFacts(value: unknown): TraceFacts | undefined {
  const { title, status, start, duration } = fields(value);
  if (typeof title !== 'string' || !Number.isFinite(start) || !Number.isFinite(duration)) return undefined;
  if (!(Object.values(Status) as unknown[]).includes(status)) return undefined;
  return {
    title: title.slice(0, TITLE_LENGTH),
    status: status as Status,
    start: start as number,
    duration: duration as number,
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
