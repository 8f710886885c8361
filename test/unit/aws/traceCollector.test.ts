import assert from 'node:assert/strict';
import { isReadable, readTrace } from '../../../src/aws/received';
import { TraceCollector } from '../../../src/aws/traceCollector';
import type { Arrival } from '../../../src/traces/source';

const ID = '1-65000000-000000000000000000000001';
const part = (...documents: string[]): { documents: string[]; duration: undefined; limitExceeded: boolean } => ({
  documents,
  duration: undefined,
  limitExceeded: false,
});

describe('TraceCollector', () => {
  let now = 0;
  let arrivals: Arrival[] = [];
  let collector: TraceCollector;
  const delivered = (): string[] =>
    arrivals.map((arrival) => (arrival.kind === 'trace' ? arrival.input.documents.join('') : arrival.kind));

  beforeEach(() => {
    now = 0;
    arrivals = [];
    collector = new TraceCollector(
      'BatchGetTraces',
      (arrival) => arrivals.push(arrival),
      () => now,
    );
  });

  it('delivers a trace at once, and what follows no more than once a second', () => {
    for (const document of 'abcde') {
      collector.add(ID, part(document));
      now += 400;
    }
    collector.flush();
    collector.flush();
    assert.deepEqual(delivered(), ['a', 'abcd', 'abcde']);
  });

  it('keeps a document once that came on two pages', () => {
    assert.equal(collector.add(ID, part('a', 'b')), true);
    assert.equal(collector.add(ID, part('b')), false);
    collector.flush();
    assert.deepEqual(delivered(), ['ab']);
    assert.equal(collector.documents, 2);
  });

  it('counts a trace without documents as not found', () => {
    assert.equal(collector.add(ID, part()), false);
    assert.equal(collector.has(ID), false);
  });

  it('keeps the size limit and the duration, whichever page says them', () => {
    collector.add(ID, { documents: ['a'], duration: 1500, limitExceeded: false });
    collector.add(ID, { documents: [], duration: undefined, limitExceeded: true });
    collector.flush();
    const last = arrivals.at(-1);
    assert.ok(last?.kind === 'trace');
    assert.deepEqual(last.input, { id: ID, documents: ['a'], reportedDuration: 1500, limitExceeded: true });
  });
});

describe('received traces', () => {
  it('reads segments and spans, seconds as milliseconds, IDs in any form', () => {
    const trace = readTrace({
      Id: '65000000000000000000000000000001',
      Duration: 0.25,
      LimitExceeded: true,
      Segments: [{ Id: '1', Document: '{"a":1}' }],
    });
    assert.deepEqual(trace, { id: ID, part: { documents: ['{"a":1}'], duration: 250, limitExceeded: true } });
    assert.deepEqual(readTrace({ Id: ID, Spans: [{ Document: 'x' }] })?.part.documents, ['x']);
  });

  it('keeps an element without a document as it came', () => {
    const odd = [{ Id: '1' }, null, { Id: '2', Document: 5 }] as never;
    assert.deepEqual(readTrace({ Id: ID, Segments: odd })?.part.documents, [
      '{"Id":"1"}',
      'null',
      '{"Id":"2","Document":5}',
    ]);
  });

  it('survives wrong types', () => {
    assert.equal(readTrace(null), undefined);
    assert.equal(readTrace({ Id: 5 } as never), undefined);
    assert.equal(readTrace({}), undefined);
    assert.deepEqual(readTrace({ Id: ID, Segments: 'none', Duration: '1' } as never)?.part, part());
  });

  it('tells readable documents by their content', () => {
    assert.equal(isReadable('{"id":"1","trace_id":"1-…","start_time":1}'), true);
    assert.equal(isReadable('{"traceId":"a","spanId":"b","name":"n","startTimeUnixNano":1}'), true);
    assert.equal(isReadable('{"resourceSpans":[]}'), true);
    for (const document of ['{}', '[]', 'null', '"text"', '<html>', '']) assert.equal(isReadable(document), false);
  });
});
