import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { idleStretches } from '../../../../webview/axis/idle';
import { notchLabels } from '../../../../webview/axis/ruler';
import { squeezing, STRAIGHT } from '../../../../webview/axis/timeWarp';
import { panBy, timeScale, wholeRange, zoomAt } from '../../../../webview/timeScale';
import { drawnState, drawWire } from '../drawnPage';
import { reduce } from '../../../../webview/state';
import { intentOf } from '../../../../webview/intent';

const idle = (drawing: string): { from: number; to: number }[] => {
  const { spans, duration } = drawWire(drawing);
  return idleStretches(spans, duration);
};

describe('idle stretches', () => {
  it('are those in which only spans with children are open', () => {
    assert.deepEqual(idle('a 0 1000\n  b 100 200\n  c 800 900'), [
      { from: 0, to: 100 },
      { from: 200, to: 800 },
      { from: 900, to: 1000 },
    ]);
    assert.deepEqual(idle('a 0 100\nb 600 1000'), [{ from: 100, to: 600 }]);
    assert.deepEqual(idle('a 0 1000'), []);
  });

  it('end where any span starts or ends, and are at least a twentieth of the trace', () => {
    assert.deepEqual(idle('a 0 1000\n  b 0 700\n    c 0 300\n  d 740 1000'), [{ from: 300, to: 700 }]);
  });
});

describe('squeezed time', () => {
  const stretches = fc
    .uniqueArray(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 })
    .map((times) => times.toSorted((a, b) => a - b))
    .map((times) =>
      Array.from({ length: times.length >> 1 }, (_, n) => ({ from: times[2 * n]!, to: times[2 * n + 1]! })),
    );
  const anyWarp = fc.tuple(stretches, fc.integer({ min: -3, max: 11 })).map(([shares, power]) => {
    const duration = 10 ** power;
    return {
      duration,
      warp: squeezing(
        shares.map(({ from, to }) => ({ from: from * duration, to: to * duration })),
        duration,
      ),
    };
  });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('keeps the order of all times, and comes back to each, from microseconds to years', () => {
    fc.assert(
      fc.property(anyWarp, share, share, ({ warp, duration }, one, other) => {
        const [a, b] = [Math.min(one, other) * duration, Math.max(one, other) * duration];
        assert.ok(warp.toUnits(a) <= warp.toUnits(b));
        assert.ok(b - a < duration * 1e-9 || warp.toUnits(a) < warp.toUnits(b), 'different times stay apart');
        assert.ok(Math.abs(warp.toTime(warp.toUnits(a)) - a) <= duration * 1e-9);
        for (const { from, to } of warp.gaps) {
          assert.equal(warp.toTime(warp.toUnits(from)), from);
          assert.equal(warp.toTime(warp.toUnits(to)), to);
        }
      }),
    );
  });

  it('leaves everything else at its length, one beside the other', () => {
    const warp = squeezing([{ from: 100, to: 900 }], 1000);
    assert.equal(warp.toUnits(60) - warp.toUnits(40), 20);
    assert.equal(warp.toUnits(950) - warp.toUnits(900), 50);
    assert.ok(warp.toUnits(900) - warp.toUnits(100) < 10);
    assert.equal(squeezing([], 1000), STRAIGHT);
  });

  it('is labelled on the ruler without labels on top of each other', () => {
    const warp = squeezing(
      [0.1, 0.3, 0.5].map((from) => ({ from: from * 1000, to: from * 1000 + 150 })),
      1000,
    );
    for (const width of [60, 160, 400, 1200]) {
      const found = notchLabels(timeScale(wholeRange(1000), width, warp)).toSorted((a, b) => a.at - b.at);
      assert.ok(found.length >= 1 && (width < 1200 || found.length === 3), `${found.length} labels on ${width} px`);
      for (const [n, { at, long }] of found.entries()) assert.ok(at + long <= (found[n + 1]?.at ?? Infinity));
    }
  });

  it('zooms about the pointer and pans within the trace', () => {
    fc.assert(
      fc.property(
        anyWarp,
        share,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        ({ warp, duration }, at, factor) => {
          const anchor = at * duration;
          const zoomed = zoomAt(wholeRange(duration), duration, anchor, factor, warp);
          if (!zoomed) return;
          const x = timeScale(wholeRange(duration), 1000, warp).toX(anchor);
          assert.ok(Math.abs(timeScale(zoomed, 1000, warp).toX(anchor) - x) < 0.1);
          const panned = panBy(zoomed, duration, warp.toUnits(duration) * (at - 0.5), warp)!;
          assert.ok(panned.from >= 0 && panned.to <= duration * (1 + 1e-9) && panned.to > panned.from);
        },
      ),
    );
  });

  it('is a switch that turns back exactly', () => {
    const before = drawnState('a 0 1000\n  b 100 200\n  c 800 900');
    const squeezed = reduce(before, { type: 'axis', change: { squeeze: true } });
    const after = reduce(squeezed, { type: 'axis', change: { squeeze: false } });
    assert.deepEqual(intentOf(after, null), intentOf(before, null));
  });
});
