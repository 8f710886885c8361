import assert from 'node:assert/strict';
import { MOST_READ } from '../../src/aws/summaries';
import type { SummaryArrival, TraceSummary } from '../../src/traces/source';
import { Bench, CONNECTION, NOW, segment, traceId } from './enginesSetup';

const HOUR = 3_600_000;
const never = new AbortController().signal;

interface Found {
  readonly summaries: readonly TraceSummary[];
  readonly end: Extract<SummaryArrival, { kind: 'end' }> | undefined;
  readonly arrivals: readonly SummaryArrival[];
}

describe('finding traces of a time range', () => {
  let bench: Bench;
  const find = async (hours: number, cap = 100, filter?: string): Promise<Found> => {
    const arrivals: SummaryArrival[] = [];
    const query = { start: NOW - hours * HOUR, end: NOW, cap, filter };
    for await (const arrival of bench.aws.findTraces(CONNECTION, query, never)) arrivals.push(arrival);
    const end = arrivals.at(-1);
    return {
      summaries: arrivals.flatMap((arrival) => (arrival.kind === 'summaries' ? arrival.summaries : [])),
      end: end?.kind === 'end' ? end : undefined,
      arrivals,
    };
  };
  const put = (hoursAgo: number, number: number): void =>
    bench.service.put([segment(traceId(number, hoursAgo), number, NOW / 1000 - hoursAgo * 3600)]);

  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.close());

  it('reads all slices and pages, newest first', async () => {
    bench.service.configure({ summaryPageSize: 2, emptyPages: 1 });
    for (let hour = 1; hour <= 14; hour += 1) put(hour, hour);
    const { summaries, end } = await find(15);
    assert.deepEqual(
      summaries.map(({ start }) => (NOW - (start ?? 0)) / HOUR),
      Array.from({ length: 14 }, (_, index) => index + 1),
    );
    assert.deepEqual(end, { kind: 'end', found: 14, scanned: 14, capped: false, stopped: false });
    const ranges = new Set(
      bench.service.calls.map(({ body }) => {
        const { StartTime, EndTime } = body as { StartTime: number; EndTime: number };
        return `${(NOW / 1000 - StartTime) / 3600}–${(NOW / 1000 - EndTime) / 3600}`;
      }),
    );
    assert.deepEqual([...ranges], ['6–0', '12–6', '15–12']);
  });

  it('stops at the cap and says so', async () => {
    for (let number = 1; number <= 30; number += 1) put(1, number);
    const { summaries, end } = await find(24, 12);
    assert.equal(summaries.length, 12);
    assert.equal(end?.capped, true);
    assert.equal(end?.found, 12);
    assert.equal(bench.service.calls.length, 1);
  });

  it('caps at the newest although the pages come in no order of time', async () => {
    bench.service.configure({ summaryPageSize: 4, summaryOrder: 'scattered' });
    for (let tenth = 1; tenth <= 50; tenth += 1) put(tenth / 10, tenth);
    const { summaries, end } = await find(12, 10);
    assert.deepEqual(
      summaries.map(({ start }) => Math.round((NOW - (start ?? 0)) / (HOUR / 10))),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    assert.deepEqual(end, { kind: 'end', found: 10, scanned: 50, capped: true, stopped: false });
  });

  it('lists a trace once that two pages name', async () => {
    const twice = { Id: traceId(1, 1), StartTime: NOW / 1000 - 3600 };
    bench.service.fault({ kind: 'json', body: { TraceSummaries: [twice, twice] } });
    assert.equal((await find(2)).summaries.length, 1);
  });

  it('stops amid more than anyone reads, and says that there may be newer ones', async () => {
    const second = Math.floor(NOW / 1000).toString(16);
    const many = Array.from({ length: MOST_READ }, (_, number) => ({
      Id: `1-${second}-${number.toString(16).padStart(24, '0')}`,
    }));
    bench.service.fault({ kind: 'json', body: { TraceSummaries: many, NextToken: 'more' } });
    const { summaries, end } = await find(1, 100);
    assert.equal(summaries.length, 100);
    assert.deepEqual(end, { kind: 'end', found: 100, scanned: 0, capped: true, stopped: true });
    assert.equal(bench.service.calls.length, 1);
  });

  it('does not call it capped when the cap is all there is', async () => {
    for (let number = 1; number <= 12; number += 1) put(1, number);
    assert.deepEqual((await find(2, 12)).end, { kind: 'end', found: 12, scanned: 12, capped: false, stopped: false });
  });

  it('names a filter that X-Ray refuses', async () => {
    await assert.rejects(find(1, 100, 'nonsense ('), { reason: 'invalidRequest' });
  });

  it('ends an endless listing with a message, after what it found', async () => {
    put(1, 1);
    bench.service.fault({ kind: 'endlessToken', repeat: true, times: 9 });
    const arrivals: SummaryArrival[] = [];
    const query = { start: NOW - 2 * HOUR, end: NOW, cap: 100 };
    const read = async (): Promise<void> => {
      for await (const arrival of bench.aws.findTraces(CONNECTION, query, never)) arrivals.push(arrival);
    };
    await assert.rejects(read(), { reason: 'endlessPaging' });
    assert.equal(arrivals.filter(({ kind }) => kind === 'summaries').length, 1);
  });

  for (const body of [{}, { TraceSummaries: null }, { TraceSummaries: [null, {}, { Id: 5, Http: 'x' }] }]) {
    it(`survives ${JSON.stringify(body)}`, async () => {
      bench.service.fault({ kind: 'json', body });
      assert.equal((await find(1)).end?.found, 0);
    });
  }
});
