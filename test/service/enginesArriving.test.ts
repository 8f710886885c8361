import assert from 'node:assert/strict';
import { Bench, collect, CONNECTION, NOW, reasonOf, segment, traceId, type Outcome } from './enginesSetup';

const SECOND = 1000;

/** An ID of a request five seconds before now. */
const young = (number: number): string => traceId(number, 5 / 3600);
const waits = ({ progress }: Outcome): number[] =>
  progress.filter((one) => one.step === 'arriving').map(({ milliseconds }) => milliseconds);

describe('a trace that may still be on its way', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.close());

  const arrivesAfter = (milliseconds: number, id: string, options = {}): void => {
    bench.onSleep = () => {
      if (bench.clock.now() >= NOW + milliseconds) bench.service.put([segment(id, 1, NOW / 1000)], options);
    };
  };

  it('is asked for again with growing waits that are told, until it is there', async () => {
    arrivesAfter(6 * SECOND, young(1));
    const outcome = await bench.open([young(1)]);
    assert.equal(outcome.traces.size, 1);
    assert.equal(outcome.failed.size, 0);
    assert.deepEqual(waits(outcome), [2000, 4000]);
  });

  it('is given up after 30 seconds, which the failure says, in few calls', async () => {
    const outcome = await bench.open([young(1)]);
    assert.deepEqual(reasonOf(outcome.failed.get(young(1))), [
      'notFound',
      { id: young(1), destination: 'XRay', retrievalTried: false, retriedFor: 30_000 },
    ]);
    assert.deepEqual(waits(outcome), [2000, 4000, 8000, 16_000]);
    assert.deepEqual(bench.counts, { BatchGetTraces: 2 + 4, GetTraceSegmentDestination: 1 });
  });

  it('is not waited for when it is old, or was not sampled', async () => {
    assert.deepEqual(waits(await bench.open([traceId(1)])), []);
    const wanted = [{ id: young(1), sampled: false }];
    assert.deepEqual(waits(await collect(bench.aws.openTraces(CONNECTION, wanted, new AbortController().signal))), []);
  });

  it('is waited for when its log line is young, however old the request', async () => {
    const wanted = [{ id: traceId(1), around: NOW - 5 * SECOND }];
    const outcome = await collect(bench.aws.openTraces(CONNECTION, wanted, new AbortController().signal));
    assert.equal(waits(outcome).length, 4);
  });

  it('lets the others of the same call come and fail at once', async () => {
    bench.service.put([segment(traceId(2), 2)]);
    const outcome = await bench.open([young(1), traceId(2), traceId(3)]);
    const kinds = outcome.arrivals.map((arrival) =>
      arrival.kind === 'progress' ? arrival.progress.step : arrival.kind,
    );
    assert.ok(kinds.indexOf('trace') < kinds.indexOf('arriving'));
    assert.ok(kinds.indexOf('failed') < kinds.indexOf('arriving'));
    assert.deepEqual([...outcome.failed.keys()].toSorted(), [young(1), traceId(3)].toSorted());
  });

  it('is looked for in Transaction Search at once, and once more after the waits', async () => {
    bench.service.configure({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
    arrivesAfter(20 * SECOND, young(1), { indexed: false });
    const outcome = await bench.open([young(1)]);
    assert.equal(outcome.engines.get(young(1)), 'ListRetrievedTraces');
    assert.equal(outcome.failed.size, 0);
    assert.equal(bench.counts['StartTraceRetrieval'], 2);
  });

  it('is let go of at once when nobody waits any more', async () => {
    const controller = new AbortController();
    bench.onSleep = () => controller.abort();
    const { thrown } = await bench.open([young(1)], controller.signal);
    assert.equal((thrown as Error).name, 'AbortError');
    const calls = bench.service.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(bench.service.calls.length, calls);
  });
});

describe('how much is indexed', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.close());
  const ask = () => bench.aws.indexingRules(CONNECTION, new AbortController().signal);

  it('is asked only where the account keeps its spans in CloudWatch Logs', async () => {
    const { calls, ...facts } = await ask();
    assert.deepEqual(facts, { destination: 'XRay', percent: undefined, denied: [] });
    assert.deepEqual(
      calls.map(({ operation }) => operation),
      ['GetTraceSegmentDestination'],
    );
    assert.deepEqual(bench.counts, { GetTraceSegmentDestination: 1 });
  });

  it('is a percentage', async () => {
    bench.service.configure({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
    const { destination, percent, denied } = await ask();
    assert.deepEqual([destination, percent, denied], ['CloudWatchLogs', 1, []]);
    await ask();
    assert.equal(bench.counts['GetTraceSegmentDestination'], 1, 'remembered');
  });

  it('is unknown, and no failure, where nobody may ask', async () => {
    bench.service.configure({
      destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' },
      denied: ['GetIndexingRules'],
    });
    const { percent, denied } = await ask();
    assert.deepEqual([percent, denied], [undefined, ['xray:GetIndexingRules']]);
    bench.aws.forget();
    bench.service.configure({ denied: ['GetTraceSegmentDestination'] });
    assert.deepEqual((await ask()).denied, ['xray:GetTraceSegmentDestination']);
  });

  it('is unknown where the answer says nothing', async () => {
    bench.service.configure({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
    for (const body of [
      {},
      { IndexingRules: null },
      { IndexingRules: [{ Rule: { Probabilistic: { ActualSamplingPercentage: 'x' } } }] },
    ]) {
      bench.service.fault({ kind: 'json', operation: 'GetIndexingRules', body });
      assert.equal((await ask()).percent, undefined);
    }
  });
});

describe('a probe', () => {
  it('tells with one call whether X-Ray’s index has a trace', async () => {
    const bench = await Bench.start();
    try {
      bench.service.put([segment(traceId(1), 1)]);
      const probe = (id: string) => bench.aws.probe(CONNECTION, id, new AbortController().signal);
      assert.equal((await probe(traceId(1))).isThere, true);
      assert.equal((await probe(traceId(2))).isThere, false);
      assert.deepEqual(bench.counts, { BatchGetTraces: 2 });
    } finally {
      await bench.close();
    }
  });
});
