import assert from 'node:assert/strict';
import { startService, type XRayService } from './service';
import { authorization, hex, NOW, post, SECOND, segment, traceId } from './support';
import type { JsonObject } from './wire';

/** Members of a (sub)segment that failed. */
const thrown = (type: string): object => ({
  fault: true,
  cause: { exceptions: [{ id: hex(9), type, message: 'm' }] },
});
/** A service and an entity as root causes name them. */
const id = (name: string): object => ({ Name: name, Names: [name] });
const entity = (name: string, exception?: string, remote = false): object => ({
  Name: name,
  Exceptions: exception ? [{ Name: exception, Message: 'm' }] : [],
  Remote: remote,
});

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

  const matched = async (StartTime: number, TimeRangeType: string): Promise<unknown> =>
    ((await ask({ StartTime, EndTime: SECOND + 30, TimeRangeType }))['TraceSummaries'] as JsonObject[]).map(
      ({ MatchedEventTime }) => MatchedEventTime,
    );

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

  it('names services, users, instances and revision, each thing once', async () => {
    const ec2 = { ec2: { instance_id: 'i-0a', availability_zone: 'us-east-1b' }, account_id: '111122223333' };
    const host = { user: 'ola', aws: ec2, origin: 'AWS::EC2::Instance', annotations: { tenant: 'acme' } };
    service.put([
      segment(traceId(1), 1, host),
      segment(traceId(1), 2, { ...host, parent_id: hex(1) }),
      segment(traceId(1), 3, { name: 'pay', parent_id: hex(1), user: 'ola', annotations: { tenant: 'acme' } }),
    ]);
    const [summary] = (await ask({ StartTime: SECOND, EndTime: SECOND + 1 }))['TraceSummaries'] as [JsonObject];
    const orders = { Name: 'orders', Names: ['orders'], AccountId: '111122223333', Type: 'AWS::EC2::Instance' };
    const pay = { Name: 'pay', Names: ['pay'] };
    const { ServiceIds, Users, Annotations, InstanceIds, AvailabilityZones, EntryPoint, Revision } = summary;
    assert.deepEqual(
      { ServiceIds, Users, Annotations, InstanceIds, AvailabilityZones, EntryPoint, Revision },
      {
        ServiceIds: [orders, pay],
        Users: [{ UserName: 'ola', ServiceIds: [orders, pay] }],
        Annotations: { tenant: [{ AnnotationValue: { StringValue: 'acme' }, ServiceIds: [orders, pay] }] },
        InstanceIds: [{ Id: 'i-0a' }],
        AvailabilityZones: [{ Name: 'us-east-1b' }],
        EntryPoint: orders,
        Revision: 3,
      },
    );
  });

  it('says when in the range an event matched, in searches by event', async () => {
    service.put([segment(traceId(1), 1, { start_time: SECOND, end_time: SECOND + 20 })]);
    assert.deepEqual(await matched(SECOND - 5, 'Event'), [SECOND]);
    assert.deepEqual(await matched(SECOND + 5, 'Event'), [SECOND + 5]);
    assert.deepEqual(await matched(SECOND - 5, 'TraceId'), [undefined]);
  });

  it('leads from the entry point to what went wrong, and to what took the time', async () => {
    const call = {
      id: hex(11),
      name: 'charge',
      namespace: 'remote',
      start_time: SECOND,
      end_time: SECOND + 9,
      fault: true,
    };
    const query = { id: hex(12), name: 'db', start_time: SECOND, end_time: SECOND + 8, ...thrown('Timeout') };
    service.put([
      segment(traceId(1), 1, { name: 'shop', ...thrown('Wrapped'), end_time: SECOND + 10, subsegments: [call] }),
      segment(traceId(1), 2, {
        name: 'pay',
        parent_id: hex(11),
        fault: true,
        end_time: SECOND + 9,
        subsegments: [query],
      }),
      segment(traceId(1), 3, { name: 'mail', parent_id: hex(1), error: true, end_time: SECOND + 1 }),
    ]);
    const [summary] = (await ask({ StartTime: SECOND, EndTime: SECOND + 1 }))['TraceSummaries'] as [JsonObject];
    assert.deepEqual(summary['FaultRootCauses'], [
      {
        Services: [
          {
            ...id('shop'),
            EntityPath: [entity('shop', 'Wrapped'), entity('charge', undefined, true)],
            Inferred: false,
          },
          { ...id('pay'), EntityPath: [entity('pay'), entity('db', 'Timeout')], Inferred: false },
        ],
        ClientImpacting: true,
      },
    ]);
    assert.deepEqual(summary['ErrorRootCauses'], [
      {
        Services: [
          { ...id('shop'), EntityPath: [entity('shop', 'Wrapped')], Inferred: false },
          { ...id('mail'), EntityPath: [entity('mail')], Inferred: false },
        ],
        ClientImpacting: false,
      },
    ]);
    const [slow] = summary['ResponseTimeRootCauses'] as [
      { Services: { Name: string; EntityPath: { Coverage: number }[] }[] },
    ];
    assert.deepEqual(
      slow.Services.map(({ Name, EntityPath }) => [Name, EntityPath.map(({ Coverage }) => Coverage)]),
      [
        ['shop', [1, 0.9]],
        ['pay', [0.9, 0.8]],
      ],
    );
  });

  it('is about the region and the account a request is signed for', async () => {
    service.put([segment(traceId(1), 1)], { region: 'us-west-2' });
    service.put([segment(traceId(2), 2)], { accessKeyId: 'AKIDOTHER' });
    service.put([segment(traceId(3), 3)]);
    const range = { StartTime: SECOND, EndTime: SECOND + 1 };
    const numbers = async (region: string, accessKeyId: string): Promise<string> => {
      const headers = { authorization: authorization('xray', region, accessKeyId) };
      const { body } = await post(service, '/TraceSummaries', range, headers);
      return (body['TraceSummaries'] as JsonObject[]).map(({ Id }) => String(Id).at(-1)).join('');
    };
    assert.equal(await numbers('eu-west-1', 'AKIDEXAMPLE'), '3');
    assert.equal(await numbers('us-west-2', 'AKIDEXAMPLE'), '13');
    assert.equal(await numbers('us-west-2', 'AKIDOTHER'), '123');
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
      [{ ...range, FilterExpression: 'fault AND' }, /Invalid filter expression: end of the expression at position 9/],
      [{ ...range, TimeRangeType: 'Always' }, /TimeRangeType/],
    ] as const) {
      const { code, body: answer } = await post(service, '/TraceSummaries', body);
      assert.equal(code, 'InvalidRequestException');
      assert.match(String(answer['message']), message);
    }
  });
});
