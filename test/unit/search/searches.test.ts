import assert from 'node:assert/strict';
import { array, assert as check, boolean, integer, asyncProperty, record } from 'fast-check';
import { FIRST_CAP, MORE_CAP, Searches, type SearchRun } from '../../../src/traces/searches';
import type { HeldSearch } from '../../../src/traces/search';
import type { LeftSlice, SummaryArrival, TraceSummary } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import { endOf, HERE, LAST_HOUR, summaryAt } from './drawn';

const NOW = 1_700_000_000_000;

/** An engine whose runs the test leads: what it pushes arrives, until it ends or fails. */
class LedEngine {
  readonly runs: LedRun[] = [];
  readonly run = (run: SearchRun, signal: AbortSignal): AsyncIterable<SummaryArrival> => {
    const led = new LedRun(run, signal);
    this.runs.push(led);
    return led;
  };
}

class LedRun implements AsyncIterable<SummaryArrival> {
  private readonly waiting: (SummaryArrival | 'end' | { readonly error: unknown })[] = [];
  private wake = (): void => {};

  constructor(
    readonly run: SearchRun,
    readonly signal: AbortSignal,
  ) {}

  /** Resolves when what was given has been taken. */
  async give(...given: (SummaryArrival | 'end' | { readonly error: unknown })[]): Promise<void> {
    this.waiting.push(...given);
    this.wake();
    await settle();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SummaryArrival> {
    try {
      for (;;) {
        const next = this.waiting.shift();
        if (next === undefined) await new Promise<void>((resolve) => (this.wake = resolve));
        else if (next === 'end') return;
        else if ('kind' in next) yield next;
        else throw next.error;
      }
    } finally {
      this.waiting.length = 0; // nobody reads on
    }
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function summaries(...times: number[]): SummaryArrival {
  return { kind: 'summaries', summaries: times.map((time) => summaryAt(NOW - time)) };
}

function started(now = (): number => NOW): {
  searches: Searches;
  engine: LedEngine;
  id: string;
  held: () => HeldSearch;
} {
  const engine = new LedEngine();
  const searches = new Searches({ run: engine.run, now });
  const id = searches.start(LAST_HOUR, HERE);
  return { searches, engine, id, held: () => searches.peek(id)! };
}

describe('searches', () => {
  it('ask for the range as of the start of each run, and hold what comes newest first, each trace once', async () => {
    const { engine, held } = started();
    const [run] = engine.runs;
    assert.deepEqual(run!.run.ranges, [{ start: NOW - 3_600_000, end: NOW }]);
    assert.equal(run!.run.cap, FIRST_CAP);
    assert.equal(held().state, 'running');
    await run!.give(summaries(3000, 1000), summaries(2000, 1000));
    assert.deepEqual(
      held().summaries.map(({ start }) => NOW - start!),
      [1000, 2000, 3000],
    );
    await run!.give(endOf({ found: 3, scanned: 70 }), 'end');
    assert.equal(held().state, 'done');
    assert.equal(held().end?.scanned, 70);
    assert.equal(held().end?.oldest, NOW - 3_600_000);
  });

  it('put traces without a start where their ID says', async () => {
    const { engine, held } = started();
    const undated = summaryAt(NOW - 2000, { start: undefined });
    await engine.runs[0]!.give(summaries(3000, 1000), { kind: 'summaries', summaries: [undated] });
    assert.equal(held().summaries[1]?.id, undated.id);
  });

  it('take the newer revision of a trace that comes twice', async () => {
    const { engine, held } = started();
    const [newer, older] = [3, 2].map((revision) => summaryAt(NOW - 1000, { revision, duration: revision }));
    await engine.runs[0]!.give({ kind: 'summaries', summaries: [newer!] }, { kind: 'summaries', summaries: [older!] });
    assert.deepEqual(
      held().summaries.map(({ duration }) => duration),
      [3],
    );
  });

  it('keep a trace as it is when it comes again unchanged', async () => {
    const { engine, held } = started();
    const run = engine.runs[0]!;
    await run.give(summaries(1000));
    const [first] = held().summaries;
    await run.give(summaries(1000));
    assert.equal(held().summaries[0], first);
  });

  it('hold all spans that several runs found of a trace: what an earlier one found is not lost', async () => {
    const engine = new LedEngine();
    const searches = new Searches({ run: engine.run, now: () => NOW });
    const id = searches.start({ kind: 'spans', range: LAST_HOUR.range, conditions: [], raw: '' }, HERE);
    const part = (more: Partial<TraceSummary>): SummaryArrival => ({
      kind: 'summaries',
      summaries: [{ ...summaryAt(NOW - 1000), ...more }],
    });
    const left: LeftSlice[] = [{ start: NOW - 3_600_000, end: NOW - 1000, why: 'cap' }];
    const found = { start: NOW - 9000, duration: 500, fault: true, name: 'web', url: '/pay', users: ['ola'] };
    await engine.runs[0]!.give(part({ ...found, revision: 2 }), endOf({ left, scanned: 10, bytes: 100 }), 'end');
    searches.more(id);
    assert.deepEqual(searches.peek(id)!.counts, { scanned: 10, bytes: 100, slicesDone: 1, slices: 1 });
    const later = { start: NOW - 8000, duration: 2000, name: 'db', users: ['kari'] };
    await engine.runs[1]!.give(part({ ...later, revision: 1 }), part({ ...later, duration: 3000, revision: 5 }));
    const [whole] = searches.peek(id)!.summaries;
    const { start, duration, fault, name, url, users, revision } = whole!;
    assert.deepEqual(
      { start, duration, fault, name, url, users, revision },
      { ...found, duration: 4000, users: ['ola', 'kari'], revision: 7 },
    );
    await engine.runs[1]!.give({
      kind: 'progress',
      progress: { step: 'query', status: 'Running', found: 1, spans: 5, records: 4, bytes: 40 },
    });
    assert.deepEqual(searches.peek(id)!.counts, { scanned: 14, bytes: 140, slicesDone: 0, slices: 0 });
  });

  it('remember how much was looked at while they wait, and when they end without a word', async () => {
    const { engine, held } = started();
    const [run] = engine.runs;
    await run!.give({
      kind: 'progress',
      progress: { step: 'summaries', slicesDone: 3, slices: 8, found: 0, scanned: 1200 },
    });
    await run!.give({ kind: 'progress', progress: { step: 'waiting', reason: '503', milliseconds: 200 } });
    assert.deepEqual(held().counts, { scanned: 1200, bytes: 0, slicesDone: 3, slices: 8 });
    await run!.give({ error: new TraceError('throttled', { operation: 'GetTraceSummaries' }) });
    assert.deepEqual(held().counts, { scanned: 1200, bytes: 0, slicesDone: 0, slices: 1 });
    assert.equal(held().end?.scanned, 1200);
  });

  it('keep what came when they are cancelled, at once, and the end that tells how far they came', async () => {
    const { searches, engine, id, held } = started();
    const [run] = engine.runs;
    await run!.give(summaries(1000));
    searches.cancel(id);
    assert.equal(held().state, 'cancelled');
    assert.ok(run!.signal.aborted);
    const left: LeftSlice = { start: NOW - 3_600_000, end: NOW - 60_000, why: 'cancelled' };
    await run!.give(endOf({ found: 1, slices: 8, left: [left] }), { error: run!.signal.reason });
    assert.equal(held().state, 'cancelled');
    assert.equal(held().error, undefined);
    assert.equal(held().summaries.length, 1);
    assert.deepEqual(held().end?.left, [left]);
    assert.equal(held().end?.oldest, NOW - 60_000);
  });

  it('are cancelled, not failed, when the user dismisses a prompt', async () => {
    const { engine, held } = started();
    await engine.runs[0]!.give({ error: new TraceError('dismissed', { profile: 'x' }) });
    assert.equal(held().state, 'cancelled');
    assert.equal(held().error, undefined);
  });

  it('keep what came before a failure; without an end, all of the range is left to be searched', async () => {
    const { engine, held } = started();
    const error = new TraceError('throttled', { operation: 'GetTraceSummaries' });
    await engine.runs[0]!.give(summaries(1000), { error });
    assert.equal(held().state, 'failed');
    assert.equal(held().error, error);
    assert.equal(held().summaries.length, 1);
    assert.deepEqual(held().end?.left, [{ start: NOW - 3_600_000, end: NOW, why: 'failed', error }]);
    assert.equal(held().end?.oldest, undefined);
  });

  it('call what nobody foresaw unexpected', async () => {
    const { engine, held } = started();
    await engine.runs[0]!.give({ error: new RangeError('x') });
    assert.equal(held().error?.reason, 'unexpected');
  });

  it('go on with what is left, page tokens included, and count all runs together', async () => {
    const { searches, engine, id, held } = started();
    const left: LeftSlice[] = [
      { start: NOW - 2000, end: NOW - 1000, why: 'cap', nextToken: 'page-2' },
      { start: NOW - 3_600_000, end: NOW - 2000, why: 'cap' },
    ];
    await engine.runs[0]!.give(summaries(500), endOf({ found: 1, scanned: 10, slicesDone: 3, slices: 8, left }), 'end');
    assert.equal(held().end?.oldest, NOW - 1000);
    searches.more(id);
    const run = engine.runs[1]!;
    assert.deepEqual(run.run.ranges, [
      { start: NOW - 2000, end: NOW - 1000, nextToken: 'page-2' },
      { start: NOW - 3_600_000, end: NOW - 2000 },
    ]);
    assert.equal(run.run.cap, MORE_CAP);
    assert.equal(held().state, 'running');
    assert.equal(held().summaries.length, 1);
    await run.give({
      kind: 'progress',
      progress: { step: 'summaries', slicesDone: 1, slices: 5, found: 1, scanned: 4 },
    });
    assert.deepEqual(held().progress, { step: 'summaries', slicesDone: 4, slices: 8, found: 1, scanned: 14 });
    await run.give(summaries(1500, 500), endOf({ found: 2, scanned: 30, slicesDone: 5, slices: 5 }), 'end');
    assert.deepEqual(held().end, {
      found: 2,
      scanned: 40,
      slicesDone: 8,
      slices: 8,
      oldest: NOW - 3_600_000,
      left: [],
    });
    searches.more(id);
    assert.equal(engine.runs.length, 2, 'nothing is left');
  });

  it('run anew in their place, up to now again; what the run before still says is for nobody', async () => {
    let now = NOW;
    const { searches, engine, id, held } = started(() => now);
    await engine.runs[0]!.give(summaries(1000));
    now += 60_000;
    searches.again(id);
    assert.ok(engine.runs[0]!.signal.aborted);
    await engine.runs[0]!.give(summaries(2000), endOf(), 'end');
    assert.equal(held().state, 'running');
    assert.deepEqual(held().summaries, []);
    assert.equal(held().between.end, now);
  });

  it('tell of changes at most ten times a second, of the first at once and of the last for certain', async () => {
    const engine = new LedEngine();
    const searches = new Searches({ run: engine.run, now: Date.now });
    const seen: number[] = [];
    searches.onDidChange((id) => seen.push(searches.peek(id)!.summaries.length));
    searches.start(LAST_HOUR, HERE);
    assert.equal(seen.length, 1);
    const [run] = engine.runs;
    const start = Date.now();
    let given = 0;
    while (Date.now() - start < 220) await run!.give(summaries(++given * 1000));
    const elapsed = Date.now() - start;
    assert.ok(seen.length <= 2 + elapsed / 100, `${seen.length} events in ${elapsed} ms`);
    assert.ok(given > seen.length, 'more came than was told');
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(seen.at(-1), given);
  });

  it('are ten: the oldest that has ended goes first, one that runs stays', async () => {
    const engine = new LedEngine();
    const searches = new Searches({ run: engine.run, now: () => NOW });
    const ids: string[] = [];
    for (let index = 0; index < 12; index++) {
      ids.push(searches.start(LAST_HOUR, HERE));
      if (index > 0) await engine.runs[index]!.give(endOf(), 'end');
    }
    assert.deepEqual(
      searches.list().map(({ id }) => id),
      [...ids.slice(3).toReversed(), ids[0]],
    );
  });

  it('hold no more than fits: searches with very many results go before the tenth', async () => {
    const engine = new LedEngine();
    const searches = new Searches({ run: engine.run, now: () => NOW });
    for (let index = 0; index < 3; index++) {
      searches.start(LAST_HOUR, HERE);
      const many = Array.from({ length: 30_000 }, (_, count) => summaryAt(NOW - 1000 - count));
      await engine.runs[index]!.give({ kind: 'summaries', summaries: many }, endOf(), 'end');
    }
    searches.start(LAST_HOUR, HERE);
    assert.ok(searches.list().reduce((sum, held) => sum + held.summaries.length, 0) <= 60_000);
    assert.equal(searches.list().length, 3);
  });

  it('end when they are removed, and are silent from then on', async () => {
    const { searches, engine, id } = started();
    searches.remove(id);
    assert.ok(engine.runs[0]!.signal.aborted);
    assert.equal(searches.peek(id), undefined);
    const told: string[] = [];
    searches.onDidChange((one) => told.push(one));
    await engine.runs[0]!.give(summaries(1000), endOf(), 'end');
    assert.deepEqual(told, []);
  });

  it('find every trace in the end, whatever is left of each run, and have all that is newer than the oldest instant reached', async () => {
    const slices = array(record({ traces: integer({ min: 0, max: 3 }), isLeft: array(boolean(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 8,
    });
    await check(
      asyncProperty(slices, async (plan) => {
        const length = 3_600_000 / plan.length;
        /** Slices newest first, with their traces and the runs that leave them. */
        const all = plan.map(({ traces, isLeft }, index) => {
          const end = NOW - index * length;
          const found = Array.from({ length: traces }, (_, count) => summaryAt(Math.floor(end - length / 2) - count));
          return { start: end - length, end, found, isLeft: [...isLeft] };
        });
        const searches = new Searches({
          now: () => NOW,
          run: async function* ({ ranges }) {
            const asked = all.filter((slice) =>
              ranges.some(({ start, end }) => slice.start >= start && slice.end <= end),
            );
            const left: LeftSlice[] = [];
            for (const { start, end, found, isLeft } of asked) {
              if (isLeft.shift()) left.push({ start, end, why: 'cap' });
              else yield { kind: 'summaries', summaries: found };
            }
            yield endOf({ left, slices: asked.length, slicesDone: asked.length - left.length, scanned: asked.length });
          },
        });
        const id = searches.start(LAST_HOUR, HERE);
        const has = (trace: TraceSummary): boolean => searches.peek(id)!.summaries.some((one) => one.id === trace.id);
        for (let run = 0; run < 6; run++) {
          while (searches.peek(id)!.state === 'running') await settle();
          const { end } = searches.peek(id)!;
          const reached = end!.oldest ?? NOW;
          for (const slice of all) if (slice.start >= reached) assert.ok(slice.found.every(has));
          searches.more(id);
        }
        const held = searches.peek(id)!;
        assert.deepEqual(held.end?.left, []);
        assert.equal(held.end?.oldest, NOW - 3_600_000);
        assert.equal(held.end?.slicesDone, plan.length);
        assert.ok(all.every(({ found }) => found.every(has)));
      }),
      { numRuns: 50 },
    );
  });
});
