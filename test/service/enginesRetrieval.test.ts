import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../src/model/units';
import type { WantedTrace } from '../../src/traces/source';
import {
  Bench,
  collect,
  CONNECTION,
  NOW,
  reasonOf,
  segment,
  timelessId,
  traceId,
  until,
  type Outcome,
} from './enginesSetup';

const HOUR: Milliseconds = 3_600_000;
const never = new AbortController().signal;
const LOGS = { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } as const;

const spanRecord = (id: string): string =>
  JSON.stringify({
    traceId: id.slice(2).replace('-', ''),
    spanId: '00000000000000aa',
    name: 'GET /',
    kind: 'SERVER',
    startTimeUnixNano: (NOW - HOUR) * 1e6,
    endTimeUnixNano: (NOW - HOUR + 500) * 1e6,
    resource: { attributes: { 'service.name': 'orders' } },
  });

const polls = (outcome: Outcome): string[] =>
  outcome.calls.filter(({ operation }) => operation === 'ListRetrievedTraces').map(({ note }) => note);

describe('opening traces of Transaction Search', () => {
  let bench: Bench;
  const retrieve = (wanted: readonly WantedTrace[]): Promise<Outcome> =>
    collect(bench.aws.retrieveTraces(CONNECTION, wanted, never));

  beforeEach(async () => {
    bench = await Bench.start({ destination: LOGS });
    bench.service.put([segment(traceId(1), 1)]);
    bench.service.put([segment(traceId(2), 2)], { indexed: false });
  });
  afterEach(() => bench.close());

  it('asks BatchGetTraces first, then the destination, then retrieves what is missing', async () => {
    const { traces, engines, failed, calls, progress } = await bench.open([traceId(1), traceId(2), traceId(3)]);
    assert.deepEqual(traces.get(traceId(2))?.documents, [segment(traceId(2), 2)]);
    assert.deepEqual(Object.fromEntries(engines), {
      [traceId(1)]: 'BatchGetTraces',
      [traceId(2)]: 'ListRetrievedTraces',
    });
    assert.deepEqual([...failed.values()].map(reasonOf), [
      ['notFound', { id: traceId(3), destination: 'CloudWatchLogs', retrievalTried: true }],
    ]);
    const start = calls.find(({ operation }) => operation === 'StartTraceRetrieval');
    assert.deepEqual(start?.ids, [traceId(2), traceId(3)]);
    const steps = progress.map(({ step }) => step);
    assert.deepEqual([...new Set(steps)], ['batch', 'credentials', 'destination', 'retrieval']);
  });

  it('polls after one second, ever more slowly, up to every five', async () => {
    bench.service.configure({ retrieval: { scheduledMs: 3000, runningMs: 20_000 } });
    const outcome = await retrieve([{ id: traceId(2) }]);
    assert.equal(outcome.traces.size, 1);
    assert.deepEqual(bench.clock.sleeps, [1000, 1500, 2250, 3375, 5000, 5000, 5000]);
    assert.match(polls(outcome)[0] ?? '', /^SCHEDULED/);
    assert.match(polls(outcome).at(-1) ?? '', /^COMPLETE, 1 traces, 1 documents/);
  });

  it('sends the range around the time of the ID, in the X-Ray form', async () => {
    const outcome = await retrieve([{ id: traceId(2, 1).toUpperCase() }]);
    assert.equal(outcome.traces.size, 1);
    const { TraceIds, StartTime, EndTime } = bench.service.calls[0]!.body as Record<string, unknown>;
    assert.deepEqual([TraceIds, StartTime, EndTime], [[traceId(2)], (NOW - 7 * HOUR) / 1000, NOW / 1000]);
  });

  it('merges all pages of traces with many spans', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => traceId(100 + index));
    for (const id of ids) {
      const documents = Array.from({ length: 230 }, (_, index) => segment(id, index + 1));
      bench.service.put(documents, { indexed: false });
    }
    const outcome = await retrieve(ids.map((id) => ({ id })));
    assert.deepEqual([...outcome.traces.keys()].toSorted(), ids);
    for (const id of ids) assert.equal(new Set(outcome.traces.get(id)?.documents).size, 230);
    const progress = outcome.progress.filter((step) => step.step === 'retrieval');
    assert.equal(progress.at(-1)?.spans, 7 * 230);
  });

  it('asks for the OpenTelemetry format once where the X-Ray format yields nothing readable', async () => {
    bench.service.put([spanRecord(traceId(4))], { indexed: false, otelOnly: true });
    const outcome = await retrieve([{ id: traceId(2) }, { id: traceId(4) }]);
    assert.deepEqual(outcome.traces.get(traceId(4))?.documents, [spanRecord(traceId(4))]);
    assert.deepEqual(outcome.traces.get(traceId(2))?.documents, [segment(traceId(2), 2)]);
    const formats = bench.service.calls.map(({ body }) => (body as { TraceFormat?: string }).TraceFormat ?? '');
    assert.deepEqual(formats.slice(-2), ['XRAY', 'OTEL']);
  });

  it('says that a retrieval found nothing', async () => {
    const { failed, traces } = await retrieve([{ id: traceId(2) }, { id: traceId(3) }]);
    assert.deepEqual([...traces.keys()], [traceId(2)]);
    assert.deepEqual([...failed.values()].map(reasonOf), [
      ['notFound', { id: traceId(3), destination: 'CloudWatchLogs', retrievalTried: true }],
    ]);
  });

  it('keeps documents that are readable in neither format, as they came', async () => {
    const body = { RetrievalStatus: 'COMPLETE', Traces: [{ Id: traceId(2), Spans: [{ Id: 'a', Document: 'T1S…' }] }] };
    bench.service.fault({ operation: 'ListRetrievedTraces', kind: 'json', body, times: 2 });
    const outcome = await retrieve([{ id: traceId(2) }]);
    assert.deepEqual(outcome.traces.get(traceId(2))?.documents, ['T1S…']);
    assert.equal(outcome.failed.size, 0);
  });

  for (const [outcome, reason] of [
    ['FAILED', 'retrievalFailed'],
    ['TIMEOUT', 'retrievalTimeout'],
    ['CANCELLED', 'retrievalCancelled'],
  ] as const) {
    it(`answers a retrieval that ends ${outcome} with ${reason}, and keeps what came otherwise`, async () => {
      bench.service.configure({ retrieval: { outcome } });
      const { traces, failed } = await bench.open([traceId(1), traceId(2)]);
      assert.equal(traces.size, 1);
      assert.deepEqual(
        [...failed].map(([id, error]) => [id, reasonOf(error)]),
        [[traceId(2), [reason, { ids: 1 }]]],
      );
      assert.equal(bench.counts['CancelTraceRetrieval'], undefined);
    });
  }

  it('ends a retrieval that runs for more than its hour', async () => {
    const body = { RetrievalStatus: 'RUNNING', Traces: [] };
    bench.service.fault({ operation: 'ListRetrievedTraces', kind: 'json', body, times: 10_000 });
    const { failed } = await retrieve([{ id: traceId(2) }]);
    assert.equal(failed.get(traceId(2))?.reason, 'retrievalTimeout');
    const slept = bench.clock.sleeps.reduce((sum, sleep) => sum + sleep, 0);
    assert.ok(slept > 59 * 60_000 && slept <= 60 * 60_000, `${slept} ms`);
  });

  for (const [what, operation, body] of [
    ['no token', 'StartTraceRetrieval', {}],
    ['no status', 'ListRetrievedTraces', { Traces: null }],
    ['an unknown status', 'ListRetrievedTraces', { RetrievalStatus: 'LOST' }],
  ] as const) {
    it(`answers ${what} with badResponse`, async () => {
      bench.service.fault({ operation, kind: 'json', body });
      const { failed } = await retrieve([{ id: traceId(2) }]);
      assert.equal(failed.get(traceId(2))?.reason, 'badResponse');
    });
  }

  it('ends an endless listing with a message and keeps what came', async () => {
    bench.service.configure({ retrieval: { scheduledMs: 0, runningMs: 0 } });
    bench.service.fault({ operation: 'ListRetrievedTraces', kind: 'endlessToken', repeat: true, times: 50 });
    const { traces, failed } = await retrieve([{ id: traceId(2) }]);
    assert.equal(traces.size, 1);
    assert.equal(failed.get(traceId(2))?.reason, 'endlessPaging');
  });

  it('asks for a time where neither the ID nor the log has one', async () => {
    bench.service.put([segment(timelessId(1), 9)], { indexed: false });
    const { failed } = await bench.open([timelessId(1)]);
    assert.deepEqual(reasonOf(failed.get(timelessId(1))), ['timeRangeNeeded', { id: timelessId(1) }]);
    const withLog = await retrieve([{ id: timelessId(1), around: NOW - HOUR }]);
    assert.equal(withLog.traces.size, 1);
    const withRange = await retrieve([{ id: timelessId(1), range: { start: NOW - 48 * HOUR, end: NOW } }]);
    assert.equal(withRange.traces.size, 1);
    assert.equal(withRange.calls.filter(({ operation }) => operation === 'StartTraceRetrieval').length, 2);
  });

  it('has four retrievals open at once, no more', async () => {
    bench.service.fault({ operation: 'ListRetrievedTraces', kind: 'hang', times: 9 });
    const controller = new AbortController();
    const range = { start: NOW - 240 * HOUR, end: NOW };
    const outcome = collect(bench.aws.retrieveTraces(CONNECTION, [{ id: timelessId(1), range }], controller.signal));
    await until(() => (bench.counts['ListRetrievedTraces'] ?? 0) >= 4);
    await sleep(50);
    assert.deepEqual(bench.counts, { StartTraceRetrieval: 4, ListRetrievedTraces: 4 });
    controller.abort();
    await outcome;
  });

  it('remembers the destination for a quarter of an hour, a pending one not at all', async () => {
    const asked = async (): Promise<number> => {
      const { failed } = await bench.open([traceId(3)]);
      assert.equal(failed.size, 1);
      return bench.counts['GetTraceSegmentDestination'] ?? 0;
    };
    assert.equal(await asked(), 1);
    assert.equal(await asked(), 1);
    bench.clock.advance(15 * 60_000);
    assert.equal(await asked(), 2);
    bench.aws.forget();
    bench.service.configure({ destination: { ...LOGS, Status: 'PENDING' } });
    assert.equal(await asked(), 3);
    assert.equal(await asked(), 4);
  });

  it('remembers the destination per region', async () => {
    await bench.open([traceId(3)]);
    const elsewhere = { ...CONNECTION, region: 'us-east-1' };
    await collect(bench.aws.openTraces(elsewhere, [{ id: traceId(3) }], never));
    assert.equal(bench.counts['GetTraceSegmentDestination'], 2);
  });

  describe('when nobody may say where the spans are', () => {
    it('tries one retrieval', async () => {
      bench.service.configure({ denied: ['GetTraceSegmentDestination'] });
      const { traces } = await bench.open([traceId(2)]);
      assert.equal(traces.size, 1);
    });

    it('says not found, and which right is missing, when that is denied too', async () => {
      bench.service.configure({ denied: ['GetTraceSegmentDestination', 'StartTraceRetrieval'] });
      const { failed, thrown } = await bench.open([traceId(2)]);
      assert.equal(thrown, undefined);
      assert.deepEqual(reasonOf(failed.get(traceId(2))), [
        'notFound',
        { id: traceId(2), destination: 'unknown', retrievalTried: false, action: 'xray:StartTraceRetrieval' },
      ]);
    });

    it('says not found when Transaction Search turns out to be off', async () => {
      bench.service.configure({
        denied: ['GetTraceSegmentDestination'],
        destination: { Destination: 'XRay', Status: 'ACTIVE' },
      });
      const { failed } = await bench.open([traceId(2), timelessId(1)]);
      assert.deepEqual(
        [...failed.values()].map((error) => [error.reason, error.params['action']]),
        [
          ['notFound', 'xray:GetTraceSegmentDestination'],
          ['notFound', 'xray:GetTraceSegmentDestination'],
        ],
      );
    });

    it('takes a service that does not know the question for one that may not say', async () => {
      bench.service.fault({
        operation: 'GetTraceSegmentDestination',
        kind: 'status',
        status: 404,
        code: 'UnknownOperationException',
      });
      const { traces } = await bench.open([traceId(2)]);
      assert.equal(traces.size, 1);
    });
  });

  it('names the missing right when the account does keep its spans in CloudWatch Logs', async () => {
    bench.service.configure({ denied: ['StartTraceRetrieval'] });
    const { failed } = await bench.open([traceId(2)]);
    assert.deepEqual(reasonOf(failed.get(traceId(2))), [
      'accessDenied',
      { action: 'xray:StartTraceRetrieval', destination: 'CloudWatchLogs', indexedPercent: 1 },
    ]);
  });

  it('reports every missing ID when the destination cannot be asked for', async () => {
    bench.service.fault({ operation: 'GetTraceSegmentDestination', kind: 'status', times: 9 });
    const { failed, traces, thrown } = await bench.open([traceId(1), traceId(2)]);
    assert.equal(thrown, undefined);
    assert.equal(traces.size, 1);
    assert.equal(failed.get(traceId(2))?.reason, 'serverError');
  });
});
