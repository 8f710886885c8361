import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { buildTrace } from '../../../src/model/buildTrace';
import type { TraceRef } from '../../../src/model/traceRef';
import type { OpenTraces, WantedTrace } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import { Traces } from '../../../src/traces/traces';
import { OpenedTraces } from '../../../src/views/openedTraces';

const ref = (n: number): TraceRef => ({
  source: 'aws',
  profile: '',
  region: 'eu-west-1',
  id: `1-5f84c7a${n}-0123456789abcdef01234567`,
});

function setUp(values = new Map<string, unknown>()) {
  const wanted: WantedTrace[] = [];
  const source: OpenTraces = async function* answer(_connection, all) {
    wanted.push(...all);
    for (const { id } of all) yield { kind: 'failed', id, error: new TraceError('timeRangeNeeded', { id }) };
  };
  const traces = new Traces({
    sourceOf: () => source,
    build: buildTrace,
    now: Date.now,
  });
  const state: Memento = {
    keys: () => [...values.keys()],
    get: <T>(key: string, other?: T) => (values.has(key) ? values.get(key) : other) as T,
    update: async (key, value: unknown) => void values.set(key, JSON.parse(JSON.stringify(value))),
  };
  const opened = new OpenedTraces(state, traces);
  /** The rows as numbers of their traces, a group in brackets. */
  const rows = (): string =>
    opened.rows
      .map((row) =>
        row.kind === 'group' ? `[${row.traces.map((one) => one.ref.id[9]).join(' ')}]` : (row.ref.id[9] ?? ''),
      )
      .join(' ');
  return { traces, opened, wanted, values, rows };
}

describe('opened traces', () => {
  it('has on top what the user opened again, and leaves in place what is only shown again', () => {
    const { opened, rows } = setUp();
    for (const n of [1, 2, 3]) opened.add(ref(n));
    assert.equal(rows(), '3 2 1');
    opened.list(ref(1));
    assert.equal(rows(), '3 2 1');
    opened.add(ref(1));
    assert.equal(rows(), '1 3 2');
    opened.addGroup([ref(4), ref(5)], 1);
    opened.add(ref(2));
    assert.equal(rows(), '2 [4 5] 1 3');
    opened.add(ref(5));
    assert.equal(rows(), '[4 5] 2 1 3');
  });

  it('takes out the one row it is asked to, and forgets only traces no other row has', () => {
    const { opened, traces, rows } = setUp();
    for (const n of [1, 2, 3]) traces.remember({ ref: ref(n), around: n });
    const known = (): number[] => [1, 2, 3].filter((n) => traces.peek(ref(n)) !== undefined);
    opened.addGroup([ref(1), ref(2)], 1);
    opened.addGroup([ref(2), ref(3)], 2);
    opened.remove(ref(2), '1');
    assert.equal(rows(), '[2 3] [1]');
    assert.deepEqual(known(), [1, 2, 3]);
    opened.addGroup([ref(1), ref(3)], 3);
    opened.removeGroup('2');
    assert.equal(rows(), '[1 3] [1]');
    assert.deepEqual(known(), [1, 3]);
    opened.clear();
    assert.deepEqual(known(), []);
  });

  it('remembers over a reload when a trace happened, also where the user said so only later', async () => {
    const before = setUp();
    before.opened.add(ref(1));
    const range = { start: 1000, end: 2000 };
    await before.traces.open([{ ref: ref(1), range }], new AbortController().signal);
    before.opened.dispose();
    const after = setUp(before.values);
    await after.traces.open([{ ref: ref(1) }], new AbortController().signal);
    assert.deepEqual(after.wanted, [{ id: ref(1).id, range }]);
  });
});
