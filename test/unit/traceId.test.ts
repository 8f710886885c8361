import assert from 'node:assert/strict';
import { parseTraceId, toW3cTraceId, traceIdTime } from '../../src/model/traceId';

describe('trace IDs', () => {
  const id = '1-6500aa10-0123456789abcdef01234567';

  it('reads X-Ray and W3C forms in any case', () => {
    assert.equal(parseTraceId(id), id);
    assert.equal(parseTraceId(` ${id.toUpperCase()}\n`), id);
    assert.equal(parseTraceId('6500aa100123456789ABCDEF01234567'), id);
    assert.equal(parseTraceId('0x6500aa100123456789abcdef01234567'), id);
    assert.equal(toW3cTraceId(id), '6500aa100123456789abcdef01234567');
  });

  it('refuses placeholders, the all-zero ID and cut IDs', () => {
    for (const text of ['', '1-5759e988-bd862e3fe1be46a994272xmp', '0'.repeat(32), id.slice(0, -1), `${id}0`]) {
      assert.equal(parseTraceId(text), undefined, text);
    }
  });

  it('reads the time where the ID carries a plausible one', () => {
    const now = Date.UTC(2026, 0, 1);
    assert.equal(traceIdTime(id, now), 0x6500aa10 * 1000);
    assert.equal(traceIdTime('1-0000aa10-0123456789abcdef01234567', now), undefined);
    assert.equal(traceIdTime('1-ffffaa10-0123456789abcdef01234567', now), undefined);
  });
});
