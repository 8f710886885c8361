import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { LONGEST_TEXT, MOST_LISTED, readSummary } from '../../../src/aws/readSummary';
import type { TraceSummary } from '../../../src/traces/source';

const ID = '1-65000000-000000000000000000000001';
const read = (members: object): TraceSummary => {
  const summary = readSummary({ Id: ID, ...members });
  assert.ok(summary);
  return summary;
};

describe('trace summaries', () => {
  it('are read with milliseconds and plain names', () => {
    const summary = read({
      StartTime: new Date(1000),
      Duration: 1.5,
      ResponseTime: 0.5,
      HasFault: true,
      Http: {
        HttpMethod: 'POST',
        HttpURL: 'https://shop.example/checkout',
        HttpStatus: 502,
        ClientIp: '203.0.113.7',
        UserAgent: 'curl/8.5',
      },
      EntryPoint: { Name: 'shop' },
      Users: [{ UserName: 'ola', ServiceIds: [{ Name: 'shop' }] }, { UserName: 'kari' }, { UserName: 'ola' }],
      ServiceIds: [
        { Name: 'shop', Names: ['shop'], Type: 'AWS::ECS::Fargate' },
        { Name: 'pay', Type: 'AWS::Lambda' },
        { Name: 'pay', Type: 'AWS::Lambda::Function' },
        { Names: ['orders'], Type: null },
      ],
      Annotations: {
        tenant: [{ AnnotationValue: { StringValue: 'acme' } }, { AnnotationValue: { StringValue: 'acme' } }],
        retries: [{ AnnotationValue: { NumberValue: 0 } }, { AnnotationValue: { NumberValue: 2 } }],
        cold: [{ AnnotationValue: { BooleanValue: false } }],
      },
      MatchedEventTime: new Date(2000),
      Revision: 7,
    });
    assert.deepEqual(summary, {
      id: ID,
      start: 1000,
      duration: 1500,
      responseTime: 500,
      fault: true,
      error: false,
      throttle: false,
      partial: false,
      name: 'shop',
      method: 'POST',
      url: 'https://shop.example/checkout',
      httpStatus: 502,
      clientIp: '203.0.113.7',
      userAgent: 'curl/8.5',
      users: ['ola', 'kari'],
      services: [
        { name: 'shop', type: 'AWS::ECS::Fargate' },
        { name: 'pay', type: 'AWS::Lambda' },
        { name: 'pay', type: 'AWS::Lambda::Function' },
        { name: 'orders', type: '' },
      ],
      annotations: new Map<string, (string | number | boolean)[]>([
        ['tenant', ['acme']],
        ['retries', [0, 2]],
        ['cold', [false]],
      ]),
      rootCauses: [],
      matchedAt: 2000,
      revision: 7,
    });
  });

  it('name the innermost service of each root cause, and its last exception', () => {
    const summary = read({
      FaultRootCauses: [
        {
          Services: [
            {
              Name: 'shop',
              EntityPath: [{ Name: 'shop', Exceptions: [{ Name: 'Error', Message: 'checkout failed' }] }],
            },
            {
              Name: 'payments',
              EntityPath: [
                { Name: 'payments', Exceptions: [{ Name: 'HttpError' }] },
                { Name: 'charge', Exceptions: [{ Name: 'TimeoutException' }], Remote: true },
                { Name: 'card-network' },
              ],
            },
          ],
        },
        { Services: [] },
      ],
      ErrorRootCauses: [{ Services: [{ Names: ['orders'] }] }, { Services: [{ Names: ['orders'] }] }],
      ResponseTimeRootCauses: [{ Services: [{ Name: 'shop' }, { Name: 'inventory', EntityPath: [{ Coverage: 1 }] }] }],
    });
    assert.deepEqual(summary.rootCauses, [
      { of: 'fault', text: 'payments: TimeoutException' },
      { of: 'error', text: 'orders' },
      { of: 'responseTime', text: 'inventory' },
    ]);
  });

  it('need nothing but an ID', () => {
    assert.equal(read({ StartTime: new Date(Number.NaN) }).start, undefined);
    assert.equal(read({ ServiceIds: [{ Name: 'only' }] }).name, 'only');
    assert.equal(readSummary({}), undefined);
    assert.equal(readSummary(null), undefined);
  });

  it('keep names that mean something to JavaScript as names', () => {
    const Annotations: unknown = JSON.parse(
      '{"__proto__": [{"AnnotationValue": {"StringValue": "x"}}], "constructor": [{"AnnotationValue": {"NumberValue": 1}}]}',
    );
    const { annotations } = read({ Annotations });
    assert.deepEqual(
      [...annotations],
      [
        ['__proto__', ['x']],
        ['constructor', [1]],
      ],
    );
    assert.equal(({} as Record<string, unknown>)['AnnotationValue'], undefined);
  });

  it('take up limited room, whatever comes', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index);
    const long = 'x'.repeat(20_000);
    const value = (index: number): object => ({ AnnotationValue: { StringValue: `${index}${long}` } });
    const summary = read({
      Annotations: Object.fromEntries(many.map((index) => [`key${index}`, index ? [value(index)] : many.map(value)])),
      Users: many.map((index) => ({ UserName: `user ${index}` })),
      ServiceIds: many.map((index) => ({ Name: `service ${index}` })),
      FaultRootCauses: many.map((index) => ({ Services: [{ Name: `service ${index}` }] })),
      Http: { HttpURL: long },
    });
    assert.equal(summary.annotations.size, MOST_LISTED);
    assert.equal(summary.annotations.get('key0')?.length, MOST_LISTED);
    assert.equal(summary.users.length, MOST_LISTED);
    assert.equal(summary.services.length, MOST_LISTED);
    assert.equal(summary.rootCauses.length, MOST_LISTED);
    assert.equal(summary.url.length, LONGEST_TEXT);
  });

  it('have members of their own types, whatever types the answer has', () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(undefined, Number.NaN, new Date(Number.NaN)),
    );
    const names = ['Services', 'EntityPath', 'Exceptions', 'Name', 'Names', 'Type', 'UserName', 'AnnotationValue'];
    const odd = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        anything,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names, 'StringValue', 'NumberValue', 'HttpURL', '__proto__'), tie('value')),
      ),
    })).value;
    const members =
      'StartTime Duration ResponseTime HasFault IsPartial EntryPoint Http Users ServiceIds Annotations FaultRootCauses ErrorRootCauses ResponseTimeRootCauses MatchedEventTime Revision'.split(
        ' ',
      );
    const received = fc.record(Object.fromEntries(members.map((member) => [member, odd])), { requiredKeys: [] });
    fc.assert(
      fc.property(received, (answer) => {
        const summary = read(answer);
        const { name, method, url, clientIp, userAgent, users, services, rootCauses, annotations } = summary;
        const texts = [name, method, url, clientIp, userAgent, ...users, ...rootCauses.map(({ text }) => text)];
        texts.push(...services.flatMap((service) => [service.name, service.type]), ...annotations.keys());
        for (const text of texts) assert.equal(typeof text, 'string');
        for (const value of [...annotations.values()].flat()) {
          assert.ok(['string', 'boolean'].includes(typeof value) || Number.isFinite(value));
        }
        for (const number of [summary.start, summary.duration, summary.responseTime, summary.matchedAt]) {
          assert.ok(number === undefined || Number.isFinite(number));
        }
        assert.ok(Number.isFinite(summary.httpStatus) && Number.isFinite(summary.revision));
        for (const flag of [summary.fault, summary.error, summary.throttle, summary.partial])
          assert.equal(typeof flag, 'boolean');
      }),
      { numRuns: 100 },
    );
  });
});
