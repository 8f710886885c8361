import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { FEWEST_SLICES, joinLeft, LONGEST_SLICE, SHORTEST_SLICE, slicesOf } from '../../../src/aws/slices';
import type { LeftSlice } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How many of the ranges hold the instant. */
const holding = (list: readonly { start: number; end: number }[], at: number): number =>
  list.filter(({ start, end }) => start <= at && at < end).length;
/** An hour that was left. */
const slice = (hour: number, more: Partial<LeftSlice> = {}): LeftSlice => ({
  start: hour * HOUR,
  end: (hour + 1) * HOUR,
  why: 'cap',
  ...more,
});

describe('slices of a time range', () => {
  it('are at most six hours long, newest first', () => {
    assert.equal(LONGEST_SLICE, 6 * HOUR);
    const days = slicesOf([{ start: 0, end: 30 * 24 * HOUR }]);
    assert.equal(days.length, 120);
    assert.deepEqual(days[0], { start: (30 * 24 - 6) * HOUR, end: 30 * 24 * HOUR });
    assert.equal(days.at(-1)?.start, 0);
  });

  it('are at least eight, down to half a minute each', () => {
    for (const minutes of [5, 15, 60, 24 * 60]) {
      assert.equal(slicesOf([{ start: 7, end: 7 + minutes * MINUTE }]).length, FEWEST_SLICES, `${minutes} min`);
    }
    assert.deepEqual(slicesOf([{ start: 0, end: MINUTE }]), [
      { start: 30_000, end: MINUTE },
      { start: 0, end: 30_000 },
    ]);
    assert.deepEqual(slicesOf([{ start: 0, end: 1 }]), [{ start: 0, end: 1 }]);
  });

  it('are none of what is no range', () => {
    for (const [start, end] of [
      [5, 5],
      [6, 5],
      [Number.NaN, 5],
      [5, Number.NaN],
      [-Infinity, 5],
      [0, Infinity],
    ] as const) {
      assert.deepEqual(slicesOf([{ start, end }]), []);
    }
  });

  it('leave a slice that goes on as it was cut', () => {
    const continued = { start: 0, end: 6 * HOUR, nextToken: 'page 2' };
    const slices = slicesOf([continued, { start: 6 * HOUR, end: 14 * HOUR }]);
    assert.deepEqual(slices.at(-1), continued);
    assert.equal(slices.length, 1 + FEWEST_SLICES);
  });

  it('tile any ranges: every instant of them is in exactly one slice, and no other is', () => {
    const time = fc.integer({ min: 0, max: 40 * 24 * HOUR });
    const range = fc.record({ start: time, end: time });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 4 }), (ranges) => {
        const slices = slicesOf(ranges);
        const edges = [...ranges, ...slices].flatMap(({ start, end }) => [start, end]);
        for (const at of edges.flatMap((edge) => [edge - 1, edge])) {
          assert.equal(holding(slices, at), Math.min(1, holding(ranges, at)), `at ${at}`);
        }
        for (const { start, end } of slices) assert.ok(end > start && end - start <= LONGEST_SLICE);
        const searched = slices.reduce((sum, { start, end }) => sum + end - start, 0);
        if (searched >= FEWEST_SLICES * SHORTEST_SLICE) assert.ok(slices.length >= FEWEST_SLICES);
        assert.deepEqual(
          slices,
          slices.toSorted((one, other) => other.end - one.end),
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe('what a search leaves', () => {
  it('is told in as few ranges as there are reasons', () => {
    assert.deepEqual(joinLeft([slice(5), slice(4), slice(3)]), [{ start: 3 * HOUR, end: 6 * HOUR, why: 'cap' }]);
  });

  it('keeps apart what is not adjacent, differs in its reason, or goes on amid its pages', () => {
    const error = new TraceError('throttled');
    const left = [
      slice(9),
      slice(7),
      slice(6, { why: 'cancelled' }),
      slice(5, { why: 'failed', error }),
      slice(4, { why: 'failed', error: new TraceError('serverError') }),
      slice(3, { nextToken: 'page 2' }),
      slice(2),
    ];
    assert.deepEqual(joinLeft(left), left);
  });
});
