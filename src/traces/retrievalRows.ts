import { parseTraceId, type TraceId } from '../model/traceId';
import type { EpochMilliseconds } from '../model/units';
import type { Connection } from './source';
import { RETRIEVAL_LIFETIME } from './retrievalLifetime';
import { TraceError, type TraceErrorParams, type TraceErrorReason } from './traceError';

/** A retrieval as its row in the sidebar shows it. A new object after every change. Never holds the token. */
export interface RetrievalRow {
  /** Random; also the name under which its token is kept. */
  readonly id: string;
  readonly connection: Pick<Connection, 'profile' | 'region'>;
  readonly ids: readonly TraceId[];
  /** Where AWS looks, both ends inclusive. */
  readonly range: { readonly start: EpochMilliseconds; readonly end: EpochMilliseconds };
  readonly startedAt: EpochMilliseconds;
  /** `expired`: its 60 minutes, or its token, were gone before all was read. */
  readonly state: 'running' | 'complete' | 'failed' | 'cancelled' | 'expired';
  /** `RetrievalStatus` as AWS words it; '' when none came yet. */
  readonly status: string;
  /** Documents read so far, and the traces they belong to. */
  readonly spans: number;
  readonly found: number;
  /** Of `failed`. */
  readonly error: TraceError | undefined;
}

/** Rows kept, newest first. */
export const MOST_RETRIEVALS = 30;
/** Most IDs of one StartTraceRetrieval. Source: the API's model. */
const MOST_IDS = 100;
/** Largest time a `Date` holds. */
const LAST_TIME: EpochMilliseconds = 8.64e15;
const TEXT_LENGTH = 500;
const STATES: readonly string[] = [
  'running',
  'complete',
  'failed',
  'cancelled',
  'expired',
] satisfies RetrievalRow['state'][];

/** When AWS forgets a retrieval. */
export function expiryOf({ startedAt }: Pick<RetrievalRow, 'startedAt'>): EpochMilliseconds {
  return startedAt + RETRIEVAL_LIFETIME;
}

/** What is written to workspace state. */
export function writeRetrievals(rows: readonly RetrievalRow[]): unknown {
  return {
    version: 1,
    rows: rows.map(({ connection: { profile, region }, error, ...row }) => ({
      ...row,
      connection: { profile, region },
      ...(error && { error: { reason: error.reason, params: error.params } }),
    })),
  };
}

/** Reads what `writeRetrievals` wrote; drops what it cannot read, row by row. */
export function readRetrievals(state: unknown): RetrievalRow[] {
  const { version, rows } = fields(state);
  if (version !== 1 || !Array.isArray(rows)) return [];
  return rows.slice(0, MOST_RETRIEVALS).flatMap(readRow);
}

function readRow(value: unknown): RetrievalRow[] {
  const { id, connection, ids, range, startedAt, state, status, spans, found, error } = fields(value);
  const { profile, region } = fields(connection);
  const { start, end } = fields(range);
  const traces = (Array.isArray(ids) ? ids : [])
    .slice(0, MOST_IDS)
    .flatMap((one: unknown) => (typeof one === 'string' ? (parseTraceId(one) ?? []) : []));
  if (typeof id !== 'string' || !/^[\w-]{8,64}$/.test(id) || traces.length === 0) return [];
  if (typeof profile !== 'string' || typeof region !== 'string' || region === '') return [];
  if (!isTime(start) || !isTime(end) || !isTime(startedAt) || !STATES.includes(String(state))) return [];
  return [
    {
      id,
      connection: { profile, region },
      ids: traces,
      range: { start, end },
      startedAt,
      state: state as RetrievalRow['state'],
      status: typeof status === 'string' ? status.slice(0, TEXT_LENGTH) : '',
      spans: countOf(spans),
      found: countOf(found),
      error: readError(error),
    },
  ];
}

function readError(value: unknown): TraceError | undefined {
  const { reason, params } = fields(value);
  if (typeof reason !== 'string') return undefined;
  const read = Object.entries(fields(params)).flatMap(([name, param]): [string, TraceErrorParams[string]][] => {
    if (typeof param === 'number' || typeof param === 'boolean') return [[name, param]];
    return typeof param === 'string' ? [[name, param.slice(0, TEXT_LENGTH)]] : [];
  });
  // A reason of another version has no sentence here: `explain` says what it says of the unforeseen.
  return new TraceError(reason as TraceErrorReason, Object.fromEntries(read));
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}

function isTime(value: unknown): value is EpochMilliseconds {
  return typeof value === 'number' && Math.abs(value) <= LAST_TIME;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
