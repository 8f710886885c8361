import type { Operator } from './expression';

/** What a keyword's value is. `group` is the name or ARN of a group. */
export type KeywordType = 'truth' | 'number' | 'text' | 'group';

/** Where a keyword means something: anywhere, or only in the braces of a root cause. */
export type KeywordScope = 'anywhere' | 'rootCause';

export interface Keyword {
  readonly name: string;
  readonly type: KeywordType;
  readonly scope: KeywordScope;
}

/** Source: X-Ray developer guide, "Use filter expressions"; `account.id` from Grafana's data source. */
const KEYWORDS: readonly Keyword[] = [
  ...['fault', 'error', 'throttle', 'ok', 'partial', 'root', 'inferred'].map((name): Keyword => ({
    name,
    type: 'truth',
    scope: 'anywhere',
  })),
  ...['first', 'last', 'remote'].map((name): Keyword => ({ name, type: 'truth', scope: 'rootCause' })),
  ...['responsetime', 'duration', 'http.status'].map((name): Keyword => ({ name, type: 'number', scope: 'anywhere' })),
  ...['index', 'coverage'].map((name): Keyword => ({ name, type: 'number', scope: 'rootCause' })),
  ...[
    'http.url',
    'http.method',
    'http.useragent',
    'http.clientip',
    'user',
    'name',
    'type',
    'message',
    'availabilityzone',
    'instance.id',
    'resource.arn',
    'account.id',
  ].map((name): Keyword => ({ name, type: 'text', scope: 'anywhere' })),
  ...['group.name', 'group.arn'].map((name): Keyword => ({ name, type: 'group', scope: 'anywhere' })),
];

const BY_NAME: ReadonlyMap<string, Keyword> = new Map(KEYWORDS.map((keyword) => [keyword.name, keyword]));

/** Other names seen in scripts and tools, with what they mean. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['groupname', 'group.name'],
  ['groupid', 'group.name'],
  ['http.statuscode', 'http.status'],
  ['http.request.url', 'http.url'],
  ['http.request.method', 'http.method'],
  ['http.response.status', 'http.status'],
]);

export const CAUSES: readonly string[] = ['fault', 'error', 'responsetime'];
export const PARTS: readonly string[] = ['service', 'entity', 'exception'];

/** Response times have no exceptions. */
export function partsOf(cause: string): readonly string[] {
  return cause === 'responsetime' ? PARTS.slice(0, 2) : PARTS;
}

export const ID_FIELDS: readonly string[] = ['name', 'type', 'account.id'];

const EQUALITY: readonly Operator[] = ['=', '!='];
const ORDER: readonly Operator[] = ['<', '<=', '>', '>='];
const TEXT: readonly Operator[] = ['CONTAINS', 'BEGINSWITH', 'ENDSWITH'];
export const OPERATORS: readonly Operator[] = [...EQUALITY, ...ORDER, ...TEXT];

export function allKeywords(): readonly Keyword[] {
  return KEYWORDS;
}

/** @param name in lower case */
export function keywordOf(name: string): Keyword | undefined {
  return BY_NAME.get(name);
}

/** The operators a type can be compared with; an annotation's value may be of any type. */
export function operatorsOf(type: KeywordType | 'annotation' | 'json'): readonly Operator[] {
  switch (type) {
    case 'number':
      return [...EQUALITY, ...ORDER];
    case 'text':
      return [...EQUALITY, ...TEXT];
    case 'truth':
    case 'group':
    case 'json':
      return EQUALITY;
    case 'annotation':
      return OPERATORS;
  }
}

/** The known word that this one begins, or that differs least, by at most two letters; '' when none is near. For “did you mean”. */
export function nearest(word: string, among: readonly string[]): string {
  const begun = word.length > 1 ? among.find((known) => known.startsWith(word)) : undefined;
  if (begun !== undefined) return begun;
  let best = '';
  let least = word.length < 4 ? 2 : 3;
  for (const known of among) {
    if (Math.abs(known.length - word.length) >= least) continue;
    const distance = editDistance(word, known);
    if (distance < least) [best, least] = [known, distance];
  }
  return best;
}

function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      current.push(Math.min(previous[column - 1]! + change, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[other.length]!;
}
