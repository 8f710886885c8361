import assert from 'node:assert/strict';
import type { Trace, TraceInput } from '../../src/model/trace';
import type { TraceRef } from '../../src/model/traceRef';
import type { Arrival, CallRecord, Connection, OpenTraces, WantedTrace } from '../../src/traces/source';
import { findSpan, spanKey } from '../../src/traces/spanKey';
import { TraceError } from '../../src/traces/traceError';
import { Traces } from '../../src/traces/traces';

const id = (n: number): string => `1-5840652${n}-a006649127e371903a2de979`;
const ref = (n: number, region = 'eu-west-1'): TraceRef => ({ source: 'aws', profile: 'dev', region, id: id(n) });
const never = (): AbortSignal => new AbortController().signal;

/** A source the test answers by hand: each request it gets is listed, and stays open until `end`, `fail` or its signal. */
class FakeSource {
  readonly requests: FakeRequest[] = [];
  readonly open: OpenTraces = (connection, wanted, signal) => {
    const request = new FakeRequest(connection, wanted, signal);
    this.requests.push(request);
    return request.arrivals();
  };
  get last(): FakeRequest {
    return this.requests.at(-1)!;
  }
}

class FakeRequest {
  private readonly queue: (Arrival | 'end' | Error)[] = [];
  private wake: () => void = () => {};
  constructor(
    readonly connection: Connection,
    readonly wanted: readonly WantedTrace[],
    readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.wake());
  }
  async *arrivals(): AsyncGenerator<Arrival> {
    for (;;) {
      this.signal.throwIfAborted();
      const next = this.queue.shift();
      if (next === 'end') return;
      if (next instanceof Error) throw next;
      if (next) yield next;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
  private push(item: Arrival | 'end' | Error): this {
    this.queue.push(item);
    this.wake();
    return this;
  }
  trace(n: number, ...documents: string[]): this {
    return this.push({ kind: 'trace', id: id(n), input: { documents }, engine: 'BatchGetTraces' });
  }
  failed(n: number, error: TraceError): this {
    return this.push({ kind: 'failed', id: id(n), error });
  }
  call(call: Partial<CallRecord>): this {
    const rest = { operation: 'BatchGetTraces', ids: [], startedAt: 0, milliseconds: 1, requestId: '', waits: [] };
    return this.push({ kind: 'call', call: { ...rest, outcome: 'ok', note: '', ...call } });
  }
  waiting(): this {
    return this.push({
      kind: 'progress',
      progress: { step: 'waiting', reason: 'ThrottledException', milliseconds: 5 },
    });
  }
  end(): void {
    this.push('end');
  }
  fail(error: Error): void {
    this.push(error);
  }
}

/** A trace that is only its documents, each of them one span with that id up to a colon, and a size. */
function build({ id, documents, limitExceeded = false }: TraceInput): Trace {
  if (documents.includes('unbuildable')) throw new RangeError('too deep');
  const spans = { count: documents.length, id: documents.map((text) => text.split(':')[0]) };
  return { id, documents, spans, limitExceeded, bytes: documents.join('').length } as unknown as Trace;
}

function setUp(options: { capacity?: number } = {}) {
  const source = new FakeSource();
  const time = { now: 1000 };
  const kinds: string[] = [];
  const traces = new Traces({
    sourceOf: (kind, how) => {
      kinds.push(`${kind} ${how}`);
      return source.open;
    },
    build,
    now: () => time.now,
    ...options,
  });
  const documents = (n: number): readonly string[] | undefined => traces.peek(ref(n))?.trace?.documents;
  return { source, traces, time, kinds, documents };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Traces', () => {
  it('asks the source once, and answers what it holds without asking again', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.trace(1, 'a').end();
    await opened;
    assert.deepEqual(documents(1), ['a']);
    await traces.open([{ ref: ref(1) }], never());
    assert.equal(source.requests.length, 1);
  });

  it('sends the refs of one connection together and keeps the same ID of two regions apart', async () => {
    const { source, traces } = setUp();
    const opened = traces.open(
      [{ ref: ref(1) }, { ref: ref(2) }, { ref: ref(1) }, { ref: ref(1, 'us-east-1') }],
      never(),
    );
    assert.deepEqual(
      source.requests.map(({ connection, wanted }) => [connection.region, wanted.map((one) => one.id)]),
      [
        ['eu-west-1', [id(1), id(2)]],
        ['us-east-1', [id(1)]],
      ],
    );
    source.requests[0]!.trace(1, 'a').trace(2, 'b').end();
    source.requests[1]!.trace(1, 'other').end();
    await opened;
    assert.deepEqual(traces.peek(ref(1))?.trace?.documents, ['a']);
    assert.deepEqual(traces.peek(ref(1, 'us-east-1'))?.trace?.documents, ['other']);
  });

  it('lets callers who want the same trace at the same time share one load', async () => {
    const { source, traces } = setUp();
    const both = Promise.all([
      traces.open([{ ref: ref(1) }], never()),
      traces.open([{ ref: ref(1) }, { ref: ref(2) }], never()),
    ]);
    assert.deepEqual(
      source.requests.map((request) => request.wanted.map((one) => one.id)),
      [[id(1)], [id(2)]],
    );
    source.requests[0]!.trace(1, 'a').end();
    source.requests[1]!.trace(2, 'b').end();
    await both;
  });

  it('ends a load when the last caller has gone, not before', async () => {
    const { source, traces } = setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    const opened = [traces.open([{ ref: ref(1) }], first.signal), traces.open([{ ref: ref(1) }], second.signal)];
    const outcomes = Promise.allSettled(opened);
    first.abort();
    assert.equal(source.last.signal.aborted, false);
    second.abort();
    assert.equal(source.last.signal.aborted, true);
    assert.deepEqual(
      (await outcomes).map((outcome) => outcome.status),
      ['rejected', 'rejected'],
    );
    assert.equal(traces.peek(ref(1))?.cancelled, true);
    assert.equal(traces.peek(ref(1))?.error, undefined);
    assert.equal(traces.peek(ref(1))?.loading, false);
  });

  it('ends the load of each trace nobody waits for, also where others of the same load are waited for', async () => {
    const { source, traces, documents } = setUp();
    const [group, panel] = [new AbortController(), new AbortController()];
    const outcomes = Promise.allSettled([
      traces.open([{ ref: ref(1) }, { ref: ref(2) }], group.signal),
      traces.open([{ ref: ref(1) }], panel.signal),
    ]);
    group.abort();
    assert.equal(source.last.signal.aborted, false);
    assert.deepEqual([traces.peek(ref(1))?.loading, traces.peek(ref(2))?.loading], [true, false]);
    source.last.trace(2, 'late').trace(1, 'a').end();
    assert.deepEqual(
      (await outcomes).map((outcome) => outcome.status),
      ['rejected', 'fulfilled'],
    );
    assert.deepEqual([documents(1), documents(2)], [['a'], undefined]);
  });

  it('ends the request at once when every trace of it is cancelled, whoever waits', async () => {
    const { source, traces } = setUp();
    const opened = [traces.open([{ ref: ref(1) }, { ref: ref(2) }], never()), traces.open([{ ref: ref(1) }], never())];
    for (const one of [ref(1), ref(2)]) traces.cancel(one);
    assert.equal(source.last.signal.aborted, true);
    await Promise.all(opened);
  });

  it('cancels one trace of a group and goes on with the others', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }, { ref: ref(2) }], never());
    traces.cancel(ref(1));
    assert.equal(source.last.signal.aborted, false);
    source.last.trace(1, 'late').trace(2, 'b').end();
    await opened;
    assert.equal(documents(1), undefined);
    assert.deepEqual(documents(2), ['b']);
    assert.equal(traces.peek(ref(1))?.cancelled, true);
  });

  it('keeps what arrived when the rest fails, and gives the rest the error', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }, { ref: ref(2) }, { ref: ref(3) }], never());
    source.last
      .trace(1, 'a')
      .failed(2, new TraceError('notFound', { id: id(2) }))
      .fail(new TraceError('credentialsExpired', { profile: 'dev' }));
    await opened;
    assert.deepEqual(documents(1), ['a']);
    // Nobody knows whether that was all of it.
    assert.equal(traces.peek(ref(1))?.error?.reason, 'credentialsExpired');
    assert.equal(traces.peek(ref(2))?.error?.reason, 'notFound');
    assert.equal(traces.peek(ref(3))?.error?.reason, 'credentialsExpired');
  });

  it('names an error that is no TraceError, and a source that ends without an answer, as unexpected', async () => {
    const { source, traces } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.fail(new RangeError('oops'));
    await opened;
    assert.equal(traces.peek(ref(1))?.error?.reason, 'unexpected');
    assert.ok(traces.peek(ref(1))?.error?.cause instanceof RangeError);
    const again = traces.open([{ ref: ref(1) }], never());
    source.last.end();
    await again;
    assert.equal(traces.peek(ref(1))?.error?.reason, 'unexpected');
  });

  it('knows a TraceError of another bundle, whose class is not ours', async () => {
    const { source, traces } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.fail(Object.assign(new Error('noRegion'), { name: 'TraceError', reason: 'noRegion', params: {} }));
    await opened;
    assert.equal(traces.peek(ref(1))?.error?.reason, 'noRegion');
  });

  it('keeps the trace on screen while a refresh runs and when it fails', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.trace(1, 'old').end();
    await opened;
    const refreshed = traces.open([{ ref: ref(1) }], never(), { fresh: true });
    assert.equal(traces.peek(ref(1))?.loading, true);
    assert.deepEqual(documents(1), ['old']);
    source.last.fail(new TraceError('network'));
    await refreshed;
    assert.deepEqual(documents(1), ['old']);
    assert.equal(traces.peek(ref(1))?.error?.reason, 'network');
  });

  it('shows a held trace unchanged while a refresh brings its pages, then the new one at once', async () => {
    const { source, traces, documents, time } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.trace(1, 'a:in progress', 'b', 'c').end();
    await opened;
    const refreshed = traces.open([{ ref: ref(1) }], never(), { fresh: true });
    source.last.trace(1, 'a:complete');
    await turn();
    time.now += 1000;
    source.last.trace(1, 'a:complete', 'b');
    await turn();
    assert.deepEqual(documents(1), ['a:in progress', 'b', 'c']);
    source.last.trace(1, 'a:complete', 'b', 'c', 'd').end();
    await refreshed;
    assert.deepEqual(documents(1), ['a:complete', 'b', 'c', 'd']);
  });

  it('loses no span to a refresh that breaks off, is cancelled, or a retrieval that brings others', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.trace(1, 'a', 'b').end();
    await opened;
    const held = traces.peek(ref(1))?.trace;
    const broken = traces.open([{ ref: ref(1) }], never(), { fresh: true });
    source.last.trace(1, 'a').fail(new TraceError('network'));
    await broken;
    assert.equal(traces.peek(ref(1))?.trace, held);
    const cancelled = traces.open([{ ref: ref(1) }], never(), { fresh: true });
    source.last.trace(1, 'a');
    await turn();
    traces.cancel(ref(1));
    await cancelled;
    assert.equal(traces.peek(ref(1))?.trace, held);
    const retrieved = traces.open([{ ref: ref(1) }], never(), { how: 'retrieve' });
    source.last.trace(1, 'b', 'c').end();
    await retrieved;
    assert.deepEqual(documents(1), ['b', 'c', 'a']);
  });

  it('keeps what a load that broke off brought beyond the trace that is held', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.trace(1, 'a').end();
    await opened;
    const retrieved = traces.open([{ ref: ref(1) }], never(), { how: 'retrieve' });
    source.last.trace(1, 'b', 'c').fail(new TraceError('retrievalTimeout'));
    await retrieved;
    assert.deepEqual(documents(1), ['b', 'c', 'a']);
    assert.equal(traces.peek(ref(1))?.error?.reason, 'retrievalTimeout');
  });

  it('tells that a trace cannot be built, and goes on with the others', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }, { ref: ref(2) }], never());
    source.last.trace(1, 'unbuildable').trace(2, 'b').end();
    await opened;
    assert.equal(traces.peek(ref(1))?.error?.reason, 'unexpected');
    assert.ok(traces.peek(ref(1))?.error?.cause instanceof RangeError);
    assert.equal(traces.peek(ref(1))?.loading, false);
    assert.equal(traces.peek(ref(2))?.error, undefined);
    assert.deepEqual(documents(2), ['b']);
  });

  it('loads again what came only in part, where it is asked to', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.trace(1, 'a').fail(new TraceError('network'));
    await opened;
    await traces.open([{ ref: ref(1) }], never());
    assert.equal(source.requests.length, 1);
    const again = traces.open([{ ref: ref(1) }], never(), { again: true });
    source.last.trace(1, 'a', 'b').end();
    await again;
    assert.deepEqual(documents(1), ['a', 'b']);
    assert.equal(traces.peek(ref(1))?.error, undefined);
    await traces.open([{ ref: ref(1) }], never(), { again: true });
    assert.equal(source.requests.length, 2);
  });

  it('builds a trace of many pages at its first and last page, and not at each', async () => {
    const { source, traces, documents, time } = setUp();
    const seen: number[] = [];
    traces.onDidChange(() => {
      const count = documents(1)?.length;
      if (count !== undefined && seen.at(-1) !== count) seen.push(count);
    });
    const opened = traces.open([{ ref: ref(1) }], never());
    source.last.trace(1, 'a').trace(1, 'a', 'b').trace(1, 'a', 'b', 'c');
    await turn();
    time.now += 600;
    source.last.trace(1, 'a', 'b', 'c', 'd').trace(1, 'a', 'b', 'c', 'd', 'e').end();
    await opened;
    assert.deepEqual(seen, [1, 4, 5]);
  });

  it('gives every trace of a load the receipt of all its calls, and keeps the earlier ones', async () => {
    const { source, traces, time, kinds } = setUp();
    const opened = traces.open([{ ref: ref(1) }, { ref: ref(2) }], never());
    source.last.call({ note: '1 trace' }).call({ operation: 'GetTraceSegmentDestination' }).trace(1, 'a');
    source.last.failed(2, new TraceError('notFound', { id: id(2) }));
    await turn();
    time.now += 212;
    source.last.end();
    await opened;
    const receipt = traces.peek(ref(2))!.receipts[0]!;
    assert.equal(receipt, traces.peek(ref(1))!.receipts[0]);
    assert.deepEqual(
      [receipt.wanted, [...receipt.arrived], [...receipt.failed.keys()]],
      [[id(1), id(2)], [id(1)], [id(2)]],
    );
    assert.deepEqual(
      receipt.calls.map((call) => call.operation),
      ['BatchGetTraces', 'GetTraceSegmentDestination'],
    );
    assert.equal(receipt.endedAt! - receipt.startedAt, 212);
    const retrieved = traces.open([{ ref: ref(2) }], never(), { how: 'retrieve' });
    source.last.trace(2, 'b').end();
    await retrieved;
    assert.deepEqual(
      traces.peek(ref(2))!.receipts.map((one) => one.how),
      ['open', 'retrieve'],
    );
    assert.deepEqual(kinds, ['aws open', 'aws retrieve']);
  });

  it('moves a trace from an ordinary load to a retrieval, and its waiting callers with it', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    const retrieved = traces.open([{ ref: ref(1) }], never(), { how: 'retrieve' });
    assert.equal(source.requests[0]!.signal.aborted, true);
    source.requests[1]!.trace(1, 'from the logs').end();
    await Promise.all([opened, retrieved]);
    assert.deepEqual(documents(1), ['from the logs']);
  });

  it('lets a retrieval go on when the trace is opened the ordinary way meanwhile', async () => {
    const { source, traces, documents } = setUp();
    const retrieved = traces.open([{ ref: ref(1) }], never(), { how: 'retrieve' });
    const opened = traces.open([{ ref: ref(1) }], never(), { again: true });
    assert.deepEqual([source.requests.length, source.last.signal.aborted], [1, false]);
    source.last.trace(1, 'from the logs').end();
    await Promise.all([opened, retrieved]);
    assert.deepEqual(documents(1), ['from the logs']);
  });

  it('remembers the hint of a trace for its next load', async () => {
    const { source, traces } = setUp();
    const opened = traces.open([{ ref: ref(1), around: 77 }], never());
    source.last.failed(1, new TraceError('notFound')).end();
    await opened;
    const again = traces.open([{ ref: ref(1) }], never(), { fresh: true });
    assert.equal(source.last.wanted[0]!.around, 77);
    source.last.end();
    await again;
  });

  it('reports progress of a load on each of its traces, and none after it', async () => {
    const { source, traces } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    const changed = new Promise((resolve) => traces.onDidChange(resolve));
    source.last.waiting();
    await changed;
    assert.equal(traces.peek(ref(1))?.progress?.step, 'waiting');
    source.last.trace(1, 'a').end();
    await opened;
    assert.equal(traces.peek(ref(1))?.progress, undefined);
  });

  it('drops the least recently used trace over its capacity, never a pinned one', async () => {
    const { source, traces, documents } = setUp({ capacity: 25 });
    const load = async (n: number): Promise<void> => {
      const opened = traces.open([{ ref: ref(n) }], never());
      if (source.last.wanted[0]!.id === id(n)) source.last.trace(n, '0123456789').end();
      await opened;
    };
    const pin = traces.pin(ref(1));
    await load(1);
    await load(2);
    await load(3);
    assert.deepEqual(
      [1, 2, 3].map((n) => documents(n) !== undefined),
      [true, false, true],
    );
    pin.dispose();
    pin.dispose();
    await load(4);
    assert.deepEqual(
      [1, 3, 4].map((n) => documents(n) !== undefined),
      [false, true, true],
    );
  });

  it('forgets a trace, but not one that a panel shows', async () => {
    const { source, traces, documents } = setUp();
    const opened = traces.open([{ ref: ref(1) }, { ref: ref(2) }], never());
    source.last.trace(1, 'a').trace(2, 'b').end();
    await opened;
    traces.pin(ref(1));
    traces.forget(ref(1));
    traces.forget(ref(2));
    assert.deepEqual(documents(1), ['a']);
    assert.equal(traces.peek(ref(2)), undefined);
  });

  it('ends every load when it is disposed', async () => {
    const { source, traces } = setUp();
    const opened = traces.open([{ ref: ref(1) }], never());
    traces.dispose();
    assert.equal(source.last.signal.aborted, true);
    await opened;
  });

  it('refuses a signal that has been aborted before', async () => {
    const { source, traces } = setUp();
    await assert.rejects(traces.open([{ ref: ref(1) }], AbortSignal.abort()));
    assert.equal(source.requests.length, 0);
  });
});

describe('spanKey', () => {
  const spans = { count: 5, id: ['aa', 'bb', 'aa', '', ''] } as unknown as Trace['spans'];

  it('is the hex id, and counts where ids repeat or are missing', () => {
    const keys = [0, 1, 2, 3, 4].map((span) => spanKey(spans, span));
    assert.deepEqual(keys, ['aa', 'bb', 'aa~1', '~0', '~1']);
    assert.deepEqual(
      keys.map((key) => findSpan(spans, key)),
      [0, 1, 2, 3, 4],
    );
  });

  it('finds nothing for a span of another trace', () => {
    assert.deepEqual(
      ['cc', 'aa~2', '~2', 'bb~1', ''].map((key) => findSpan(spans, key)),
      [-1, -1, -1, -1, 3],
    );
  });
});
