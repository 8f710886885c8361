import assert from 'node:assert/strict';
import type { Trace, TraceInput } from '../../src/model/trace';
import type { TraceRef } from '../../src/model/traceRef';
import { RETRIEVAL_LIFETIME } from '../../src/traces/retrievalLifetime';
import { readRetrievals, type RetrievalRow } from '../../src/traces/retrievalRows';
import { Retrievals } from '../../src/traces/retrievals';
import type {
  Arrival,
  AwsEngines,
  Connection,
  KeptRetrieval,
  OpenTraces,
  RetrievalNews,
} from '../../src/traces/source';
import { TraceError } from '../../src/traces/traceError';
import { Traces } from '../../src/traces/traces';
import { retrievalDescription, retrievalNote, standOf } from '../../src/views/retrievalText';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const CONNECTION: Connection = { profile: 'dev', region: 'eu-west-1' };
const TOKEN = 'planted-retrieval-token';
const id = (n: number): string => `1-6b001a6${n}-a006649127e371903a2de979`;
const ref = (n: number): TraceRef => ({ source: 'aws', ...CONNECTION, id: id(n) });
const t = (text: string, ...values: (string | number)[]): string =>
  text.replaceAll(/\{(\d)\}/g, (_, place) => String(values[Number(place)]));
const never = new AbortController().signal;

/** One request to an engine, answered by hand. */
class FakeRequest {
  readonly cancelled: string[] = [];
  readonly left: string[] = [];
  private readonly queue: (Arrival | 'end' | Error)[] = [];
  private wake: () => void = () => {};

  constructor(
    readonly what: string,
    readonly connection: Connection,
    readonly ids: readonly string[],
    readonly kept: readonly KeptRetrieval[],
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

  push(item: Arrival | 'end' | Error): this {
    this.queue.push(item);
    this.wake();
    return this;
  }

  /** News of a retrieval of the traces with these numbers. */
  news(numbers: readonly number[], changes: Partial<RetrievalNews> = {}): this {
    const token = changes.token ?? TOKEN;
    const retrieval: RetrievalNews = {
      token,
      ids: numbers.map(id),
      range: { start: NOW - 60 * MINUTE, end: NOW },
      startedAt: NOW,
      state: 'running',
      status: 'RUNNING',
      spans: 0,
      found: 0,
      error: undefined,
      cancel: () => this.cancelled.push(token),
      leave: () => this.left.push(token),
      ...changes,
    };
    return this.push({ kind: 'retrieval', retrieval });
  }

  trace(n: number): this {
    return this.push({
      kind: 'trace',
      id: id(n),
      input: { id: id(n), documents: ['{}'] },
      engine: 'ListRetrievedTraces',
    });
  }
}

/** What lasts from window to window. */
class Machine {
  time = NOW;
  state: unknown;
  readonly secrets = new Map<string, string>();
  readonly log: string[] = [];
}

/** A window: an owner of retrievals and of traces, with engines that are answered by hand. */
class Window {
  readonly requests: FakeRequest[] = [];
  readonly cancelledKept: KeptRetrieval[] = [];
  readonly timers: { at: number; run: () => void }[] = [];
  readonly retrievals: Retrievals;
  readonly traces: Traces;

  constructor(readonly machine = new Machine()) {
    const request =
      (what: string): OpenTraces =>
      (connection, wanted, signal) =>
        this.ask(
          what,
          connection,
          wanted.map((one) => one.id),
          [],
          signal,
        );
    const engines: Pick<AwsEngines, 'openTraces' | 'retrieveTraces' | 'followRetrievals' | 'cancelRetrieval'> = {
      openTraces: request('open'),
      retrieveTraces: request('retrieve'),
      followRetrievals: (connection, kept, signal) =>
        this.ask(
          'follow',
          connection,
          kept.flatMap(({ ids }) => ids),
          kept,
          signal,
        ),
      cancelRetrieval: (_, kept) => Promise.resolve(void this.cancelledKept.push(kept)),
    };
    this.retrievals = new Retrievals({
      engines: () => Promise.resolve(engines),
      traces: () => this.traces,
      state: { get: () => machine.state, set: (value) => void (machine.state = JSON.parse(JSON.stringify(value))) },
      tokens: {
        get: (name) => Promise.resolve(machine.secrets.get(name)),
        set: (name, token) => Promise.resolve(void machine.secrets.set(name, token)),
        delete: (name) => Promise.resolve(void machine.secrets.delete(name)),
      },
      now: () => machine.time,
      after: (pause, run) => {
        const timer = { at: machine.time + pause, run };
        this.timers.push(timer);
        return { dispose: () => void this.timers.splice(this.timers.indexOf(timer), 1) };
      },
      log: (line) => void machine.log.push(line),
    });
    this.traces = new Traces({
      sourceOf: (_, how) => this.retrievals.source(how),
      build: ({ id: name = '', documents }: TraceInput) =>
        ({ id: name, documents, spans: { count: 1, id: ['a'] }, bytes: 1 }) as unknown as Trace,
      now: () => machine.time,
    });
  }

  get row(): RetrievalRow {
    return this.retrievals.rows[0]!;
  }

  async request(number: number): Promise<FakeRequest> {
    await settled(() => this.requests.length > number);
    return this.requests[number]!;
  }

  /** Moves the clock, running what was to run meanwhile. */
  advance(milliseconds: number): void {
    this.machine.time += milliseconds;
    for (const timer of this.timers.filter(({ at }) => at <= this.machine.time)) {
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.run();
    }
  }

  /** What VS Code does with a window: the owners in the order the app disposes them. */
  close(): Machine {
    this.retrievals.dispose();
    this.traces.dispose();
    return this.machine;
  }

  private ask(
    what: string,
    connection: Connection,
    ids: readonly string[],
    kept: readonly KeptRetrieval[],
    signal: AbortSignal,
  ): AsyncIterable<Arrival> {
    const request = new FakeRequest(what, connection, ids, kept, signal);
    this.requests.push(request);
    return request.arrivals();
  }
}

async function settled(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    if (isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail(`it did not happen: ${isSo.toString()}`);
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('retrievals', () => {
  it('list what an ordinary opening started, with status, spans, range and traces', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }, { ref: ref(2) }], never);
    const request = await window.request(0);
    assert.equal(request.what, 'open');
    request.news([1, 2], { status: 'SCHEDULED' });
    await settled(() => window.retrievals.rows.length === 1);
    const { id: rowId, ...row } = window.row;
    assert.match(rowId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(row, {
      connection: CONNECTION,
      ids: [id(1), id(2)],
      range: { start: NOW - 60 * MINUTE, end: NOW },
      startedAt: NOW,
      state: 'running',
      status: 'SCHEDULED',
      spans: 0,
      found: 0,
      error: undefined,
    });
    request.news([1, 2], { spans: 120 });
    await settled(() => window.row.spans === 120);
    request.trace(1).news([1, 2], { state: 'complete', status: 'COMPLETE', spans: 230, found: 1 }).push('end');
    await settled(() => window.row.state === 'complete');
    assert.equal(window.row.spans, 230);
    assert.equal(window.traces.peek(ref(1))?.trace?.id, id(1));
  });

  it('keep the token in secret storage, and nowhere else', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never, { how: 'retrieve' });
    (await window.request(0)).news([1]).push(new TraceError('retrievalFailed', { ids: 1 }));
    await settled(() => window.row?.state === 'failed');
    assert.equal(window.machine.secrets.size, 0, 'what has failed needs no token');
    void window.traces.open([{ ref: ref(2) }], never, { how: 'retrieve' });
    (await window.request(1)).news([2], { token: `${TOKEN} of another` });
    await settled(() => window.machine.secrets.size === 1);
    assert.deepEqual([...window.machine.secrets.keys()], [window.row.id]);
    const receipts = window.traces.peek(ref(2))?.receipts;
    window.close();
    const written = JSON.stringify([window.machine.state, window.retrievals.rows, receipts, window.machine.log]);
    assert.ok(written.includes(id(2)));
    assert.ok(!written.includes(TOKEN), written);
  });

  it('go on when nobody waits for their trace any more, and bring it', async () => {
    const window = new Window();
    const timeline = new AbortController();
    const opening = window.traces.open([{ ref: ref(1) }], timeline.signal);
    const request = await window.request(0);
    request.news([1]);
    await settled(() => window.retrievals.rows.length === 1);
    timeline.abort();
    await assert.rejects(opening);
    assert.equal(request.signal.aborted, false);
    request.trace(1).news([1], { state: 'complete', found: 1, spans: 1 }).push('end');
    await settled(() => window.row.state === 'complete');
    await settled(() => window.traces.peek(ref(1))?.trace !== undefined);
  });

  it('end a load nobody waits for where no retrieval has begun', async () => {
    const window = new Window();
    const timeline = new AbortController();
    const opening = window.traces.open([{ ref: ref(1) }], timeline.signal);
    const request = await window.request(0);
    timeline.abort();
    await assert.rejects(opening);
    assert.ok(request.signal.aborted);
  });

  it('are cancelled at the service, alone: others of the same load go on', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }, { ref: ref(2) }], never, { how: 'retrieve' });
    const request = await window.request(0);
    request.news([1]).news([2], { token: 'other' });
    await settled(() => window.retrievals.rows.length === 2);
    const first = window.retrievals.rows[1]!;
    window.retrievals.cancel(first.id);
    assert.deepEqual(request.cancelled, [TOKEN]);
    assert.equal(request.signal.aborted, false);
    assert.equal(window.traces.peek(ref(1))?.cancelled, true);
    assert.equal(window.traces.peek(ref(2))?.loading, true);
    request.news([1], { spans: 99 }); // what still comes of it changes nothing
    await turns();
    assert.deepEqual(
      window.retrievals.rows.map(({ state, spans }) => [state, spans]),
      [
        ['running', 0],
        ['cancelled', 0],
      ],
    );
    assert.equal(window.machine.secrets.has(first.id), false);
  });

  it('keep a trace loading that another retrieval still looks for', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never, { how: 'retrieve' });
    const request = await window.request(0);
    request.news([1]).news([1], { token: 'the day before' });
    await settled(() => window.retrievals.rows.length === 2);
    window.retrievals.cancel(window.row.id);
    assert.equal(window.traces.peek(ref(1))?.loading, true);
    window.retrievals.cancel(window.retrievals.rows[1]!.id);
    assert.equal(window.traces.peek(ref(1))?.cancelled, true);
  });

  it('say cancelled when their trace is cancelled elsewhere', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    (await window.request(0)).news([1]);
    await settled(() => window.retrievals.rows.length === 1);
    window.traces.cancel(ref(1));
    await settled(() => window.row.state === 'cancelled');
  });

  it('take over the error of the load that ended without a last word', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    (await window.request(0)).news([1]).push(new TraceError('credentialsExpired', { profile: 'dev', login: 'sso' }));
    await settled(() => window.row?.state === 'failed');
    assert.equal(window.row.error?.reason, 'credentialsExpired');
  });

  it('stay at the service when the window closes, and are gone on with by the next one', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    const before = await window.request(0);
    before.news([1], { spans: 3 });
    await settled(() => window.machine.secrets.size === 1);
    const machine = window.close();
    assert.deepEqual([before.left, before.cancelled], [[TOKEN], []]);
    await turns();

    const next = new Window(machine);
    assert.deepEqual([next.row.state, next.row.spans], ['running', 3]);
    const resuming = next.retrievals.resume();
    const request = await next.request(0);
    const range = { start: NOW - 60 * MINUTE, end: NOW };
    assert.deepEqual(
      [request.what, request.connection, request.kept],
      ['follow', CONNECTION, [{ token: TOKEN, ids: [id(1)], range, startedAt: NOW }]],
    );
    request.news([1], { status: 'RUNNING' }).trace(1).news([1], { state: 'complete', spans: 7, found: 1 }).push('end');
    await resuming;
    assert.deepEqual([next.row.state, next.row.spans, next.retrievals.rows.length], ['complete', 7, 1]);
    assert.equal(next.traces.peek(ref(1))?.trace?.id, id(1));
  });

  it('serve the timeline that VS Code restores first, so that nothing is started twice', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    (await window.request(0)).news([1]);
    await settled(() => window.machine.secrets.size === 1);
    const next = new Window(window.close());
    void next.traces.open([{ ref: ref(1) }], never);
    void next.retrievals.resume();
    const request = await next.request(0);
    assert.equal(request.what, 'follow');
    request.news([1]);
    await turns();
    assert.equal(next.requests.length, 1);
    assert.equal(next.retrievals.rows.length, 1);
  });

  it('are read again without a new retrieval while AWS keeps them, once: a refresh asks anew', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    (await window.request(0)).trace(1).news([1], { state: 'complete', found: 1, spans: 1 }).push('end');
    await settled(() => window.machine.secrets.size === 1);
    const next = new Window(window.close());
    await next.retrievals.resume();
    assert.equal(next.requests.length, 0, 'nobody asked for it');
    void next.traces.open([{ ref: ref(1) }], never);
    const request = await next.request(0);
    assert.equal(request.what, 'follow');
    request.trace(1).push('end');
    await settled(() => next.traces.peek(ref(1))?.trace !== undefined);
    assert.equal(next.row.state, 'complete');
    void next.traces.open([{ ref: ref(1) }], never, { fresh: true });
    assert.equal((await next.request(1)).what, 'open');
  });

  it('are not used where the user asks for a new retrieval, or another connection asks', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    (await window.request(0)).trace(1).news([1], { state: 'complete', found: 1 }).push('end');
    await settled(() => window.machine.secrets.size === 1);
    const next = new Window(window.close());
    void next.traces.open([{ ref: { ...ref(1), region: 'us-east-1' } }], never);
    assert.equal((await next.request(0)).what, 'open');
    void next.traces.open([{ ref: ref(1) }], never, { how: 'retrieve' });
    assert.equal((await next.request(1)).what, 'retrieve');
  });

  it('expire after 60 minutes: a complete one says so, its token goes', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    (await window.request(0)).trace(1).news([1], { state: 'complete', found: 1, spans: 1 }).push('end');
    await settled(() => window.machine.secrets.size === 1);
    let changes = 0;
    window.retrievals.onDidChange(() => changes++);
    window.advance(RETRIEVAL_LIFETIME - 1);
    assert.equal(window.retrievals.isKept(window.row), true);
    window.advance(1);
    assert.ok(changes > 0);
    assert.equal(window.retrievals.isKept(window.row), false);
    assert.equal(standOf(window.row, window.machine.time), 'forgotten');
    assert.match(retrievalNote(window.row, window.machine.time, t), /60 minutes.*start it again/);
    assert.equal(window.machine.secrets.size, 0);
  });

  it('expire where the window that comes back is too late, or the token is gone', async () => {
    for (const spoil of [
      (machine: Machine) => void (machine.time += RETRIEVAL_LIFETIME),
      (machine: Machine) => machine.secrets.clear(),
    ]) {
      const window = new Window();
      void window.traces.open([{ ref: ref(1) }], never);
      (await window.request(0)).news([1]);
      await settled(() => window.machine.secrets.size === 1);
      const machine = window.close();
      spoil(machine);
      const next = new Window(machine);
      void next.retrievals.resume();
      await settled(() => next.row.state === 'expired');
      assert.match(retrievalNote(next.row, machine.time, t), /Start it again/);
      assert.ok(next.requests.every(({ what }) => what !== 'follow'));
    }
  });

  it('cancel at the service what only an earlier window followed', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    (await window.request(0)).news([1]);
    await settled(() => window.machine.secrets.size === 1);
    const next = new Window(window.close());
    next.retrievals.remove(next.row.id);
    await settled(() => next.cancelledKept.length === 1);
    assert.equal(next.cancelledKept[0]!.token, TOKEN);
    assert.deepEqual(next.retrievals.rows, []);
  });

  it('keep the newest 30 that have ended, and every one that runs', async () => {
    const window = new Window();
    void window.traces.open([{ ref: ref(1) }], never);
    const request = await window.request(0);
    request.news([1], { token: 'running' });
    for (let n = 0; n < 40; n++) request.news([1], { token: `token ${n}`, state: 'complete' });
    await settled(() => window.retrievals.rows.length === 31);
    assert.equal(window.retrievals.rows.at(-1)?.state, 'running');
    window.retrievals.clear();
    assert.deepEqual(
      window.retrievals.rows.map(({ state }) => state),
      ['running'],
    );
  });
});

describe('the kept state of retrievals', () => {
  const row = {
    id: '3f0e7a52-0000-4000-8000-000000000001',
    connection: CONNECTION,
    ids: [id(1)],
    range: { start: 1, end: 2 },
    startedAt: NOW,
    state: 'failed',
    status: 'FAILED',
    spans: 3,
    found: 1,
    error: { reason: 'retrievalFailed', params: { ids: 1 } },
  };

  it('is read row by row; what cannot be read is dropped', () => {
    const damaged = [
      { ...row, id: '../../x' },
      { ...row, ids: ['no trace'] },
      { ...row, connection: { profile: 'dev' } },
      { ...row, range: { start: 'x' } },
      { ...row, startedAt: Infinity },
      { ...row, state: 'lost' },
      null,
      7,
    ];
    const read = readRetrievals({ version: 1, rows: [...damaged, row] });
    assert.equal(read.length, 1);
    assert.deepEqual({ ...read[0], error: undefined }, { ...row, error: undefined });
    assert.deepEqual([read[0]!.error?.reason, read[0]!.error?.params], ['retrievalFailed', { ids: 1 }]);
  });

  it('is empty for another version or another shape', () => {
    for (const state of [undefined, null, [], 'x', { version: 2, rows: [row] }, { version: 1, rows: {} }]) {
      assert.deepEqual(readRetrievals(state), []);
    }
  });

  it('says in words how each stands', () => {
    const read = readRetrievals({ version: 1, rows: [row] })[0]!;
    const of = (changes: Partial<RetrievalRow>): string =>
      retrievalDescription({ ...read, ...changes }, '5 min ago', NOW, t);
    assert.equal(of({ state: 'running', status: '', spans: 0 }), 'waiting to start · 0 spans so far · 5 min ago');
    assert.equal(of({ state: 'running', status: 'RUNNING', spans: 1200 }), 'running · 1,200 spans so far · 5 min ago');
    assert.equal(of({ state: 'complete', ids: [id(1), id(2)] }), 'complete · 3 spans · 1 of 2 traces · 5 min ago');
    assert.equal(of({ state: 'complete', spans: 0, found: 0 }), 'complete, nothing found · 5 min ago');
    assert.equal(of({}), 'failed · 3 spans · 5 min ago');
  });
});
