import assert from 'node:assert/strict';
import { buildTrace } from '../../../src/model/buildTrace';
import { Mark, Status, type Trace } from '../../../src/model/trace';
import { bestRoot, traceTitle } from '../../../src/model/traceTitle';
import { DRAWN_ID, DRAWN_START, drawDocuments, drawSpanRecords, drawTrace } from './drawTrace';

/** Rows as text, the way they were drawn: `  name start duration`. */
export function drawn(trace: Trace): string[] {
  const { spans } = trace;
  return Array.from({ length: spans.count }, (_, span) => {
    const name = `${'  '.repeat(spans.depth[span]!)}${spans.strings[spans.name[span]!]!}`;
    return `${name} ${spans.start[span]!} ${spans.duration[span]!}`;
  });
}

function build(drawing: string): Trace {
  return buildTrace({ documents: drawTrace(drawing) });
}

function spanNamed(trace: Trace, name: string): number {
  const { spans } = trace;
  const span = spans.name.findIndex((index) => spans.strings[index] === name);
  assert.ok(span >= 0, `no span ${name}`);
  return span;
}

function has(trace: Trace, name: string, mark: number): boolean {
  return (trace.spans.marks[spanNamed(trace, name)]! & mark) !== 0;
}

function record(start: string, end: string): string {
  return `{"spanId":"a","name":"x","startTimeUnixNano":${start},"endTimeUnixNano":${end}}`;
}

function otlpSpan(members: object): object {
  return {
    traceId: '6500aa100123456789abcdef01234567',
    name: 'GET',
    kind: 2,
    startTimeUnixNano: '1694542352000000000',
    endTimeUnixNano: '1694542352010000000',
    attributes: [{ key: 'http.status_code', value: { intValue: '503' } }],
    status: { code: 2 },
    ...members,
  };
}

function problems(trace: Trace): Record<string, number> {
  return Object.fromEntries(trace.problems.map(({ kind, count }) => [kind, count]));
}

describe('building a trace', () => {
  it('nests subsegments, links segments by parent_id and sorts siblings by start', () => {
    const trace = build(`
      frontend        0 500
        late        300 400
        dynamo       20 120 fault aws
          worker     30 100 segment
            step     40  50
    `);
    assert.deepEqual(drawn(trace), [
      'frontend 0 500',
      '  dynamo 20 100',
      '    worker 30 70',
      '      step 40 10',
      '  late 300 100',
    ]);
    assert.deepEqual([...trace.spans.parent], [-1, 0, 1, 2, 0]);
    assert.deepEqual([...trace.spans.end], [5, 4, 4, 4, 5]);
    assert.equal(trace.id, DRAWN_ID);
    assert.equal(trace.start, DRAWN_START * 1000);
    assert.equal(trace.duration, 500);
    assert.equal(trace.depth, 4);
    assert.equal(trace.counts.segments, 2);
    assert.deepEqual(trace.problems, []);
  });

  it('finds parents whatever the order of the documents', () => {
    const documents = drawTrace(`
      a 0 100
        b 10 50 segment
          c 20 30 segment
            d 22 23 streamed
    `);
    const expected = drawn(buildTrace({ documents }));
    assert.equal(expected.length, 4);
    assert.deepEqual(drawn(buildTrace({ documents: documents.toReversed() })), expected);
  });

  it('shows 0.022 s as 22 ms', () => {
    const trace = buildTrace({
      documents: ['{"id":"a","name":"x","start_time":1.694542352E9,"end_time":1.694542352022E9}'],
    });
    assert.equal(trace.spans.duration[0], 22);
    assert.equal(trace.duration, 22);
  });

  it('keeps nanoseconds of span records, given as digits or as numbers', () => {
    const text = buildTrace({ documents: [record('"1694542352123000991"', '"1694542352123000994"')] });
    assert.equal(text.spans.duration[0], 0.000003);
    const numbers = buildTrace({ documents: [record('1694542352123000991', '1694542352900120228')] });
    assert.ok(Math.abs(numbers.duration - 777.119237) < 0.0003, String(numbers.duration));
  });

  it('takes an X-Ray and a W3C id of the same trace for the same trace', () => {
    const trace = buildTrace({
      documents: [...drawTrace('a 0 10 id=000000000000000a'), ...drawSpanRecords('b 2 5 parent=000000000000000a id=b')],
    });
    assert.equal(trace.id, DRAWN_ID);
    assert.deepEqual(drawn(trace), ['a 0 10', '  b 2 3']);
    assert.deepEqual(problems(trace), {});
  });

  it('keeps several roots, orphans and documents of another trace, and names them', () => {
    const trace = build(`
      a 0 10
      b 5 10
      c 7 9 parent=00000000deadbeef
      d 8 9 trace=1-6500aa11-0123456789abcdef01234567
    `);
    assert.deepEqual(drawn(trace), ['a 0 10', 'b 5 5', 'c 7 2', 'd 8 1']);
    assert.deepEqual(problems(trace), { severalRoots: 4, parentMissing: 1, otherTraceId: 1 });
    assert.ok(has(trace, 'c', Mark.ParentMissing));
    assert.ok(has(trace, 'd', Mark.OtherTrace));
    assert.equal(traceTitle(trace), 'a');
  });

  it('keeps children outside their parents as they are', () => {
    const trace = build(`
      function 100 200
        Initialization 0 90
        Attempt 150 260
    `);
    assert.deepEqual(drawn(trace), ['function 100 100', '  Initialization 0 90', '  Attempt 150 110']);
    assert.equal(trace.duration, 260);
    assert.deepEqual(problems(trace), { outsideParent: 2 });
  });

  it('draws what is in progress to the end of the trace', () => {
    const trace = build(`
      a 0 100
        dwell 20 -
        after 30 250
    `);
    assert.deepEqual(drawn(trace), ['a 0 100', '  dwell 20 230', '  after 30 220']);
    assert.equal(trace.spans.status[spanNamed(trace, 'dwell')], Status.Pending);
    assert.equal(trace.counts.inProgress, 1);
    assert.equal(trace.spans.below[0], Status.Pending);
  });

  it('counts no time twice in self, and inferred segments not at all', () => {
    const trace = build(`
      a 0 100
        b 10 40
        c 30 60
        d 90 120
        call 70 80
          table 70 80 inferred
    `);
    // b and c together cover 50, call 10, and of d only what lies within its parent.
    assert.equal(trace.spans.self[0], 30);
    assert.equal(trace.spans.self[spanNamed(trace, 'call')], 10);
    assert.ok(has(trace, 'table', Mark.Inferred | Mark.Segment));
  });

  it('keeps the two segments Lambda writes under one name apart', () => {
    const trace = build(`
      fn 0 100 origin=AWS::Lambda
        fn 10 90 segment origin=AWS::Lambda::Function
          Invocation 12 80
    `);
    assert.equal(trace.counts.segments, 2);
    const { strings, origin, service } = trace.spans;
    assert.deepEqual(
      [...origin].map((index) => strings[index]),
      ['AWS::Lambda', 'AWS::Lambda::Function', 'AWS::Lambda::Function'],
    );
    assert.deepEqual(
      [...service].map((index) => strings[index]),
      ['fn', 'fn', 'fn'],
    );
  });

  it('reads statuses from the flags, the worst first, and from HTTP where there is no flag', () => {
    const trace = build(`
      all       0 1 fault error throttle http=503
      throttle  1 2 throttle error http=429
      error     2 3 error http=400
      fine      3 4 http=200
      unflagged 4 5 http=500
      slow      5 6 http=429
    `);
    const expected = [Status.Fault, Status.Throttle, Status.Error, Status.Ok, Status.Fault, Status.Throttle];
    assert.deepEqual([...trace.spans.status], expected);
    const denied = drawDocuments('a 0 1 http=500');
    const trusted = buildTrace({ documents: [JSON.stringify({ ...denied[0], fault: false })] });
    assert.equal(trusted.spans.status[0], Status.Ok);
  });

  it('reads span records: service, entry, status by HTTP', () => {
    const trace = buildTrace({
      documents: drawSpanRecords(`
        GET /orders 0 100
          query 10 20 fault
          GET /stock 30 90 segment error http=404
            inner 40 50
      `),
    });
    assert.deepEqual([...trace.spans.status], [Status.Ok, Status.Fault, Status.Error, Status.Ok]);
    assert.equal(trace.counts.segments, 2);
    const { strings, service } = trace.spans;
    assert.deepEqual(
      [...service].map((index) => strings[index]),
      ['GET /orders', 'GET /orders', 'GET /stock', 'GET /stock'],
    );
  });

  it('reads OTLP envelopes of both kinds of numbers', () => {
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
    const envelope = {
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            {
              spans: [
                otlpSpan({ spanId: 'aa' }),
                otlpSpan({
                  spanId: 'bb',
                  parentSpanId: 'AA',
                  name: 'inner',
                  status: {},
                  attributes: [{ key: 'http.status_code', value: { intValue: 429 } }],
                }),
              ],
            },
          ],
        },
      ],
    };
    const trace = buildTrace({ documents: [JSON.stringify(envelope)] });
    assert.deepEqual(drawn(trace), ['GET 0 10', '  inner 0 10']);
    assert.deepEqual([...trace.spans.status], [Status.Fault, Status.Throttle]);
    assert.deepEqual([...trace.ordinalOf], [0, 1]);
    assert.equal(trace.spans.strings[trace.spans.service[1]!], 'shop');
  });

  it('names a trace after the method and path of its best root', () => {
    const orphanFirst = build(`
      orphan 0 10 parent=beef
      api 2 9 method=post url=https://shop.example/api/orders?id=7
    `);
    assert.equal(bestRoot(orphanFirst), 1);
    assert.equal(traceTitle(orphanFirst), 'POST /api/orders');
    assert.equal(traceTitle(build('api 2 9 method=GET url=https://shop.example')), 'GET /');
    assert.equal(traceTitle(build('job 2 9')), 'job');
    assert.equal(traceTitle(buildTrace({ documents: [] })), '');
  });

  it('gives arrays of exactly their size', () => {
    const { spans, documentOf, ordinalOf } = build('a 0 1\n  b 0 1\n  c 0 1');
    for (const array of [...Object.values(spans), documentOf, ordinalOf]) {
      if (!ArrayBuffer.isView(array)) continue;
      assert.equal(array.buffer.byteLength, array.byteLength);
    }
  });

  it('builds an empty trace from nothing', () => {
    const trace = buildTrace({ id: DRAWN_ID.toUpperCase(), documents: [], limitExceeded: true, reportedDuration: 5 });
    assert.equal(trace.id, DRAWN_ID);
    assert.equal(trace.spans.count, 0);
    assert.equal(trace.depth, 0);
    assert.deepEqual(problems(trace), { limitExceeded: 1 });
    assert.equal(trace.reportedDuration, 5);
  });
});
