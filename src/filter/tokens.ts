import type { Placed } from './expression';

/**
 * One token. `word`: keywords, `AND`, `CONTAINS`, unquoted text; `annotation`: `annotation.key` or `annotation[key]` with `value` its key;
 * `text`: in double quotes, `value` unescaped; `number`; `json`: `#` and the JSON behind it, `value` that JSON; `sign`: operators and
 * brackets; `other`: what no expression has; `end`: behind the last one.
 */
export interface Token extends Placed {
  readonly kind: 'word' | 'annotation' | 'text' | 'number' | 'json' | 'sign' | 'other' | 'end';
  /** `word`: as written. `sign`, `other`: the characters. */
  readonly value: string;
  /** What is odd about it. */
  readonly flaw?: Flaw;
}

export type Flaw = 'unclosed' | 'singleQuotes' | 'escape' | 'dotted' | 'quoted' | 'empty';

const BLANK = /\s/;
const WORD = /[A-Za-z_][\w.-]*/y;
/** Keys of annotations in real documents hold colons too (`aws:api_id`). */
const ANNOTATION_KEY = /[\w.:@$/-]+/y;
const BRACKET = /\s*\[/y;
const NUMBER = /-?(?:\d[\w.]*|\.\d[\w.]*)(?:(?<=[eE])[+-]\d+)?/y;
const SIGN = /!=|<=|>=|[=<>!(){}[\],:]/y;
/** What other languages write; read as one token, so that the message can name it. */
const OTHER = /&&?|\|\|?|==+|<>|=~|[^\s"'\w(){}[\],]/y;
const JSON_SIGN = /[[\]{}"]/g;

/** Reads one token after the other. One pass, no look back: linear in the length of the text, whatever it holds. */
export class Tokens {
  #at = 0;
  constructor(readonly text: string) {}

  next(): Token {
    const { text } = this;
    let at = this.#at;
    while (at < text.length && BLANK.test(text[at]!)) at++;
    const token = at === text.length ? ({ kind: 'end', value: '', start: at, end: at } as const) : this.#read(at);
    this.#at = token.end;
    return token;
  }

  #read(start: number): Token {
    const { text } = this;
    const first = text[start]!;
    if (first === '"') return readText(text, start);
    if (first === "'") return readSingleQuoted(text, start);
    if (first === '#') return readJson(text, start);
    const number = matchAt(NUMBER, text, start);
    if (number !== '') return { kind: 'number', value: number, start, end: start + number.length };
    const word = matchAt(WORD, text, start);
    if (word !== '') return readWord(text, start, word);
    const other = matchAt(OTHER, text, start);
    if (other.length > 1) return { kind: 'other', value: other, start, end: start + other.length };
    const sign = matchAt(SIGN, text, start);
    if (sign !== '') return { kind: 'sign', value: sign, start, end: start + sign.length };
    const value = String.fromCodePoint(text.codePointAt(start)!);
    return { kind: 'other', value, start, end: start + value.length };
  }
}

function matchAt(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at;
  return expression.exec(text)?.[0] ?? '';
}

/** `\"` and `\\` are read as the character they end with, any other backslash as itself: the guide knows no escapes at all. */
function readText(text: string, start: number): Token {
  let value = '';
  let hasEscape = false;
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      value += text.slice(from, at);
      return { kind: 'text', value, start, end: at + 1, ...(hasEscape ? { flaw: 'escape' as const } : {}) };
    }
    if (character !== '\\' || (text[at + 1] !== '"' && text[at + 1] !== '\\')) continue;
    value += text.slice(from, at) + text[at + 1]!;
    hasEscape = true;
    at++;
    from = at + 1;
  }
  return { kind: 'text', value: value + text.slice(from), start, end: text.length, flaw: 'unclosed' };
}

function readSingleQuoted(text: string, start: number): Token {
  const close = text.indexOf("'", start + 1);
  const end = close < 0 ? text.length : close + 1;
  const value = text.slice(start + 1, close < 0 ? end : close);
  return { kind: 'text', value, start, end, flaw: 'singleQuotes' };
}

function readWord(text: string, start: number, word: string): Token {
  const end = start + word.length;
  if (/^annotation\.$/i.test(word.slice(0, 11))) {
    const key = matchAt(ANNOTATION_KEY, text, start + 11);
    const flaw = key === '' ? 'empty' : key.includes('.') ? 'dotted' : undefined;
    return { kind: 'annotation', value: key, start, end: start + 11 + key.length, ...(flaw ? { flaw } : {}) };
  }
  const bracket = /^annotation$/i.test(word) ? matchAt(BRACKET, text, end) : '';
  return bracket === '' ? { kind: 'word', value: word, start, end } : readBrackets(text, start, end + bracket.length);
}

/** The key in the brackets of `annotation[…]`, which may be in quotes. */
function readBrackets(text: string, start: number, from: number): Token {
  let at = from;
  while (at < text.length && BLANK.test(text[at]!)) at++;
  if (text[at] === '"') {
    const key = readText(text, at);
    at = key.end;
    while (at < text.length && BLANK.test(text[at]!)) at++;
    const isClosed = key.flaw !== 'unclosed' && text[at] === ']';
    return {
      kind: 'annotation',
      value: key.value,
      start,
      end: isClosed ? at + 1 : at,
      flaw: isClosed ? 'quoted' : 'unclosed',
    };
  }
  const close = text.indexOf(']', from);
  const key = text.slice(from, close < 0 ? text.length : close).trim();
  const flaw = close < 0 ? 'unclosed' : key === '' ? 'empty' : undefined;
  return { kind: 'annotation', value: key, start, end: close < 0 ? text.length : close + 1, ...(flaw ? { flaw } : {}) };
}

/** The JSON list or object behind `#`, to the bracket that closes it. */
function readJson(text: string, start: number): Token {
  let from = start + 1;
  while (from < text.length && BLANK.test(text[from]!)) from++;
  if (text[from] !== '[' && text[from] !== '{') return { kind: 'other', value: '#', start, end: start + 1 };
  let depth = 0;
  JSON_SIGN.lastIndex = from;
  for (let match = JSON_SIGN.exec(text); match; match = JSON_SIGN.exec(text)) {
    if (match[0] === '"') {
      const close = endOfJsonText(text, match.index);
      if (close < 0) break;
      JSON_SIGN.lastIndex = close;
    } else if (match[0] === '[' || match[0] === '{') depth++;
    else if (--depth === 0) {
      const end = match.index + 1;
      return { kind: 'json', value: text.slice(from, end), start, end };
    }
  }
  return { kind: 'json', value: text.slice(from), start, end: text.length, flaw: 'unclosed' };
}

/** Behind the closing quote; -1 when there is none. */
function endOfJsonText(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return -1;
}
