import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { countLeftOut, readOpenArgument } from '../../../src/ids/openArgument';

const X = '1-6500aa10-0123456789abcdef01234567';
const S = '53995c3f42cd8ad8';

describe('argument of the open command', () => {
  it('reads an ID as text, an object, and arrays of both', () => {
    assert.deepEqual(readOpenArgument(X), [{ id: X }]);
    assert.deepEqual(readOpenArgument({ id: X.toUpperCase(), around: 5, segmentId: S.toUpperCase() }), [
      { id: X, around: 5, segmentId: S },
    ]);
    const other = X.replace('0123', 'ffff');
    assert.deepEqual(readOpenArgument([X, { id: other }, { id: X, around: 5 }]), [{ id: X, around: 5 }, { id: other }]);
  });

  it('drops parts that are not what they should be', () => {
    for (const around of [-1, Infinity, NaN, 9e15, '5', null, {}])
      assert.deepEqual(readOpenArgument({ id: X, around }), [{ id: X }]);
    for (const segmentId of ['', 'xyz', `${S}0`, ` ${S}`, 5, null, [S]])
      assert.deepEqual(readOpenArgument({ id: X, segmentId }), [{ id: X }]);
    assert.deepEqual(readOpenArgument({ id: X, extra: 1, toString: 2 }), [{ id: X }]);
  });

  it('finds nothing in what is no argument', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const thrower = {
      get id(): string {
        throw new Error('no');
      },
    };
    const values = [
      undefined,
      null,
      5,
      '',
      'x',
      {},
      [],
      [[X]],
      { id: 5 },
      { id: [X] },
      { id: `${X}; rm` },
      () => X,
      Symbol('x'),
      revoked.proxy,
      thrower,
      `${' '.repeat(1000)}${X}`,
    ];
    for (const value of values) assert.deepEqual(readOpenArgument(value), []);
    assert.deepEqual(readOpenArgument([X, thrower]), [{ id: X }]);
  });

  it('takes at most 500', () => {
    const ids = Array.from({ length: 600 }, (_, index) => `1-6500aa10-${index.toString(16).padStart(24, '0')}`);
    assert.equal(readOpenArgument(ids).length, 500);
    assert.equal(countLeftOut(ids), ids.length - 500);
    assert.equal(countLeftOut(X), 0);
  });

  it('never throws and never passes on anything but hex and numbers', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ id: fc.oneof(fc.constant(X), fc.anything()), around: fc.anything(), segmentId: fc.anything() }),
        ),
        (value) => {
          for (const argument of readOpenArgument(value)) {
            assert.match(
              JSON.stringify(argument),
              /^\{"id":"1-[0-9a-f]{8}-[0-9a-f]{24}"(,"around":[0-9.e+-]+)?(,"segmentId":"[0-9a-f]{16}")?\}$/,
            );
          }
        },
      ),
    );
  });
});
