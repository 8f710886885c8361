import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { rulerTicks } from '../../../webview/axis/ruler';
import { barGeometry } from '../../../webview/timeline/barGeometry';
import { wheelAction } from '../../../webview/timeline/wheel';
import {
  fitRange,
  panBy,
  rangeBetween,
  tickLabel,
  ticks,
  tickSpacing,
  tickStep,
  timeScale,
  wholeRange,
  zoomAt,
  type TimeRange,
} from '../../../webview/timeScale';

const labels = (from: number, to: number, width = 600): string[] =>
  rulerTicks(timeScale({ from, to }, width), { times: 'relative', start: 0 }, 'en').map(({ label }) => label);

describe('time scale', () => {
  it('converts both ways', () => {
    const scale = timeScale({ from: 200, to: 700 }, 520);
    assert.equal(scale.toX(200), 6);
    assert.equal(scale.toX(700), 506);
    assert.equal(scale.toTime(scale.toX(321)), 321);
  });

  it('gives a trace without length something to draw on', () => {
    assert.deepEqual(wholeRange(0), { from: 0, to: 1 });
  });

  it('puts lines at round times with as many digits as they need', () => {
    assert.deepEqual(labels(0, 2310), ['0', '500 ms', '1.0 s', '1.5 s', '2.0 s']);
    assert.deepEqual(labels(1000, 1003), [
      '1.0000 s',
      '1.0005 s',
      '1.0010 s',
      '1.0015 s',
      '1.0020 s',
      '1.0025 s',
      '1.0030 s',
    ]);
    assert.deepEqual(labels(0, 0.004), ['0', '1 µs', '2 µs', '3 µs', '4 µs']);
    assert.deepEqual(labels(0, 240_000), ['0', '1:00 min', '2:00 min', '3:00 min', '4:00 min']);
    assert.deepEqual(labels(0, 5 * 3_600_000), ['0', '1:00 h', '2:00 h', '3:00 h', '4:00 h', '5:00 h']);
    assert.equal(tickLabel(90_000, 30_000), '1:30 min');
    assert.equal(tickLabel(2 * 86_400_000, 86_400_000), '2 d');
  });

  it('never has too many lines, nor lines outside of what is visible', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 100, max: 3000 }),
        (from, length, width) => {
          const range = { from, to: from + length };
          const scale = timeScale(range, width);
          const slack = length * 1e-6 + range.to * 1e-15;
          const found = ticks(scale, tickSpacing(scale, 84));
          assert.ok(found.length <= width / 84 + 2, `${found.length} lines on ${width} px`);
          assert.ok(found.every((time) => time >= from - slack && time <= range.to + slack));
        },
      ),
    );
  });

  it('ends with any zoom of any trace, also one of absurd length', () => {
    for (const duration of [1e-9, 1, 3e10, 1e15, 1e300]) {
      for (const at of [0, 0.5, 1]) {
        const range = zoomAt(wholeRange(duration), duration, duration * at, 1e-300) ?? wholeRange(duration);
        assert.ok(range.to > range.from);
        assert.ok(rulerTicks(timeScale(range, 600), { times: 'utc', start: 1.7e12 }, 'en').length < 12);
      }
    }
  });

  it('leaves room for long labels', () => {
    const year = 365 * 86_400_000;
    const at = rulerTicks(timeScale({ from: year, to: year + 0.5 }, 600), { times: 'relative', start: 0 }, 'en');
    assert.ok(at.length > 1);
    for (const [index, { x, label }] of at.entries()) {
      const next = at[index + 1];
      if (next) assert.ok(next.x - x > label.length * 6, `${label} on ${next.x - x} px`);
    }
  });

  it('steps by 1, 2 and 5, and like a clock above ten seconds', () => {
    assert.equal(tickStep(0.3), 0.5);
    assert.equal(tickStep(120), 200);
    assert.equal(tickStep(11_000), 15_000);
    assert.equal(tickStep(400_000), 600_000);
  });
});

describe('zoom and pan', () => {
  it('keeps the time under the pointer where it is', () => {
    const before = timeScale(wholeRange(1000), 520);
    const zoomed = zoomAt(before.range, 1000, 300, 0.5)!;
    assert.equal(timeScale(zoomed, 520).toX(300), before.toX(300));
    assert.equal(zoomed.to - zoomed.from, 500);
  });

  it('ends with all of the trace', () => {
    assert.equal(zoomAt({ from: 100, to: 900 }, 1000, 500, 2), null);
    assert.equal(panBy(wholeRange(1000), 1000, 50), null);
  });

  it('never leaves the trace', () => {
    const inside = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        inside,
        inside,
        inside,
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (at, length, anchor, factor) => {
          const range: TimeRange = { from: at * 900, to: at * 900 + Math.max(0.001, length * 100) };
          const results = [
            zoomAt(range, 1000, range.from + anchor * (range.to - range.from), factor),
            panBy(range, 1000, (anchor - 0.5) * 4000),
            fitRange(range.from, range.to, 1000),
          ];
          for (const result of results) {
            if (result)
              assert.ok(
                result.from >= 0 && result.to <= 1000 + 1e-9 && result.to > result.from,
                JSON.stringify(result),
              );
          }
        },
      ),
    );
  });

  it('zooms with Ctrl and the wheel, pans with Shift, else lets it scroll', () => {
    const scale = timeScale(wholeRange(1000), 520);
    const turn = { deltaX: 0, deltaY: 120, ctrlKey: false, metaKey: false, shiftKey: false };
    assert.equal(wheelAction(turn, 100, scale), undefined);
    const zoom = wheelAction({ ...turn, deltaY: -120, ctrlKey: true }, 256, scale);
    assert.ok(zoom?.type === 'zoomBy' && zoom.factor < 1 && zoom.anchor === 500);
    const pan = wheelAction({ ...turn, shiftKey: true }, 100, scale);
    assert.ok(pan?.type === 'panBy' && pan.share > 0);
    assert.equal(wheelAction({ ...turn, deltaX: -200 }, 100, scale)?.type, 'panBy');
  });
});

describe('bars', () => {
  const scale = timeScale({ from: 0, to: 1000 }, 512);

  it('puts the label on the freer side: right, else left, else inside', () => {
    assert.equal(barGeometry(scale, 0, 100, 50).label, 'right');
    assert.equal(barGeometry(scale, 800, 200, 50).label, 'left');
    assert.equal(barGeometry(scale, 0, 1000, 50).label, 'inside');
  });

  it('is never narrower than 2 pixels', () => {
    assert.equal(barGeometry(scale, 500, 0, 50).width, 2);
    assert.equal(barGeometry(scale, 500, 0.001, 50).width, 2);
  });

  it('stays inside the column when its span starts at the very end', () => {
    const zoomed = timeScale({ from: 400, to: 500 }, 512);
    for (const isOpen of [false, true]) {
      const { left, width, label, labelAt } = barGeometry(zoomed, zoomed.toTime(511.999), 0, 50, isOpen);
      assert.equal(left + width, 512);
      assert.ok(width >= (isOpen ? 10 : 2), `${width} pixels`);
      assert.equal(label, 'left');
      assert.ok(labelAt < left);
    }
  });

  it('never lies about order: what starts later never stands further left, from microseconds to years', () => {
    const time = fc.double({ min: 0, max: 1, noNaN: true });
    const span = fc.record({
      at: time,
      length: time,
      isOpen: fc.boolean(),
      exponent: fc.integer({ min: -3, max: 11 }),
    });
    fc.assert(
      fc.property(fc.array(span, { minLength: 2, maxLength: 8 }), time, time, (drawn, one, other) => {
        const spans = drawn
          .map(({ at, length, isOpen, exponent }) => ({
            start: at * 10 ** exponent,
            length: length * 10 ** exponent,
            isOpen,
          }))
          .toSorted((a, b) => a.start - b.start);
        const duration = Math.max(...spans.map(({ start, length }) => start + length));
        const range = rangeBetween(one * duration, other * duration, duration) ?? wholeRange(duration);
        const scale = timeScale(range, 512);
        const inSight = spans.filter(({ start }) => start >= range.from && start <= range.to);
        const lefts = inSight.map(({ start, length, isOpen }) => barGeometry(scale, start, length, 40, isOpen).left);
        assert.deepEqual(
          lefts,
          lefts.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('is wide enough to be seen torn while its span is in progress', () => {
    assert.ok(barGeometry(scale, 500, 0, 50, true).width >= 10);
    assert.equal(barGeometry(scale, 0, 1000, 50, true).width, barGeometry(scale, 0, 1000, 50).width);
  });

  it('tells on which side a bar out of sight lies', () => {
    const zoomed = timeScale({ from: 400, to: 500 }, 512);
    assert.deepEqual(pick(barGeometry(zoomed, 0, 100, 50)), { label: 'before', width: 0 });
    assert.deepEqual(pick(barGeometry(zoomed, 900, 100, 50)), { label: 'after', width: 0 });
    const through = barGeometry(zoomed, 0, 1000, 50);
    assert.equal(through.label, 'inside');
    assert.ok(
      through.left < 0 && through.left + through.width > 512 && through.width < 600,
      'goes on beyond both edges',
    );
    assert.ok(through.labelAt > 0);
  });
});

function pick({ label, width }: { label: string; width: number }): { label: string; width: number } {
  return { label, width };
}
