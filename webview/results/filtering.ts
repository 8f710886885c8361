import { evaluate } from '../../src/filter/evaluate';
import type { Expression, RootCauseTerm } from '../../src/filter/expression';
import { parseFilter } from '../../src/filter/parse';
import type { FilterProblem } from '../../src/filter/problem';
import type { Subject } from '../../src/filter/subject';
import { MASK } from '../../src/model/secretKeys';
import { NEVER, subjectOf } from './rowSubject';
import type { Summaries } from './summaries';

/** Whether a row passes. `Unknown`: what was found does not tell; the row stays, and that is said. */
export const Verdict = { No: 0, Yes: 1, Unknown: 2 } as const;

/** A filter that rows are judged by. */
export interface Filtering {
  readonly text: string;
  /** undefined: every row passes. */
  readonly expression: Expression | undefined;
  readonly problems: readonly FilterProblem[];
  /** It cannot be read. */
  readonly isBroken: boolean;
}

export const noFilter: Filtering = { text: '', expression: undefined, problems: [], isBroken: false };

export function filteringOf(text: string): Filtering {
  const { expression, problems } = parseFilter(text);
  return {
    text,
    expression: expression && withInnermost(expression),
    problems,
    isBroken: problems.some(({ severity }) => severity === 'error'),
  };
}

/** The verdicts on all rows; those on rows that were judged by the same filter before are kept. */
export function judged({ expression }: Filtering, summaries: Summaries, known: Uint8Array): Uint8Array {
  const verdicts = new Uint8Array(summaries.count);
  verdicts.set(known);
  if (!expression) return verdicts.fill(Verdict.Yes, known.length);
  for (let row = known.length; row < summaries.count; row++) verdicts[row] = judge(expression, summaries, row);
  return verdicts;
}

function judge(expression: Expression, summaries: Summaries, row: number): number {
  const subject = subjectOf(summaries, row);
  const verdict = VERDICTS[evaluate(expression, subject)];
  // A masked text is like nothing that is looked for in it: a row that fails because of it may pass in truth.
  if (verdict === Verdict.No && subject.masked)
    return VERDICTS[evaluate(withDecided(expression, subject), subject.masked)];
  return verdict;
}

const VERDICTS = { no: Verdict.No, yes: Verdict.Yes, unknown: Verdict.Unknown } as const;

/**
 * Summaries know of each root cause its innermost service and exception, and no more. Terms that ask for just those, as the refiners write
 * them, are asked as keywords of their own: `rowSubject.ts` answers them.
 */
function withInnermost(expression: Expression): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, terms: expression.terms.map(withInnermost) };
    case 'not':
      return { ...expression, term: withInnermost(expression.term) };
    case 'rootCause': {
      const value = innermostName(expression);
      if (value === undefined) return expression;
      const { cause, part, start, end } = expression;
      return { kind: 'keyword', keyword: `innermost.${cause}.${part}`, operator: '=', value, start, end };
    }
    case 'keyword':
    case 'annotation':
    case 'service':
    case 'edge':
    case 'json':
      return expression;
  }
}

/** The name in `{ last AND name = "…" }`. */
function innermostName({ part, filter }: RootCauseTerm): string | undefined {
  if ((part !== 'service' && part !== 'exception') || filter?.kind !== 'and' || filter.terms.length !== 2)
    return undefined;
  const [last, name] = filter.terms;
  if (last?.kind !== 'keyword' || last.keyword !== 'last' || last.operator !== undefined) return undefined;
  if (name?.kind !== 'keyword' || name.keyword !== 'name' || name.operator !== '=') return undefined;
  return typeof name.value === 'string' ? name.value : undefined;
}

/** The expression with terms that fail whatever a mask hides as terms that always fail: the text before the mask is unlike what is wanted. */
function withDecided(expression: Expression, subject: Subject): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, terms: expression.terms.map((term) => withDecided(term, subject)) };
    case 'not':
      return { ...expression, term: withDecided(expression.term, subject) };
    case 'keyword':
    case 'annotation': {
      const { operator, value, start, end } = expression;
      const values =
        expression.kind === 'keyword' ? subject.values(expression.keyword) : subject.annotation(expression.key);
      if (typeof value !== 'string' || (operator !== '=' && operator !== 'BEGINSWITH')) return expression;
      const isUnlike = (text: unknown): boolean => typeof text !== 'string' || !mayBegin(text, value, operator);
      if (!values?.every(isUnlike)) return expression;
      return { kind: 'keyword', keyword: NEVER, operator: undefined, value: undefined, start, end };
    }
    case 'service':
    case 'edge':
    case 'rootCause':
    case 'json':
      return expression;
  }
}

/** Whether a text, some of it masked, may be what is wanted, or begin with it. */
function mayBegin(text: string, wanted: string, operator: '=' | 'BEGINSWITH'): boolean {
  const hidden = text.indexOf(MASK);
  if (hidden < 0) return operator === '=' ? text === wanted : text.startsWith(wanted);
  const known = text.slice(0, hidden);
  return wanted.length <= known.length ? operator !== '=' && known.startsWith(wanted) : wanted.startsWith(known);
}
