import { DEEPEST, LONGEST, type Expression } from './expression';
import type { Expected, FilterProblem } from './problem';
import { Reader, SyntaxStop, type Surroundings } from './reader';
import { readTerm, type Header } from './readTerm';
import type { Token } from './tokens';

export interface ParsedFilter {
  /** undefined when there is an error, and for a text without any term, which finds all traces. */
  readonly expression: Expression | undefined;
  /** In the order they stand in the text. An `error` means that X-Ray will refuse the expression, a `warning` that it may. */
  readonly problems: readonly FilterProblem[];
}

/**
 * Reads a filter expression. Everything documented is read, and what is only plausible too, with a warning. At the first error of syntax it
 * stops; errors of meaning (an operator that does not fit its keyword) are all told. Never throws; one pass, without recursion.
 */
export function parseFilter(text: string): ParsedFilter {
  const reader = new Reader(text);
  let expression: Expression | undefined;
  try {
    expression = readExpression(reader);
  } catch (error) {
    if (!(error instanceof SyntaxStop)) throw error;
  }
  const { problems } = reader;
  if (text.length > LONGEST) reader.warn('tooLong', { start: LONGEST, end: text.length });
  const isRefused = problems.some(({ severity }) => severity === 'error');
  return { expression: isRefused ? undefined : expression, problems: problems.toSorted((a, b) => a.start - b.start) };
}

/** What can follow a text, as far as the grammar tells. */
export interface Continuation extends Surroundings {
  /** Empty when the text has an error before its end. */
  readonly expected: readonly Expected[];
}

/** What may stand behind the text: what completion offers there. */
export function continuationOf(text: string): Continuation {
  const reader = new Reader(`${text}${NOTHING_ELSE}`);
  try {
    readExpression(reader);
  } catch (error) {
    if (!(error instanceof SyntaxStop)) throw error;
  }
  const stop = reader.problems.findLast(({ severity }) => severity === 'error');
  const isAtEnd = stop?.start === text.length;
  return { ...reader.surroundings, expected: isAtEnd ? stop.expected : [] };
}

/** A character that no expression has: there the parser says what it would have liked. */
const NOTHING_ELSE = '\u0001';

/** What stands between a pair of parentheses or braces, or the whole text. */
interface Frame {
  /** The token that opened it; undefined for the whole text. */
  readonly opened: Token | undefined;
  /** Of braces: the term they belong to. */
  readonly header: Header | undefined;
  readonly surroundings: Surroundings;
  /** What stands between `OR`s and is complete. */
  readonly alternatives: Expression[];
  /** Terms since the last `OR`. */
  terms: Expression[];
  /** The `!` before the next term: how many, where the first begins and the last ends. */
  negations: number;
  negationStart: number;
  negationEnd: number;
  /** Where the first one of all, and of `terms`, begins, with its parentheses. */
  start: number | undefined;
  termStart: number | undefined;
  /** Levels of the deepest one of `alternatives`, and of `terms`. */
  alternativeLevels: number;
  termLevels: number;
}

/** The grammar's skeleton: what connects terms. The stack is a list, so that no text overflows it. */
function readExpression(reader: Reader): Expression | undefined {
  if (reader.isEnd()) return undefined;
  let frame = newFrame(undefined, undefined, reader.surroundings);
  const outer: Frame[] = [];
  for (;;) {
    frame.start ??= reader.token.start;
    frame.termStart ??= reader.token.start;
    reader.surroundings = frame.surroundings;
    // A term, or what opens one.
    if (reader.isSign('!') || reader.isWord('NOT')) {
      takeNegation(reader, frame);
      continue;
    }
    if (reader.isSign('(')) {
      outer.push(frame);
      frame = newFrame(reader.take(), undefined, frame.surroundings);
      continue;
    }
    const read = readTerm(reader, frame.surroundings);
    if (read === undefined) reader.refuse(['keyword', '(', '!'], frame.opened?.value);
    if ('opened' in read) {
      outer.push(frame);
      frame = newFrame(read.opened, read.header, read.surroundings);
      continue;
    }
    addTerm(reader, frame, read.term, 1);
    // What follows a term: closing brackets, then `AND`, `OR`, nothing, or the next term.
    for (let close = closing(frame); close !== '' && reader.isSign(close); close = closing(frame)) {
      const [inner, levels] = finish(reader, frame);
      const { end } = reader.take();
      const { header } = frame;
      frame = outer.pop()!;
      reader.surroundings = frame.surroundings;
      addTerm(reader, frame, header ? header.complete(inner, end) : inner, header ? levels + 1 : levels);
    }
    if (reader.isEnd() && !frame.opened) return finish(reader, frame)[0];
    if (reader.isWord('AND')) reader.take();
    else if (reader.isWord('OR')) {
      closeTerms(reader, frame);
      reader.take();
    } else if (!startsTerm(reader.token)) {
      const close = closing(frame);
      reader.refuse(close === '' ? ['AND', 'OR', 'end'] : [close, 'AND', 'OR'], frame.opened?.value);
    }
  }
}

function newFrame(opened: Token | undefined, header: Header | undefined, surroundings: Surroundings): Frame {
  return {
    opened,
    header,
    surroundings,
    alternatives: [],
    terms: [],
    negations: 0,
    negationStart: 0,
    negationEnd: 0,
    start: undefined,
    termStart: undefined,
    alternativeLevels: 0,
    termLevels: 0,
  };
}

function takeNegation(reader: Reader, frame: Frame): void {
  const { kind, value, start, end } = reader.take();
  if (kind === 'word') reader.warn('notWord', { start, end }, { found: value }, ['!']);
  if (frame.negations++ === 0) frame.negationStart = start;
  frame.negationEnd = end;
}

function startsTerm({ kind, value }: Token): boolean {
  return kind === 'sign' ? value === '!' || value === '(' : kind === 'word' || kind === 'annotation';
}

function addTerm(reader: Reader, frame: Frame, term: Expression, levels: number): void {
  const { negations, negationStart: start, negationEnd } = frame;
  if (negations > 1) reader.warn('doubleNegation', { start, end: negationEnd }, {}, ['!']);
  const isNegated = negations % 2 === 1;
  frame.terms.push(isNegated ? { kind: 'not', term, start, end: reader.lastEnd } : term);
  frame.termLevels = Math.max(frame.termLevels, isNegated ? levels + 1 : levels);
  frame.negations = 0;
}

function closeTerms(reader: Reader, frame: Frame): void {
  const levels = frame.terms.length > 1 ? frame.termLevels + 1 : frame.termLevels;
  frame.alternatives.push(joined('and', frame.terms, frame.termStart, reader.lastEnd));
  frame.alternativeLevels = Math.max(frame.alternativeLevels, levels);
  frame.terms = [];
  frame.termStart = undefined;
  frame.termLevels = 0;
}

/** @returns what the frame holds, and its levels; ends the parsing when these are too many */
function finish(reader: Reader, frame: Frame): [Expression, number] {
  closeTerms(reader, frame);
  const levels = frame.alternativeLevels + (frame.alternatives.length > 1 ? 1 : 0);
  if (levels >= DEEPEST) {
    reader.error('tooDeep', frame.opened ?? { start: 0, end: 0 }, {}, []);
    throw new SyntaxStop();
  }
  return [joined('or', frame.alternatives, frame.start, reader.lastEnd), levels];
}

function closing({ opened, header }: Frame): string {
  if (!opened) return '';
  return header ? '}' : ')';
}

function joined(kind: 'and' | 'or', terms: readonly Expression[], start: number | undefined, end: number): Expression {
  const [first] = terms;
  return terms.length === 1 ? first! : { kind, terms, start: start ?? first!.start, end };
}
