import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/aws/clock';
import { find, HOUR } from './enginesFind';
import { Bench, CONNECTION, NOW, segment, traceId, until } from './enginesSetup';

const never = new AbortController().signal;

describe('cancelling a search', () => {
  let bench: Bench;
  const reason = new Error('the user has seen enough');
  const ranges = [{ start: NOW - 30 * 24 * HOUR, end: NOW }];

  beforeEach(async () => {
    bench = await Bench.start();
    bench.service.put([segment(traceId(1, 1), 1)]);
  });
  afterEach(() => bench.close());

  it('keeps what was found, and says what was not searched', async () => {
    const controller = new AbortController();
    bench.service.configure({ latencyMs: 5 });
    const { thrown, end, summaries } = await find(bench, { ranges }, controller.signal, (arrival) => {
      if (arrival.kind !== 'progress' || arrival.progress.step !== 'summaries') return;
      if (arrival.progress.slicesDone === 10) controller.abort(reason);
    });
    assert.equal(thrown, reason);
    assert.equal(summaries.length, 1);
    assert.ok(end && end.slicesDone >= 10 && end.slicesDone < 20);
    const left = end.left.reduce((sum, slice) => sum + (slice.end - slice.start), 0);
    assert.equal(left, (120 - end.slicesDone) * 6 * HOUR);
    assert.deepEqual([...new Set(end.left.map(({ why }) => why))], ['cancelled']);
  });

  it('before it began leaves all', async () => {
    const { thrown, end } = await find(bench, { ranges }, AbortSignal.abort(reason));
    assert.equal(thrown, reason);
    assert.deepEqual(end?.left, [{ ...ranges[0], why: 'cancelled' }]);
    assert.equal(bench.service.calls.length, 0);
  });

  for (const [what, fault] of [
    ['while calls are under way', { kind: 'latency', ms: 40, times: 999 }],
    ['while waiting to try again', { kind: 'throttle', times: 999 }],
    ['amid slow bodies', { kind: 'slowBody', ms: 5000, times: 999 }],
  ] as const) {
    it(`${what} ends within a moment, and no request leaves after it`, async () => {
      bench.aws = bench.engines({ clock: systemClock });
      bench.service.fault(fault);
      const controller = new AbortController();
      const search = find(bench, { ranges }, controller.signal);
      await until(() => bench.service.calls.length >= 4);
      await sleep(100);
      const cancelled = Date.now();
      controller.abort(reason);
      const { thrown, end } = await search;
      assert.equal(thrown, reason);
      assert.ok(end);
      assert.ok(Date.now() - cancelled < 1000, `took ${Date.now() - cancelled} ms`);
      await sleep(50); // what had left by then has reached the service
      const { length } = bench.service.calls;
      await sleep(1200);
      assert.equal(bench.service.calls.length, length);
    });
  }

  it('happens too when nobody iterates any more', async () => {
    bench.service.fault({ kind: 'hang', times: 999 });
    for await (const arrival of bench.aws.findTraces(
      CONNECTION,
      { ranges, filter: '', timeRangeType: 'TraceId', cap: 10 },
      never,
    )) {
      await until(() => bench.service.calls.length >= 4);
      if (arrival.kind === 'progress') break;
    }
    await until(() => bench.service.calls.every(({ aborted }) => aborted));
  });
});
