import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { MAX_ATTEMPTS } from '../../src/aws/retry';
import { FEWEST_SLICES } from '../../src/aws/slices';
import type { Group } from '../../src/traces/source';
import { find, HOUR, type Found } from './enginesFind';
import { Bench, CONNECTION, NOW, reasonOf, segment, traceId } from './enginesSetup';
import type { Fault } from './service';

const RANGES = [{ start: NOW - 8 * HOUR, end: NOW }];
const never = new AbortController().signal;
/** Number of the trace, which is also how many hours ago it was. */
const numbers = ({ summaries }: Found): number[] =>
  summaries.map(({ id }) => Number.parseInt(id.slice(11), 16)).toSorted((a, b) => a - b);

/** Whether a request is about the slice that ends three hours ago. */
const endsThreeHoursAgo = (body: unknown): boolean => (body as { EndTime: number }).EndTime === NOW / 1000 - 3 * 3600;

/** A TCP port of this machine nobody listens at. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** What goes wrong with every call, and the one error it is told as. */
const FAILURES: readonly { what: string; faults: readonly Fault[]; reason: readonly [string, object] }[] = [
  {
    what: 'a proxy page with 200',
    faults: [{ kind: 'html', status: 200, times: 99 }],
    reason: ['badResponse', { detail: 'HTTP 200, text/html' }],
  },
  {
    what: 'a proxy page with 502',
    faults: [{ kind: 'html', times: 99 }],
    reason: ['serverError', { status: 502 }],
  },
  {
    what: 'half a body',
    faults: [{ kind: 'truncate', times: 99 }],
    reason: ['badResponse', { detail: 'HTTP 200, application/json' }],
  },
  {
    what: 'a connection that breaks amid the body',
    faults: [{ kind: 'truncate', reset: true, times: 99 }],
    reason: ['badResponse', { detail: 'the answer ended before its end' }],
  },
  {
    what: 'a connection that is reset',
    faults: [{ kind: 'reset', times: 99 }],
    reason: ['network', { code: 'ECONNRESET' }],
  },
  { what: 'throttling without end', faults: [{ kind: 'throttle', times: 99 }], reason: ['throttled', {}] },
  {
    what: 'server errors without end',
    faults: [{ kind: 'status', times: 99 }],
    reason: ['serverError', { status: 500 }],
  },
];

describe('a search that cannot go on', () => {
  let bench: Bench;
  const groups = (signal = never): Promise<readonly Group[]> => bench.aws.listGroups(CONNECTION, signal);

  beforeEach(async () => {
    bench = await Bench.start({ groups: [{ GroupName: 'slow', FilterExpression: 'responsetime > 3' }] });
    for (let hour = 1; hour <= 7; hour += 1) {
      bench.service.put([segment(traceId(hour, hour), hour, NOW / 1000 - hour * 3600)]);
    }
  });
  afterEach(() => bench.close());

  for (const { what, faults, reason } of FAILURES) {
    const isExpected = (error: unknown, operation: string): void => {
      const [name, params] = reasonOf(error) as [string, Record<string, unknown>];
      assert.equal(name, reason[0]);
      assert.equal(params['operation'], operation);
      assert.deepEqual({ ...params, ...reason[1] }, params);
    };

    it(`names ${what} once, and how far it came`, async () => {
      for (const fault of faults) bench.service.fault(fault);
      const { thrown, end, summaries } = await find(bench, { ranges: RANGES });
      isExpected(thrown, 'GetTraceSummaries');
      assert.deepEqual(summaries, []);
      assert.equal(end?.slicesDone, 0);
      assert.deepEqual(
        end.left.map(({ start, end: to, why, error }) => ({ start, to, why, reason: error?.reason })),
        [{ start: NOW - 8 * HOUR, to: NOW, why: 'failed', reason: reason[0] }],
      );
      assert.ok(bench.service.calls.length <= FEWEST_SLICES * MAX_ATTEMPTS);
    });

    it(`keeps what had arrived before ${what}`, async () => {
      let isFirst = true;
      const { thrown, end, ...found } = await find(bench, { ranges: RANGES }, never, ({ kind }) => {
        if (kind !== 'summaries' || !isFirst) return;
        isFirst = false;
        for (const fault of faults) bench.service.fault(fault);
      });
      const { length } = numbers(found as Found);
      assert.ok(length >= 1 && length < 7, `${length} found`);
      assert.equal(end?.found, length);
      isExpected(thrown, 'GetTraceSummaries');
      bench.service.clearFaults();
      const again = await find(bench, { ranges: end.left });
      assert.deepEqual(
        [...numbers(found as Found), ...numbers(again)].toSorted((a, b) => a - b),
        [1, 2, 3, 4, 5, 6, 7],
      );
    });

    it(`of groups names ${what}`, async () => {
      for (const fault of faults) bench.service.fault(fault);
      await assert.rejects(groups(), (error) => {
        isExpected(error, 'GetGroups');
        return true;
      });
    });
  }

  it('names a port where nobody listens, and a name nobody knows, without trying again', async () => {
    for (const [url, code] of [
      [`http://127.0.0.1:${await closedPort()}`, 'ECONNREFUSED'],
      ['http://xray.example.invalid', /ENOTFOUND|EAI_AGAIN/],
    ] as const) {
      const aws = bench.engines({ endpoint: () => url });
      const { thrown, end } = await find({ aws }, { ranges: RANGES });
      const [reason, params] = reasonOf(thrown) as [string, Record<string, string>];
      assert.equal(reason, 'network');
      assert.match(params['code'] ?? '', new RegExp(code));
      assert.equal(params['host'], new URL(url).host);
      assert.equal(end?.left.length, 1);
      await assert.rejects(aws.listGroups(CONNECTION, never), { reason: 'network' });
    }
  });

  it('ends at once where permission is missing, and names the action', async () => {
    bench.service.configure({ denied: ['GetTraceSummaries', 'GetGroups'] });
    const { thrown, end } = await find(bench, { ranges: RANGES });
    assert.deepEqual(reasonOf(thrown), ['accessDenied', { action: 'xray:GetTraceSummaries' }]);
    assert.equal(end?.left[0]?.error?.reason, 'accessDenied');
    assert.ok(bench.service.calls.length <= 4);
    await assert.rejects(groups(), { reason: 'accessDenied', params: { action: 'xray:GetGroups' } });
  });

  it('ends at once when X-Ray refuses the expression', async () => {
    const message = 'Invalid filter expression';
    bench.service.fault({ kind: 'status', status: 400, code: 'InvalidRequestException', message, times: 9 });
    const { thrown } = await find(bench, { ranges: RANGES, filter: 'nonsense (' });
    assert.deepEqual(reasonOf(thrown), ['invalidRequest', { operation: 'GetTraceSummaries', message }]);
    assert.ok(bench.service.calls.length <= 4);
  });

  it('goes on without a slice that stays throttled, and names it', async () => {
    bench.service.fault({ kind: 'throttle', times: 1 });
    assert.deepEqual(numbers(await find(bench, { ranges: RANGES })), [1, 2, 3, 4, 5, 6, 7]);

    // One slice alone is refused, whatever else is asked.
    bench.service.fault({ kind: 'throttle', times: MAX_ATTEMPTS, when: endsThreeHoursAgo });
    const { thrown, end, ...found } = await find(bench, { ranges: RANGES });
    assert.equal(thrown, undefined);
    assert.equal(end?.slicesDone, 7);
    assert.deepEqual(
      end.left.map(({ start, end: to, why, error }) => [start, to, why, error?.reason]),
      [[NOW - 4 * HOUR, NOW - 3 * HOUR, 'failed', 'throttled']],
    );
    assert.equal(end.oldest, NOW - 3 * HOUR);
    assert.deepEqual(numbers(found as Found), [1, 2, 3, 5, 6, 7]);
    assert.deepEqual(numbers(await find(bench, { ranges: end.left })), [4]);
  });

  it('ends an endless listing with a message, after what it found', async () => {
    bench.service.fault({ kind: 'endlessToken', repeat: true, times: 99 });
    const { thrown, end, summaries } = await find(bench, { ranges: RANGES });
    assert.deepEqual((reasonOf(thrown) as unknown[])[0], 'endlessPaging');
    assert.equal(end?.found, summaries.length);
    assert.ok(summaries.length > 0);
  });
});
