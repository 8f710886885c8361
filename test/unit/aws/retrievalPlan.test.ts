import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { planRetrievals } from '../../../src/aws/retrievalPlan';
import type { WantedTrace } from '../../../src/traces/source';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 20, 12);
const idAt = (time: number, number = 1): string =>
  `1-${Math.floor(time / 1000)
    .toString(16)
    .padStart(8, '0')}-${number.toString(16).padStart(24, '0')}`;
/** W3C IDs made outside AWS: no plausible second. */
const random = (number: number): string => `1-ffffffff-${number.toString(16).padStart(24, '0')}`;
const hoursAgo = (hours: number): number => NOW - hours * HOUR;

describe('retrieval plan', () => {
  it('looks six hours around the time of the ID', () => {
    const id = idAt(hoursAgo(30));
    assert.deepEqual(planRetrievals([{ id }], NOW), {
      retrievals: [{ ids: [id], start: hoursAgo(36), end: hoursAgo(24) }],
      timeless: [],
    });
  });

  it('does not look into the future', () => {
    const [fresh] = planRetrievals([{ id: idAt(hoursAgo(1)) }], NOW).retrievals;
    assert.deepEqual([fresh?.start, fresh?.end], [hoursAgo(7), NOW]);
    const ahead = idAt(NOW + 60_000);
    assert.equal(planRetrievals([{ id: ahead }], NOW).retrievals[0]?.end, NOW + 60_000);
  });

  it('takes the time of the log line where the ID has none', () => {
    const id = random(1);
    assert.deepEqual(planRetrievals([{ id, around: hoursAgo(48) }], NOW).retrievals, [
      { ids: [id], start: hoursAgo(54), end: hoursAgo(42) },
    ]);
  });

  it("prefers the ID's own time to the log line's, and the user's range to both", () => {
    const id = idAt(hoursAgo(30));
    assert.equal(planRetrievals([{ id, around: hoursAgo(200) }], NOW).retrievals[0]?.start, hoursAgo(36));
    const range = { start: hoursAgo(100), end: hoursAgo(99) };
    assert.deepEqual(planRetrievals([{ id, around: hoursAgo(200), range }], NOW).retrievals, [{ ids: [id], ...range }]);
    const reversed = { start: range.end, end: range.start };
    assert.deepEqual(planRetrievals([{ id, range: reversed }], NOW).retrievals, [{ ids: [id], ...range }]);
  });

  it('names IDs of which no time is known', () => {
    assert.deepEqual(planRetrievals([{ id: random(1) }, { id: random(2), around: Number.NaN }], NOW), {
      retrievals: [],
      timeless: [random(1), random(2)],
    });
  });

  it('lets IDs share a retrieval only when all their windows overlap', () => {
    const [one, two, three] = [idAt(hoursAgo(60)), idAt(hoursAgo(50)), idAt(hoursAgo(40))];
    const { retrievals } = planRetrievals([{ id: three }, { id: one }, { id: two }], NOW);
    assert.deepEqual(
      retrievals.map(({ ids }) => ids),
      [[one, two], [three]],
    );
    assert.deepEqual([retrievals[0]?.start, retrievals[0]?.end], [hoursAgo(66), hoursAgo(44)]);
  });

  it('puts at most a hundred IDs into one retrieval', () => {
    const wanted = Array.from({ length: 250 }, (_, index) => ({ id: idAt(hoursAgo(30), index + 1) }));
    assert.deepEqual(
      planRetrievals(wanted, NOW).retrievals.map(({ ids }) => ids.length),
      [100, 100, 50],
    );
  });

  it('cuts a long range into days, newest first, without a gap', () => {
    const range = { start: hoursAgo(60), end: NOW };
    const parts = planRetrievals([{ id: random(1), range }], NOW).retrievals;
    assert.deepEqual(
      parts.map(({ start, end }) => [start, end]),
      [
        [hoursAgo(24), NOW],
        [hoursAgo(48) - 1, hoursAgo(24) - 1],
        [hoursAgo(60), hoursAgo(48) - 2],
      ],
    );
  });

  it('covers every window with retrievals of at most a hundred IDs and a day', () => {
    const wanted = fc.record({ hour: fc.integer({ min: 0, max: 400 }), number: fc.integer({ min: 1, max: 1e9 }) });
    fc.assert(
      fc.property(fc.uniqueArray(wanted, { maxLength: 250, selector: ({ number }) => number }), (list) => {
        const traces: WantedTrace[] = list.map(({ hour, number }) => ({ id: idAt(hoursAgo(hour), number) }));
        const { retrievals, timeless } = planRetrievals(traces, NOW);
        assert.deepEqual(timeless, []);
        for (const { ids, start, end } of retrievals) assert.ok(ids.length <= 100 && end - start <= 24 * HOUR);
        for (const [index, { id }] of traces.entries()) {
          const time = hoursAgo(list[index]?.hour ?? 0);
          const holder = retrievals.filter(({ ids }) => ids.includes(id));
          assert.equal(holder.length, 1);
          assert.ok((holder[0]?.start ?? NOW) <= time - 6 * HOUR);
          assert.ok((holder[0]?.end ?? 0) >= Math.min(NOW, time + 6 * HOUR));
        }
      }),
      { numRuns: 100 },
    );
  });
});
