import assert from 'node:assert/strict';
import { buildTrace } from '../../../src/model/buildTrace';
import type { SpanDetails } from '../../../src/model/details';
import type { FactOptions } from '../../../src/model/facts';
import { rawDocument } from '../../../src/model/rawDocument';
import { MASK } from '../../../src/model/secretKeys';
import { spanDetails } from '../../../src/model/spanDetails';
import { DRAWN_START, drawDocuments, drawTrace } from './drawTrace';

function detailsOf(members: object, options: FactOptions = { reveal: false }): SpanDetails {
  const document = { ...drawDocuments('a 0 100 id=00000000000000aa')[0], ...members };
  return spanDetails(buildTrace({ documents: [JSON.stringify(document)] }), 0, options);
}

function bareSpan(id: string): string {
  return `{"spanId":"${id}","name":"n","startTimeUnixNano":"1694542352000000000"}`;
}

function facts(list: readonly { readonly key: string; readonly value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

const order = (path: string, sdk?: string): boolean =>
  detailsOf({ aws: { xray: { sdk } }, cause: { exceptions: [{ stack: [{ path, line: 3 }] }] } }).exceptions[0]!
    .outermostFirst;

function typesAt(members: object, ...others: readonly object[]): (readonly [string, number | undefined])[] {
  const [root] = drawDocuments('a 0 100 id=00000000000000aa');
  const trace = buildTrace({ documents: [{ ...root, ...members }, ...others].map((one) => JSON.stringify(one)) });
  const at = trace.spans.id.indexOf('00000000000000aa');
  return spanDetails(trace, at, { reveal: false }).exceptions.map(({ type, recordedAt }) => [
    type,
    recordedAt === undefined ? undefined : Number.parseInt(trace.spans.id[recordedAt]!, 16),
  ]);
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
    assert.deepEqual(facts(details.overview), { user: 'u-7', 'service.version': '4.2.0' });
    assert.deepEqual(facts(details.http), {
      'http.request.method': 'POST',
      'http.request.url': '/x',
      'http.request.x_forwarded_for': 'true',
      'http.response.status': '500',
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
    assert.deepEqual(details.metadata, {
      json: '{"default":{"cart":{"items":2}},"debug":"text"}',
      isCut: false,
      secret: false,
      count: 2,
    });
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
      recordedAt: undefined,
    });
    assert.equal(full.cause.message, 'beside');
    assert.equal(full.cause.workingDirectory, '/app');
    assert.deepEqual(detailsOf({ cause: 'abcdefghijklmnop' }).cause, {
      message: '',
      reference: 'abcdefghijklmnop',
      span: undefined,
      workingDirectory: '',
    });
    assert.deepEqual(detailsOf({ cause: { id: '00000000000000aa', exceptions: [] } }).cause.span, 0);
    assert.equal(detailsOf({ cause: { message: 'only' } }).cause.message, 'only');
    assert.deepEqual(detailsOf({ cause: {} }).exceptions, []);
  });

  it('tells the order of frames by the SDK, by Python files where none is named', () => {
    assert.equal(order('main.py'), true);
    assert.equal(order('main.js'), false);
    assert.equal(order('main', 'X-Ray for Python'), true);
    assert.equal(order('main.py', 'opentelemetry for python'), false);
    assert.equal(order('tool.py', 'X-Ray for Node.js'), false);
  });

  describe('with a cause recorded elsewhere', () => {
    const first = { id: 'e1e1e1e1e1e1e1e1', type: 'First', cause: 'e2e2e2e2e2e2e2e2', stack: [{ path: 'a.js' }] };
    const second = { id: 'e2e2e2e2e2e2e2e2', type: 'Second' };
    const inner = { id: '00000000000000bb', name: 'b', start_time: DRAWN_START, end_time: DRAWN_START };

    it('fetches it from the subsegment it names', () => {
      const subsegments = [{ ...inner, cause: { exceptions: [first] } }];
      assert.deepEqual(typesAt({ cause: { id: '00000000000000bb', exceptions: [] }, subsegments }), [['First', 0xbb]]);
      assert.deepEqual(typesAt({ cause: { id: '00000000000000bb' }, subsegments }), [['First', 0xbb]]);
    });

    it('fetches it by the id of an exception, and what caused that one', () => {
      const holder = { id: '00000000000000cc', name: 'c', start_time: DRAWN_START, end_time: DRAWN_START + 1 };
      const deeper = { ...inner, id: '00000000000000dd', cause: { exceptions: [second] } };
      assert.deepEqual(
        typesAt({ cause: 'e1e1e1e1e1e1e1e1' }, { ...holder, cause: { exceptions: [first] }, subsegments: [deeper] }),
        [
          ['First', 0xcc],
          ['Second', 0xdd],
        ],
      );
    });

    it('ends where spans name each other', () => {
      const subsegments = [{ ...inner, cause: { id: '00000000000000aa' } }];
      assert.deepEqual(typesAt({ cause: { id: '00000000000000bb' }, subsegments }), []);
      assert.deepEqual(typesAt({ cause: { id: '00000000000000aa' } }), []);
    });
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
    assert.equal(
      masked.metadata.json,
      `{"default":{"session":{"token":"${MASK}","ok":"fine"},"credentials":"${MASK}"}}`,
    );
    assert.equal(masked.metadata.secret, true);
    const revealed = detailsOf(members, { reveal: true });
    assert.equal(revealed.annotations[0]!.value, 'hunter2');
    assert.equal(revealed.annotations[0]!.secret, true);
    assert.equal(revealed.metadata.json, JSON.stringify(members.metadata));
    assert.equal(revealed.metadata.secret, true);
    assert.match(revealed.raw, /hunter2/);
  });

  it('cuts long values and raw text, and says so', () => {
    const details = detailsOf({
      annotations: { long: 'x'.repeat(20_000) },
      metadata: { d: { long: 'y'.repeat(100_000) } },
    });
    assert.equal(details.annotations[0]!.value, 'x'.repeat(10_000));
    assert.equal(details.annotations[0]!.more, 10_000);
    assert.deepEqual(details.metadata, { json: '', isCut: true, secret: false, count: 1 });
    assert.equal(details.raw.length, 65_536);
    assert.equal(details.rawIsCut, true);
  });

  it('cuts nothing when asked for the whole', () => {
    const metadata = { d: { long: 'y'.repeat(100_000) } };
    const details = detailsOf({ annotations: { long: 'x'.repeat(20_000) }, metadata }, { reveal: false, whole: true });
    assert.equal(details.annotations[0]!.value.length, 20_000);
    assert.equal(details.annotations[0]!.more, 0);
    assert.equal(details.metadata.json, JSON.stringify(metadata));
    assert.equal(details.rawIsCut, false);
    assert.equal((JSON.parse(details.raw) as { metadata: unknown }).metadata !== undefined, true);
  });

  it('hands metadata on as received: digits, order and repeated keys', () => {
    const json = '{ "b" : {"n":12345678901234567890, "1":1e400, "n":0.10}, "a":[ ] }';
    const text = `{"id":"00000000000000aa","start_time":1694542352,"metadata":${json},"subsegments":[{"id":"b"}],"name":"a"}`;
    assert.equal(spanDetails(buildTrace({ documents: [text] }), 0, { reveal: false }).metadata.json, json);
  });

  it('stays small when there are very many members', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n]));
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
    });
    assert.deepEqual(facts(details.http), { 'http.request.method': 'GET' });
    assert.equal(facts(details.resources)['aws.auth.account.access_key'], MASK);
    assert.deepEqual(facts(details.annotations), { tenant: 'acme' });
    assert.deepEqual(facts(details.sql), { 'db.statement': 'SELECT 1' });
    assert.deepEqual(details.exceptions[0]!.frames, [{ path: '/app/db.js', line: 41, label: 'put' }]);
    assert.equal(details.cause.message, 'db down');
    assert.equal(details.metadata.json, '{"events":[{"name":"retry","timeUnixNano":5,"attributes":{"n":1}}]}');
    assert.equal(details.metadata.count, 1);
    assert.deepEqual(details.logGroups, ['/a', '/b']);
    assert.equal(details.links[0]!.traceId, '1-6500aa18-0123456789abcdef01234567');
  });
});

const span = (id: string, more = ''): string =>
  `{"spanId":"${id}","name":"n","startTimeUnixNano":"1694542352000000000"${more}}`;
const resource = (name: string): string =>
  `"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"${name}"}}]}`;

describe('spans of an OTLP envelope', () => {
  it('share resource and scope, wherever these stand', () => {
    const text = `{"resourceSpans":[
      {${resource('one')},"scopeSpans":[{"scope":{"name":"s1"},"spans":[${span('a')}]},{"spans":[${span('b')}],"scope":{"name":"s2"}}]},
      {"scopeSpans":[{"spans":[${span('c')}],"scope":null,"instrumentationLibrary":{"name":"old"}}],${resource('two')}}]}`;
    const trace = buildTrace({ documents: [text] });
    const said = trace.spans.id.map((id, index) => {
      const { overview, resources } = spanDetails(trace, index, { reveal: false });
      return [id, facts(resources)['service.name'], facts(overview)['scope.name']];
    });
    assert.deepEqual(
      said.toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
      [
        ['a', 'one', 's1'],
        ['b', 'one', 's2'],
        ['c', 'two', 'old'],
      ],
    );
  });

  it('are read without the rest of their document', () => {
    const spans = Array.from({ length: 2000 }, (_, n) =>
      span(`a${n}`, `,"attributes":[{"key":"k","value":{"intValue":"${n}"}}]`),
    );
    const text = `{"resourceSpans":[{${resource('one')},"scopeSpans":[{"spans":[${spans.join(',')}]}]}]}`;
    const trace = buildTrace({ documents: [text] });
    const parse = JSON.parse;
    let longest = 0;
    spanDetails(trace, 0, { reveal: false });
    JSON.parse = (json: string): unknown => {
      longest = Math.max(longest, json.length);
      return parse(json);
    };
    try {
      assert.deepEqual(facts(spanDetails(trace, 1999, { reveal: false }).annotations), { k: '1999' });
    } finally {
      JSON.parse = parse;
    }
    assert.ok(longest > 0 && longest < 1000, `parsed ${longest} characters`);
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
