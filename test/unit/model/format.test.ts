import assert from 'node:assert/strict';
import { formatAge, formatCount, formatDuration } from '../../../src/model/format';

describe('formats', () => {
  const durations: readonly (readonly [number, string])[] = [
    [0, '0 ms'],
    [0.000256, '256 ns'],
    [0.014, '14 µs'],
    [0.9994, '999 µs'],
    [0.9996, '1 ms'],
    [2.31, '2.31 ms'],
    [57.42, '57.4 ms'],
    [612, '612 ms'],
    [999.6, '1 s'],
    [2310, '2.31 s'],
    [10_000, '10 s'],
    [12_067, '12.1 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 00 s'],
    [184_000, '3 min 04 s'],
    [3_599_600, '1 h 00 min'],
    [7_500_000, '2 h 05 min'],
    [183_600_000, '2 d 3 h'],
    [-22, '-22 ms'],
    [Number.NaN, ''],
    [Number.POSITIVE_INFINITY, ''],
  ];
  for (const [milliseconds, text] of durations) {
    it(`writes ${milliseconds} ms as "${text}"`, () => {
      assert.equal(formatDuration(milliseconds), text);
    });
  }

  it('writes ages in one unit, and times ahead as now', () => {
    const ages = [-5000, 0, 4999, 42_000, 61_000, 3_600_000, 86_400_000 * 3.9];
    assert.deepEqual(ages.map(formatAge), ['now', 'now', 'now', '42 s', '1 min', '1 h', '3 d']);
    assert.equal(formatAge(Number.NaN), '');
  });

  it('writes counts with commas', () => {
    assert.deepEqual([0, 999, 1000, 10_000, 1_234_567].map(formatCount), ['0', '999', '1,000', '10,000', '1,234,567']);
  });
});
