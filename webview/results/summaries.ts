import { Status } from '../../src/model/trace';
import {
  SummaryFlag,
  type WireAnnotation,
  type WireCause,
  type WireLists,
  type WireService,
  type WireSummaries,
} from '../../src/protocol/results';

/** All summaries the page has, as columns; rows by number, in order of arrival. Units and missing values as in `WireSummaries`. */
export interface Summaries extends Omit<WireSummaries, 'tables'> {
  readonly strings: readonly string[];
  readonly serviceTable: readonly WireService[];
  readonly annotationTable: readonly WireAnnotation[];
  readonly causeTable: readonly WireCause[];
}

const NO_LISTS: WireLists = { offsets: new Uint32Array(1), items: new Uint32Array(0) };

export const noSummaries: Summaries = {
  count: 0,
  ids: [],
  start: new Float64Array(0),
  duration: new Float64Array(0),
  responseTime: new Float64Array(0),
  flags: new Uint8Array(0),
  httpStatus: new Uint16Array(0),
  name: new Uint32Array(0),
  method: new Uint32Array(0),
  url: new Uint32Array(0),
  clientIp: new Uint32Array(0),
  userAgent: new Uint32Array(0),
  users: NO_LISTS,
  services: NO_LISTS,
  annotations: NO_LISTS,
  causes: NO_LISTS,
  strings: [],
  serviceTable: [],
  annotationTable: [],
  causeTable: [],
};

/** The summaries with those of one more message. Copies: ten thousand rows are half a megabyte. */
export function withMore(old: Summaries, more: WireSummaries): Summaries {
  const { tables } = more;
  return {
    count: old.count + more.count,
    ids: [...old.ids, ...more.ids],
    start: joined(old.start, more.start, Float64Array),
    duration: joined(old.duration, more.duration, Float64Array),
    responseTime: joined(old.responseTime, more.responseTime, Float64Array),
    flags: joined(old.flags, more.flags, Uint8Array),
    httpStatus: joined(old.httpStatus, more.httpStatus, Uint16Array),
    name: joined(old.name, more.name, Uint32Array),
    method: joined(old.method, more.method, Uint32Array),
    url: joined(old.url, more.url, Uint32Array),
    clientIp: joined(old.clientIp, more.clientIp, Uint32Array),
    userAgent: joined(old.userAgent, more.userAgent, Uint32Array),
    users: joinedLists(old.users, more.users),
    services: joinedLists(old.services, more.services),
    annotations: joinedLists(old.annotations, more.annotations),
    causes: joinedLists(old.causes, more.causes),
    strings: [...old.strings, ...tables.strings],
    serviceTable: [...old.serviceTable, ...tables.services],
    annotationTable: [...old.annotationTable, ...tables.annotations],
    causeTable: [...old.causeTable, ...tables.causes],
  };
}

interface Settable<Self> {
  readonly length: number;
  set(values: Self, offset: number): void;
}

function joined<Column extends Settable<Column>>(
  old: Column,
  more: Column,
  Type: new (length: number) => Column,
): Column {
  const both = new Type(old.length + more.length);
  both.set(old, 0);
  both.set(more, old.length);
  return both;
}

function joinedLists(old: WireLists, more: WireLists): WireLists {
  const offsets = new Uint32Array(old.offsets.length + more.offsets.length - 1);
  offsets.set(old.offsets);
  const from = old.items.length;
  for (let index = 1; index < more.offsets.length; index++)
    offsets[old.offsets.length + index - 1] = from + more.offsets[index]!;
  return { offsets, items: joined(old.items, more.items, Uint32Array) };
}

/** The items of one row's list. */
export function listOf({ offsets, items }: WireLists, row: number): Uint32Array {
  return items.subarray(offsets[row], offsets[row + 1]);
}

/** The one status of a trace, the worst first; a trace that is not complete has none yet. */
export function statusOf({ flags }: Pick<Summaries, 'flags'>, row: number): Status {
  const bits = flags[row]!;
  if (bits & SummaryFlag.Fault) return Status.Fault;
  if (bits & SummaryFlag.Throttle) return Status.Throttle;
  if (bits & SummaryFlag.Error) return Status.Error;
  return bits & SummaryFlag.Partial ? Status.Pending : Status.Ok;
}

/** Row of each ID. */
export function rowsById({ ids }: Pick<Summaries, 'ids'>): ReadonlyMap<string, number> {
  return new Map(ids.map((id, row) => [id, row]));
}

/** Keys of all annotations, those of most distinct values last: what a column is for has few. */
export function annotationKeys({ annotationTable }: Summaries): string[] {
  const values = new Map<string, number>();
  for (const { key } of annotationTable) values.set(key, (values.get(key) ?? 0) + 1);
  return [...values].toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
}
