import { isSuccess } from '../../src/filter/summarySubject';
import { Status } from '../../src/model/trace';
import { SummaryFlag } from '../../src/protocol/results';
import { listOf, type Summaries } from './summaries';

/** What the found traces can be narrowed by. */
export type RefinerKind = 'status' | 'http' | 'service' | 'url' | 'user' | 'annotation' | 'cause';

export const REFINERS: readonly RefinerKind[] = ['status', 'service', 'url', 'http', 'user', 'annotation', 'cause'];

/** One value of a refiner, by what it is; what it means as an expression: `terms.ts`. */
export interface Refinement {
  readonly kind: RefinerKind;
  /** Unique among those of its kind. */
  readonly key: string;
  readonly text: string;
  /** The quieter word behind it: type of a service, kind of a root cause. */
  readonly detail: string;
  /** Loaded traces that have it and are shown. */
  readonly shown: number;
  /** Loaded traces that have it. */
  readonly loaded: number;
  /** Which entry of the refiner's table it is; statuses by `SummaryFlag`, ok is 0. */
  readonly index: number;
}

/** Values of one refiner with their counts, most frequent first. */
export interface Refiner {
  readonly kind: RefinerKind;
  readonly values: readonly Refinement[];
}

/** A URL without its query and fragment: what requests have in common. */
export function pathOf(url: string): string {
  const cut = url.search(/[?#]/);
  return cut < 0 ? url : url.slice(0, cut);
}

/** The part of a URL before its path: `https://shop.example.com`; '' where there is none. */
export function serverOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
}

/** Distinct paths of all URLs, and which of them each string is the URL of. Kept for as long as the strings are. */
interface Paths {
  readonly texts: readonly string[];
  /** By index of the string. */
  readonly of: ReadonlyMap<number, number>;
  /** How many distinct servers there are. */
  readonly servers: number;
}

const pathsOf = cached((summaries: Summaries): Paths => {
  const indices = new Map<string, number>();
  const of = new Map<number, number>();
  for (const url of new Set(summaries.url)) {
    if (!summaries.strings[url]) continue;
    const path = pathOf(summaries.strings[url]);
    if (!indices.has(path)) indices.set(path, indices.size);
    of.set(url, indices.get(path)!);
  }
  const texts = [...indices.keys()];
  return { texts, of, servers: new Set(texts.map(serverOf)).size };
});

/** Distinct servers of all URLs: where there is one, its name says nothing. */
export function serverCount(summaries: Summaries): number {
  return pathsOf(summaries).servers;
}

const STATUSES: readonly (readonly [flag: number, status: Status])[] = [
  [SummaryFlag.Fault, Status.Fault],
  [SummaryFlag.Error, Status.Error],
  [SummaryFlag.Throttle, Status.Throttle],
  [SummaryFlag.Partial, Status.Pending],
  [0, Status.Ok],
];

/** The status a value of the refiner `status` stands for. */
export function statusOfFlag(flag: number): Status {
  return STATUSES.find(([one]) => one === flag)?.[1] ?? Status.Ok;
}

const FAILED = SummaryFlag.Fault | SummaryFlag.Error;

/** Whether a row has a status: those are X-Ray's own words, several can be true of one trace. `ok` means the same as in filters. */
function hasStatus(flags: number, httpStatus: number, flag: number): boolean {
  if (flag !== 0) return (flags & flag) !== 0;
  return (flags & FAILED) === 0 && (httpStatus === 0 || isSuccess(httpStatus));
}

/**
 * Counts the values of every refiner over the rows shown and over all that are loaded. Each trace counts once per value.
 */
export function countRefiners(summaries: Summaries, rows: Uint32Array): readonly Refiner[] {
  const all = loadedCounts(summaries);
  const shown = rows.length === summaries.count ? all : countsOf(summaries, rows);
  return REFINERS.map((kind) => ({ kind, values: valuesOf(kind, summaries, shown[kind], all[kind]) }));
}

type Counts = Readonly<Record<RefinerKind, Uint32Array>>;

const loadedCounts = cached((summaries: Summaries): Counts =>
  countsOf(
    summaries,
    Uint32Array.from({ length: summaries.count }, (_, row) => row),
  ),
);

function countsOf(summaries: Summaries, rows: Uint32Array): Counts {
  const paths = pathsOf(summaries);
  const counts = {
    status: new Uint32Array(STATUSES.length),
    http: new Uint32Array(1 << 16),
    service: new Uint32Array(summaries.serviceTable.length),
    url: new Uint32Array(paths.texts.length),
    user: new Uint32Array(summaries.strings.length),
    annotation: new Uint32Array(summaries.annotationTable.length),
    cause: new Uint32Array(summaries.causeTable.length),
  };
  const { flags, httpStatus, url, services, users, annotations, causes } = summaries;
  for (const row of rows) {
    for (let at = 0; at < STATUSES.length; at++)
      if (hasStatus(flags[row]!, httpStatus[row]!, STATUSES[at]![0])) counts.status[at]!++;
    counts.http[httpStatus[row]!]!++;
    const path = paths.of.get(url[row]!);
    if (path !== undefined) counts.url[path]!++;
    for (const service of listOf(services, row)) counts.service[service]!++;
    for (const user of listOf(users, row)) counts.user[user]!++;
    for (const annotation of listOf(annotations, row)) counts.annotation[annotation]!++;
    for (const cause of listOf(causes, row)) counts.cause[cause]!++;
  }
  counts.http[0] = 0; // unknown is no value
  return counts;
}

function valuesOf(kind: RefinerKind, summaries: Summaries, shown: Uint32Array, all: Uint32Array): Refinement[] {
  const values: Refinement[] = [];
  for (let index = 0; index < all.length; index++) {
    if (all[index] === 0) continue;
    const named = nameOf(kind, index, summaries);
    values.push({ kind, ...named, shown: shown[index]!, loaded: all[index]! });
  }
  if (kind === 'status') return values; // few, and always in the same place
  return values.toSorted((a, b) => b.shown - a.shown || b.loaded - a.loaded || (a.text < b.text ? -1 : 1));
}

function nameOf(
  kind: RefinerKind,
  index: number,
  summaries: Summaries,
): Pick<Refinement, 'key' | 'text' | 'detail' | 'index'> {
  const { strings, serviceTable, annotationTable, causeTable } = summaries;
  switch (kind) {
    case 'status': {
      const flag = STATUSES[index]![0];
      return { key: String(flag), text: '', detail: '', index: flag };
    }
    case 'http':
      return { key: String(index), text: String(index), detail: '', index };
    case 'service': {
      const { name, type } = serviceTable[index]!;
      return { key: `${type}\n${name}`, text: name, detail: type, index };
    }
    case 'url': {
      const { texts, servers } = pathsOf(summaries);
      const key = texts[index]!;
      const at = serverOf(key).length;
      // The path tells requests apart; the server only where there are several.
      const text = key.slice(at) || key;
      return {
        key,
        text,
        detail: servers > 1 && at < key.length ? key.slice(0, at).replace(/^\w+:\/\//, '') : '',
        index,
      };
    }
    case 'user':
      return { key: strings[index]!, text: strings[index]!, detail: '', index };
    case 'annotation': {
      const { key, value } = annotationTable[index]!;
      return { key: `${typeof value}\n${key}\n${value}`, text: `${key} = ${value}`, detail: '', index };
    }
    case 'cause': {
      const { of, text } = causeTable[index]!;
      return { key: `${of}\n${text}`, text, detail: of, index };
    }
  }
}

/** Remembers the result of each argument for as long as that lives. */
function cached<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) made.set(key, (value = make(key)));
    return value;
  };
}
