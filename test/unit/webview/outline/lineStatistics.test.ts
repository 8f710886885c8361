import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { buildTrace } from '../../../../src/model/buildTrace';
import { buildOutline } from '../../../../webview/outline/buildOutline';
import {
  countByService,
  durationStatistics,
  failuresOf,
  membersOf,
  spansBelow,
} from '../../../../webview/outline/lineStatistics';
import { LineKind, PLAIN_OUTLINE, type OutlineOptions } from '../../../../webview/outline/outline';
import { drawTrace } from '../../model/drawTrace';

const SHOP = `
  shop       0 100
    db      10  11
    db      11  13 fault
    db      13  16
    db      16  20 throttle
    db      20  25
    stock   30  60 segment
      read  31  40 error
      cache 40  50 segment
`;

function laidOut(options: Partial<OutlineOptions>) {
  const { spans, duration } = buildTrace({ documents: drawTrace(SHOP) });
  const service = (name: string): number => spans.service[spans.name.indexOf(spans.strings.indexOf(name))]!;
  return { spans, service, lay: (more = options) => buildOutline(spans, { ...PLAIN_OUTLINE, ...more }, duration) };
}

describe('statistics of a line', () => {
  it('are those of the siblings it gathers', () => {
    const { spans, lay } = laidOut({ groups: true });
    const outline = lay();
    const members = membersOf(outline, outline.kind.indexOf(LineKind.Group));
    assert.deepEqual(members, [1, 2, 3, 4, 5]);
    assert.deepEqual(failuresOf(spans, members), { faults: 1, errors: 0, throttles: 1 });
    const { total, least, median, p95, most, slowest } = durationStatistics(spans, members);
    assert.deepEqual([total, least, median, p95, most].map(Math.round), [15, 1, 3, 5, 5]);
    assert.equal(slowest, 5);
  });

  it('count segments and spans of a service', () => {
    const outline = laidOut({ hierarchy: 'byService' }).lay();
    const [shop, stock] = [...outline.kind.keys()].filter((line) => outline.kind[line] === LineKind.Service);
    assert.deepEqual(membersOf(outline, shop!), [0]);
    assert.deepEqual(spansBelow(outline, shop!), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(spansBelow(outline, stock!), [6, 7]);
  });

  it('count hidden spans by their service', () => {
    const { spans, service, lay } = laidOut({});
    const [stock, cache] = [service('stock'), service('cache')];
    const outline = lay({ hidden: new Set([stock, cache]) });
    const members = membersOf(outline, outline.kind.indexOf(LineKind.Hidden));
    assert.deepEqual(
      [...countByService(spans, members)],
      [
        [stock, 2],
        [cache, 1],
      ],
    );
  });

  it('leave out what is still in progress', () => {
    const { spans } = buildTrace({ documents: drawTrace('a 0 100\n  b 10 30\n  b 20 -') });
    const { ended, running, most } = durationStatistics(spans, [1, 2]);
    assert.deepEqual([ended, running, Math.round(most)], [1, 1, 20]);
    assert.equal(durationStatistics(spans, [2]).slowest, -1);
  });

  it('rise from the shortest over median and 95th percentile to the longest, each the duration of a span', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(lengths, (ms) => {
        const drawing = ['a 0 2000', ...ms.map((length, index) => `  b ${index * 60} ${index * 60 + length}`)];
        const { spans } = buildTrace({ documents: drawTrace(drawing.join('\n')) });
        const members = ms.map((_, index) => index + 1);
        const { least, median, p95, most, slowest } = durationStatistics(spans, members);
        const all = members.map((span) => spans.duration[span]!);
        assert.ok([least, median, p95, most].every((one) => all.includes(one)));
        assert.ok(least <= median && median <= p95 && p95 <= most);
        assert.deepEqual([least, most, spans.duration[slowest]], [Math.min(...all), Math.max(...all), most]);
        assert.ok(all.filter((one) => one <= p95).length >= 0.95 * all.length);
        assert.ok(all.filter((one) => one <= median).length >= 0.5 * all.length);
      }),
      { numRuns: 100 },
    );
  });
});
