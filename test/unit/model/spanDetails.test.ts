import assert from 'node:assert/strict';
import { buildTrace } from '../../../src/model/buildTrace';
import type { SpanDetails } from '../../../src/model/details';
import { rawDocument } from '../../../src/model/rawDocument';
import { MASK } from '../../../src/model/secretKeys';
import { spanDetails } from '../../../src/model/spanDetails';
import { DRAWN_START, drawDocuments, drawTrace } from './drawTrace';

function detailsOf(members: object, reveal = false): SpanDetails {
  const document = { ...drawDocuments('a 0 100 id=00000000000000aa')[0], ...members };
  return spanDetails(buildTrace({ documents: [JSON.stringify(document)] }), 0, { reveal });
}

function bareSpan(id: string): string {
  return `{"spanId":"${id}","name":"n","startTimeUnixNano":"1694542352000000000"}`;
}

function facts(list: readonly { readonly key: string; readonly value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

describe('details of a span', () => {
  it('sorts a segment document into the tabs', () => {
    const details = detailsOf({
      user: 'u-7',
      origin: 'AWS::ECS::Fargate',
      http: { request: { method: 'POST', url: '/x', x_forwarded_for: true }, response: { status: 500 } },
      service: { version: '4.2.0' },
      aws: {
        operation: 'PutItem',
        table_name: null,
        ecs: { launch_type: 'FARGATE' },
        cloudwatch_logs: [{ log_group: '/ecs/orders' }, { arn: 'x' }],
      },
      annotations: { 'aws:api_stage': 'prod', retries: 2, cold: false },
      metadata: { default: { cart: { items: 2 } }, debug: 'text' },
      sql: { sanitized_query: 'SELECT 1', database_type: 'PostgreSQL' },
    });
    assert.deepEqual(facts(details.overview), {
      user: 'u-7',
      'http.request.method': 'POST',
      'http.request.url': '/x',
      'http.request.x_forwarded_for': 'true',
      'http.response.status': '500',
      'service.version': '4.2.0',
    });
    assert.deepEqual(facts(details.resources), {
      origin: 'AWS::ECS::Fargate',
      'aws.operation': 'PutItem',
      'aws.table_name': 'null',
      'aws.ecs.launch_type': 'FARGATE',
    });
    assert.deepEqual(
      details.annotations.map(({ key, value, type }) => [key, value, type]),
      [
        ['aws:api_stage', 'prod', 'string'],
        ['retries', '2', 'number'],
        ['cold', 'false', 'boolean'],
      ],
    );
    assert.deepEqual(facts(details.metadata), { 'default.cart': '{"items": 2}', debug: 'text' });
    assert.deepEqual(facts(details.sql), { 'sql.sanitized_query': 'SELECT 1', 'sql.database_type': 'PostgreSQL' });
    assert.deepEqual(details.logGroups, ['/ecs/orders']);
    assert.equal(details.start, DRAWN_START * 1000);
    assert.equal(details.end, DRAWN_START * 1000 + 100);
    assert.equal(details.versions, 1);
  });

  it('reads all five shapes of cause', () => {
    const stack = [
      { path: '/app/db.js', line: 41, label: 'put' },
      { path: 'node', line: null },
    ];
    const full = detailsOf({
      cause: {
        working_directory: '/app',
        message: 'beside',
        exceptions: [
          { id: 'e1', type: 'Error', message: 'boom', remote: true, truncated: 3, skipped: 1, cause: 'e2', stack },
          { remote: true, truncated: 0, skipped: 0 },
        ],
      },
    });
    assert.equal(full.exceptions.length, 2);
    assert.deepEqual(full.exceptions[0], {
      id: 'e1',
      type: 'Error',
      message: 'boom',
      remote: true,
      truncated: 3,
      skipped: 1,
      causedBy: 'e2',
      frames: [
        { path: '/app/db.js', line: 41, label: 'put' },
        { path: 'node', line: undefined, label: '' },
      ],
      outermostFirst: false,
    });
    assert.equal(full.cause.message, 'beside');
    assert.deepEqual(detailsOf({ cause: 'abcdefghijklmnop' }).cause, {
      message: '',
      reference: 'abcdefghijklmnop',
      span: undefined,
    });
    assert.deepEqual(detailsOf({ cause: { id: '00000000000000aa', exceptions: [] } }).cause.span, 0);
    assert.equal(detailsOf({ cause: { message: 'only' } }).cause.message, 'only');
    assert.deepEqual(detailsOf({ cause: {} }).exceptions, []);
  });

  it('knows that Python writes the outermost frame first', () => {
    const stack = [{ path: 'main.py', line: 3, label: '<module>' }];
    assert.equal(detailsOf({ cause: { exceptions: [{ stack }] } }).exceptions[0]!.outermostFirst, true);
  });

  it('follows links to other traces', () => {
    const attributes = { 'aws.xray.reserved.reference_type': 'child', n: 1 };
    const [link] = detailsOf({
      links: [{ trace_id: '6500aa180123456789abcdef01234567', id: '2acd99f6ce4d0822', attributes }],
    }).links;
    assert.equal(link!.traceId, '1-6500aa18-0123456789abcdef01234567');
    assert.equal(link!.direction, 'child');
    assert.equal(link!.facts.length, 2);
  });

  it('masks what looks like a secret until it is revealed', () => {
    const members = {
      annotations: { authorization: 'hunter2', plain: 'https://u:hunter2@h/', count: 1 },
      metadata: { default: { session: { token: 'hunter2', ok: 'fine' }, credentials: { a: 'hunter2' } } },
      http: { request: { url: 'https://h/?access_token=hunter2' } },
      cause: { exceptions: [{ message: 'password=hunter2' }] },
    };
    const masked = detailsOf(members);
    assert.ok(!JSON.stringify(masked).includes('hunter2'), JSON.stringify(masked, null, 1));
    assert.deepEqual(
      masked.annotations.map(({ secret }) => secret),
      [true, true, false],
    );
    assert.equal(masked.annotations[0]!.value, MASK);
    assert.match(masked.metadata[0]!.value, /fine/);
    const revealed = detailsOf(members, true);
    assert.equal(revealed.annotations[0]!.value, 'hunter2');
    assert.equal(revealed.annotations[0]!.secret, true);
    assert.match(revealed.raw, /hunter2/);
  });

  it('cuts long values and raw text, and says so', () => {
    const details = detailsOf({
      annotations: { long: 'x'.repeat(20_000) },
      metadata: { d: { long: 'y'.repeat(100_000) } },
    });
    assert.match(details.annotations[0]!.value, /^x{10000}… \(10000 more characters\)$/);
    assert.ok(details.metadata[0]!.value.length < 10_100);
    assert.equal(details.raw.length, 65_536);
    assert.equal(details.rawIsCut, true);
  });

  it('stays small when there are very many members', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, n]));
    const details = detailsOf({ annotations: many, aws: many, metadata: { d: { many } } });
    assert.equal(details.annotations.length, 1000);
    assert.equal(details.resources.length, 1000);
    assert.ok(JSON.stringify(details).length < 400_000);
  });

  it('names the parent that never arrived', () => {
    const trace = buildTrace({ documents: drawTrace('a 0 1 parent=00000000DEADBEEF') });
    const details = spanDetails(trace, 0, { reveal: false });
    assert.equal(details.parentId, '00000000deadbeef');
    assert.deepEqual(details.problems, ['parentMissing']);
  });

  it('reads a span record', () => {
    const record = {
      resource: { attributes: { 'service.name': 'orders', 'aws.log.group.names': '/a&/b' } },
      scope: { name: 'lib', version: '' },
      traceId: '6500aa100123456789abcdef01234567',
      spanId: 'aa',
      name: 'query',
      kind: 3,
      startTimeUnixNano: '1694542352000000000',
      endTimeUnixNano: '1694542352000000500',
      attributes: {
        'http.request.method': 'GET',
        'aws.region': 'eu-west-1',
        'db.statement': 'SELECT 1',
        tenant: 'acme',
        'aws.auth.account.access_key': 'hunter2',
      },
      status: { code: 2, message: 'db down' },
      events: [
        {
          name: 'exception',
          attributes: {
            'exception.type': 'E',
            'exception.message': 'm',
            'exception.stacktrace': 'E: m\n    at put (/app/db.js:41:11)',
          },
        },
        { name: 'retry', timeUnixNano: 5, attributes: { n: 1 } },
      ],
      links: [{ traceId: '6500aa180123456789abcdef01234567', spanId: 'cc' }],
    };
    const details = spanDetails(buildTrace({ documents: [JSON.stringify(record)] }), 0, { reveal: false });
    assert.deepEqual(facts(details.overview), {
      kind: 'CLIENT',
      status: 'ERROR',
      'scope.name': 'lib',
      'http.request.method': 'GET',
    });
    assert.equal(facts(details.resources)['aws.auth.account.access_key'], MASK);
    assert.deepEqual(facts(details.annotations), { tenant: 'acme' });
    assert.deepEqual(facts(details.sql), { 'db.statement': 'SELECT 1' });
    assert.deepEqual(details.exceptions[0]!.frames, [{ path: '/app/db.js', line: 41, label: 'put' }]);
    assert.equal(details.cause.message, 'db down');
    assert.deepEqual(facts(details.metadata), { 'event.1.retry': '{"timeUnixNano": 5, "n": 1}' });
    assert.deepEqual(details.logGroups, ['/a', '/b']);
    assert.equal(details.links[0]!.traceId, '1-6500aa18-0123456789abcdef01234567');
  });
});

describe('the raw document', () => {
  it('is the received text, with the range of the subsegment', () => {
    const text =
      '{ "id":"a","name":"s, \\"subsegments\\": [", "start_time":1694542352,\n "subsegments" : [ {"id":"b"} , 7, {"id":"c","subsegments":[{"id":"d", "x":{"subsegments":[{}]}}]} ] , "end_time":1694542353 }';
    const trace = buildTrace({ documents: [text] });
    const texts = Array.from({ length: trace.spans.count }, (_, span) => {
      const { text: whole, from, to } = rawDocument(trace, span);
      assert.equal(whole, text);
      return whole.slice(from, to);
    });
    assert.deepEqual(texts, [
      text,
      '{"id":"b"}',
      '{"id":"c","subsegments":[{"id":"d", "x":{"subsegments":[{}]}}]}',
      '{"id":"d", "x":{"subsegments":[{}]}}',
    ]);
  });

  it('follows JSON.parse where a member comes twice', () => {
    const text =
      '{"id":"a","name":"s","start_time":1694542352,"subsegments":[{"id":"b"},{"id":"c"}],"subsegments":[{"id":"d"}]}';
    const trace = buildTrace({ documents: [text] });
    assert.deepEqual(trace.spans.id, ['a', 'd']);
    const { from, to } = rawDocument(trace, 1);
    assert.equal(text.slice(from, to), '{"id":"d"}');
  });

  it('finds spans in lists and envelopes', () => {
    const text = `[${bareSpan('a')}, {"resourceSpans":[{"resource":{"spans":[1]},"scopeSpans":[{"spans":[${bareSpan('b')}]},{"spans":[${bareSpan('c')}]}]}]}, 5, {"id":"d","name":"x","start_time":1694542352,"subsegments":[{"id":"e"}]}]`;
    const trace = buildTrace({ documents: [text] });
    const found = Object.fromEntries(
      trace.spans.id.map((id, index) => {
        const { from, to } = rawDocument(trace, index);
        return [id, text.slice(from, to)];
      }),
    );
    assert.deepEqual(
      [found['a'], found['b'], found['c'], found['e'], found['']],
      [bareSpan('a'), bareSpan('b'), bareSpan('c'), '{"id":"e"}', '5'],
    );
  });
});
