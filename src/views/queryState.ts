import type { EpochMilliseconds } from '../model/units';
import type { SearchQuery, SearchRange, SpanCondition, SpanQuery, TraceQuery } from '../traces/search';

/** A query the user keeps under a name. */
export interface SavedQuery {
  /** Unique among all saved queries. */
  readonly id: string;
  readonly name: string;
  readonly pinned: boolean;
  /** Place among the pinned, or among the others; of workspace and global queries together. */
  readonly order: number;
  readonly query: SearchQuery;
}

/** A query that was run. */
export interface PastQuery {
  readonly query: SearchQuery;
  readonly at: EpochMilliseconds;
}

/** Saved queries read at most: state that somebody filled by accident must not stop the sidebar. */
const MOST_SAVED = 500;
/** Queries remembered. */
export const MOST_PAST = 20;
/** Characters of a filter, a name, a condition; X-Ray's own limit for an expression is far below. */
const LONGEST = 10_000;
/** Farthest a time may be from 1970: what `Date` can hold. */
const LAST_TIME: EpochMilliseconds = 8.64e15;

/** What is written is what is read: plain JSON with a version. */
export function writeSaved(queries: readonly SavedQuery[]): unknown {
  return { version: 1, queries };
}

/** Saved queries of a state; what cannot be read is left out, the second of two with one id too. */
export function readSaved(state: unknown): readonly SavedQuery[] {
  const known = new Set<string>();
  return listOf(state, 'queries')
    .slice(0, MOST_SAVED)
    .flatMap((value): SavedQuery[] => {
      const { id, name, pinned, order, query } = membersOf(value);
      const read = readQuery(query);
      if (!isText(id) || id === '' || known.has(id) || !isText(name) || name.trim() === '' || !read) return [];
      known.add(id);
      return [{ id, name, pinned: pinned === true, order: isNumber(order) ? order : 0, query: read }];
    });
}

export function writeHistory(past: readonly PastQuery[]): unknown {
  return { version: 1, past };
}

/** Queries that were run, newest first. */
export function readHistory(state: unknown): readonly PastQuery[] {
  return listOf(state, 'past')
    .flatMap((value): PastQuery[] => {
      const { query, at } = membersOf(value);
      const read = readQuery(query);
      return read && isTime(at) ? [{ query: read, at }] : [];
    })
    .slice(0, MOST_PAST);
}

/** A query of a state or of a command's argument; undefined when it is none. */
export function readQuery(value: unknown): SearchQuery | undefined {
  const members = membersOf(value);
  const range = readRange(members['range']);
  if (!range) return undefined;
  if (members['kind'] === 'traces') return readTraceQuery(members, range);
  return members['kind'] === 'spans' ? readSpanQuery(members, range) : undefined;
}

/** Whether two queries ask the same. */
export function sameQuery(one: SearchQuery, other: SearchQuery): boolean {
  // Both have been read or made by code: members in one order.
  return JSON.stringify(readQuery(one)) === JSON.stringify(readQuery(other));
}

type Members = Readonly<Record<string, unknown>>;

function readTraceQuery({ group, filter, timeRangeType }: Members, range: SearchRange): TraceQuery | undefined {
  if (!isText(group) || !isText(filter) || (timeRangeType !== 'TraceId' && timeRangeType !== 'Event')) return undefined;
  return { kind: 'traces', range, group, filter, timeRangeType };
}

function readSpanQuery({ conditions, raw }: Members, range: SearchRange): SpanQuery | undefined {
  if (!isText(raw) || !Array.isArray(conditions) || conditions.length > 100) return undefined;
  const read = conditions.map(readCondition);
  const known = read.filter((condition) => condition !== undefined);
  // A condition less would find more than was asked for.
  return known.length === read.length ? { kind: 'spans', range, conditions: known, raw } : undefined;
}

const FIELDS: readonly unknown[] = ['service', 'operation', 'status', 'duration', 'attribute'];
const OPERATORS: readonly unknown[] = ['=', '!=', 'contains', '>', '>=', '<', '<='];

function readCondition(value: unknown): SpanCondition | undefined {
  const { field, name, operator, value: operand } = membersOf(value);
  if (!FIELDS.includes(field) || !OPERATORS.includes(operator) || !isText(operand)) return undefined;
  if (name !== undefined && !isText(name)) return undefined;
  return {
    field: field as SpanCondition['field'],
    ...(name !== undefined && { name }),
    operator: operator as SpanCondition['operator'],
    value: operand,
  };
}

function readRange(value: unknown): SearchRange | undefined {
  const { kind, milliseconds, start, end } = membersOf(value);
  if (kind === 'last' && isNumber(milliseconds) && milliseconds > 0 && milliseconds <= LAST_TIME) {
    return { kind, milliseconds };
  }
  return kind === 'between' && isTime(start) && isTime(end) && start < end ? { kind, start, end } : undefined;
}

function listOf(state: unknown, name: string): readonly unknown[] {
  const members = membersOf(state);
  const list = members[name];
  return members['version'] === 1 && Array.isArray(list) ? list : [];
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isTime(value: unknown): value is EpochMilliseconds {
  return isNumber(value) && Math.abs(value) <= LAST_TIME;
}
