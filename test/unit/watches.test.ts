import assert from 'node:assert/strict';
import { assert as check, array, boolean, property } from 'fast-check';
import { buildTrace } from '../../src/model/buildTrace';
import type { TraceRef } from '../../src/model/traceRef';
import { TraceError } from '../../src/traces/traceError';
import { Traces } from '../../src/traces/traces';
import { firstStep, LONGEST_WAIT, nextStep, QUIET_TRIES, type WatchStep } from '../../src/traces/watchSchedule';
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
    for (let step: WatchStep | undefined = firstStep; step; step = nextStep(step, false)) waits.push(step.wait);
    assert.deepEqual(waits, [5000, 7500, 11_250, 16_875, 25_312.5, 30_000]);
    assert.equal(waits.length, QUIET_TRIES);
  });

  it('starts over with every news, and never leaves its bounds', () => {
    check(
      property(array(boolean()), (news) => {
        let step: WatchStep | undefined = firstStep;
        for (const isNews of news) {
          if (!step) return;
          step = nextStep(step, isNews);
          if (isNews) assert.deepEqual(step, firstStep);
          if (step) assert.ok(step.wait >= firstStep.wait && step.wait <= LONGEST_WAIT && step.quiet < QUIET_TRIES);
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
  isVisible = true;
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
    this.watches.start(REF, () => this.isVisible);
    while (this.watches.isRunning(REF)) await new Promise((resolve) => setImmediate(resolve));
  }

  private onLoad: (loads: number) => void = () => undefined;

  private async *load() {
    await Promise.resolve();
    this.onLoad(++this.loads);
    if (this.drawing === undefined) throw new TraceError('network', { operation: 'BatchGetTraces' });
    const input = { id: ID, documents: drawTrace(this.drawing, ID) };
    yield { kind: 'trace' as const, id: ID, input, engine: 'BatchGetTraces' as const };
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
    assert.equal(bench.loads, 1 + QUIET_TRIES);
  });

  it('is not asked for while nobody can see it', async () => {
    await bench.watch((loads) => {
      if (loads === 2) bench.isVisible = false;
    });
    assert.deepEqual([bench.last?.state, bench.loads], ['hidden', 2]);
  });

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
    bench.watches.start(REF, () => true);
    await bench.watch();
    assert.equal(bench.loads, 1 + QUIET_TRIES);
  });
});

const trace = (drawing: string) => buildTrace({ id: ID, documents: drawTrace(drawing, ID) });

describe('what is said of watching', () => {
  const incomplete = trace('shop 0 -');
  const now = incomplete.start + 60_000;

  it('is an offer for a trace that may go on, and nothing for one that is whole or old', () => {
    assert.equal(watchOffer(incomplete, undefined, now, t)?.act, 'watchTrace');
    assert.match(watchOffer(incomplete, undefined, now, t)!.text, /1 in progress$/);
    assert.equal(watchOffer(trace('shop 0 100'), undefined, now, t), undefined);
    assert.equal(watchOffer(incomplete, undefined, now + 3_600_000, t), undefined);
    assert.equal(watchOffer(undefined, undefined, now, t), undefined);
  });

  it('is how many spans came since when, what is next, and how to stop', () => {
    const watch: Watch = { ref: REF, since: now, added: 2, state: 'waiting', wait: 7500 };
    const offer = watchOffer(incomplete, watch, now, t)!;
    assert.match(offer.text, /^Watching: \+2 spans since .+\. Next try in 7\.5 s$/);
    assert.deepEqual([offer.isRunning, offer.act, offer.label], [true, 'stopWatching', 'Stop']);
    for (const state of ['asking', 'complete', 'quiet', 'hidden', 'failed'] as const) {
      assert.match(watchOffer(incomplete, { ...watch, state, added: 1 }, now, t)!.text, /\+1 span since/);
    }
  });
});
