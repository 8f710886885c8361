import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { conditionProblem, FIELDS, quoted, spanQueryText, traceQueryText } from '../../../src/aws/logs/spanQuery';
import type { SpanCondition } from '../../../src/traces/search';
import { TraceError } from '../../../src/traces/traceError';
import { compileQuery, type Expression } from '../../service/logsQuery';

const condition = (
  field: SpanCondition['field'],
  operator: SpanCondition['operator'],
  value: string,
  name?: string,
): SpanCondition => ({ field, operator, value, ...(name !== undefined && { name }) });
const filters = (...conditions: SpanCondition[]): string[] =>
  spanQueryText(conditions)
    .split('\n| ')
    .filter((line) => line.startsWith('filter '))
    .map((line) => line.slice('filter '.length));

/** The texts and numbers that stand in a filter, and its shape without them. */
function literals(expression: Expression): { shape: unknown; values: (string | number)[] } {
  const values: (string | number)[] = [];
  const shape: unknown = JSON.parse(
    JSON.stringify(expression, (key, value: unknown) => {
      if (key === 'text' || key === 'number') {
        if (value !== '') values.push(value as string | number);
        return '…';
      }
      return value;
    }),
  );
  return { shape, values };
}

describe('the query for spans', () => {
  it('asks for the fields a summary is made of, newest first, with a limit', () => {
    assert.equal(spanQueryText([]), `fields ${FIELDS.join(', ')}\n| sort @timestamp desc\n| limit 10000`);
  });

  for (const [what, given, expected] of [
    [
      'a service by either of its names',
      condition('service', '=', 'orders'),
      '(resource.attributes.service.name = "orders" or attributes.aws.local.service = "orders")',
    ],
    [
      'what is not a service, where a span may lack one of the names',
      condition('service', '!=', 'orders'),
      '((not ispresent(resource.attributes.service.name) or resource.attributes.service.name != "orders") and (not ispresent(attributes.aws.local.service) or attributes.aws.local.service != "orders"))',
    ],
    [
      'an operation by a part of it',
      condition('operation', 'contains', 'checkout'),
      '(name like "checkout" or attributes.aws.local.operation like "checkout")',
    ],
    ['a status in words', condition('status', '=', 'error'), 'status.code = "ERROR"'],
    [
      'a status by its number, in old and new records',
      condition('status', '>=', '500'),
      '(attributes.http.response.status_code >= 500 or attributes.http.status_code >= 500)',
    ],
    ['a duration in nanoseconds', condition('duration', '>', '1500.5'), 'durationNano > 1500500000'],
    ['an attribute', condition('attribute', '=', 'acme', 'tenant'), 'attributes.tenant = "acme"'],
    [
      'an attribute that looks like a number, recorded as text or number',
      condition('attribute', '=', '42', 'items'),
      '(attributes.items = "42" or attributes.items = 42)',
    ],
    [
      'a name with other characters between backticks',
      condition('attribute', 'contains', 'x', 'my key-1'),
      '`attributes.my key-1` like "x"',
    ],
    [
      'an attribute of the resource',
      condition('attribute', '=', 'eks', 'resource.attributes.cloud.platform'),
      'resource.attributes.cloud.platform = "eks"',
    ],
  ] as const) {
    it(`filters by ${what}`, () => assert.deepEqual(filters(given), [expected]));
  }

  it('shows attributes it filters by', () => {
    const text = spanQueryText([condition('attribute', '=', 'acme', 'tenant')]);
    assert.match(text.split('\n')[0]!, /, attributes\.tenant$/);
  });

  it('asks for the records of traces by their W3C form', () => {
    assert.equal(
      traceQueryText(['1-6500aa10-0123456789abcdef01234567']),
      'fields @timestamp, @message, traceId\n| filter traceId in ["6500aa100123456789abcdef01234567"]\n| sort @timestamp asc\n| limit 10000',
    );
  });

  for (const [problem, given] of [
    ['number', condition('duration', '>', 'long')],
    ['number', condition('status', '>', 'error')],
    ['number', condition('attribute', '<', '1e9; x', 'items')],
    ['operator', condition('duration', 'contains', '1')],
    ['operator', condition('service', '<', 'a')],
    ['name', condition('attribute', '=', 'x', '')],
    ['name', condition('attribute', '=', 'x', 'a` | limit 1 | fields `b')],
    ['control', condition('service', '=', 'a\nb')],
  ] as const) {
    it(`refuses a condition with no place in a query (${problem}): ${JSON.stringify(given)}`, () => {
      assert.equal(conditionProblem(given), problem);
      assert.throws(
        () => spanQueryText([given]),
        (error) => error instanceof TraceError && error.reason === 'malformedQuery',
      );
    });
  }

  it('is the same query whatever the values are: hostile ones only change what is compared with', () => {
    const nasty = fc.oneof(
      fc.string({
        unit: fc.constantFrom('"', "'", '\\', '`', '|', '#', '/', '(', ')', '[', ']', ' ', 'a', '=', '5', '\u{1f600}'),
      }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '" or 1=1 #',
        "' | limit 1",
        '\\',
        '\\"',
        `\\' or "`,
        '"] | fields @message',
        '$(x)',
        '-1',
        '+5',
        '1e5',
      ),
    );
    const given = fc.oneof(
      fc.record({
        field: fc.constantFrom('service', 'operation', 'status'),
        operator: fc.constantFrom('=', '!=', 'contains'),
        value: nasty,
      }),
      fc.record({
        field: fc.constant('attribute'),
        name: fc.oneof(nasty, fc.constantFrom('tenant', 'http.route')),
        operator: fc.constantFrom('=', '!=', 'contains'),
        value: nasty,
      }),
      fc.record({ field: fc.constant('duration'), operator: fc.constantFrom('>', '<='), value: nasty }),
    ) as fc.Arbitrary<SpanCondition>;
    let compiled = 0;
    fc.assert(
      fc.property(fc.array(given, { maxLength: 4 }), (conditions) => {
        const good = conditions.filter((one) => conditionProblem(one) === undefined);
        const query = compileQuery(spanQueryText(good));
        assert.equal(query.filters.length, good.length);
        assert.equal(query.limit, 10_000);
        assert.equal(query.sort.length, 1);
        assert.equal(
          query.shown.every(({ value }) => value.kind === 'field'),
          true,
        );
        for (const [index, { field, operator, value, name }] of good.entries()) {
          const isNumber = /^[+-]?\d+(\.\d+)?$/.test(value.trim()) && field !== 'duration';
          const { values, shape } = literals(query.filters[index]!);
          const calm = { ...good[index]!, value: isNumber || field === 'duration' ? '7' : 'x' };
          assert.deepEqual(shape, literals(compileQuery(spanQueryText([calm])).filters[0]!).shape);
          if (field === 'attribute') {
            const shown = /^(resource\.)?attributes\./.test(name!.trim()) ? name!.trim() : `attributes.${name!.trim()}`;
            assert.ok(JSON.stringify(query.filters[index]).includes(JSON.stringify(shown)));
          }
          if (field === 'duration' || operator === 'contains' || isNumber || value === '') continue;
          const compared = field === 'status' ? value.trim().toUpperCase() : value;
          assert.ok(compared === '' || values.every((one) => one === compared), JSON.stringify(values));
        }
        compiled += good.length;
      }),
      { numRuns: 500 },
    );
    assert.ok(compiled > 300, `only ${compiled} conditions were looked at`);
  });

  it('writes a string that reads as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [filter] = compileQuery(`filter a = ${quoted(text)}`).filters;
        assert.deepEqual(filter, {
          kind: 'compare',
          operator: '=',
          left: { kind: 'field', name: 'a' },
          right: { kind: 'text', text },
        });
      }),
    );
  });
});
