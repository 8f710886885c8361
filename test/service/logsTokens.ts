/** A query that Logs Insights would not compile; offsets into its text, `end` exclusive. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

/** A piece of a query. `text` of a string is what it stands for, its escapes resolved; of a field its name without backticks. */
export interface Token {
  readonly kind: 'word' | 'field' | 'string' | 'number' | 'regex' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const BLANKS = /(?:\s|#[^\n]*)+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![\w.@])/y;
/** Names hold dots and begin with a letter, `_` or `@`. */
const WORD = /[A-Za-z_@][\w.@]*/y;
const SIGN = /!=|<=|>=|=~|[|,()[\]=<>+*]|-/y;

/** Cuts a query into tokens; the last is the end. Throws QuerySyntaxError for what is none. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(query)?.[0];
  };
  const push = (kind: Token['kind'], text: string, end: number): void => {
    tokens.push({ kind, text, start: at, end });
    at = end;
  };
  for (;;) {
    at += match(BLANKS)?.length ?? 0;
    if (at >= query.length) {
      push('end', '', query.length);
      return tokens;
    }
    const first = query[at]!;
    if (first === '"' || first === "'") {
      const { text, end } = readString(query, at);
      push('string', text, end);
    } else if (first === '`') {
      const end = query.indexOf('`', at + 1);
      if (end < 0) throw new QuerySyntaxError('the field name has no end', at, query.length);
      push('field', query.slice(at + 1, end), end + 1);
    } else if (first === '/') {
      const end = endOfRegex(query, at);
      push('regex', query.slice(at + 1, end - 1), end);
    } else {
      const number = match(NUMBER);
      const word = number === undefined ? match(WORD) : undefined;
      const sign = number === undefined && word === undefined ? match(SIGN) : undefined;
      const text = number ?? word ?? sign;
      if (text === undefined) throw new QuerySyntaxError(`unexpected symbol ${first}`, at, at + 1);
      push(number !== undefined ? 'number' : word !== undefined ? 'word' : 'sign', text, at + text.length);
    }
  }
}

/** Assumed: a backslash takes the meaning from the character after it, whichever that is. */
function readString(query: string, start: number): { readonly text: string; readonly end: number } {
  const quote = query[start];
  let text = '';
  for (let at = start + 1; at < query.length; at++) {
    if (query[at] === quote) return { text, end: at + 1 };
    if (query[at] === '\\') at += 1;
    text += query[at] ?? '';
  }
  throw new QuerySyntaxError('the string has no end', start, query.length);
}

function endOfRegex(query: string, start: number): number {
  for (let at = start + 1; at < query.length; at++) {
    if (query[at] === '\\') at += 1;
    else if (query[at] === '/') return at + 1;
  }
  throw new QuerySyntaxError('the regular expression has no end', start, query.length);
}
