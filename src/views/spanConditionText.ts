import { withGroup } from '../filter/compose';
import type { SearchQuery, SpanCondition } from '../traces/search';
import type { Localize } from './localize';

type Field = SpanCondition['field'];
type Operator = SpanCondition['operator'];

/** The operators a field can be compared with, most useful first. */
export function operatorsOf(field: Field): readonly Operator[] {
  switch (field) {
    case 'service':
    case 'operation':
      return ['=', 'contains', '!='];
    case 'status':
      return ['=', '!=', '>=', '<'];
    case 'duration':
      return ['>', '>=', '<', '<='];
    case 'attribute':
      return ['=', 'contains', '!=', '>', '>=', '<', '<='];
  }
}

/** `service = orders`, `duration > 500 ms`, `tenant contains acme`: what is shown, and what can be typed. */
export function conditionText({ field, name, operator, value }: SpanCondition): string {
  return `${field === 'attribute' ? (name ?? '') : field} ${operator} ${value}${field === 'duration' ? ' ms' : ''}`;
}

/** What a query asks for, as text to copy; '' = everything. */
export function expressionOf(query: SearchQuery): string {
  if (query.kind === 'traces') return withGroup(query.group, query.filter.trim());
  return query.raw.trim() || query.conditions.map(conditionText).join(' and ');
}

const TYPED = /^\s*([^\s=!<>~]+)\s*(contains\b|!=|>=|<=|=|>|<|~)\s*(.+?)\s*$/i;

/**
 * Reads a condition as it is typed: a field, or the name of an attribute, an operator, a value.
 * @returns undefined for what is none, or compares what cannot be compared so
 */
export function parseCondition(text: string): SpanCondition | undefined {
  const match = TYPED.exec(text);
  if (!match) return undefined;
  const [, word = '', sign = '', typed = ''] = match;
  const operator = (sign === '~' ? 'contains' : sign.toLowerCase()) as Operator;
  const field = fieldOf(word);
  if (!operatorsOf(field).includes(operator) && !(field === 'duration' && operator === '=')) return undefined;
  const value = field === 'duration' ? durationValue(typed) : unquoted(typed);
  if (value === undefined) return undefined;
  return { field, ...(field === 'attribute' && { name: word }), operator, value };
}

function fieldOf(word: string): Field {
  const known = ['service', 'operation', 'status', 'duration'] as const;
  return known.find((field) => field === word.toLowerCase()) ?? 'attribute';
}

const FACTORS: Readonly<Record<string, number>> = { µs: 0.001, us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** Milliseconds as text: `500`, `500ms`, `1.5 s`, `2min`. undefined for what is no duration */
export function durationValue(text: string): string | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)\s*(µs|us|ms|s|min|h)?$/i.exec(text.trim());
  if (!match) return undefined;
  const milliseconds = Number(match[1]) * FACTORS[(match[2] ?? 'ms').toLowerCase()]!;
  return String(Math.round(milliseconds * 1e6) / 1e6);
}

function unquoted(text: string): string {
  const match = /^(["'])(.*)\1$/s.exec(text);
  return match ? match[2]! : text;
}

/** What is wrong with a value for a field; undefined = nothing. */
export function valueProblem(field: Field, operator: Operator, value: string, t: Localize): string | undefined {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(value)) return t('Control characters cannot be searched for');
  if (value.trim() === '')
    return field !== 'duration' && (operator === '=' || operator === '!=') ? undefined : t('A value is needed');
  if (field === 'duration') {
    return durationValue(value) === undefined ? t('A duration looks like 500 ms, 1.5 s or 2 min') : undefined;
  }
  const isOrder = operator !== '=' && operator !== '!=' && operator !== 'contains';
  return isOrder && !/^[+-]?\d{1,18}(?:\.\d{1,12})?$/.test(value.trim()) ? t('A number is needed') : undefined;
}

/** What is wrong with an attribute's name; undefined = nothing. */
export function nameProblem(name: string, t: Localize): string | undefined {
  if (name.trim() === '') return t('A name is needed');
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return /[`\u0000-\u001f\u007f]/.test(name) ? t('A name holds no backtick') : undefined;
}

/** The words of a field. */
export function fieldLabel(field: Field, t: Localize): string {
  switch (field) {
    case 'service':
      return t('Service');
    case 'operation':
      return t('Operation');
    case 'status':
      return t('Status');
    case 'duration':
      return t('Duration');
    case 'attribute':
      return t('Attribute');
  }
}
