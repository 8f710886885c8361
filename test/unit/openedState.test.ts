import assert from 'node:assert/strict';
import type { TraceRef } from '../../src/model/traceRef';
import { readRows, writeRows, type OpenedTrace } from '../../src/views/openedState';

const ref: TraceRef = { source: 'aws', profile: 'dev', region: 'eu-west-1', id: '1-5f84c7a1-0123456789abcdef01234567' };
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the state of opened traces', () => {
  it('keeps when a trace happened: the range the user chose, the time of the log line', () => {
    const rows = [
      { kind: 'trace', ref, hint: { around: 5, range: { start: 1000, end: 2000 } }, facts: undefined },
      { kind: 'trace', ref, hint: { around: 0 }, facts: undefined },
      { kind: 'trace', ref, hint: undefined, facts: undefined },
    ] satisfies OpenedTrace[];
    assert.deepEqual(readRows(stored(writeRows(rows))), rows);
    const group = { kind: 'group', id: 'g', openedAt: 1, traces: rows } as const;
    assert.deepEqual(readRows(stored(writeRows([group]))), [group]);
  });

  it('reads the rows of a state that has no times, and no times that are none', () => {
    const text = `aws/dev/eu-west-1/${ref.id}`;
    const hints = [
      undefined,
      null,
      7,
      {},
      { around: '5' },
      { around: 1e300 },
      { range: { start: 2, end: 1 } },
      { range: { start: 1 } },
      { range: [1, 2] },
    ];
    for (const hint of hints) {
      const [row] = readRows({ version: 1, rows: [{ ref: text, hint }] });
      assert.deepEqual(row, { kind: 'trace', ref, hint: undefined, facts: undefined });
    }
    const [row] = readRows({ version: 1, rows: [{ ref: text, hint: { around: 7, range: { start: 2, end: 1 } } }] });
    assert.deepEqual((row as OpenedTrace).hint, { around: 7 });
  });
});
