import assert from 'node:assert/strict';
import { startService, type XRayService } from './service';
import { hex, NOW, post, SECOND, segment, traceId } from './support';
import type { JsonObject } from './wire';

describe('GetTraceSummaries of the local service', () => {
  let service: XRayService;
  beforeEach(async () => {
    service = await startService({ clock: () => NOW });
  });
  afterEach(() => service.close());

  const ask = async (body: object): Promise<JsonObject> => (await post(service, '/TraceSummaries', body)).body;
  const found = async (StartTime: number, EndTime: number, more: object = {}): Promise<unknown[]> =>
    ((await ask({ StartTime, EndTime, ...more }))['TraceSummaries'] as JsonObject[]).map(({ Id }) => Id);
  const countAt = async (from: number, to: number, TimeRangeType: string): Promise<number> => {
    const ids = await found(SECOND + from, SECOND + to, { TimeRangeType });
    return ids.length;
  };

  it('takes the start and leaves out the end of the range', async () => {
    service.put([segment(traceId(1), 1)]);
    assert.deepEqual(await found(SECOND, SECOND + 1), [traceId(1)]);
    assert.deepEqual(await found(SECOND - 1, SECOND), []);
  });

  it('understands the three kinds of range', async () => {
    service.put([segment(traceId(1), 1, { start_time: SECOND + 10, end_time: SECOND + 20 })]);
    assert.equal(await countAt(0, 1, 'TraceId'), 1);
    assert.equal(await countAt(14, 15, 'TraceId'), 0);
    assert.equal(await countAt(14, 15, 'Event'), 1);
    assert.equal(await countAt(14, 15, 'Service'), 0);
    assert.equal(await countAt(20, 21, 'Service'), 1);
  });

  it('walks back in time page by page, with empty pages that go on', async () => {
    service.configure({ summaryPageSize: 2, emptyPages: 1 });
    for (let age = 0; age < 5; age++) service.put([segment(traceId(1, SECOND - age), 1)]);
    const pages: unknown[][] = [];
    let NextToken: unknown;
    do {
      const body = await ask({ StartTime: SECOND - 100, EndTime: SECOND + 1, NextToken });
      pages.push((body['TraceSummaries'] as JsonObject[]).map(({ Id }) => Id));
      NextToken = body['NextToken'];
    } while (NextToken !== undefined);
    const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((age) => traceId(1, SECOND - age));
    assert.deepEqual(pages, [[], [a, b], [], [c, d], [], [e]]);
  });

  it('describes the root, and throttles anywhere', async () => {
    service.put([
      segment(traceId(1), 2, { parent_id: hex(1), fault: true, throttle: true, user: 'ola' }),
      segment(traceId(1), 1, {
        name: 'shop',
        origin: 'AWS::ECS::Fargate',
        error: true,
        end_time: SECOND + 0.25,
        http: { request: { method: 'GET', url: '/x' }, response: { status: 404 } },
        annotations: { tenant: 'acme', retries: 2, cold: false },
      }),
    ]);
    const [summary] = (await ask({ StartTime: SECOND, EndTime: SECOND + 1 }))['TraceSummaries'] as [JsonObject];
    const { HasFault, HasError, HasThrottle, IsPartial, Duration, ResponseTime, StartTime } = summary;
    assert.deepEqual(
      { HasFault, HasError, HasThrottle, IsPartial, Duration, ResponseTime, StartTime },
      {
        HasFault: false,
        HasError: true,
        HasThrottle: true,
        IsPartial: false,
        Duration: 0.5,
        ResponseTime: 0.25,
        StartTime: SECOND,
      },
    );
    assert.deepEqual(summary['Http'], { HttpURL: '/x', HttpStatus: 404, HttpMethod: 'GET' });
    assert.deepEqual(summary['EntryPoint'], { Name: 'shop', Names: ['shop'], Type: 'AWS::ECS::Fargate' });
    const { tenant, retries, cold } = summary['Annotations'] as Record<string, { AnnotationValue: unknown }[]>;
    assert.deepEqual(
      [tenant, retries, cold].map((values) => values?.[0]?.AnnotationValue),
      [{ StringValue: 'acme' }, { NumberValue: 2 }, { BooleanValue: false }],
    );
  });

  it('calls a trace with something open or a parent missing partial', async () => {
    service.put([segment(traceId(1), 1, { in_progress: true, end_time: undefined })]);
    service.put([segment(traceId(2), 1, { parent_id: hex(9) })]);
    const summaries = (await ask({ StartTime: SECOND, EndTime: SECOND + 1 }))['TraceSummaries'] as JsonObject[];
    assert.deepEqual(
      summaries.map(({ IsPartial }) => IsPartial),
      [true, true],
    );
  });

  it('refuses what it cannot answer truthfully', async () => {
    const range = { StartTime: SECOND - 60, EndTime: SECOND };
    for (const [body, message] of [
      [{ StartTime: SECOND - 6 * 3600 - 1, EndTime: SECOND }, /6 hours/],
      [{ StartTime: SECOND, EndTime: SECOND }, /after StartTime/],
      [{ EndTime: SECOND }, /StartTime is required/],
      [{ ...range, FilterExpression: 'fault = true' }, /filter expressions/],
      [{ ...range, TimeRangeType: 'Always' }, /TimeRangeType/],
    ] as const) {
      const { code, body: answer } = await post(service, '/TraceSummaries', body);
      assert.equal(code, 'InvalidRequestException');
      assert.match(String(answer['message']), message);
    }
  });
});
