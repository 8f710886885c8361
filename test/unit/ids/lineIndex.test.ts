import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { LineIndex } from '../../../src/ids/lineIndex';
import { REACH, scanLines } from '../../../src/ids/lineScan';
import { scanText } from '../../../src/ids/scanner';
import { countingLines, linesOf } from './lines';
import { hostileText, recordText } from './scannerTexts';

const X = '1-6500aa10-0123456789abcdef01234567';
const anyText = fc.oneof(hostileText, recordText, recordText);
const breaks = (text: string) => linesOf(text).lineCount - 1;

/** What a scan of the whole text finds, by line. */
function expected(text: string) {
  const normal = text.replace(/\r\n|\r/g, '\n');
  return scanText(normal).map((found) => {
    const before = normal.slice(0, found.start).split('\n');
    const offset = found.start - (before.at(-1)?.length ?? 0);
    return { ...found, start: found.start - offset, end: found.end - offset, line: before.length - 1 };
  });
}

describe('IDs by line', () => {
  it('finds by lines what a scan of the whole finds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = linesOf(text);
        assert.deepEqual(new LineIndex(lines.lineCount).all(lines), expected(text));
        const byLine = Array.from(
          { length: lines.lineCount },
          (_, line) => scanLines(lines, line, line)[0]?.map((found) => ({ ...found, line })) ?? [],
        );
        assert.deepEqual(byLine.flat(), expected(text));
      }),
      { numRuns: 200 },
    );
  });

  it('reads far enough to know whether a neighbour is an ID at all', () => {
    // Line 3 is Datadog's, which line 0 says; hence its span may be line 6's.
    const span = '53995c3f42cd8ad8';
    const text = `"dd": {\n\n\n"spanId": "${span}", "traceId": "${'a'.repeat(32)}",\n\n\n"traceId": "${'b'.repeat(32)}"`;
    assert.equal(expected(text)[0]?.segmentId, span);
    assert.deepEqual(
      scanLines(linesOf(text), 6, 6)[0]?.map((found) => ({ ...found, line: 6 })),
      expected(text),
    );
  });

  it('stays true through any edits', () => {
    const edit = fc.record({ from: fc.nat(), length: fc.nat({ max: 90 }), text: fc.oneof(anyText, fc.constant('')) });
    fc.assert(
      fc.property(anyText, fc.array(fc.tuple(edit, fc.boolean()), { maxLength: 6 }), (start, edits) => {
        // An editor's text has one kind of line break.
        let text = start.replace(/\r\n|\r/g, '\n');
        const index = new LineIndex(linesOf(text).lineCount);
        for (const [{ from, length, text: raw }, asks] of edits) {
          const inserted = raw.replace(/\r\n|\r/g, '\n');
          const at = from % (text.length + 1);
          const end = Math.min(text.length, at + length);
          index.replace(breaks(text.slice(0, at)), breaks(text.slice(0, end)), breaks(inserted));
          text = text.slice(0, at) + inserted + text.slice(end);
          if (asks) assert.deepEqual(index.all(linesOf(text)), expected(text));
        }
        assert.deepEqual(index.all(linesOf(text)), expected(text));
      }),
      { numRuns: 200 },
    );
  });

  it('reads the whole document once, then only what changed', () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => `line ${row} ${row % 3 ? '' : X}`);
    const index = new LineIndex(rows.length);
    const first = countingLines(linesOf(rows.join('\n')));
    assert.equal(index.all(first).length, 3334);
    assert.equal(first.reads(), 10_000);
    assert.equal(index.hasAny(first), true);
    assert.equal(first.reads(), 10_000);

    rows.push(`appended ${X}`);
    index.replace(9_999, 9_999, 1);
    const second = countingLines(linesOf(rows.join('\n')));
    assert.equal(index.all(second).length, 3335);
    assert.ok(second.reads() <= 2 + 2 * REACH, `${second.reads()} lines`);
  });

  it('notices an ID that was taken away', () => {
    const index = new LineIndex(1);
    assert.equal(index.hasAny(linesOf(X)), true);
    index.replace(0, 0, 0);
    assert.equal(index.hasAny(linesOf('gone')), false);
  });

  it('starts over when the lines are not those it was told of', () => {
    const index = new LineIndex(1);
    index.all(linesOf('a'));
    assert.equal(index.all(linesOf(`a\n${X}`)).length, 1);
  });

  it('takes a paste of more lines than a call has arguments', () => {
    const index = new LineIndex(1);
    index.replace(0, 0, 300_000);
    assert.equal(index.all(linesOf(`${'\n'.repeat(300_000)}${X}`)).length, 1);
  });
});
