import { assert as check, double, integer, property, tuple } from 'fast-check';
import assert from 'node:assert/strict';
import { durationAxis, durationTicks, linearAxis, timeTicks } from '../../../webview/results/charts/axis';
import { binAt, histogramOf, percentile } from '../../../webview/results/charts/histogram';
import {
  boxOf,
  boxOfRestriction,
  restrictionOf,
  rowAt,
  SCATTER_FRAME,
  scatterGeometry,
} from '../../../webview/results/charts/scatter';
import { isWithin } from '../../../webview/results/resultsReducer';
import { durationTerm } from '../../../webview/results/terms';
import { columnsOf, RANGE, summary } from './foundState';

const SIZE = { width: 600, height: 180 };

const found = columnsOf(
  [10, 25, 40, 800, undefined, 0].map((duration, n) =>
    summary(n * 10, { duration, fault: duration === 800, httpStatus: 200 }),
  ),
);
const rows = Uint32Array.from({ length: found.count }, (_, row) => row);
const geometry = scatterGeometry(found, rows, RANGE, SIZE)!;
const place = (row: number): readonly [number, number] => [
  geometry.time.toPixel(found.start[row]!),
  geometry.duration.toPixel(found.duration[row]!),
];

function labels(extent: readonly [number, number]): string[] {
  return durationTicks(durationAxis(extent, [0, 150]), 150, 24).map(({ label }) => label);
}

describe('the scale of durations', () => {
  it('is logarithmic where they span more than two decades', () => {
    assert.equal(durationAxis([1, 90], [100, 0]).isLogarithmic, false);
    assert.equal(durationAxis([1, 101], [100, 0]).isLogarithmic, true);
    assert.equal(durationAxis([0, 90], [100, 0]).isLogarithmic, true, 'what took no time is drawn at a microsecond');
    assert.equal(durationAxis([0, 0], [100, 0]).isLogarithmic, false);
  });

  it('leads from values to pixels and back, within the chart', () => {
    const durations = double({ min: 0.001, max: 1e8, noNaN: true });
    check(
      property(durations, durations, (one, other) => {
        const extent = [Math.min(one, other), Math.max(one, other)] as const;
        const axis = durationAxis(extent, [160, 8]);
        for (const value of extent) {
          const pixel = axis.toPixel(value);
          assert.ok(pixel >= 7.999 && pixel <= 160.001, `${value} is at ${pixel}`);
          assert.ok(Math.abs(axis.toValue(pixel) - value) <= value * 1e-6);
        }
      }),
    );
  });

  it('has lines at round durations', () => {
    assert.deepEqual(labels([5, 20_000]), ['10 ms', '100 ms', '1 s', '10 s']);
    assert.deepEqual(labels([5, 90]), ['0 ms', '20 ms', '40 ms', '60 ms', '80 ms']);
  });

  it('has lines at round times of the reader’s clock, also half an hour off', () => {
    const start = Date.UTC(2026, 0, 31, 12, 7);
    const at = timeTicks(linearAxis(start, start + 3_600_000, [0, 600]), 600, 90, 'en', 5.5 * 3_600_000);
    assert.deepEqual(
      at.map(({ value }) => new Date(value + 5.5 * 3_600_000).toISOString().slice(11, 16)),
      [
        '17:40',
        '17:45',
        '17:50',
        '17:55',
        '18:00',
        '18:05',
        '18:10',
        '18:15',
        '18:20',
        '18:25',
        '18:30',
        '18:35',
      ].filter((_, index) => index % 2 === 0),
    );
  });
});

describe('the scatter', () => {
  it('finds the row whose point is nearest, and none where none is near', () => {
    for (const row of [0, 1, 2, 3]) assert.equal(rowAt(geometry, found, rows, ...place(row), 8), row);
    const [x, y] = place(1);
    assert.equal(rowAt(geometry, found, rows, x + 3, y - 2, 8), 1);
    assert.equal(rowAt(geometry, found, rows, x, y - 30, 8), -1);
  });

  it('has no point for what has no duration', () => {
    assert.equal(rowAt(geometry, found, rows, geometry.time.toPixel(found.start[4]!), 90, 200) === 4, false);
  });

  it('restricts to what the rectangle holds, and no more', () => {
    const pixel = tuple(integer({ min: 0, max: SIZE.width }), integer({ min: 0, max: SIZE.height }));
    check(
      property(pixel, pixel, (from, to) => {
        const box = boxOf(geometry, from, to);
        const restriction = restrictionOf(geometry, box);
        for (const row of [0, 1, 2, 3]) {
          const [x, y] = place(row);
          const near = Math.min(
            Math.abs(x - box.left),
            Math.abs(x - box.right),
            Math.abs(y - box.top),
            Math.abs(y - box.bottom),
          );
          if (near < 0.01) continue;
          const isInside = x > box.left && x < box.right && y > box.top && y < box.bottom;
          assert.equal(isWithin(found, row, restriction), isInside);
        }
      }),
    );
  });

  it('leaves a side open that lies on the edge', () => {
    const whole = boxOf(geometry, [0, 0], [SIZE.width, SIZE.height]);
    assert.deepEqual(restrictionOf(geometry, whole), { from: null, to: null, least: null, most: null });
    const { left, right, top, bottom } = SCATTER_FRAME;
    assert.deepEqual(boxOfRestriction(geometry, { from: null, to: null, least: null, most: null }), {
      left,
      right: SIZE.width - right,
      top,
      bottom: SIZE.height - bottom,
    });
  });

  it('draws nothing where there is no room or no duration', () => {
    assert.equal(scatterGeometry(found, rows, RANGE, { width: 60, height: 180 }), undefined);
    assert.equal(scatterGeometry(found, Uint32Array.of(4), RANGE, SIZE), undefined);
  });
});

describe('the histogram', () => {
  it('has every duration in one bin, between its edges', () => {
    const histogram = histogramOf(found, rows, 400)!;
    assert.equal(histogram.total, 5);
    const inBins = histogram.counts.reduce((sum, one) => sum + one.reduce((all, count) => all + count, 0), 0);
    assert.equal(inBins, 5);
    const failed = histogram.counts[4]!.findIndex((count) => count === 1);
    assert.ok(histogram.edges[failed]! <= 800 && histogram.edges[failed + 1]! >= 800);
  });

  it('knows the bin under the pointer', () => {
    const histogram = histogramOf(found, rows, 400)!;
    assert.equal(binAt(histogram, 400, 2), -1);
    assert.equal(binAt(histogram, 400, 11), 0);
    assert.equal(binAt(histogram, 400, 389), histogram.edges.length - 2);
  });

  it('takes percentiles by the nearest rank', () => {
    const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);
    assert.deepEqual(
      [50, 95, 99, 100].map((percent) => percentile(hundred, percent)),
      [50, 95, 99, 100],
    );
    assert.deepEqual(
      [50, 95, 99].map((percent) => percentile(Float64Array.of(7), percent)),
      [7, 7, 7],
    );
    assert.deepEqual(
      [50, 75].map((percent) => percentile(Float64Array.of(1, 2, 3, 4), percent)),
      [2, 3],
    );
  });
});

describe('a restriction as an expression', () => {
  it('counts in seconds', () => {
    assert.equal(durationTerm({ from: 5, to: null, least: 250, most: 1500 }), 'duration >= 0.25 AND duration <= 1.5');
    assert.equal(durationTerm({ from: null, to: null, least: 1234.5678, most: null }), 'duration >= 1.23');
  });
});
