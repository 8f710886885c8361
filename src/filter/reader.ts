import type { Placed } from './expression';
import type { ErrorCode, Expected, FilterProblem, WarningCode } from './problem';
import { Tokens, type Token } from './tokens';

/** Whose braces a term stands in; `cause` and `part` are those of a root cause, else ''. */
export interface Surroundings {
  readonly inside: 'trace' | 'service' | 'edge' | 'rootCause';
  readonly cause: string;
  readonly part: string;
}

/** Warnings beyond this many help nobody. */
const MOST_PROBLEMS = 100;

/** Ends the parsing: what follows a syntax error would be guesses. */
export class SyntaxStop extends Error {}

/** What other languages write, with what X-Ray wants instead. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['&', 'AND'],
  ['&&', 'AND'],
  ['|', 'OR'],
  ['||', 'OR'],
  ['==', '='],
  ['===', '='],
  ['<>', '!='],
  ['=~', 'CONTAINS'],
  ['~', 'CONTAINS'],
  ['LIKE', 'CONTAINS'],
  ['MATCHES', 'CONTAINS'],
  ['STARTSWITH', 'BEGINSWITH'],
  ['BEGINS', 'BEGINSWITH'],
  ['STARTS', 'BEGINSWITH'],
  ['ENDS', 'ENDSWITH'],
  ['IN', '='],
  ['IS', '='],
]);

function meantBy({ kind, value }: Token): string | undefined {
  return kind === 'other' || kind === 'word' ? MEANT.get(value.toUpperCase()) : undefined;
}

/** The tokens of a text one by one, and the problems met on the way. */
export class Reader {
  readonly problems: FilterProblem[] = [];
  /** Whose braces the token stands in. */
  surroundings: Surroundings = { inside: 'trace', cause: '', part: '' };
  /** Behind the last token that was taken. */
  lastEnd = 0;
  readonly #tokens: Tokens;
  #token: Token;

  constructor(readonly text: string) {
    this.#tokens = new Tokens(text);
    this.#token = this.#tokens.next();
  }

  /** There are so many problems that no more warnings are taken. */
  get isFull(): boolean {
    return this.problems.length >= MOST_PROBLEMS;
  }

  get token(): Token {
    return this.#token;
  }

  /** Takes the token and goes to the next. */
  take(): Token {
    const taken = this.#token;
    this.lastEnd = taken.end;
    this.#token = this.#tokens.next();
    return taken;
  }

  /** Whether the token is this sign; then it is taken. */
  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.take();
    return true;
  }

  isSign(sign: string): boolean {
    return this.#token.kind === 'sign' && this.#token.value === sign;
  }

  isEnd(): boolean {
    return this.#token.kind === 'end';
  }

  isWord(word: string): boolean {
    return this.#token.kind === 'word' && this.#token.value.toUpperCase() === word;
  }

  warn(
    code: WarningCode,
    { start, end }: Placed,
    params: Record<string, string> = {},
    expected: readonly Expected[] = [],
  ): void {
    if (!this.isFull) this.problems.push({ severity: 'warning', start, end, code, params, expected });
  }

  error(code: ErrorCode, { start, end }: Placed, params: Record<string, string>, expected: readonly Expected[]): void {
    this.problems.push({ severity: 'error', start, end, code, params, expected });
  }

  /** The token cannot stand here: says so and ends the parsing. @param opened what waits for its other half */
  refuse(expected: readonly Expected[], opened = ''): never {
    const token = this.#token;
    if (token.kind === 'end') this.error('unfinished', token, { opened }, expected);
    else if (token.flaw === 'singleQuotes') this.error('singleQuotes', token, { found: token.value }, ['text']);
    else if (token.kind === 'text' && token.flaw === 'unclosed') this.error('unclosedText', token, {}, ['"']);
    else {
      const meant = meantBy(token);
      const found = token.kind === 'text' ? `"${token.value}"` : token.value;
      this.error(meant ? 'otherLanguage' : 'unexpected', token, { found }, meant ? [meant] : expected);
    }
    throw new SyntaxStop();
  }

  /** Something is missing at a place within a token that was taken. */
  refuseAt(place: Placed, expected: readonly Expected[], opened: string): never {
    this.error('unfinished', place, { opened }, expected);
    throw new SyntaxStop();
  }

  /** Whether the token is an operator of another language. */
  isForeignOperator(): boolean {
    return meantBy(this.#token) !== undefined;
  }
}
