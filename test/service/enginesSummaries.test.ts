import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/aws/clock';
import { MOST_IN_FLIGHT } from '../../src/aws/inFlight';
import { FEWEST_SLICES } from '../../src/aws/slices';
import type { SearchedRange } from '../../src/traces/source';
import { Bench, NOW, segment, traceId, until } from './enginesSetup';
import { find, HOUR, type Found } from './enginesFind';

const lastHours = (hours: number): SearchedRange[] => [{ start: NOW - hours * HOUR, end: NOW }];

/** How long ago each began, in hours to a tenth. */
const hoursAgo = ({ summaries }: Found): number[] =>
  summaries.map(({ start }) => Math.round((NOW - (start ?? 0)) / (HOUR / 10)) / 10).toSorted((a, b) => a - b);

describe('finding traces of a time range', () => {
  let bench: Bench;
  const findLast = (hours: number, cap = 100): Promise<Found> => find(bench, { ranges: lastHours(hours), cap });
  const put = (hoursAgo: number, number: number): void =>
    bench.service.put([segment(traceId(number, hoursAgo), number, NOW / 1000 - hoursAgo * 3600)]);

  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.close());

  it('reads all slices and pages, empty ones too, and says how far it came', async () => {
    bench.service.configure({ summaryPageSize: 2, emptyPages: 1 });
    for (let hour = 1; hour <= 14; hour += 1) put(hour, hour);
    const found = await findLast(16);
    assert.deepEqual(
      hoursAgo(found),
      Array.from({ length: 14 }, (_, index) => index + 1),
    );
    assert.deepEqual(found.end, {
      kind: 'end',
      found: 14,
      scanned: 14,
      slicesDone: 8,
      slices: 8,
      oldest: NOW - 16 * HOUR,
      left: [],
    });
    const ranges = new Set(
      bench.service.calls.map(({ body }) => {
        const { StartTime, EndTime } = body as { StartTime: number; EndTime: number };
        return `${(NOW / 1000 - StartTime) / 3600}–${(NOW / 1000 - EndTime) / 3600}`;
      }),
    );
    assert.deepEqual([...ranges], ['2–0', '4–2', '6–4', '8–6', '10–8', '12–10', '14–12', '16–14']);
  });

  it('hands results on while other slices are still searched, with progress', async () => {
    for (let hour = 1; hour <= 7; hour += 1) put(hour, hour);
    const { arrivals } = await findLast(8);
    const kinds = arrivals.map(({ kind }) => kind);
    assert.ok(kinds.indexOf('summaries') < kinds.lastIndexOf('call'));
    const progress = arrivals.flatMap((arrival) => (arrival.kind === 'progress' ? [arrival.progress] : []));
    const steps = progress.filter(({ step }) => step === 'summaries');
    assert.deepEqual(steps[0], { step: 'summaries', slicesDone: 0, slices: 8, found: 0, scanned: 0 });
    assert.deepEqual(steps.at(-1), { step: 'summaries', slicesDone: 8, slices: 8, found: 7, scanned: 7 });
  });

  it('asks at most four at once, newest first', async () => {
    bench.service.fault({ kind: 'hang', times: 99 });
    const controller = new AbortController();
    const search = find(bench, { ranges: lastHours(8) }, controller.signal);
    await until(() => bench.service.calls.filter(({ body }) => body !== undefined).length === MOST_IN_FLIGHT);
    await sleep(50);
    controller.abort();
    await search;
    const ends = bench.service.calls.map(({ body }) => (body as { EndTime: number }).EndTime);
    assert.deepEqual(
      ends.toSorted((a, b) => b - a),
      [0, 1, 2, 3].map((hour) => NOW / 1000 - hour * 3600),
    );
  });

  it('asks by the time of the ID or of any event, as wanted, and shows a trace once that two slices name', async () => {
    const long = JSON.stringify({
      id: '00000000000000aa',
      name: 'nightly',
      trace_id: traceId(1, 6),
      start_time: NOW / 1000 - 6 * 3600,
      end_time: NOW / 1000 - 1800,
    });
    bench.service.put([long]);
    const range = { start: NOW - 3 * HOUR, end: NOW };
    assert.equal((await find(bench, { ranges: [range] })).summaries.length, 0);
    const { summaries, end } = await find(bench, { ranges: [range], timeRangeType: 'Event' });
    assert.equal(summaries.length, 1);
    assert.equal(end?.found, 1);
    assert.ok((end?.scanned ?? 0) > 1);
  });

  it('asks for no more than the cap, keeps the pages that were under way, and goes on where it ended', async () => {
    bench.service.configure({ summaryPageSize: 5 });
    for (let number = 1; number <= 200; number += 1) put(number / 10, number);
    const seen = new Set<string>();
    let ranges: readonly SearchedRange[] = lastHours(24);
    let runs = 0;
    while (ranges.length > 0) {
      const { summaries, end } = await find(bench, { ranges, cap: 12 });
      runs += 1;
      assert.ok(summaries.length >= 12 || end?.left.length === 0);
      assert.ok(summaries.length <= 12 + 5 * MOST_IN_FLIGHT, `${summaries.length} in one run`);
      assert.ok(end?.left.every(({ why }) => why === 'cap'));
      for (const { id } of summaries) {
        assert.ok(!seen.has(id), 'found twice');
        seen.add(id);
      }
      ranges = end?.left ?? [];
    }
    assert.equal(seen.size, 200);
    assert.ok(runs >= 6 && runs <= 17, `${runs} runs`);
    assert.equal(new Set(bench.service.calls.map(({ body }) => JSON.stringify(body))).size, bench.service.calls.length);
  });

  it('gets on in one slice that holds more than the cap', async () => {
    bench.service.configure({ summaryPageSize: 10 });
    for (let number = 1; number <= 45; number += 1) put(1, number);
    const ranges = [{ start: NOW - HOUR, end: NOW - HOUR + 1000 }];
    const first = await find(bench, { ranges, cap: 20 });
    assert.equal(first.summaries.length, 20);
    assert.equal(first.end?.left.length, 1);
    const second = await find(bench, { ranges: first.end.left, cap: 100 });
    assert.equal(second.summaries.length, 25);
    assert.deepEqual(second.end?.left, []);
  });

  it('goes as fast as the service lets it, and asks little in vain', async () => {
    bench.aws = bench.engines({ clock: systemClock });
    bench.service.configure({ clock: Date.now, rateLimit: { perSecond: 25, burst: 5 } });
    const { end } = await findLast(10 * 24);
    assert.deepEqual(end?.left, []);
    assert.equal(end.slices, 40);
    const inVain = bench.service.calls.length - end.slices;
    assert.ok(inVain > 0 && inVain <= end.slices / 2, `${inVain} in vain`);
  });

  it('begins a slice anew when the token to go on with is refused', async () => {
    put(1, 1);
    const { summaries, end } = await find(bench, {
      ranges: [{ start: NOW - 2 * HOUR, end: NOW, nextToken: 'from the day before yesterday' }],
    });
    assert.equal(summaries.length, 1);
    assert.equal(end?.slicesDone, 1);
    assert.equal(bench.service.calls.length, 2);
  });

  it('finds all when the cap is all there is, and leaves nothing', async () => {
    put(1, 1);
    put(2, 2);
    const { end } = await findLast(2, 2);
    assert.deepEqual(end?.left, []);
    assert.equal(end.slicesDone, FEWEST_SLICES);
  });

  it('finds nothing in no range', async () => {
    const { end, arrivals } = await find(bench, { ranges: [] });
    assert.deepEqual(end, { kind: 'end', found: 0, scanned: 0, slicesDone: 0, slices: 0, oldest: undefined, left: [] });
    assert.equal(arrivals.at(-1), end);
    assert.equal(bench.service.calls.length, 0);
  });

  it('lists a trace once that two pages name', async () => {
    const twice = { Id: traceId(1, 1), StartTime: NOW / 1000 - 3600 };
    bench.service.fault({ kind: 'json', body: { TraceSummaries: [twice, twice] }, times: 3 });
    assert.equal((await findLast(2)).summaries.length, 1);
  });

  for (const body of [{}, { TraceSummaries: null }, { TraceSummaries: [null, {}, { Id: 5, Http: 'x' }] }]) {
    it(`survives ${JSON.stringify(body)}`, async () => {
      bench.service.fault({ kind: 'json', body, times: 9 });
      assert.equal((await findLast(1)).end?.found, 0);
    });
  }
});
