import { toW3cTraceId, type TraceId } from '../../model/traceId';
import type { Milliseconds } from '../../model/units';
import type { SpanCondition } from '../../traces/search';
import { TraceError } from '../../traces/traceError';

/** Rows of one query at most. Source: StartQuery and the query language's `limit`. */
export const MOST_ROWS = 10_000;

/** What the reader of results makes a trace summary of (`foundSpans.ts`). Names: span records of `aws/spans`. */
export const FIELDS = [
  '@timestamp',
  'traceId',
  'spanId',
  'parentSpanId',
  'name',
  'kind',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'durationNano',
  'status.code',
  'resource.attributes.service.name',
  'attributes.aws.local.service',
  'attributes.aws.local.operation',
  'attributes.aws.xray.origin',
  'attributes.http.request.method',
  'attributes.http.method',
  'attributes.url.full',
  'attributes.http.url',
  'attributes.url.path',
  'attributes.http.target',
  'attributes.http.response.status_code',
  'attributes.http.status_code',
  'attributes.client.address',
  'attributes.user_agent.original',
  'attributes.enduser.id',
] as const;

const SERVICE = ['resource.attributes.service.name', 'attributes.aws.local.service'];
const OPERATION = ['name', 'attributes.aws.local.operation'];
const HTTP_STATUS = ['attributes.http.response.status_code', 'attributes.http.status_code'];
const NUMBER = /^[+-]?(?:\d{1,18}(?:\.\d{1,12})?)$/;
// oxlint-disable-next-line no-control-regex -- they are what is refused
const CONTROLS = /[\u0000-\u001f\u007f\u2028\u2029]/;

/**
 * The Logs Insights query for spans that meet all conditions, newest first.
 * Values stand in the query as quoted strings or as numbers written anew, names between backticks: none can end its place.
 * @throws TraceError `malformedQuery` for a value that has no place in a query: see `conditionProblem`
 */
export function spanQueryText(conditions: readonly SpanCondition[]): string {
  const extra = conditions.flatMap((one) => (one.field === 'attribute' ? [attributeField(one.name ?? '')] : []));
  const fields = [...FIELDS, ...new Set(extra.filter((name) => !(FIELDS as readonly string[]).includes(name)))];
  return [
    `fields ${fields.map(field).join(', ')}`,
    ...conditions.map((condition) => `filter ${filterText(condition)}`),
    'sort @timestamp desc',
    `limit ${MOST_ROWS}`,
  ].join('\n| ');
}

/** The query for all span records of traces, oldest first. @param ids in X-Ray form */
export function traceQueryText(ids: readonly TraceId[]): string {
  const list = ids.map((id) => quoted(toW3cTraceId(id))).join(', ');
  return `fields @timestamp, @message, traceId\n| filter traceId in [${list}]\n| sort @timestamp asc\n| limit ${MOST_ROWS}`;
}

/** Why a condition cannot stand in a query: one word for the form that asks for it; undefined when it can. */
export function conditionProblem({
  field: of,
  name = '',
  operator,
  value,
}: SpanCondition): 'name' | 'number' | 'control' | 'operator' | undefined {
  const isOrder = operator !== '=' && operator !== '!=' && operator !== 'contains';
  if (CONTROLS.test(value)) return 'control';
  if (of === 'attribute' && (name.trim() === '' || /`/.test(name) || CONTROLS.test(name))) return 'name';
  if (of === 'duration') {
    if (operator === 'contains') return 'operator';
    return NUMBER.test(value.trim()) ? undefined : 'number';
  }
  if (!isOrder) return undefined;
  if (of === 'service' || of === 'operation') return 'operator';
  return NUMBER.test(value.trim()) ? undefined : 'number';
}

function filterText(condition: SpanCondition): string {
  const problem = conditionProblem(condition);
  if (problem) throw new TraceError('malformedQuery', { message: `condition: ${problem}`, start: -1, end: -1 });
  const { field: of, name = '', operator, value } = condition;
  switch (of) {
    case 'service':
      return anyOf(SERVICE, operator, value);
    case 'operation':
      return anyOf(OPERATION, operator, value);
    case 'status':
      if (isNumber(value)) return anyOf(HTTP_STATUS, operator, value);
      return comparison('status.code', operator, value.trim().toUpperCase());
    case 'duration':
      return `${field('durationNano')} ${operator} ${nanoseconds(Number(value.trim()))}`;
    case 'attribute':
      return comparison(attributeField(name), operator, value);
  }
}

/** One of several fields that mean the same; for "is not", none of those that are there. */
function anyOf(fields: readonly string[], operator: SpanCondition['operator'], value: string): string {
  const negated = operator === '!=';
  const parts = fields.map((name) => {
    const text = comparison(name, operator, value);
    return negated ? `(not ispresent(${field(name)}) or ${text})` : text;
  });
  return `(${parts.join(negated ? ' and ' : ' or ')})`;
}

function comparison(name: string, operator: SpanCondition['operator'], value: string): string {
  if (operator === 'contains') return `${field(name)} like ${quoted(value)}`;
  const isOrder = operator !== '=' && operator !== '!=';
  if (!isNumber(value)) return `${field(name)} ${operator} ${quoted(value)}`;
  const number = numberText(value);
  if (isOrder) return `${field(name)} ${operator} ${number}`;
  // What looks like a number may have been recorded as text.
  const both = [`${field(name)} ${operator} ${quoted(value)}`, `${field(name)} ${operator} ${number}`];
  return `(${both.join(operator === '=' ? ' or ' : ' and ')})`;
}

/** Attributes are named as OpenTelemetry names them; those of the resource with `resource.attributes.` before. */
export function attributeField(name: string): string {
  const trimmed = name.trim();
  return /^(?:resource\.)?attributes\./.test(trimmed) ? trimmed : `attributes.${trimmed}`;
}

/** A field's name: letters, digits, `@`, `_` and dots stand as they are, everything else between backticks. Source: CloudWatch Logs guide, "Fields that contain special characters". */
function field(name: string): string {
  return /^@?[A-Za-z_][A-Za-z0-9_.]*$/.test(name) ? name : `\`${name}\``;
}

/**
 * A string literal. Escaped with a backslash (assumed: the guide has it for regular expressions only), in the kind of quotes the value does not have
 * where there is one, so that no quote of the value has to be escaped.
 */
export function quoted(value: string): string {
  const quote = value.includes('"') && !value.includes("'") ? "'" : '"';
  return quote + value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}

function isNumber(value: string): boolean {
  return NUMBER.test(value.trim());
}

/** Written anew, digit by digit: without a sign of plus, blanks, or an exponent. */
function numberText(value: string): string {
  return value.trim().replace(/^\+/, '');
}

function nanoseconds(duration: Milliseconds): string {
  return BigInt(Math.round(duration * 1e6)).toString();
}
