import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { conditionProblem } from '../../src/aws/logs/spanQuery';
import type { SpanCondition } from '../../src/traces/search';
import {
  conditionText,
  durationValue,
  expressionOf,
  nameProblem,
  operatorsOf,
  parseCondition,
  valueProblem,
} from '../../src/views/spanConditionText';
import { isLargeSpanSearch, spanCostText } from '../../src/views/spanCostText';

const t = (text: string, ...values: (string | number)[]): string =>
  text.replaceAll(/\{(\d)\}/g, (_, place) => String(values[Number(place)]));
const HOUR = 3_600_000;

describe('conditions on spans, as they are typed', () => {
  for (const [typed, expected] of [
    ['service = orders', { field: 'service', operator: '=', value: 'orders' }],
    ['Service contains order', { field: 'service', operator: 'contains', value: 'order' }],
    ['operation ~ /checkout', { field: 'operation', operator: 'contains', value: '/checkout' }],
    ['status>=500', { field: 'status', operator: '>=', value: '500' }],
    ['duration > 1.5 s', { field: 'duration', operator: '>', value: '1500' }],
    ['duration<250us', { field: 'duration', operator: '<', value: '0.25' }],
    ['http.route = "/a b"', { field: 'attribute', name: 'http.route', operator: '=', value: '/a b' }],
    ['tenant contains ac = me', { field: 'attribute', name: 'tenant', operator: 'contains', value: 'ac = me' }],
    ['tenant contained x', undefined],
    ['orders', undefined],
    ['duration > long', undefined],
    ['service > a', undefined],
    ['= x', undefined],
    ['service =', undefined],
  ] as const) {
    it(`reads ${typed}`, () => assert.deepEqual(parseCondition(typed), expected));
  }

  it('are read back as they are shown', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9._-]{0,12}$/).filter((one) => one !== 'contains');
    const condition = fc.constantFrom('service', 'operation', 'status', 'attribute', 'duration').chain((field) =>
      fc.record({
        field: fc.constant(field),
        operator: fc.constantFrom(...operatorsOf(field)),
        value: field === 'duration' ? fc.nat({ max: 1e9 }).map(String) : word,
        ...(field === 'attribute' && {
          name: word.filter((one) => !['service', 'operation', 'status', 'duration'].includes(one)),
        }),
      }),
    ) as fc.Arbitrary<SpanCondition>;
    fc.assert(fc.property(condition, (one) => assert.deepEqual(parseCondition(conditionText(one)), { ...one })));
  });

  it('that the form lets pass have a place in the query', () => {
    const given = fc.constantFrom('service', 'operation', 'status', 'attribute', 'duration').chain((field) =>
      fc.record({
        field: fc.constant(field),
        operator: fc.constantFrom(...operatorsOf(field)),
        name: fc.string({ unit: 'binary' }),
        value: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('500', '1.5 s', '-3', '1e5')),
      }),
    ) as fc.Arbitrary<Required<SpanCondition>>;
    fc.assert(
      fc.property(given, ({ field, operator, name, value }) => {
        if (valueProblem(field, operator, value, t) !== undefined) return;
        if (field === 'attribute' && nameProblem(name, t) !== undefined) return;
        const sent = field === 'duration' ? durationValue(value)! : value;
        assert.equal(conditionProblem({ field, operator, name, value: sent }), undefined);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the question before a long span search', () => {
  it('says that nobody knows where nothing was searched yet', () => {
    assert.match(spanCostText(24 * HOUR, undefined, t), /bills Logs Insights by the data it reads.*1 d.*is not known/);
  });

  it('estimates from the last search, and says from what', () => {
    const text = spanCostText(24 * HOUR, { bytes: 1.2e9, length: HOUR }, t);
    assert.match(text, /last search here read 1\.2 GB for 1 h: for 1 d about 28\.8 GB, if traffic was the same/);
  });
});

describe('the question before a span search', () => {
  it('comes above the hours of the setting, and above six where that is no number', () => {
    for (const setting of [6, undefined, null, 'soon', Number.NaN, {}]) {
      assert.deepEqual([isLargeSpanSearch(6 * HOUR, setting), isLargeSpanSearch(6 * HOUR + 1, setting)], [false, true]);
    }
    assert.deepEqual(
      [isLargeSpanSearch(1, 0), isLargeSpanSearch(HOUR, 2), isLargeSpanSearch(3 * HOUR, 2)],
      [true, false, true],
    );
  });
});

describe('what is copied of a query', () => {
  const range = { kind: 'last', milliseconds: HOUR } as const;
  const conditions: SpanCondition[] = [
    { field: 'service', operator: '=', value: 'orders' },
    { field: 'duration', operator: '>', value: '500' },
  ];

  it('is its expression with the group, its conditions, or its own query', () => {
    const traces = { kind: 'traces', range, group: 'checkout', filter: ' fault ', timeRangeType: 'TraceId' } as const;
    assert.match(expressionOf(traces), /group\.name = "checkout".*fault/);
    assert.equal(expressionOf({ ...traces, group: '', filter: ' ' }), '');
    const spans = { kind: 'spans', range, conditions, raw: '' } as const;
    assert.equal(expressionOf(spans), 'service = orders and duration > 500 ms');
    assert.equal(expressionOf({ ...spans, raw: 'fields traceId ' }), 'fields traceId');
    assert.equal(expressionOf({ ...spans, conditions: [] }), '');
  });
});
