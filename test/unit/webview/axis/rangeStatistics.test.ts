import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Mark, type SpanColumns } from '../../../../src/model/trace';
import { rangeStatistics } from '../../../../webview/axis/rangeStatistics';
import { wholeRange, type TimeRange } from '../../../../webview/timeScale';
import { CHECKOUT, drawWire } from '../drawnPage';

const { spans } = drawWire(CHECKOUT);

describe('statistics of a stretch of time', () => {
  it('count what overlaps, measure what lies within', () => {
    // shop, checkout, payments and its two attempts
    const { all, services } = rangeStatistics(spans, { from: 100, to: 300 });
    assert.deepEqual(all, {
      count: 5,
      total: 200 * 3 + 100 + 80,
      self: 20 + 100 + 80,
      faults: 2,
      errors: 0,
      throttles: 1,
    });
    assert.deepEqual(
      services.map(({ service, count }) => [spans.strings[service], count]),
      [['shop', 5]],
    );
  });

  it('agree with the trace’s own self times over all of it', () => {
    const { all } = rangeStatistics(spans, wholeRange(1200));
    assert.equal(all.count, spans.count);
    assert.ok(Math.abs(all.self - spans.self.reduce((sum, one) => sum + one, 0)) < 1e-6);
  });

  it('count a span without length that lies within', () => {
    const { spans: point } = drawWire('a 0 100\n  b 50 50');
    assert.equal(rangeStatistics(point, { from: 40, to: 60 }).all.count, 2);
    assert.equal(rangeStatistics(point, { from: 60, to: 70 }).all.count, 1);
  });

  it('agree with looking at every millisecond', () => {
    const time = fc.integer({ min: 0, max: 60 });
    const drawn = fc.array(fc.record({ depth: fc.nat(3), one: time, other: time }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(drawn, time, time, (lines, one, other) => {
        let depth = -1;
        const text = lines.map(({ depth: wanted, one, other }, n) => {
          depth = Math.min(wanted, depth + 1);
          return `${'  '.repeat(depth)}s${n} ${Math.min(one, other)} ${Math.max(one, other) + 1}`;
        });
        const { spans } = drawWire(text.join('\n'));
        const range = { from: Math.min(one, other), to: Math.max(one, other) + 1 };
        const { all } = rangeStatistics(spans, range);
        const looked = lookAtEvery(spans, range);
        assert.ok(Math.abs(all.total - looked.total) < 1e-3 && Math.abs(all.self - looked.self) < 1e-3);
      }),
    );
  });
});

/** Adds up milliseconds, one by one. */
function lookAtEvery(spans: SpanColumns, range: TimeRange): { total: number; self: number } {
  let [total, self] = [0, 0];
  const runs = (span: number, at: number): boolean =>
    at > spans.start[span]! && at < spans.start[span]! + spans.duration[span]!;
  for (let at = range.from + 0.5; at < range.to; at++) {
    for (let span = 0; span < spans.count; span++) {
      if (!runs(span, at)) continue;
      total++;
      const isCovered = Array.from(spans.parent).some(
        (parent, child) => parent === span && runs(child, at) && !(spans.marks[child]! & Mark.Inferred),
      );
      if (!isCovered) self++;
    }
  }
  return { total, self };
}
