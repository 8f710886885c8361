import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { brushed, brushEdges, brushKey, brushPartAt, type BrushPart } from '../../../../webview/axis/brush';
import { draggedRange } from '../../../../webview/axis/dragToPan';
import { timeScale, wholeRange, type TimeRange } from '../../../../webview/timeScale';

/** 1000 ms on 1020 pixels: a millisecond a pixel, from 6 on. */
const scale = timeScale(wholeRange(1000), 1020);
const range = { from: 200, to: 600 };

const drag = (part: BrushPart, from: number, to: number): TimeRange | null =>
  brushed({ part, x: from, range }, to, scale, 1000);

const press = (part: 'from' | 'to' | 'move', key: string, shiftKey = false): TimeRange | null | undefined =>
  brushKey(part, { key, shiftKey }, range, 1000);

const at = (x: number, isWhole = false): BrushPart => brushPartAt(scale, range, x, isWhole);

describe('brush on the minimap', () => {
  it('stands over what is visible, and is never too narrow to be seen', () => {
    assert.deepEqual(brushEdges(scale, range), { left: 206, right: 606 });
    const narrow = brushEdges(scale, { from: 500, to: 500.001 });
    assert.ok(narrow.right - narrow.left >= 8 - 1e-9);
    assert.ok(Math.abs((narrow.left + narrow.right) / 2 - 506) < 0.01);
  });

  it('is taken hold of at its ends, inside, or not at all', () => {
    assert.deepEqual([at(206), at(202), at(400), at(606), at(100)], ['from', 'from', 'move', 'to', 'new']);
    assert.equal(at(400, true), 'new');
  });

  it('moves, is resized, and is drawn anew in either direction', () => {
    assert.deepEqual(drag('move', 400, 500), { from: 300, to: 700 });
    assert.deepEqual(drag('move', 400, 5000), { from: 600, to: 1000 });
    assert.deepEqual(drag('from', 206, 306), { from: 300, to: 600 });
    assert.deepEqual(drag('to', 606, 506), { from: 200, to: 500 });
    assert.deepEqual(drag('to', 606, 106), { from: 100, to: 200 }, 'drawn past its other end it turns over');
    assert.deepEqual(drag('new', 706, 906), { from: 700, to: 900 });
    assert.deepEqual(drag('new', 906, 706), { from: 700, to: 900 });
    assert.equal(drag('new', 0, 1020), null);
    assert.deepEqual(drag('new', 806, 807), { from: 600, to: 1000 }, 'a click brings what was clicked into sight');
  });

  it('obeys the arrow keys', () => {
    assert.deepEqual(press('move', 'ArrowRight'), { from: 240, to: 640 });
    assert.deepEqual(press('move', 'ArrowLeft', true), { from: 0, to: 400 });
    assert.deepEqual(press('from', 'ArrowRight'), { from: 240, to: 600 });
    assert.deepEqual(press('to', 'ArrowLeft'), { from: 200, to: 560 });
    assert.deepEqual(press('move', 'End'), { from: 600, to: 1000 });
    assert.deepEqual(press('from', 'Home'), { from: 0, to: 600 });
    assert.deepEqual(press('move', '+'), { from: 300, to: 500 });
    assert.equal(press('move', 'Tab'), undefined);
  });

  it('never leaves the trace, wherever it is dragged', () => {
    const pixel = fc.double({ min: -500, max: 1500, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom('move', 'from', 'to', 'new'), pixel, pixel, (part, from, to) => {
        const result = brushed({ part, x: from, range }, to, scale, 1000);
        if (result) assert.ok(result.from >= 0 && result.to <= 1000 + 1e-9 && result.to > result.from);
      }),
    );
  });
});

describe('dragging the bars', () => {
  it('keeps the time that was taken hold of under the pointer', () => {
    const zoomed = timeScale({ from: 400, to: 500 }, 1020);
    const dragged = draggedRange(zoomed, 1000, 300, 500)!;
    assert.ok(Math.abs(timeScale(dragged, 1020).toTime(500) - zoomed.toTime(300)) < 1e-9);
    assert.deepEqual(draggedRange(zoomed, 1000, 0, 100_000), { from: 0, to: 100 });
  });
});
