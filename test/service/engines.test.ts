import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { toW3cTraceId } from '../../src/model/traceId';
import { Bench, collect, CONNECTION, NOW, reasonOf, SECRET, segment, traceId, until } from './enginesSetup';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('opening traces by BatchGetTraces', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.start();
    bench.service.put(range(1, 12).map((number) => segment(traceId(number), number)));
  });
  afterEach(() => bench.close());

  it('asks for IDs in any form, each once, at most five per call', async () => {
    const ids = [...range(1, 7).map((number) => traceId(number)), traceId(1).toUpperCase(), toW3cTraceId(traceId(2))];
    const { traces, failed, thrown } = await bench.open(ids);
    assert.equal(thrown, undefined);
    assert.deepEqual(
      [...traces.keys()].toSorted(),
      range(1, 7)
        .map((number) => traceId(number))
        .toSorted(),
    );
    assert.deepEqual(traces.get(traceId(3)), {
      id: traceId(3),
      documents: [segment(traceId(3), 3)],
      reportedDuration: 500,
      limitExceeded: false,
    });
    assert.equal(failed.size, 0);
    const asked = bench.service.calls.map(({ body }) => (body as { TraceIds: string[] }).TraceIds.length);
    assert.deepEqual(
      asked.toSorted((one, other) => one - other),
      [2, 5],
    );
  });

  it('hands a trace on while others are still being fetched', async () => {
    bench.service.fault({ kind: 'latency', ms: 250 });
    const arrived: string[] = [];
    const wanted = range(1, 10).map((number) => ({ id: traceId(number) }));
    for await (const arrival of bench.aws.openTraces(CONNECTION, wanted, new AbortController().signal)) {
      if (arrival.kind === 'trace') arrived.push(arrival.id);
      if (arrived.length === 5) break;
    }
    assert.deepEqual(
      arrived.toSorted(),
      range(6, 10)
        .map((number) => traceId(number))
        .toSorted(),
    );
  });

  it('runs four calls at once, no more', async () => {
    bench.service.fault({ kind: 'hang', times: 100 });
    const controller = new AbortController();
    const opened = bench.open(
      range(1, 100).map((number) => traceId(number)),
      controller.signal,
    );
    await until(() => bench.service.calls.length >= 4);
    await sleep(50);
    assert.equal(bench.service.calls.length, 4);
    controller.abort();
    await opened;
  });

  it('runs two calls at once after throttling', async () => {
    bench.service.fault({ kind: 'throttle', times: 4 });
    bench.service.fault({ kind: 'hang', times: 100 });
    const controller = new AbortController();
    const opened = bench.open(
      range(1, 100).map((number) => traceId(number)),
      controller.signal,
    );
    await until(() => bench.service.calls.length >= 6);
    await sleep(50);
    assert.equal(bench.service.calls.length, 4 + 2);
    controller.abort();
    await opened;
  });

  it('opens what there is of five hundred pasted IDs', async () => {
    const { traces, failed, calls } = await bench.open(range(1, 500).map((number) => traceId(number)));
    assert.equal(traces.size, 12);
    assert.equal(failed.size, 488);
    // 100 calls, the 488 unknown ones once more, and the destination.
    assert.equal(calls.length, 100 + 98 + 1);
  });

  it('merges a trace that comes on several pages', async () => {
    const documents = range(1, 40).map((id) => segment(traceId(50), id));
    bench.service.put(documents);
    bench.service.configure({ batchPageSize: 2000 });
    const { traces, calls } = await bench.open([traceId(50)]);
    assert.deepEqual(traces.get(traceId(50))?.documents.toSorted(), documents.toSorted());
    assert.ok(calls.length > 3, `${calls.length} pages`);
    assert.match(calls[0]?.note ?? '', /more pages/);
  });

  it('keeps what X-Ray says of a trace over the size limit', async () => {
    bench.service.put([segment(traceId(60), 1)], { limitExceeded: true });
    const { traces, calls } = await bench.open([traceId(60)]);
    assert.equal(traces.get(traceId(60))?.limitExceeded, true);
    assert.equal(calls[0]?.note, '1 trace, 1 over the size limit');
  });

  it('asks once more for unprocessed IDs, then reports them', async () => {
    bench.service.fault({ kind: 'unprocessed' });
    const { traces, calls } = await bench.open([traceId(1), traceId(99)]);
    assert.deepEqual([...traces.keys()], [traceId(1)]);
    assert.deepEqual(
      calls.map(({ operation, ids, note }) => [operation, ids.length, note]),
      [
        ['BatchGetTraces', 2, '0 traces, 2 unprocessed'],
        ['BatchGetTraces', 2, '1 trace, 1 unprocessed'],
        ['GetTraceSegmentDestination', 0, 'XRay, ACTIVE'],
      ],
    );
  });

  it('reports an ID that is in neither list without asking again', async () => {
    bench.service.configure({ unknownIds: 'omitted' });
    const { failed } = await bench.open([traceId(99)]);
    assert.deepEqual(reasonOf(failed.get(traceId(99))), [
      'notFound',
      { id: traceId(99), destination: 'XRay', retrievalTried: false },
    ]);
    assert.deepEqual(bench.counts, { BatchGetTraces: 1, GetTraceSegmentDestination: 1 });
  });

  it('never sends what is no trace ID', async () => {
    const { failed, calls } = await bench.open(['', '1-5759e988-xmpl2e3fe1be46a994272793', 'hello']);
    assert.deepEqual([...failed.values()].map(reasonOf), [
      ['malformedId', { id: '' }],
      ['malformedId', { id: '1-5759e988-xmpl2e3fe1be46a994272793' }],
      ['malformedId', { id: 'hello' }],
    ]);
    assert.equal(calls.length + bench.service.calls.length, 0);
  });

  it('waits and tries again when throttled, under both names, and says so', async () => {
    bench.service.fault({ kind: 'throttle' });
    bench.service.fault({ kind: 'throttle2' });
    bench.service.fault({ kind: 'status', status: 503 });
    bench.service.fault({ kind: 'reset' });
    const { traces, calls, progress } = await bench.open([traceId(1)]);
    assert.equal(traces.size, 1);
    assert.deepEqual(calls[0]?.waits, [
      { reason: 'ThrottledException', milliseconds: 300 },
      { reason: 'ThrottlingException', milliseconds: 600 },
      { reason: '503', milliseconds: 1200 },
      { reason: 'ECONNRESET', milliseconds: 2400 },
    ]);
    assert.equal(calls[0]?.requestId, bench.service.calls.at(-1)?.requestId);
    assert.equal(calls[0]?.milliseconds, 4500);
    assert.equal(progress.filter(({ step }) => step === 'waiting').length, 4);
  });

  it('gives up after five tries, and does not try the other IDs in vain', async () => {
    bench.service.fault({ kind: 'throttle', times: 1000 });
    const { failed, calls } = await bench.open(range(1, 100).map((number) => traceId(number)));
    assert.equal(failed.size, 100);
    assert.deepEqual(new Set([...failed.values()].map(({ reason }) => reason)), new Set(['throttled']));
    assert.ok(calls.length <= 4, `${calls.length} calls`);
    assert.ok(bench.service.calls.length >= 5 && bench.service.calls.length <= 20);
  });

  it('ends an endless listing with a message and keeps what came', async () => {
    for (const repeat of [true, false]) {
      bench.service.fault({ kind: 'endlessToken', repeat, times: 200 });
      const { traces, failed } = await bench.open([traceId(1)]);
      assert.equal(traces.size, 1);
      assert.deepEqual(reasonOf(failed.get(traceId(1))), [
        'endlessPaging',
        { operation: 'BatchGetTraces', pages: repeat ? 2 : 100 },
      ]);
      bench.service.clearFaults();
    }
  });

  it('asks for IDs one by one when the service refuses the call', async () => {
    bench.service.fault({ kind: 'status', status: 400, code: 'InvalidRequestException', message: 'one is bad' });
    bench.service.fault({ kind: 'status', status: 400, code: 'InvalidRequestException', message: 'this one is bad' });
    const { traces, failed } = await bench.open([traceId(1), traceId(2), traceId(3)]);
    assert.equal(traces.size, 2);
    assert.deepEqual([...failed.values()].map(reasonOf), [
      ['invalidRequest', { operation: 'BatchGetTraces', message: 'this one is bad' }],
    ]);
  });

  it('keeps what arrived when a later call fails', async () => {
    bench.service.fault({ kind: 'latency', ms: 60 });
    bench.service.fault({ kind: 'status', status: 403, code: 'AccessDeniedException' });
    const { traces, failed, thrown } = await bench.open(range(1, 10).map((number) => traceId(number)));
    assert.equal(thrown, undefined);
    assert.equal(traces.size, 5);
    assert.deepEqual(new Set([...failed.values()].map((error) => JSON.stringify(reasonOf(error)))).size, 1);
    assert.deepEqual(reasonOf([...failed.values()][0]), ['accessDenied', { action: 'xray:BatchGetTraces' }]);
  });

  const spoilt: [string, Parameters<Bench['service']['fault']>[0], string][] = [
    ['HTML with 200', { kind: 'html', status: 200 }, 'badResponse'],
    ['HTML with 502 for ever', { kind: 'html', status: 502, times: 9 }, 'serverError'],
    ['half of a body', { kind: 'truncate' }, 'badResponse'],
    ['a connection that breaks in the body for ever', { kind: 'truncate', reset: true, times: 9 }, 'badResponse'],
    ['a connection that is reset for ever', { kind: 'reset', times: 9 }, 'network'],
    ['Traces: null', { kind: 'json', body: { Traces: null, UnprocessedTraceIds: null } }, 'badResponse'],
    ['an empty object', { kind: 'json', body: {} }, 'badResponse'],
    ['a list', { kind: 'json', body: [] }, 'badResponse'],
    ['a text', { kind: 'json', body: 'hello' }, 'badResponse'],
    ['a text for Traces', { kind: 'json', body: { Traces: 'hello' } }, 'badResponse'],
    ['no trace in Traces', { kind: 'json', body: { Traces: [null, 5, {}] } }, 'notFound'],
    ['a trace without segments', { kind: 'json', body: { Traces: [{ Id: traceId(1) }] } }, 'notFound'],
  ];
  for (const [what, fault, reason] of spoilt) {
    it(`answers ${what} with ${reason}`, async () => {
      bench.service.fault(fault);
      const { failed, thrown } = await bench.open([traceId(1)]);
      assert.equal(thrown, undefined);
      assert.equal(failed.get(traceId(1))?.reason, reason);
    });
  }

  it('asks again when the connection broke in the midst of a body', async () => {
    bench.service.fault({ kind: 'truncate', reset: true });
    const { traces, calls } = await bench.open([traceId(1)]);
    assert.equal(traces.size, 1);
    assert.deepEqual(calls[0]?.waits, [{ reason: 'EBODYCUT', milliseconds: 300 }]);
  });

  it('reads a body that comes slowly', async () => {
    bench.service.fault({ kind: 'slowBody', ms: 200 });
    assert.equal((await bench.open([traceId(1)])).traces.size, 1);
  });

  it('keeps a segment without a document, as it came', async () => {
    const body = { Traces: [{ Id: traceId(1), Segments: [{ Id: 'a' }, { Id: 'b', Document: '{"id":"b"}' }] }] };
    bench.service.fault({ kind: 'json', body });
    const { traces } = await bench.open([traceId(1)]);
    assert.deepEqual(traces.get(traceId(1))?.documents, ['{"Id":"a"}', '{"id":"b"}']);
  });

  it('names the host it could not reach', async () => {
    const url = bench.service.url;
    await bench.close();
    const { failed, thrown } = await bench.open([traceId(1)]);
    assert.equal(thrown, undefined);
    assert.deepEqual(reasonOf(failed.get(traceId(1))), [
      'network',
      { operation: 'BatchGetTraces', code: 'ECONNREFUSED', host: new URL(url).host },
    ]);
  });

  it('says that there is no region, and that an endpoint is no URL', async () => {
    for (const region of ['', 'eu west 1', 'eu-west-1.evil.example/']) {
      const connection = { profile: 'dev', region };
      const items = bench.aws.openTraces(connection, [{ id: traceId(1) }], new AbortController().signal);
      assert.deepEqual(reasonOf((await collect(items)).thrown), ['noRegion', connection]);
    }
    bench.aws = bench.engines({ endpoint: () => 'localhost' });
    assert.deepEqual(reasonOf((await bench.open([traceId(1)])).failed.get(traceId(1))), [
      'network',
      { operation: 'endpoint', code: 'ERR_INVALID_URL', host: 'localhost' },
    ]);
  });

  it('writes no credentials and no contents into log and receipt', async () => {
    bench.service.fault({ kind: 'throttle' });
    const { calls, progress } = await bench.open([traceId(1), traceId(99)]);
    const written = JSON.stringify([bench.log, calls, progress]);
    assert.ok(bench.log.length >= 3);
    for (const secret of [SECRET, 'AKIDEXAMPLE', 'document contents', 'Signature']) {
      assert.equal(written.includes(secret), false, secret);
    }
    assert.equal(calls[0]?.startedAt, NOW);
  });
});
