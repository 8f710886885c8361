import type { Value } from './expression';
import type { SummaryFacts } from './summarySubject';

/** Values that were seen, for completion; most frequent first. */
export interface KnownValues {
  /** By keyword: `http.url`, `http.method`, `http.status`, `http.clientip`, `http.useragent`, `user`, `name`, `type`. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
  readonly services: readonly { readonly name: string; readonly type: string }[];
  /** By key, keys most frequent first. */
  readonly annotations: ReadonlyMap<string, readonly Value[]>;
  readonly groups: readonly string[];
}

export const NOTHING_KNOWN: KnownValues = { values: new Map(), services: [], annotations: new Map(), groups: [] };

/** Summaries that are looked at, and values that are kept of each kind: completion is no catalogue. */
const MOST_SUMMARIES = 2000;
const MOST_VALUES = 200;

/** What occurs in search results. */
export function knownValues(summaries: Iterable<SummaryFacts>, groups: readonly string[] = []): KnownValues {
  const values = new Map<string, Counts<Value>>();
  const services = new Counts<string>();
  const annotations = new Map<string, Counts<Value>>();
  let left = MOST_SUMMARIES;
  const see = (keyword: string, value: Value): void => {
    if (value !== '' && value !== 0) countsOf(values, keyword).add(value);
  };
  for (const summary of summaries) {
    if (left-- === 0) break;
    see('http.url', summary.url);
    see('http.method', summary.method);
    see('http.status', summary.httpStatus);
    see('http.clientip', summary.clientIp);
    see('http.useragent', summary.userAgent);
    for (const user of summary.users) see('user', user);
    for (const { name, type } of summary.services) {
      see('name', name);
      see('type', type);
      services.add(`${name}\n${type}`);
    }
    for (const [key, list] of summary.annotations) {
      const counts = countsOf(annotations, key);
      for (const value of list) counts.add(value);
    }
  }
  const byFrequency = [...annotations].toSorted(([, one], [, other]) => other.total - one.total);
  return {
    values: new Map([...values].map(([keyword, counts]) => [keyword, counts.top()])),
    services: services.top().map((text) => {
      const [name = '', type = ''] = text.split('\n');
      return { name, type };
    }),
    annotations: new Map(byFrequency.slice(0, MOST_VALUES).map(([key, counts]) => [key, counts.top()])),
    groups,
  };
}

function countsOf(map: Map<string, Counts<Value>>, key: string): Counts<Value> {
  const known = map.get(key);
  if (known) return known;
  const made = new Counts<Value>();
  map.set(key, made);
  return made;
}

class Counts<T> {
  total = 0;
  readonly #counts = new Map<T, number>();

  add(value: T): void {
    this.total++;
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** The most frequent ones. */
  top(): T[] {
    return [...this.#counts]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, MOST_VALUES)
      .map(([value]) => value);
  }
}
