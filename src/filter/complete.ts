import type { Operator, Placed, Value } from './expression';
import { topicOfWord, type HelpTopic } from './hover';
import { ALIASES, allKeywords, CAUSES, keywordOf, operatorsOf, partsOf, type KeywordType } from './keywords';
import type { KnownValues } from './known';
import { continuationOf, type Continuation } from './parse';
import { printAnnotation, printValue, quote } from './print';
import { operatorIn } from './readTerm';
import type { Surroundings } from './reader';
import { Tokens, type Token } from './tokens';

/** One thing that may be written at a place. */
export interface Completion extends Placed {
  /** What a list shows. */
  readonly label: string;
  /** Goes in place of the text between `start` and `end`. */
  readonly insert: string;
  readonly kind: 'keyword' | 'operator' | 'value' | 'connective';
  readonly topic: HelpTopic | undefined;
}

type Offer = Pick<Completion, 'label' | 'insert' | 'kind' | 'topic'>;

const MOST = 50;
/** What people compare statuses with where none was seen. */
const STATUSES: readonly number[] = [200, 400, 403, 404, 429, 500, 502, 503, 504];
const JSON_ROOT_CAUSE = '#[{ "Services": [{ "Name": "" }] }]';

/** What may be written at an offset, best first: what begins with what is typed there, then what holds it. */
export function completeAt(text: string, offset: number, known: KnownValues): readonly Completion[] {
  const before = tokensBefore(text, offset);
  const last = before.at(-1);
  const isTyping = last !== undefined && last.end === offset && isUnfinished(last);
  const start = isTyping ? last.start : offset;
  const place = { start, end: isTyping ? Math.max(offset, last.end) : offset };
  const done = isTyping ? before.slice(0, -1) : before;
  const offers = offersFor(continuationOf(text.slice(0, start)), done, known);
  const found = matching(offers, isTyping ? text.slice(start, offset) : '').map((offer) => ({ ...offer, ...place }));
  // A keyword that is complete is followed by its operators.
  const more = isTyping ? operatorsAfter(last, before, text, offset) : [];
  return [...found.filter(({ insert }) => insert.trimEnd() !== text.slice(start, offset)), ...more].slice(0, MOST);
}

/** The tokens that begin before an offset, the last one cut there. */
function tokensBefore(text: string, offset: number): Token[] {
  const tokens = new Tokens(text.slice(0, offset));
  const list: Token[] = [];
  for (let token = tokens.next(); token.kind !== 'end'; token = tokens.next()) list.push(token);
  return list;
}

/** Whether a token may go on where it ends. */
function isUnfinished({ kind, flaw }: Token): boolean {
  if (kind === 'text' || kind === 'json') return flaw === 'unclosed' || flaw === 'singleQuotes';
  return kind === 'word' || kind === 'number' || kind === 'annotation';
}

function operatorsAfter(last: Token, before: readonly Token[], text: string, offset: number): Completion[] {
  const type = comparedType(last);
  if (type === undefined || operatorIn(before.at(-2) ?? last) !== undefined) return [];
  if (last.flaw === 'unclosed' || last.flaw === 'empty') return [];
  return operatorsOf(type).map((operator) => ({
    label: `${text.slice(last.start, offset)} ${operator}`,
    insert: ` ${operator} `,
    kind: 'operator',
    topic: operator,
    start: offset,
    end: offset,
  }));
}

function comparedType(token: Token | undefined): KeywordType | 'annotation' | 'json' | undefined {
  if (token?.kind === 'annotation') return 'annotation';
  if (token?.kind !== 'word') return undefined;
  const word = token.value.toLowerCase();
  return word === 'rootcause.json' ? 'json' : keywordOf(ALIASES.get(word) ?? word)?.type;
}

function offersFor(next: Continuation, before: readonly Token[], known: KnownValues): Offer[] {
  const last = before.at(-1);
  const offers: Offer[] = [];
  const type = comparedType(last);
  if (type !== undefined && !next.expected.includes('keyword')) {
    offers.push(...operatorsOf(type).map((operator) => operatorOffer(operator)));
  }
  for (const expected of next.expected) offers.push(...offersOf(expected, next, before, known));
  return offers;
}

function offersOf(expected: string, next: Continuation, before: readonly Token[], known: KnownValues): Offer[] {
  switch (expected) {
    case 'keyword':
      return keywordOffers(next, known);
    case 'text':
      return textValues(before, known).map((value) => valueOffer(quote(String(value))));
    case 'number':
      return numberValues(before, known).map((value) => valueOffer(printValue(value)));
    case 'truth':
      return [valueOffer('true'), valueOffer('false')];
    case 'service':
      return [
        ...unique(known.services.map(({ name }) => name)).map((name) => valueOffer(quote(name))),
        { label: 'id(name: …, type: …)', insert: 'id(name: ', kind: 'value', topic: 'id' },
      ];
    case 'json':
      return [{ label: JSON_ROOT_CAUSE, insert: JSON_ROOT_CAUSE, kind: 'value', topic: 'rootcause.json' }];
    case 'AND':
    case 'OR':
      return [{ label: expected, insert: `${expected} `, kind: 'connective', topic: expected }];
    case '!':
    case '(':
      return [{ label: expected, insert: expected, kind: 'connective', topic: expected }];
    case ')':
    case '}':
    case ',':
      return [{ label: expected, insert: `${expected} `, kind: 'connective', topic: undefined }];
    case 'end':
    case 'key':
      return [];
    default:
      // Operators, fields of `id(…)` and other signs are offered as they are written.
      return [{ label: expected, insert: `${expected} `, kind: 'operator', topic: topicOfWord(expected) }];
  }
}

function keywordOffers(surroundings: Surroundings, known: KnownValues): Offer[] {
  const keywords = allKeywords().filter(({ name, scope, type }) => {
    if (surroundings.inside === 'rootCause') return ROOT_CAUSE_KEYWORDS[surroundings.part]?.includes(name);
    return scope === 'anywhere' && (surroundings.inside === 'trace' ? name !== 'root' : type !== 'group');
  });
  const offers = keywords.map(({ name, type }): Offer => {
    return { label: name, insert: type === 'truth' ? name : `${name} `, kind: 'keyword', topic: topicOfWord(name) };
  });
  return surroundings.inside === 'trace' ? [...offers, ...complexOffers(known)] : offers;
}

/** What the braces of a root cause may ask. Source: X-Ray guide. */
const ROOT_CAUSE_KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  service: ['name', 'type', 'account.id', 'inferred', 'first', 'last', 'index'],
  entity: ['name', 'remote', 'coverage', 'first', 'last', 'index'],
  exception: ['name', 'message', 'first', 'last', 'index'],
};

function complex(label: string, insert: string, topic: HelpTopic): Offer {
  return { label, insert, kind: 'keyword', topic };
}

function complexOffers(known: KnownValues): Offer[] {
  return [
    complex('service("…")', 'service(', 'service'),
    complex('edge("…", "…")', 'edge(', 'edge'),
    ...[...known.annotations.keys()].map((key) => complex(printAnnotation(key), printAnnotation(key), 'annotation')),
    complex('annotation.…', 'annotation.', 'annotation'),
    complex('annotation[…]', 'annotation[', 'annotation'),
    ...CAUSES.flatMap((cause) =>
      partsOf(cause).map((part) => {
        const name = `rootcause.${cause}.${part}`;
        return complex(`${name} { … }`, `${name} { `, topicOfWord(name) ?? 'rootcause.service');
      }),
    ),
    complex('rootcause.json', 'rootcause.json = ', 'rootcause.json'),
  ];
}

/** The keyword or annotation a value is compared with: it stands before the operator. */
function comparedWith(before: readonly Token[]): Token | undefined {
  return before.at(-2);
}

function textValues(before: readonly Token[], known: KnownValues): readonly Value[] {
  // `id(name: ` has its own names for what it holds.
  const isField = before.at(-1)?.value === ':';
  const token = comparedWith(before);
  if (token?.kind === 'annotation')
    return known.annotations.get(token.value)?.filter((value) => typeof value === 'string') ?? [];
  const word = token?.value.toLowerCase() ?? '';
  if (word === 'group.name') return known.groups;
  if (isField && word === 'name') return unique(known.services.map(({ name }) => name));
  if (isField && word === 'type') return unique(known.services.map(({ type }) => type).filter(Boolean));
  return known.values.get(word) ?? [];
}

function numberValues(before: readonly Token[], known: KnownValues): readonly Value[] {
  const token = comparedWith(before);
  if (token?.kind === 'annotation')
    return known.annotations.get(token.value)?.filter((value) => typeof value === 'number') ?? [];
  switch (token?.value.toLowerCase() ?? '') {
    case 'http.status':
      return known.values.get('http.status') ?? STATUSES;
    case 'duration':
    case 'responsetime':
      return [0.5, 1, 3, 5, 10];
    case 'coverage':
      return [0.5, 0.8];
    default:
      return [];
  }
}

/** What begins with what is typed, then what holds it; case and opening quotes do not matter. */
function matching(offers: readonly Offer[], typed: string): Offer[] {
  const wanted = typed.toLowerCase().replace(/^["']/, '');
  const begins: Offer[] = [];
  const holds: Offer[] = [];
  for (const offer of offers) {
    const label = offer.label.toLowerCase().replace(/^"/, '');
    if (label.startsWith(wanted)) begins.push(offer);
    else if (label.includes(wanted)) holds.push(offer);
  }
  return [...begins, ...holds];
}

function operatorOffer(operator: Operator): Offer {
  return { label: operator, insert: `${operator} `, kind: 'operator', topic: operator };
}

function valueOffer(text: string): Offer {
  return { label: text, insert: text, kind: 'value', topic: undefined };
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
