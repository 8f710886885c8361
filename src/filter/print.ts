import type { Comparison, Expression, ServiceName, Value } from './expression';

/** The text of an expression, in one way of writing: equal expressions have equal texts, and parsing it gives the expression again. */
export function printFilter(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
      return expression.terms.map((term) => printPart(term)).join(' AND ');
    case 'or':
      return expression.terms.map((term) => (term.kind === 'or' ? printPart(term) : printFilter(term))).join(' OR ');
    case 'not':
      return expression.term.kind === 'not' ? `!(${printFilter(expression.term)})` : `!${printPart(expression.term)}`;
    case 'keyword':
      return `${expression.keyword}${printComparison(expression)}`;
    case 'annotation':
      return `${printAnnotation(expression.key)}${printComparison(expression)}`;
    case 'service':
      return `service(${expression.service ? printService(expression.service) : ''})${printBraces(expression.filter)}`;
    case 'edge':
      return `edge(${printService(expression.from)}, ${printService(expression.to)})${printBraces(expression.filter)}`;
    case 'rootCause':
      return `${['rootcause', expression.cause, expression.part].filter(Boolean).join('.')}${printBraces(expression.filter)}`;
    case 'json':
      return `rootcause.json ${expression.operator} #${expression.text}`;
  }
}

/** As a part of a larger expression: in parentheses where it would fall apart without. */
export function printPart(expression: Expression): string {
  const text = printFilter(expression);
  return needsParentheses(expression) ? `(${text})` : text;
}

export function needsParentheses({ kind }: Expression): boolean {
  return kind === 'and' || kind === 'or';
}

/** Text in double quotes. Quotes, and backslashes that would be read as the begin of an escape, are escaped: X-Ray's own rule is not documented. */
export function quote(text: string): string {
  return `"${text.replaceAll(/\\(?=["\\]|$)|"/g, String.raw`\$&`)}"`;
}

/** `annotation.tenant`, and `annotation[service.tier]` where the key is no plain word. */
export function printAnnotation(key: string): string {
  if (/^\w+$/.test(key)) return `annotation.${key}`;
  const isPlain = key.trim() === key && key !== '' && !/[\]"]/.test(key);
  return `annotation[${isPlain ? key : quote(key)}]`;
}

export function printValue(value: Value): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

function printComparison({ operator, value }: Comparison): string {
  return operator === undefined || value === undefined ? '' : ` ${operator} ${printValue(value)}`;
}

function printService({ isId, name, type, account }: ServiceName): string {
  if (!isId) return quote(name ?? '');
  const fields = [
    ['name', name],
    ['type', type],
    ['account.id', account],
  ].flatMap(([field, value]) => (value === undefined ? [] : [`${field}: ${quote(value)}`]));
  return `id(${fields.join(', ')})`;
}

function printBraces(filter: Expression | undefined): string {
  return filter ? ` { ${printFilter(filter)} }` : '';
}
