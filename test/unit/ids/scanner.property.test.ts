import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { scanText } from '../../../src/ids/scanner';
import { assertLinearIn } from '../growth';
import { hostileText, spanId, w3cId, xrayId } from './scannerTexts';

/** Text without hex digits, word characters next to its ends, or anything that could be part of an ID. */
const filler = fc
  .string({ unit: fc.constantFrom(...Array.from(' .,;()|!?"\n<>#äß😀é')), maxLength: 30 })
  .map((text) => ` ${text} `);
const plain = (id: string) => id.toLowerCase().replace(/^(?!1-)(.{8})/, '1-$1-');

describe('properties of the scanner', () => {
  it('finds every ID that is there, exactly where it is, in order', () => {
    const piece = fc.oneof(
      xrayId.map((id) => ({ before: '', id, after: '' })),
      fc.tuple(xrayId, spanId).map(([id, span]) => ({ before: 'Root=', id, after: `;Parent=${span};Sampled=1` })),
      w3cId.map((id) => ({ before: 'trace_id=', id, after: '' })),
      fc.tuple(w3cId, spanId).map(([id, span]) => ({ before: 'traceparent: 00-', id, after: `-${span}-01` })),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(filler, piece)), filler, (pieces, last) => {
        let text = '';
        const expected = pieces.map(([between, { before, id, after }]) => {
          const start = text.length + between.length + before.length;
          text += between + before + id + after;
          return { id: plain(id), start, end: start + id.length };
        });
        assert.deepEqual(
          scanText(text + last).map(({ id, start, end }) => ({ id, start, end })),
          expected,
        );
      }),
    );
  });

  it('answers with well-formed, ordered, separate finds for any text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        let end = 0;
        for (const found of scanText(text)) {
          assert.ok(found.start >= end);
          end = found.end;
          assert.equal(plain(text.slice(found.start, end)), found.id);
          assert.match(found.id, /^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
          if (found.segmentId !== undefined) {
            assert.match(found.segmentId, /^[0-9a-f]{16}$/);
            assert.ok(text.toLowerCase().includes(found.segmentId));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds the same whatever stands far away', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (text, other) => {
        const gap = `\n${'.'.repeat(300)}\n\n\n\n`;
        const alone = scanText(text);
        const offset = other.length + gap.length;
        const moved = scanText(other + gap + text + gap + other).filter(
          ({ start }) => start >= offset && start < offset + text.length,
        );
        assert.deepEqual(
          moved,
          alone.map((found) => ({ ...found, start: found.start + offset, end: found.end + offset })),
        );
      }),
    );
  });

  it('makes no ID of random words', () => {
    const words = fc.oneof(
      fc.uuid(),
      w3cId,
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 40, maxLength: 64 }),
      fc.lorem(),
    );
    fc.assert(
      fc.property(fc.array(words), (text) => {
        assert.deepEqual(scanText(text.join(' ')), []);
      }),
    );
  });

  it('takes time in proportion to the length of the text, whatever it is', () => {
    const id = '1-6500aa10-0123456789abcdef01234567';
    const hex = '6500aa100123456789abcdef01234567';
    for (const unit of [
      '1',
      '1-',
      'a',
      '1-6500aa10-',
      `${id}@`,
      `Root=${id};`,
      `Self=${id};`,
      `trace_id=${hex} `,
      `{"dd":{"traceId":"${hex}"`,
      `"traceId":"${hex}",\n`,
      `\\"`,
      'trace_id=',
      '"dd":{',
      ' ',
      '\t\n',
      `${hex}-`,
      '%3D',
      `XRAY TraceId: ${id} `,
      `${hex.slice(16)};`,
    ])
      assertLinearIn(unit, scanText);
  });
});
