import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/aws/clock';
import {
  ALL,
  Bench,
  collect,
  CONNECTION,
  NOW,
  segment,
  timelessId,
  traceId,
  until,
  type Outcome,
} from './enginesSetup';

const LOGS = { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } as const;

const received = (bench: Bench, operation: string): Promise<void> => until(() => bench.counts[operation] !== undefined);

describe('cancelling', () => {
  let bench: Bench;
  let controller: AbortController;
  const reason = new Error('the user has seen enough');
  const ended = async (outcome: Promise<Outcome>): Promise<Outcome> => {
    const before = Date.now();
    controller.abort(reason);
    const result = await outcome;
    assert.equal(result.thrown, reason);
    assert.ok(Date.now() - before < 1000, `took ${Date.now() - before} ms`);
    return result;
  };

  beforeEach(async () => {
    controller = new AbortController();
    bench = await Bench.start({ destination: LOGS });
    bench.service.put([segment(traceId(1), 1)]);
  });
  afterEach(() => bench.close());

  it('before anything began asks nothing', async () => {
    controller.abort(reason);
    const { thrown } = await bench.open([traceId(1)], controller.signal);
    assert.equal(thrown, reason);
    assert.equal(bench.service.calls.length, 0);
  });

  for (const operation of [
    'BatchGetTraces',
    'GetTraceSegmentDestination',
    'StartTraceRetrieval',
    'ListRetrievedTraces',
  ]) {
    it(`while ${operation} is not answered hangs up`, async () => {
      bench.service.fault({ kind: 'hang', operation });
      const outcome = bench.open([traceId(1), traceId(2)], controller.signal);
      await received(bench, operation);
      const { traces } = await ended(outcome);
      assert.equal(traces.size, operation === 'BatchGetTraces' ? 0 : 1);
      await until(() => bench.service.calls.some((call) => call.operation === operation && call.aborted));
    });
  }

  it('while StartTraceRetrieval is not answered cancels what it starts, within the second', async () => {
    bench.service.fault({ kind: 'latency', ms: 300, operation: 'StartTraceRetrieval' });
    const outcome = bench.open([traceId(2)], controller.signal);
    await received(bench, 'StartTraceRetrieval');
    await ended(outcome);
    const cancelledAt = Date.now();
    await received(bench, 'CancelTraceRetrieval');
    assert.ok(Date.now() - cancelledAt < 1000);
    const count = bench.service.calls.length;
    await sleep(1000);
    assert.equal(bench.service.calls.length, count);
    assert.equal(bench.counts['ListRetrievedTraces'], undefined);
  });

  it('in the midst of a slow body hangs up', async () => {
    bench.service.fault({ kind: 'slowBody', ms: 20_000 });
    const outcome = bench.open([traceId(1)], controller.signal);
    await received(bench, 'BatchGetTraces');
    await sleep(30);
    await ended(outcome);
    await until(() => bench.service.calls[0]?.aborted === true);
  });

  it('while waiting to try again does not try again', async () => {
    bench.aws = bench.engines({ clock: systemClock });
    bench.service.fault({ kind: 'throttle', times: 99 });
    const outcome = bench.open([traceId(1)], controller.signal);
    await received(bench, 'BatchGetTraces');
    await sleep(30);
    await ended(outcome);
    const calls = bench.service.calls.length;
    await sleep(600);
    assert.equal(bench.service.calls.length, calls);
  });

  it('while queueing leaves the queue', async () => {
    bench.service.fault({ kind: 'hang', times: 4 });
    const ids = Array.from({ length: 50 }, (_, index) => traceId(index));
    const outcome = bench.open(ids, controller.signal);
    await received(bench, 'BatchGetTraces');
    await ended(outcome);
    await sleep(30);
    assert.ok(bench.service.calls.length <= 4);
  });

  it('between two polls cancels the retrieval at the service too', async () => {
    bench.aws = bench.engines({ clock: { ...systemClock, now: bench.clock.now } });
    const outcome = collect(
      bench.aws.retrieveTraces(CONNECTION, [{ id: timelessId(1), around: NOW - 1000 }], controller.signal),
    );
    await received(bench, 'ListRetrievedTraces');
    await sleep(30);
    await ended(outcome);
    await received(bench, 'CancelTraceRetrieval');
    assert.ok(bench.log.some((line) => line.startsWith('ListRetrievedTraces ok')));
  });

  it('does not wait for the service to cancel, and writes only to the log when it does not', async () => {
    bench.service.configure({ denied: ['CancelTraceRetrieval'] });
    bench.service.fault({ kind: 'hang', operation: 'ListRetrievedTraces' });
    const outcome = collect(bench.aws.retrieveTraces(CONNECTION, [{ id: traceId(2) }], controller.signal));
    await received(bench, 'ListRetrievedTraces');
    await ended(outcome);
    await received(bench, 'CancelTraceRetrieval');
    await until(() => bench.log.some((line) => line.startsWith('CancelTraceRetrieval')));
    assert.ok(
      bench.log.includes('CancelTraceRetrieval did not get through: AccessDeniedException'),
      bench.log.join('\n'),
    );
  });

  it('happens too when nobody iterates any more', async () => {
    bench.service.fault({ kind: 'hang' });
    const wanted = [traceId(91), traceId(92), traceId(93), traceId(94), traceId(95), traceId(1)].map((id) => ({ id }));
    for await (const arrival of bench.aws.openTraces(CONNECTION, wanted, controller.signal)) {
      if (arrival.kind === 'trace') break;
    }
    await sleep(30);
    assert.deepEqual(
      bench.service.calls.map(({ aborted }) => aborted),
      [true, false],
    );
  });

  it('ends a search', async () => {
    bench.service.fault({ kind: 'hang' });
    const query = { ...ALL, ranges: [{ start: NOW - 1000, end: NOW }], cap: 10 };
    const search = (async () => {
      for await (const arrival of bench.aws.findTraces(CONNECTION, query, controller.signal)) {
        assert.notEqual(arrival.kind, 'summaries');
      }
    })();
    search.catch(() => undefined); // asserted on below
    await received(bench, 'GetTraceSummaries');
    controller.abort(reason);
    await assert.rejects(search, reason);
  });
});
