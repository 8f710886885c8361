import assert from 'node:assert/strict';
import type { SummaryArrival } from '../../src/traces/source';
import type { Localize } from '../../src/views/localize';
import { explain } from '../../src/views/explain';
import { READ_ONLY_ACCESS } from '../../src/views/permissions';
import { Bench, collect, CONNECTION, NOW, segment, traceId } from './enginesSetup';
import { operations } from './operations';

const HOUR = 3_600_000;
const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));

describe('with AWSXrayReadOnlyAccess alone', () => {
  let bench: Bench;
  beforeEach(async () => {
    const denied = Object.keys(operations).filter((name) => !READ_ONLY_ACCESS.includes(`xray:${name}`));
    assert.ok(denied.includes('StartTraceRetrieval') && denied.includes('GetTraceSegmentDestination'));
    bench = await Bench.start({ denied });
    bench.service.put([segment(traceId(1), 1)]);
  });
  afterEach(() => bench.close());

  it('traces open', async () => {
    const { traces, failed, thrown } = await bench.open([traceId(1)]);
    assert.deepEqual([traces.size, failed.size, thrown], [1, 0, undefined]);
    assert.deepEqual(bench.counts, { BatchGetTraces: 1 });
  });

  it('traces are found, groups listed and traces probed', async () => {
    const found: SummaryArrival[] = [];
    const query = {
      ranges: [{ start: NOW - 2 * HOUR, end: NOW }],
      filter: '',
      timeRangeType: 'TraceId' as const,
      cap: 10,
    };
    for await (const arrival of bench.aws.findTraces(CONNECTION, query, new AbortController().signal))
      found.push(arrival);
    const ids = found.flatMap((one) => (one.kind === 'summaries' ? one.summaries.map(({ id }) => id) : []));
    assert.deepEqual(ids, [traceId(1)]);
    assert.ok((await bench.aws.listGroups(CONNECTION, new AbortController().signal)).length > 0);
    assert.equal((await bench.aws.probe(CONNECTION, traceId(1), new AbortController().signal)).isThere, true);
    assert.ok(
      bench.log.every((line) => !/denied/i.test(line)),
      bench.log.join('\n'),
    );
  });

  it('an ID that is nowhere is explained as any other; what may not be asked is named, and is no error', async () => {
    const { failed, thrown } = await bench.open([traceId(2)]);
    assert.equal(thrown, undefined);
    const error = failed.get(traceId(2))!;
    assert.equal(error.reason, 'notFound');
    const { title, detail, causes } = explain(error, { ...CONNECTION, id: traceId(2), now: NOW }, t);
    assert.match(title, /^X-Ray in eu-west-1 has no trace/);
    assert.match(detail, /the permission missing is: xray:/);
    assert.deepEqual(
      causes.map(({ kind }) => kind),
      ['elsewhere', 'denied', 'perhapsNotSampled'],
    );
  });

  const count = (operation: string): number => bench.counts[operation] ?? 0;
  const openMany = async (from: number, to: number): Promise<void> => {
    for (let number = from; number <= to; number += 1) {
      const { failed } = await bench.open([traceId(number)]);
      const { reason, params } = failed.get(traceId(number))!;
      // Said of the last as of the first.
      assert.deepEqual(
        [reason, params['destination'], params['action']],
        ['notFound', 'unknown', 'xray:StartTraceRetrieval'],
      );
    }
  };

  describe('IDs that are nowhere, one after the other', () => {
    const MINUTE = 60_000;
    it('cost one denied call of each kind in 15 minutes, and no line of the log calls it a failure', async () => {
      await openMany(2, 9);
      await bench.aws.indexingRules(CONNECTION, new AbortController().signal);
      assert.deepEqual([count('GetTraceSegmentDestination'), count('StartTraceRetrieval')], [1, 1]);
      bench.clock.advance(14 * MINUTE);
      await openMany(10, 12);
      assert.deepEqual([count('GetTraceSegmentDestination'), count('StartTraceRetrieval')], [1, 1]);
      assert.ok(
        bench.log.every((line) => !/denied|fail|error/i.test(line)),
        bench.log.join('\n'),
      );
      assert.equal(bench.log.filter((line) => line.includes('is not allowed, goes on without')).length, 2);
      bench.clock.advance(2 * MINUTE);
      await openMany(13, 14);
      assert.deepEqual([count('GetTraceSegmentDestination'), count('StartTraceRetrieval')], [2, 2]);
    });

    it('are looked for anew at once when the user says so: by trying again, signing in, or asking for a retrieval', async () => {
      await openMany(2, 3);
      bench.aws.forgetDenials(CONNECTION.profile);
      await openMany(2, 3);
      assert.deepEqual([count('GetTraceSegmentDestination'), count('StartTraceRetrieval')], [2, 2]);
      bench.aws.forget(CONNECTION.profile);
      await openMany(2, 3);
      assert.deepEqual([count('GetTraceSegmentDestination'), count('StartTraceRetrieval')], [3, 3]);
      const asked = await collect(
        bench.aws.retrieveTraces(CONNECTION, [{ id: traceId(2) }], new AbortController().signal),
      );
      assert.equal(asked.failed.get(traceId(2))?.reason, 'accessDenied');
      assert.equal(count('StartTraceRetrieval'), 4);
    });

    it('are looked for by the permission that came meanwhile, once something else has shown that it is there', async () => {
      await openMany(2, 2);
      bench.service.configure({ denied: [], destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
      await openMany(3, 3);
      await collect(bench.aws.retrieveTraces(CONNECTION, [{ id: traceId(2) }], new AbortController().signal));
      const { failed } = await bench.open([traceId(4)]);
      assert.equal(failed.get(traceId(4))?.params['retrievalTried'], true);
    });
  });

  it('how much is indexed stays unknown', async () => {
    const { calls, ...facts } = await bench.aws.indexingRules(CONNECTION, new AbortController().signal);
    assert.deepEqual(facts, {
      destination: 'unknown',
      percent: undefined,
      denied: ['xray:GetTraceSegmentDestination'],
    });
    assert.equal(calls.length, 1);
  });
});
