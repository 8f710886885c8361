import type { Comparison, Expression, Operator, Placed, ServiceName, Value } from './expression';
import {
  ALIASES,
  allKeywords,
  CAUSES,
  ID_FIELDS,
  keywordOf,
  nearest,
  OPERATORS,
  operatorsOf,
  partsOf,
  PARTS,
  type KeywordType,
} from './keywords';
import type { Reader, Surroundings } from './reader';
import type { Token } from './tokens';

/** A term that waits for what is in its braces. */
export interface Header {
  /** @param end behind the closing brace */
  readonly complete: (filter: Expression | undefined, end: number) => Expression;
}

type Read =
  | { readonly term: Expression }
  | { readonly opened: Token; readonly header: Header; readonly surroundings: Surroundings };

/** What a word may have been meant to be. */
const KNOWN: readonly string[] = [...allKeywords().map(({ name }) => name), 'service', 'edge', 'annotation'];
/** Words that cannot be keywords. */
const RESERVED: ReadonlySet<string> = new Set(['AND', 'OR', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH', 'TRUE', 'FALSE']);

/** Reads one term, up to the brace that opens its filter. @returns undefined where none begins; nothing is taken then */
export function readTerm(reader: Reader, surroundings: Surroundings): Read | undefined {
  const { token } = reader;
  if (token.kind === 'annotation') return { term: readAnnotation(reader, surroundings) };
  if (token.kind !== 'word' || RESERVED.has(token.value.toUpperCase())) return undefined;
  reader.take();
  const word = token.value.toLowerCase();
  if (word === 'service' && reader.isSign('(')) return readService(reader, token);
  if (word === 'edge' && reader.isSign('(')) return readEdge(reader, token);
  if (word === 'id' && reader.isSign('(')) {
    reader.warn('idAlone', token, {}, ['service(']);
    const service = readId(reader);
    return { term: { kind: 'service', service, filter: undefined, start: token.start, end: reader.lastEnd } };
  }
  if (word === 'service' || word === 'edge') reader.refuse(['('], '');
  if (word === 'annotation') reader.refuse(['.key', '[key]'], '');
  if (word === 'rootcause.json' || word === 'json') return { term: readJsonTerm(reader, token) };
  if (word === 'rootcause' || word.startsWith('rootcause.')) return readRootCause(reader, token, word);
  return { term: readKeyword(reader, token, word, surroundings) };
}

function readKeyword(reader: Reader, token: Token, word: string, surroundings: Surroundings): Expression {
  const alias = ALIASES.get(word);
  if (alias !== undefined) reader.warn('alias', token, { keyword: token.value, use: alias }, [alias]);
  const keyword = keywordOf(alias ?? word);
  if (!keyword) {
    const near = reader.isFull ? '' : nearest(word, KNOWN);
    reader.warn('unknownKeyword', token, { keyword: token.value, near }, near ? [near] : ['keyword']);
  } else if (keyword.scope === 'rootCause' && surroundings.inside !== 'rootCause') {
    reader.warn('misplacedKeyword', token, { keyword: keyword.name, inside: 'rootcause' });
  } else if (keyword.name === 'coverage' && surroundings.cause !== 'responsetime') {
    reader.warn('misplacedKeyword', token, { keyword: keyword.name, inside: 'rootcause.responsetime.entity' });
  }
  const name = keyword?.name ?? word;
  const comparison = readComparison(reader, name, keyword?.type ?? 'unknown');
  if (keyword && comparison.operator === undefined && (keyword.type === 'number' || keyword.type === 'group')) {
    reader.warn('notCompared', token, { keyword: name }, operatorsOf(keyword.type).slice());
  }
  return { kind: 'keyword', keyword: name, ...comparison, start: token.start, end: reader.lastEnd };
}

function readAnnotation(reader: Reader, surroundings: Surroundings): Expression {
  const token = reader.take();
  if (token.flaw === 'unclosed') reader.refuseAt({ start: token.end, end: token.end }, [']'], '[');
  if (token.flaw === 'empty') reader.refuseAt(keyPlace(reader, token), ['key'], '');
  if (token.flaw === 'dotted') reader.warn('dottedAnnotation', token, { keyword: `annotation[${token.value}]` });
  if (token.flaw === 'quoted') reader.warn('quotedKey', token, { keyword: `annotation[${token.value}]` });
  if (surroundings.inside !== 'trace') reader.warn('annotationInside', token, { inside: surroundings.inside });
  const comparison = readComparison(reader, 'annotation', 'annotation');
  return { kind: 'annotation', key: token.value, ...comparison, start: token.start, end: reader.lastEnd };
}

/** Where the key of `annotation.` or `annotation[]` is missing. */
function keyPlace({ text }: Reader, { start, end }: Token): Placed {
  const at = text[end - 1] === ']' ? text.lastIndexOf('[', end) + 1 : end;
  return { start: Math.max(at, start), end: Math.max(at, start) };
}

type ComparedType = KeywordType | 'annotation' | 'unknown';

function readComparison(reader: Reader, keyword: string, type: ComparedType): Comparison {
  const { token } = reader;
  if (reader.isForeignOperator()) reader.refuse([]);
  const operator = operatorIn(token);
  if (operator === undefined) return { operator: undefined, value: undefined };
  reader.take();
  const fitting = type === 'unknown' ? OPERATORS : operatorsOf(type);
  if (!fitting.includes(operator)) reader.error('wrongOperator', token, { keyword, operator }, fitting);
  return { operator, value: readValue(reader, keyword, type, operator) };
}

/** The operator a token is; `!` is none. */
export function operatorIn({ kind, value }: Token): Operator | undefined {
  if (kind !== 'sign' && kind !== 'word') return undefined;
  return OPERATORS.find((operator) => operator === value.toUpperCase());
}

function readValue(reader: Reader, keyword: string, type: ComparedType, operator: Operator): Value {
  const { token } = reader;
  const expected = expectedValues(type, operator);
  if (token.kind === 'text' && token.flaw !== 'singleQuotes' && token.flaw !== 'unclosed') {
    reader.take();
    if (token.flaw === 'escape') reader.warn('escape', token);
    if (expected.includes('text')) return token.value;
    const truth = truthOf(token.value);
    if (type === 'truth' && truth !== undefined) {
      reader.warn('quotedTruth', token, {}, expected);
      return truth;
    }
    reader.error('wrongValue', token, { keyword, found: `"${token.value}"` }, expected);
    return token.value;
  }
  if (token.kind === 'number') {
    reader.take();
    const number = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(token.value) ? Number(token.value) : Number.NaN;
    if (!Number.isFinite(number)) reader.error('notANumber', token, { keyword, found: token.value }, ['number']);
    else if (!expected.includes('number')) {
      reader.error('wrongValue', token, { keyword, found: token.value }, expected);
    }
    return number;
  }
  if (token.kind === 'word' && !OPERATOR_WORDS.has(token.value.toUpperCase())) {
    const truth = truthOf(token.value);
    if (truth !== undefined && expected.includes('truth')) {
      reader.take();
      return truth;
    }
    reader.take();
    if (expected.includes('text')) reader.warn('unquotedText', token, { found: token.value }, [`"${token.value}"`]);
    else reader.error('wrongValue', token, { keyword, found: token.value }, expected);
    return token.value;
  }
  return reader.refuse(expected);
}

const OPERATOR_WORDS: ReadonlySet<string> = new Set(['AND', 'OR', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH']);

/** `true` and `false` in any case, as all words of the language. */
function truthOf(word: string): boolean | undefined {
  const lower = word.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** The classes of values a keyword can be compared with. */
export function expectedValues(type: ComparedType, operator: Operator): readonly string[] {
  const isOrder = /^[<>]/.test(operator);
  const isText = /^[A-Z]/.test(operator);
  switch (type) {
    case 'number':
      return ['number'];
    case 'truth':
      return ['truth'];
    case 'text':
    case 'group':
      return ['text'];
    case 'annotation':
    case 'unknown':
      return isText ? ['text'] : isOrder ? ['number'] : ['text', 'number', 'truth'];
  }
}

function readService(reader: Reader, token: Token): Read {
  reader.take();
  const service = reader.isSign(')') ? undefined : readServiceName(reader, [')']);
  if (!reader.takeSign(')')) reader.refuse([')'], '(');
  return withFilter(reader, { inside: 'service', cause: '', part: '' }, (filter, end) => {
    return { kind: 'service', service, filter, start: token.start, end };
  });
}

function readEdge(reader: Reader, token: Token): Read {
  reader.take();
  const from = readServiceName(reader, []);
  if (!reader.takeSign(',')) reader.refuse([','], '(');
  const to = readServiceName(reader, []);
  if (!reader.takeSign(')')) reader.refuse([')'], '(');
  return withFilter(reader, { inside: 'edge', cause: '', part: '' }, (filter, end) => ({
    kind: 'edge',
    from,
    to,
    filter,
    start: token.start,
    end,
  }));
}

/** The braces behind a term, if there are any. */
function withFilter(reader: Reader, surroundings: Surroundings, complete: Header['complete']): Read {
  const end = reader.lastEnd;
  if (!reader.isSign('{')) return { term: complete(undefined, end) };
  const opened = reader.take();
  if (reader.isSign('}')) {
    const close = reader.take();
    reader.warn('emptyFilter', { start: opened.start, end: close.end }, {}, ['keyword']);
    return { term: complete(undefined, close.end) };
  }
  return { opened, header: { complete }, surroundings };
}

/** A name in quotes, or `id(…)`. */
function readServiceName(reader: Reader, also: readonly string[]): ServiceName {
  const { token } = reader;
  if (token.kind === 'word' && token.value.toLowerCase() === 'id') {
    reader.take();
    if (!reader.isSign('(')) reader.refuse(['('], '');
    return readId(reader);
  }
  const name = readText(reader, ['service', ...also]);
  return { isId: false, name, type: undefined, account: undefined };
}

function readText(reader: Reader, expected: readonly string[]): string {
  const { token } = reader;
  if (token.kind === 'text' && (token.flaw === undefined || token.flaw === 'escape')) {
    if (token.flaw === 'escape') reader.warn('escape', token);
  } else if (token.kind === 'word' && !OPERATOR_WORDS.has(token.value.toUpperCase())) {
    reader.warn('unquotedText', token, { found: token.value }, [`"${token.value}"`]);
  } else reader.refuse(expected, '(');
  return reader.take().value;
}

/** `(name: "…", type: "…", account.id: "…")`, from its parenthesis on. */
function readId(reader: Reader): ServiceName {
  reader.take();
  const fields = new Map<string, string>();
  while (!reader.isSign(')')) {
    const { token } = reader;
    if (token.kind !== 'word') reader.refuse([...ID_FIELDS.map((field) => `${field}:`), ')'], '(');
    reader.take();
    const field = token.value.toLowerCase();
    if (!ID_FIELDS.includes(field) || fields.has(field)) {
      reader.warn(
        'unknownIdField',
        token,
        { keyword: token.value },
        ID_FIELDS.filter((one) => !fields.has(one)),
      );
    }
    if (!reader.takeSign(':')) reader.refuse([':'], '(');
    const value = readText(reader, ['text']);
    if (!fields.has(field)) fields.set(field, value);
    if (reader.isSign(')')) break;
    if (!reader.takeSign(',')) reader.refuse([',', ')'], '(');
    if (reader.isSign(')'))
      reader.refuse(
        ID_FIELDS.map((one) => `${one}:`),
        '(',
      );
  }
  reader.take();
  return { isId: true, name: fields.get('name'), type: fields.get('type'), account: fields.get('account.id') };
}

function readRootCause(reader: Reader, token: Token, word: string): Read {
  const [, cause = '', part = '', ...more] = word.split('.');
  const isKnown = CAUSES.includes(cause) && PARTS.includes(part) && more.length === 0;
  if (!isKnown || (cause === 'responsetime' && part === 'exception')) {
    const causes = CAUSES.includes(cause) ? [cause] : CAUSES;
    const expected = causes.flatMap((one) => partsOf(one).map((other) => `rootcause.${one}.${other}`));
    reader.warn('unknownRootCause', token, { keyword: token.value }, expected);
  }
  const whole = [part, ...more].join('.');
  const read = withFilter(reader, { inside: 'rootCause', cause, part: whole }, (filter, end) => {
    return { kind: 'rootCause', cause, part: whole, filter, start: token.start, end };
  });
  if ('term' in read && reader.lastEnd === token.end) {
    if (operatorIn(reader.token) !== undefined) reader.refuse(['{']);
    reader.warn('filterMissing', token, { keyword: token.value }, ['{']);
  }
  return read;
}

function readJsonTerm(reader: Reader, token: Token): Expression {
  const operator = operatorIn(reader.token);
  if (operator === undefined) return reader.refuse(['=', '!=']);
  if (operator !== '=' && operator !== '!=') {
    reader.error('wrongOperator', reader.token, { keyword: token.value, operator }, operatorsOf('json'));
  }
  reader.take();
  const json = reader.token;
  if (json.kind !== 'json') return reader.refuse(['json']);
  if (json.flaw === 'unclosed') return reader.refuseAt({ start: json.end, end: json.end }, [']'], '#[');
  reader.take();
  try {
    JSON.parse(json.value);
  } catch {
    reader.error('invalidJson', json, {}, ['json']);
  }
  return {
    kind: 'json',
    operator: operator === '!=' ? '!=' : '=',
    text: json.value,
    start: token.start,
    end: json.end,
  };
}
