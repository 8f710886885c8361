import assert from 'node:assert/strict';
import { splitIds } from '../../../src/ids/splitIds';

const X = '1-6500aa10-0123456789abcdef01234567';
const W = '6500aa100123456789abcdef01234567';
const Y = '1-6500aa11-fedcba9876543210fedcba98';
const S = '53995c3f42cd8ad8';

describe('pasted IDs', () => {
  it('takes one ID in any form', () => {
    for (const text of [
      X,
      ` ${X}\n`,
      X.toUpperCase(),
      W,
      `0x${W}`,
      `"${X}"`,
      `'${W}',`,
      `Root=${X}`,
      `trace_id=${W}`,
      `id: ${W}`,
      `https://x/#xray:traces/${X}`,
    ]) {
      assert.deepEqual(splitIds(text), { ids: [{ id: X }], refused: [], left: 0 }, text);
    }
    for (const text of [
      `Root=${X};Parent=${S};Sampled=1`,
      `00-${W}-${S}-01`,
      `XRAY TraceId: ${X}\tSegmentId: ${S}\tSampled: true`,
    ]) {
      assert.deepEqual(splitIds(text), { ids: [{ id: X, segmentId: S, sampled: true }], refused: [], left: 0 }, text);
    }
    assert.deepEqual(splitIds(`${X}@${S}`).ids, [{ id: X, segmentId: S }]);
    assert.deepEqual(splitIds(`Root=${X};Sampled=0`).ids, [{ id: X, sampled: false }]);
  });

  it('takes many, however they are separated, each once', () => {
    for (const text of [
      `${X},${Y}`,
      `${X} ${Y} ${W}`,
      X + Y.padStart(60),
      `["${X}", "${Y}"]`,
      `${X};${Y}`,
      `| ${X} | ${Y} |`,
      `${W}\r\n\r\n${Y}\r\n`,
    ]) {
      assert.deepEqual(
        splitIds(text).ids.map(({ id }) => id),
        [X, Y],
        text,
      );
      assert.deepEqual(splitIds(text).refused, [], text);
    }
  });

  it('keeps the segment when an ID is there twice', () => {
    assert.deepEqual(splitIds(`${X} ${X}@${S}`).ids, [{ id: X, segmentId: S }]);
  });

  it('names what is no ID', () => {
    const cut = '1-5759e988-bd862e3fe1be46a994272xmp';
    assert.deepEqual(splitIds(cut), { ids: [], refused: [cut], left: 0 });
    assert.deepEqual(splitIds(`${X}, ${cut}\nhello hello`), { ids: [{ id: X }], refused: [cut, 'hello'], left: 0 });
    assert.deepEqual(splitIds('0'.repeat(32)).refused, ['0'.repeat(32)]);
    assert.deepEqual(splitIds('what: is this').refused, ['what: is this']);
    assert.deepEqual(splitIds(' \n'), { ids: [], refused: [], left: 0 });
  });

  it('blames no other word of a log line', () => {
    const line = `2026-01-31T22:12:58.534Z INFO md5: ${'ab'.repeat(16)} request 550e8400-e29b-41d4-a716-446655440000 ${X} done`;
    assert.deepEqual(splitIds(line), { ids: [{ id: X }], refused: [], left: 0 });
    assert.deepEqual(splitIds('XRAY TraceId: 1-5e34a614-10bdxmplf1fb44f07bc535a1 Sampled: true').refused, [
      '1-5e34a614-10bdxmplf1fb44f07bc535a1',
    ]);
  });

  it('takes 500 and counts the rest', () => {
    const ids = Array.from({ length: 777 }, (_, index) => `1-6500aa10-${index.toString(16).padStart(24, '0')}`);
    const split = splitIds(ids.join(', '));
    assert.equal(split.left, 277);
    assert.deepEqual(
      split.ids.map(({ id }) => id),
      ids.slice(0, 500),
    );
    assert.deepEqual(split.refused, []);
  });

  it('shortens what it refuses', () => {
    assert.deepEqual(splitIds('x'.repeat(1_000_000)).refused, [`${'x'.repeat(60)}…`]);
  });
});
