import assert from 'node:assert/strict';
import { buildTrace } from '../../../src/model/buildTrace';
import { findInDocuments } from '../../../src/model/findInDocuments';
import { findTerms, type FindTerm } from '../../../src/model/findTerms';
import type { Trace } from '../../../src/model/trace';

const TRACE = '1-6500aa10-0123456789abcdef01234567';

const SEGMENT = {
  id: '0000000000000001',
  name: 'shop',
  trace_id: TRACE,
  start_time: 1_694_542_352,
  end_time: 1_694_542_353,
  annotations: { customer: 'Ärger & Söhne', 'api:stage': 'prod', retry: true, amount: 42 },
  metadata: { default: { cart: { items: [{ sku: 'A-17' }], note: 'line\nbreak "quoted"' } } },
  subsegments: [
    {
      id: '0000000000000002',
      name: 'db',
      start_time: 1_694_542_352.1,
      end_time: 1_694_542_352.2,
      sql: { sanitized_query: 'SELECT * FROM orders WHERE id = ?' },
      cause: { exceptions: [{ type: 'TimeoutError', message: 'took too long' }] },
    },
  ],
};
const RECORD = {
  traceId: TRACE.replaceAll('-', '').slice(1),
  spanId: '0000000000000003',
  name: 'consume',
  startTimeUnixNano: '1694542352000000000',
  endTimeUnixNano: '1694542353000000000',
  attributes: { 'messaging.system': 'sqs' },
  resource: { attributes: { 'service.name': 'worker', 'cloud.region': 'eu-central-1' } },
};

const trace = buildTrace({ documents: [JSON.stringify(SEGMENT), JSON.stringify(RECORD)] });

/** Names of the spans that have every term of a query. */
function found(query: string, of: Trace = trace): string[] {
  const hits = findInDocuments(of, findTerms(query));
  return Array.from({ length: of.spans.count }, (_, span) => span)
    .filter((span) => hits.every((bits) => (bits[span >> 3]! & (1 << (span & 7))) !== 0))
    .map((span) => of.spans.strings[of.spans.name[span]!]!);
}

describe('find in documents', () => {
  it('finds words in annotations, metadata, exceptions, SQL and attributes, whatever the case', () => {
    assert.deepEqual(found('ärger'), ['shop']);
    assert.deepEqual(found('a-17'), ['shop']);
    assert.deepEqual(found('timeouterror'), ['db']);
    assert.deepEqual(found('"from orders"'), ['db']);
    assert.deepEqual(found('SQS'), ['consume']);
    assert.deepEqual(found('eu-central'), ['consume']);
    assert.deepEqual(found('nowhere'), []);
  });

  it('leaves to a subsegment what is its own', () => {
    assert.deepEqual(found('took'), ['db']);
  });

  it('finds members by key and whole value, also by their path', () => {
    assert.deepEqual(found('retry=true'), ['shop']);
    assert.deepEqual(found('amount=42'), ['shop']);
    assert.deepEqual(found('amount=4'), []);
    assert.deepEqual(found('annotations.amount=42'), ['shop']);
    assert.deepEqual(found('cart.items.sku=a-17'), ['shop']);
    assert.deepEqual(found('"api:stage"=prod'), ['shop']);
    assert.deepEqual(found('messaging.system=sqs'), ['consume']);
    assert.deepEqual(found('customer="Ärger & Söhne"'), ['shop']);
  });

  it('finds text that JSON escapes', () => {
    assert.deepEqual(found('"break \\"quoted\\""'), ['shop']);
    const escaped = JSON.stringify(SEGMENT).replace('A-17', '\\u0041-17');
    assert.deepEqual(found('a-17', buildTrace({ documents: [escaped] })), ['shop']);
  });

  it('finds attributes of OTLP by their name', () => {
    const attributes = [{ key: 'order.id', value: { stringValue: 'o-9' } }];
    const span = { ...RECORD, attributes, resource: undefined };
    const envelope = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }] };
    assert.deepEqual(found('order.id=o-9', buildTrace({ documents: [JSON.stringify(envelope)] })), ['consume']);
  });
});

const term = (text: string, key = '', isExcluded = false): FindTerm => ({ key, text, isExcluded });

describe('find terms', () => {
  it('are words, quoted texts, keys with values, and what is left out', () => {
    assert.deepEqual(findTerms('GET "two Words" a=b "c d"="e=\\"f" -x -k=v'), [
      term('get'),
      term('two words'),
      term('b', 'a'),
      term('e="f', 'c d'),
      term('x', '', true),
      term('v', 'k', true),
    ]);
  });

  it('mean something at every moment of typing', () => {
    assert.deepEqual(findTerms('a='), [term('a')]);
    assert.deepEqual(findTerms('"open quo'), [term('open quo')]);
    assert.deepEqual(findTerms('= -'), [term('-')]);
    assert.deepEqual(findTerms('""'), []);
  });
});
