import assert from 'node:assert/strict';
import { startService, type XRayService } from './service';
import { hex, NOW, post, SECOND, segment, traceId } from './support';
import type { JsonObject } from './wire';

describe('filter expressions in the local service', () => {
  let service: XRayService;
  beforeEach(async () => {
    service = await startService({ clock: () => NOW });
    service.put([
      segment(traceId(1), 1, { name: 'shop', end_time: SECOND + 3, annotations: { tenant: 'acme', retries: 2 } }),
      segment(traceId(2), 1, { name: 'shop', fault: true, user: 'ola' }),
      segment(traceId(2), 2, {
        name: 'pay',
        origin: 'AWS::Lambda::Function',
        parent_id: hex(1),
        fault: true,
        cause: { exceptions: [{ id: hex(9), type: 'Denied', message: 'access denied' }] },
      }),
      segment(traceId(3), 1, {
        name: 'pay',
        http: { request: { method: 'GET', url: '/x' }, response: { status: 404 } },
      }),
    ]);
  });
  afterEach(() => service.close());

  const range = { StartTime: SECOND, EndTime: SECOND + 1 };
  const ask = (FilterExpression: string, more: object = {}): Promise<{ code?: string | undefined; body: JsonObject }> =>
    post(service, '/TraceSummaries', { ...range, FilterExpression, ...more });
  const found = async (filter: string): Promise<number[]> => {
    const { body } = await ask(filter);
    return (body['TraceSummaries'] as JsonObject[])
      .map(({ Id }) => Number(String(Id).slice(-4)))
      .toSorted((a, b) => a - b);
  };

  for (const [filter, expected] of [
    ['fault', [2]],
    ['!fault', [1, 3]],
    ['duration > 2', [1]],
    ['service("pay")', [2, 3]],
    ['service("pay") { fault }', [2]],
    ['service(id(name: "pay", type: "AWS::Lambda::Function"))', [2]],
    ['edge("shop", "pay") { fault }', [2]],
    ['annotation.tenant = "acme" AND annotation.retries >= 2', [1]],
    ['user CONTAINS ""', [2]],
    ['http.url BEGINSWITH "/" http.method = "GET"', [3]],
    ['http.status = 404 OR user = "ola"', [2, 3]],
    ['rootcause.fault.service { last AND name = "pay" }', [2]],
    ['rootcause.fault.exception { message CONTAINS "denied" }', [2]],
    ['rootcause.json = #[{ "Services": [{}, { "Name": "pay" }] }]', [2]],
    ['   ', [1, 2, 3]],
  ] as const) {
    it(`finds ${expected.join(', ')} by ${filter}`, async () => {
      assert.deepEqual(await found(filter), expected);
    });
  }

  it('counts what it scanned, not only what it found', async () => {
    service.configure({ summaryPageSize: 1 });
    const processed: unknown[] = [];
    let NextToken: unknown;
    do {
      const { body } = await ask('service("pay")', { NextToken });
      processed.push(body['TracesProcessedCount']);
      NextToken = body['NextToken'];
    } while (NextToken !== undefined);
    assert.equal(processed.length, 2);
    assert.equal(
      processed.reduce<number>((sum, count) => sum + Number(count), 0),
      3,
    );
  });

  it('knows groups by name and ARN; each holds what its expression finds', async () => {
    service.configure({ groups: [{ GroupName: 'faults', FilterExpression: 'fault' }, { GroupName: 'all' }] });
    const { body } = await post(service, '/Groups', {});
    const arn = (body['Groups'] as JsonObject[]).find(({ GroupName }) => GroupName === 'faults')?.['GroupARN'];
    assert.deepEqual(await found('group.name = "faults"'), [2]);
    assert.deepEqual(await found(`group.arn = "${String(arn)}"`), [2]);
    assert.deepEqual(await found('group.name = "faults" AND !service("pay")'), []);
    assert.deepEqual(await found('group.name = "all" AND duration > 2'), [1]);
    assert.deepEqual(await found('group.name = "nobody"'), []);
    service.configure({ groups: [{ GroupName: 'faults', FilterExpression: '!fault' }] });
    assert.deepEqual(await found('group.name = "faults"'), [1, 3]);
  });

  it('finds a trace by what came later', async () => {
    assert.deepEqual(await found('service("late")'), []);
    service.put([segment(traceId(3), 7, { name: 'late', parent_id: hex(1) })]);
    assert.deepEqual(await found('service("late")'), [3]);
  });

  for (const [filter, message] of [
    ['fault AND', /end of the expression at position 9 \(unfinished\)/],
    ['duration > "5"', /"5" at position 11 \(wrongValue\)/],
    ['colour = "red"', /colour at position 0 \(unknownKeyword\)/],
  ] as const) {
    it(`refuses ${filter}`, async () => {
      const { code, body } = await ask(filter);
      assert.equal(code, 'InvalidRequestException');
      assert.match(String(body['message']), message);
    });
  }
});
