import assert from 'node:assert/strict';
import { assert as check, array, boolean, constantFrom, property } from 'fast-check';
import { buildTrace } from '../../src/model/buildTrace';
import type { TraceRef } from '../../src/model/traceRef';
import { TraceError } from '../../src/traces/traceError';
import { Traces } from '../../src/traces/traces';
import type { Engine } from '../../src/traces/source';
import { BY_CALLS, BY_RETRIEVALS, firstStep, nextStep, type WatchStep } from '../../src/traces/watchSchedule';
import { Watches, type Watch } from '../../src/traces/watches';
import type { Localize } from '../../src/views/localize';
import { watchOffer } from '../../src/views/watchText';
import { VirtualClock } from './aws/virtualClock';
import { drawTrace } from './model/drawTrace';

const ID = '1-6a633a34-8f3c21d07be94a5566d1c0e2';
const REF: TraceRef = { source: 'aws', profile: '', region: 'eu-west-1', id: ID };
const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));

describe('the schedule of a watch', () => {
  it('waits 5 seconds, ever longer up to 30, and gives up after six tries without news', () => {
    const waits: number[] = [];
    for (let step: WatchStep | undefined = firstStep(BY_CALLS); step; step = nextStep(step, false, BY_CALLS))
      waits.push(step.wait);
    assert.deepEqual(waits, [5000, 7500, 11_250, 16_875, 25_312.5, 30_000]);
  });

  it('starts over with every news, and never leaves its bounds', () => {
    check(
      property(array(boolean()), constantFrom(BY_CALLS, BY_RETRIEVALS), (news, pace) => {
        let step: WatchStep | undefined = firstStep(pace);
        for (const isNews of news) {
          if (!step) return;
          step = nextStep(step, isNews, pace);
          if (isNews) assert.deepEqual(step, firstStep(pace));
          if (step)
            assert.ok(step.wait >= pace.firstWait && step.wait <= pace.longestWait && step.quiet < pace.quietTries);
        }
      }),
    );
  });
});

/** A trace that a source hands out, growing with the clock. */
class Bench {
  readonly clock = new VirtualClock(Date.UTC(2026, 6, 24));
  /** What the source has now, as drawn; undefined = it fails. */
  drawing: string | undefined = 'shop 0 -';
  loads = 0;
  engine: Engine = 'BatchGetTraces';
  readonly hiding = new Set<() => void>();
  readonly viewer = {
    isVisible: () => this.isVisible,
    onDidChange: (listener: () => void) => {
      this.hiding.add(listener);
      return { dispose: () => void this.hiding.delete(listener) };
    },
  };
  readonly states: Watch[] = [];
  readonly traces = new Traces({
    sourceOf: () => () => this.load(),
    build: buildTrace,
    now: this.clock.now,
  });
  readonly watches = new Watches({ traces: this.traces, clock: this.clock });

  constructor() {
    this.watches.onDidChange((ref) => {
      const watch = this.watches.peek(ref);
      if (watch) this.states.push(watch);
    });
  }

  get last(): Watch | undefined {
    return this.states.at(-1);
  }

  async open(): Promise<void> {
    await this.traces.open([{ ref: REF }], new AbortController().signal);
  }

  /** Starts, and waits until the watch has ended. @param after what happens after so many loads */
  async watch(after: (loads: number) => void = () => undefined): Promise<void> {
    this.onLoad = after;
    this.watches.start(REF, this.viewer);
    while (this.watches.isRunning(REF)) await new Promise((resolve) => setImmediate(resolve));
  }

  hide(isHidden = true): void {
    this.isVisible = !isHidden;
    for (const listener of this.hiding) listener();
  }

  private isVisible = true;
  private onLoad: (loads: number) => void = () => undefined;

  private async *load() {
    await Promise.resolve();
    this.onLoad(++this.loads);
    if (this.drawing === undefined) throw new TraceError('network', { operation: 'BatchGetTraces' });
    const input = { id: ID, documents: drawTrace(this.drawing, ID) };
    yield { kind: 'trace' as const, id: ID, input, engine: this.engine };
  }
}

describe('a watched trace', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = new Bench();
    await bench.open();
  });

  it('is asked for until it is complete, and what came since is counted', async () => {
    await bench.watch((loads) => {
      if (loads === 3) bench.drawing = 'shop 0 -\n  db 10 20';
      if (loads === 5) bench.drawing = 'shop 0 100\n  db 10 20\n  queue 30 40';
    });
    assert.deepEqual([bench.last?.state, bench.last?.added], ['complete', 2]);
    assert.deepEqual(bench.clock.sleeps, [5000, 7500, 5000, 7500]);
  });

  it('is left alone when nothing new comes for some tries', async () => {
    await bench.watch();
    assert.equal(bench.last?.state, 'quiet');
    assert.equal(bench.loads, 1 + BY_CALLS.quietTries);
  });

  it('is not asked for while nobody can see it', async () => {
    await bench.watch((loads) => {
      if (loads === 2) bench.hide();
    });
    assert.deepEqual([bench.last?.state, bench.loads], ['hidden', 2]);
    assert.equal(bench.hiding.size, 0, 'nobody listens any more');
  });

  it('is no longer watched at the moment it is hidden, in the midst of a wait', async () => {
    bench.watches.start(REF, bench.viewer);
    bench.hide();
    assert.deepEqual([bench.last?.state, bench.watches.isRunning(REF)], ['hidden', false]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual([bench.last?.state, bench.loads, bench.hiding.size], ['hidden', 1, 0]);
    bench.hide(false);
    await bench.watch();
    assert.equal(bench.last?.state, 'quiet', 'it can be watched again');
  });

  for (const engine of ['ListRetrievedTraces', 'GetQueryResults'] as const) {
    it(`is asked for far less often where each try is billed: ${engine}`, async () => {
      bench = new Bench();
      bench.engine = engine;
      await bench.open();
      await bench.watch((loads) => {
        bench.drawing += `\n  call${loads} ${loads * 10} ${loads * 10 + 5}`;
      });
      assert.deepEqual([bench.last?.state, bench.loads], ['spent', 1 + 10], 'also while it goes on growing');
      assert.ok(bench.clock.sleeps.every((wait) => wait >= 60_000));
    });
  }

  it('keeps what it has when a try fails, and the watch says so', async () => {
    await bench.watch((loads) => {
      if (loads === 2) bench.drawing = undefined;
    });
    assert.equal(bench.last?.state, 'failed');
    assert.equal(bench.traces.peek(REF)?.trace?.spans.count, 1);
  });

  it('is not asked for once more after Stop', async () => {
    await bench.watch((loads) => {
      if (loads === 2) bench.watches.stop(REF);
    });
    const { loads } = bench;
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual([bench.loads, bench.watches.peek(REF)], [loads, undefined]);
    const { cancelled, error, trace } = bench.traces.peek(REF)!;
    assert.deepEqual([cancelled, error, trace?.spans.count], [false, undefined, 1], 'the trace is as it was');
  });

  it('is watched once, however often that is asked', async () => {
    bench.watches.start(REF, bench.viewer);
    await bench.watch();
    assert.equal(bench.loads, 1 + BY_CALLS.quietTries);
  });
});

const held = (drawing: string, engine: Engine = 'BatchGetTraces') => ({
  trace: buildTrace({ id: ID, documents: drawTrace(drawing, ID) }),
  engine,
});

describe('what is said of watching', () => {
  const incomplete = held('shop 0 -');
  const now = incomplete.trace.start + 60_000;

  it('is an offer for a trace that may go on, and nothing for one that is whole or old', () => {
    assert.equal(watchOffer(incomplete, undefined, now, t)?.act, 'watchTrace');
    assert.match(watchOffer(incomplete, undefined, now, t)!.text, /1 in progress$/);
    assert.equal(watchOffer(held('shop 0 100'), undefined, now, t), undefined);
    assert.equal(watchOffer(incomplete, undefined, now + 3_600_000, t), undefined);
    assert.equal(watchOffer(undefined, undefined, now, t), undefined);
  });

  it('says by its dots that it asks first where each try is billed', () => {
    assert.equal(watchOffer(incomplete, undefined, now, t)?.label, 'Watch Until Complete');
    const billed = held('shop 0 -', 'ListRetrievedTraces');
    assert.equal(watchOffer(billed, undefined, now, t)?.label, 'Watch Until Complete…');
  });

  it('is how many spans came since when, what is next, and how to stop', () => {
    const watch: Watch = { ref: REF, since: now, added: 2, state: 'waiting', wait: 7500 };
    const offer = watchOffer(incomplete, watch, now, t)!;
    assert.match(offer.text, /^Watching: \+2 spans since .+\. Next try in 7\.5 s$/);
    assert.deepEqual([offer.isRunning, offer.act, offer.label], [true, 'stopWatching', 'Stop']);
    for (const state of ['asking', 'complete', 'quiet', 'spent', 'hidden', 'failed'] as const) {
      assert.match(watchOffer(incomplete, { ...watch, state, added: 1 }, now, t)!.text, /\+1 span since/);
    }
  });
});
