import type { Expression, Value } from './expression';
import { parseFilter } from './parse';
import { needsParentheses, printAnnotation, printFilter, printPart, printValue, quote } from './print';

export { quote };

/** The filter within a group: `group.name = "checkout" AND …`. '' as group or filter = none. */
export function withGroup(group: string, filter: string): string {
  return group === '' ? filter : joinedWith(`group.name = ${quote(group)}`, filter, 'first');
}

/**
 * The filter, and the term: what both find. A term that is there already changes nothing; one that was excluded is not any more.
 * A filter that cannot be read is kept in parentheses: X-Ray may know better.
 */
export function including(filter: string, term: string): string {
  const wanted = parseFilter(term).expression;
  if (!wanted) return filter;
  const without = removed(filter, negated(wanted)) ?? filter;
  return joinedWith(term, without, 'last');
}

/**
 * The filter, without what the term finds. A term that was included is taken out, and no more: the next call excludes it. One that is
 * excluded already changes nothing.
 */
export function excluding(filter: string, term: string): string {
  const unwanted = parseFilter(term).expression;
  if (!unwanted) return filter;
  return removed(filter, unwanted) ?? joinedWith(printFilter(negated(unwanted)), filter, 'last');
}

/** Whether the term, or its exclusion, is one of those the filter asks for at its top level: the state of a refiner. */
export function stateOf(filter: string, term: string): 'included' | 'excluded' | 'none' {
  const expression = parseFilter(term).expression;
  if (!expression) return 'none';
  const known = new Set(partsOf(filter).map((part) => printFilter(part)));
  const holdsAll = (one: Expression): boolean => topTerms(one).every((part) => known.has(printFilter(part)));
  return holdsAll(expression) ? 'included' : holdsAll(negated(expression)) ? 'excluded' : 'none';
}

/** `annotation.tenant = "acme"`, with the key as it must be written. */
export function annotationIs(key: string, value: Value): string {
  return `${printAnnotation(key)} = ${printValue(value)}`;
}

/** `service("orders")`, or with its type `service(id(name: "orders", type: "AWS::Lambda::Function"))`. */
export function serviceIs(name: string, type = ''): string {
  return type === '' ? `service(${quote(name)})` : `service(id(name: ${quote(name)}, type: ${quote(type)}))`;
}

/** `http.status = 503`, `user = "ola"`. */
export function keywordIs(keyword: string, value: Value): string {
  return `${keyword} = ${printValue(value)}`;
}

function joinedWith(term: string, filter: string, place: 'first' | 'last'): string {
  const added = parseFilter(term).expression;
  const parsed = parseFilter(filter);
  if (!added) return filter;
  const join = (...parts: readonly string[]): string => (place === 'first' ? parts : parts.toReversed()).join(' AND ');
  if (parsed.problems.some(({ severity }) => severity === 'error')) return join(printPart(added), `(${filter})`);
  if (!parsed.expression) return printFilter(added);
  const known = new Set(topTerms(parsed.expression).map((part) => printFilter(part)));
  const missing = topTerms(added).filter((part) => !known.has(printFilter(part)));
  if (missing.length === 0) return filter;
  const kept = parsed.expression.kind === 'or' ? `(${filter.trim()})` : filter.trim();
  return join(missing.map((part) => printPart(part)).join(' AND '), kept);
}

/** The filter without the term, its other terms as they were written. undefined when the term is none of its terms. */
function removed(filter: string, term: Expression): string | undefined {
  const parts = partsOf(filter);
  const unwanted = new Set(topTerms(term).map((part) => printFilter(part)));
  const left = parts.filter((part) => !unwanted.has(printFilter(part)));
  const found = new Set(parts.map((part) => printFilter(part)));
  if (![...unwanted].every((part) => found.has(part))) return undefined;
  return left
    .map((part) => {
      const written = filter.slice(part.start, part.end);
      return left.length > 1 && needsParentheses(part) ? `(${written})` : written;
    })
    .join(' AND ');
}

function partsOf(filter: string): readonly Expression[] {
  const { expression } = parseFilter(filter);
  return expression ? topTerms(expression) : [];
}

/** What must all hold. */
function topTerms(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' ? expression.terms : [expression];
}

function negated(expression: Expression): Expression {
  if (expression.kind === 'not') return expression.term;
  return { kind: 'not', term: expression, start: expression.start, end: expression.end };
}
