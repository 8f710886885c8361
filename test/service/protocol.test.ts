import assert from 'node:assert/strict';
import { startService, type XRayService } from './service';
import { authorization, hex, NOW, post, SECOND, segment, traceId } from './support';

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => traceId(index + 1));

describe('the protocol of the local service', () => {
  let service: XRayService;
  beforeEach(async () => {
    service = await startService({ clock: () => NOW });
  });
  afterEach(() => service.close());
  const askWith = async (headers: Record<string, string>): Promise<unknown[]> => {
    const { status, code } = await post(service, '/Traces', { TraceIds: ids(1) }, headers);
    return [status, code];
  };

  const refused = async (path: string, body: unknown, message: RegExp): Promise<void> => {
    const answer = await post(service, path, body);
    assert.deepEqual([answer.status, answer.code], [400, 'InvalidRequestException'], JSON.stringify(body));
    assert.match(String(answer.body['message']), message);
  };

  it('refuses requests that are not signed for X-Ray', async () => {
    assert.deepEqual(await askWith({}), [403, 'MissingAuthenticationTokenException']);
    assert.deepEqual(await askWith({ authorization: 'Bearer x' }), [403, 'IncompleteSignatureException']);
    assert.deepEqual(await askWith({ authorization: authorization('s3') }), [403, 'InvalidSignatureException']);
  });

  it('gives every answer a request id, JSON, and errors their code in the header', async () => {
    const good = await post(service, '/Traces', { TraceIds: ids(1) });
    assert.match(good.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(good.headers.get('content-type'), 'application/json');
    assert.equal(good.headers.get('x-amzn-requestid'), service.calls[0]?.requestId);
    const bad = await post(service, '/Traces', {});
    assert.match(bad.headers.get('x-amzn-errortype') ?? '', /^InvalidRequestException:http/);
    assert.equal(bad.body['__type'], 'InvalidRequestException');
  });

  it('answers what is no JSON, or of the wrong type, as the reader in front of the operation does', async () => {
    for (const body of ['{"TraceIds":', '[]', '{"TraceIds":"1-x"}', '{"TraceIds":[1]}']) {
      const { status, code } = await post(service, '/Traces', body);
      assert.deepEqual([status, code], [400, 'SerializationException'], body);
    }
    const { code } = await post(service, '/TraceSummaries', { StartTime: '2026-11-20T10:00:00Z', EndTime: SECOND });
    assert.equal(code, 'SerializationException');
  });

  it('does not know other paths', async () => {
    const { status, code } = await post(service, '/GetGroups', {});
    assert.deepEqual([status, code], [404, 'UnknownOperationException']);
  });

  it('refuses more than 5 IDs, duplicates, malformed IDs, none at all', async () => {
    await refused('/Traces', { TraceIds: ids(6) }, /at most 5/);
    await refused('/Traces', { TraceIds: [traceId(1), traceId(1)] }, /duplicates/);
    await refused('/Traces', { TraceIds: [] }, /at least one/);
    await refused('/Traces', {}, /required/);
    for (const id of ['', '1-5e34a614-10bdxmplf1fb44f07bc535a1', traceId(0xab).toUpperCase(), 'a'.repeat(32)]) {
      await refused('/Traces', { TraceIds: [id] }, /Invalid trace ID/);
    }
    assert.equal((await post(service, '/Traces', { TraceIds: ids(5) })).status, 200);
  });

  it('refuses tokens it never gave, and tokens of another request', async () => {
    await refused('/Traces', { TraceIds: ids(1), NextToken: 'made-up' }, /NextToken/);
    service.configure({ batchPageSize: 100 });
    service.put([segment(traceId(1), 1), segment(traceId(1), 2)]);
    const { body } = await post(service, '/Traces', { TraceIds: ids(1) });
    const NextToken = body['NextToken'];
    assert.equal(typeof NextToken, 'string');
    await refused('/Traces', { TraceIds: ids(2), NextToken }, /NextToken/);
    assert.equal((await post(service, '/Traces', { TraceIds: ids(1), NextToken })).status, 200);
  });

  it('names unknown IDs as unprocessed, or leaves them out when told so', async () => {
    const ask = async (): Promise<unknown> => (await post(service, '/Traces', { TraceIds: ids(1) })).body;
    assert.deepEqual(await ask(), { Traces: [], UnprocessedTraceIds: ids(1) });
    service.configure({ unknownIds: 'omitted' });
    assert.deepEqual(await ask(), { Traces: [], UnprocessedTraceIds: [] });
  });

  it('hides what is not indexed, and says when a trace was cut', async () => {
    service.put([segment(traceId(1), 1)], { indexed: false });
    service.put([segment(traceId(2), 1)], { limitExceeded: true });
    const { body } = await post(service, '/Traces', { TraceIds: ids(2) });
    assert.deepEqual(body['UnprocessedTraceIds'], [traceId(1)]);
    assert.equal((body['Traces'] as { LimitExceeded: boolean }[])[0]?.LimitExceeded, true);
  });

  it('denies the operations it is told to deny, and no other', async () => {
    service.configure({ denied: ['GetTraceSegmentDestination'] });
    const { status, code, body } = await post(service, '/GetTraceSegmentDestination', {});
    assert.deepEqual([status, code], [403, 'AccessDeniedException']);
    assert.match(String(body['message']), /not authorized to perform: xray:GetTraceSegmentDestination/);
    assert.equal((await post(service, '/Groups', {})).status, 200);
  });

  it('answers destination, indexing rules and groups', async () => {
    const ask = async (path: string): Promise<unknown> => (await post(service, path, '')).body;
    assert.deepEqual(await ask('/GetTraceSegmentDestination'), { Destination: 'XRay', Status: 'ACTIVE' });
    await refused('/GetIndexingRules', {}, /CloudWatchLogs/);
    service.configure({ destination: { Destination: 'CloudWatchLogs', Status: 'PENDING' } });
    assert.deepEqual(await ask('/GetTraceSegmentDestination'), { Destination: 'CloudWatchLogs', Status: 'PENDING' });
    const rules = (await ask('/GetIndexingRules')) as { IndexingRules: { Name: string; ModifiedAt: number }[] };
    assert.deepEqual([rules.IndexingRules[0]?.Name, rules.IndexingRules[0]?.ModifiedAt], ['Default', SECOND - 86_400]);
    const { Groups } = (await ask('/Groups')) as { Groups: { GroupName: string }[] };
    assert.deepEqual(
      Groups.map(({ GroupName }) => GroupName),
      ['Default'],
    );
    assert.equal((await post(service, '/GetGroup', { GroupName: 'Default' })).status, 200);
    await refused('/GetGroup', { GroupName: 'nobody' }, /does not exist/);
  });

  it('counts every request it received, with what it asked for', async () => {
    await post(service, '/Traces', { TraceIds: ids(1) });
    await post(service, '/Traces', { TraceIds: ids(6) });
    assert.deepEqual(
      service.calls.map(({ operation, status, at }) => [operation, status, at]),
      [
        ['BatchGetTraces', 200, NOW],
        ['BatchGetTraces', 400, NOW],
      ],
    );
    assert.deepEqual(service.calls[1]?.body, { TraceIds: ids(6) });
  });
});

/** An independent subsegment of trace 1. */
const subsegment = (id: number, parent: number): string =>
  segment(traceId(1), id, { type: 'subsegment', parent_id: hex(parent) });

describe('PutTraceSegments', () => {
  let service: XRayService;
  beforeEach(async () => {
    service = await startService({ clock: () => NOW });
  });
  afterEach(() => service.close());

  const put = async (...TraceSegmentDocuments: string[]): Promise<{ Id: string; ErrorCode: string }[]> =>
    (await post(service, '/TraceSegments', { TraceSegmentDocuments })).body['UnprocessedTraceSegments'] as [];
  const documents = async (): Promise<string[]> => {
    const { body } = await post(service, '/Traces', { TraceIds: [traceId(1)] });
    const [trace] = body['Traces'] as { Segments: { Document: string }[] }[];
    return (trace?.Segments ?? []).map(({ Document }) => Document);
  };

  it('lists what it refuses with its code, and keeps the rest', async () => {
    const refused = await put(
      segment(traceId(1), 1),
      segment('1-5e34a614-10bdxmplf1fb44f07bc535a1', 2),
      segment(traceId(1), 3, { name: undefined }),
      segment(traceId(1), 4, { start_time: '2026' }),
      segment(traceId(1), 5, { in_progress: true }),
      segment(traceId(1), 6, { end_time: undefined }),
      segment(traceId(1), 7, { type: 'subsegment' }),
      segment(traceId(1), 8, { metadata: 'x'.repeat(64 * 1024) }),
      '{',
      'T1SCgA=',
    );
    assert.deepEqual(
      refused.map(({ Id, ErrorCode }) => [Id, ErrorCode]),
      [
        [hex(2), 'InvalidTraceId'],
        ...[3, 4, 5, 6, 7].map((id) => [hex(id), 'InvalidSegment']),
        ['', 'InvalidSegment'],
        ['', 'InvalidSegment'],
        ['', 'InvalidSegment'],
      ],
    );
    assert.deepEqual(await documents(), [segment(traceId(1), 1)]);
  });

  it('replaces a document in progress by the complete one, never the other way round', async () => {
    const open = segment(traceId(1), 1, { end_time: undefined, in_progress: true });
    const complete = segment(traceId(1), 1);
    await put(open);
    assert.deepEqual(await documents(), [open]);
    await put(complete);
    await put(open);
    assert.deepEqual(await documents(), [complete]);
  });

  it('embeds independent subsegments, sent as an array and before their parent', async () => {
    assert.deepEqual(await put(`[${subsegment(3, 2)},${subsegment(2, 1)}]`), []);
    assert.equal((await documents()).length, 2); // the parent has not come
    await put(segment(traceId(1), 1));
    const [document, ...rest] = await documents();
    assert.deepEqual(rest, []);
    const times = { name: 'orders', start_time: SECOND, end_time: SECOND + 0.5 };
    assert.deepEqual(JSON.parse(document ?? ''), {
      id: hex(1),
      trace_id: traceId(1),
      ...times,
      subsegments: [{ id: hex(2), ...times, subsegments: [{ id: hex(3), ...times }] }],
    });
  });

  it('keeps a subsegment that the parent has embedded already only once', async () => {
    const embedded = { id: hex(2), name: 'call', start_time: SECOND, in_progress: true };
    await put(segment(traceId(1), 2, { type: 'subsegment', parent_id: hex(1), name: 'call' }));
    await put(segment(traceId(1), 1, { subsegments: [embedded] }));
    const [document] = await documents();
    const { subsegments } = JSON.parse(document ?? '') as { subsegments: object[] };
    assert.deepEqual(subsegments, [{ id: hex(2), name: 'call', start_time: SECOND, end_time: SECOND + 0.5 }]);
  });

  it('leaves an embedded subsegment where it stands, whatever parent its own document names', async () => {
    const inner = { id: hex(3), name: 'inner', start_time: SECOND, end_time: SECOND + 0.5 };
    const outer = { id: hex(2), name: 'outer', start_time: SECOND, end_time: SECOND + 0.5, subsegments: [inner] };
    await put(segment(traceId(1), 1, { subsegments: [outer] }), subsegment(3, 1));
    const [document] = await documents();
    assert.deepEqual((JSON.parse(document ?? '') as { subsegments: object[] }).subsegments, [outer]);
  });

  it('returns subsegments that are each other’s parents as they came', async () => {
    const sent = [segment(traceId(1), 1), subsegment(2, 3), subsegment(3, 2)];
    await put(...sent);
    assert.deepEqual(await documents(), sent);
  });

  it('cuts a trace at 500 KB and says so', async () => {
    const metadata = { default: { fill: 'x'.repeat(60_000) } };
    await put(...Array.from({ length: 10 }, (_, index) => segment(traceId(1), index + 1, { metadata })));
    const { body } = await post(service, '/Traces', { TraceIds: [traceId(1)] });
    const [trace] = body['Traces'] as { LimitExceeded: boolean; Segments: unknown[] }[];
    assert.deepEqual([trace?.LimitExceeded, trace?.Segments.length], [true, 8]);
  });
});
