import assert from 'node:assert/strict';
import { recordTime, resolveIds, resolveLine, toOpenArgument, type TextSelection } from '../../../src/ids/resolve';
import { linesOf } from './lines';

const X = '1-6500aa10-0123456789abcdef01234567';
const Y = '1-6500aa11-fedcba9876543210fedcba98';
const W = '6500aa100123456789abcdef01234567';
const S = '53995c3f42cd8ad8';
const T = '2026-01-31T22:12:58.534Z';
const AT = Date.parse(T);
const NOW = Date.UTC(2026, 1, 10);

function select(fromLine: number, from: number, toLine = fromLine, to = from): TextSelection {
  const end = { line: toLine, character: to };
  return { start: { line: fromLine, character: from }, end, active: end };
}

const log = linesOf(`start\n${T} a ${X} b ${Y} c\n${X}@${S}\nno id here\nvalue ${W}`);
const ids = (...selections: TextSelection[]) => resolveIds(log, selections, NOW).map(({ id }) => id);

describe('the ID someone points at', () => {
  it('is the one under the cursor, also at its ends', () => {
    const column = 27;
    for (const character of [column, column + 10, column + 35]) assert.deepEqual(ids(select(1, character)), [X]);
    assert.deepEqual(ids(select(1, column + 45)), [Y]);
  });

  it('is every ID of the line when the cursor is on none', () => {
    assert.deepEqual(ids(select(1, 0)), [X, Y]);
    assert.deepEqual(ids(select(3, 2)), []);
    assert.deepEqual(ids(select(0, 2)), []);
  });

  it('is what is selected, also when only a part is', () => {
    assert.deepEqual(ids(select(1, 29, 1, 37)), [X], 'a double click selects the eight digits between dashes');
    assert.deepEqual(ids(select(0, 0, 3, 0)), [X, Y]);
    assert.deepEqual(ids(select(1, 62, 2, 0)), [Y]);
    assert.deepEqual(ids(select(1, 24, 1, 26)), [X, Y], 'nothing in the selection: the line');
  });

  it('is each of several cursors’', () => {
    assert.deepEqual(ids(select(1, 70), select(2, 3)), [Y, X]);
    assert.deepEqual(ids(select(3, 0), select(2, 30)), [X]);
  });

  it('is a lone W3C ID that is selected, though nothing says what it is', () => {
    assert.deepEqual(ids(select(4, 6)), []);
    assert.deepEqual(
      resolveIds(log, [select(4, 5, 4, 38)], NOW).map(({ id, start, end }) => ({ id, start, end })),
      [{ id: X, start: 6, end: 38 }],
    );
    assert.deepEqual(ids(select(4, 6, 4, 30)), []);
  });

  it('keeps the mention with a segment, and the time of its record', () => {
    const [first] = resolveIds(log, [select(1, 0, 3, 0)], NOW);
    assert.deepEqual(first && toOpenArgument(first, first.around), { id: X, around: AT, segmentId: S });
  });
});

describe('the time of an ID', () => {
  it('is its own line’s, else that of the nearest line that tells', () => {
    assert.equal(recordTime(log, 1, 27, 62, NOW), AT);
    assert.equal(recordTime(log, 2, 0, 35, NOW), AT);
    assert.equal(recordTime(log, 4, 6, 38, NOW), AT);
    assert.equal(recordTime(linesOf(`{\n "traceId": "${W}",\n "time": "${T}"\n}`), 1, 13, 45, NOW), AT);
    assert.equal(recordTime(linesOf(`${T}${'\n'.repeat(100)}${X}`), 100, 0, 35, NOW), undefined);
  });

  it('is read near the ID in a very long line', () => {
    const far = 'x'.repeat(100_000);
    const line = `{"time":"2020-01-01T00:00:00Z"}${far}{"time":"${T}","a":"${X}"}${far}`;
    const start = line.indexOf(X);
    assert.equal(recordTime(linesOf(line), 0, start, start + 35, NOW), AT);
  });

  it('comes with every ID of a terminal line', () => {
    const found = resolveLine(`${T} ${X} trace_id=${W} span_id=${S}`, NOW);
    assert.deepEqual(
      found.map(({ start, end, around }) => [end - start, around]),
      [
        [35, AT],
        [32, AT],
      ],
    );
  });
});
