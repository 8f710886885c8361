import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Ink, minimapRaster, type MinimapRaster } from '../../../../webview/axis/minimapRaster';
import { timeScale, wholeRange } from '../../../../webview/timeScale';
import { CHECKOUT, drawnState } from '../drawnPage';

function rasterOf(drawing: string, width: number, height: number, ratio = 1): MinimapRaster {
  const { outline, view } = drawnState(drawing);
  const { trace, colours } = view!;
  return minimapRaster(outline, trace.spans, colours, timeScale(wholeRange(trace.duration), width), height, ratio);
}

function rowOf({ ink, width }: MinimapRaster, y: number): string {
  return Array.from(ink.subarray(y * width, (y + 1) * width), (one) => one.toString(36)).join('');
}

describe('minimap', () => {
  it('draws each line where its bar is, in its service’s colour', () => {
    const raster = rasterOf('a 0 100\n  b 50 100 segment', 40, 12);
    assert.equal(rowOf(raster, 0), `${'0'.repeat(6)}${'1'.repeat(20)}${'0'.repeat(14)}`);
    assert.equal(rowOf(raster, 6), `${'0'.repeat(16)}${'2'.repeat(10)}${'0'.repeat(14)}`);
  });

  it('draws failures in their own colours, above all else', () => {
    const raster = rasterOf(CHECKOUT, 200, 40);
    const inks = new Set(raster.ink);
    assert.ok(inks.has(Ink.Fault) && inks.has(Ink.Throttle) && !inks.has(Ink.Error));
  });

  it('shows a single short failure among very many spans', () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `  call ${n} ${n} ${n + 900}${n === 1500 ? ' fault' : ''}`);
    const raster = rasterOf(['root 0 4000', ...lines].join('\n'), 100, 20, 2);
    assert.equal(raster.width, 200);
    assert.ok(raster.ink.filter((ink) => ink === Ink.Fault).length >= 4);
  });

  it('covers what a plain painter covers, at any size', () => {
    const span = fc.record({ from: fc.integer({ min: 0, max: 99 }), length: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(
        fc.array(span, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 24, max: 90 }),
        fc.integer({ min: 4, max: 50 }),
        (spans, width, height) => {
          const drawing = spans.map(({ from, length }, n) => `s${n} ${from} ${from + length} segment`).join('\n');
          const { outline, view } = drawnState(drawing);
          const { trace, colours } = view!;
          const scale = timeScale(wholeRange(trace.duration), width);
          const { ink } = minimapRaster(outline, trace.spans, colours, scale, height, 1);
          const columns = new Set<number>();
          for (let line = 0; line < outline.count; line++) {
            const from = Math.floor(scale.toX(outline.start[line]!));
            const to = Math.max(from + 1, Math.ceil(scale.toX(outline.start[line]! + outline.duration[line]!)));
            for (let x = from; x < to; x++) columns.add(x);
          }
          const drawn = new Set(
            Array.from(ink.keys())
              .filter((at) => ink[at] !== 0)
              .map((at) => at % width),
          );
          assert.deepEqual(
            [...drawn].toSorted((a, b) => a - b),
            [...columns].toSorted((a, b) => a - b),
          );
        },
      ),
    );
  });
});
