import {
  BatchGetTracesCommand,
  GetTraceSegmentDestinationCommand,
  GetTraceSummariesCommand,
  ListRetrievedTracesCommand,
  PutTraceSegmentsCommand,
  StartTraceRetrievalCommand,
  XRayClient,
  paginateBatchGetTraces,
} from '@aws-sdk/client-xray';
import assert from 'node:assert/strict';
import { startService, type XRayService } from './service';
import { hex, NOW, SECOND, segment, traceId } from './support';

describe('the real SDK against the local service', () => {
  let service: XRayService;
  let client: XRayClient;

  beforeEach(async () => {
    service = await startService({ clock: () => NOW });
    client = new XRayClient({
      endpoint: service.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    client.destroy();
    await service.close();
  });
  const summariesTo = (to: number) =>
    client.send(new GetTraceSummariesCommand({ StartTime: new Date(NOW - 60_000), EndTime: new Date(to) }));

  it('reads what PutTraceSegments stored', async () => {
    const document = segment(traceId(1), 1, { fault: true });
    const put = await client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [document] }));
    assert.deepEqual(put.UnprocessedTraceSegments, []);

    const { Traces, UnprocessedTraceIds } = await client.send(
      new BatchGetTracesCommand({ TraceIds: [traceId(1), traceId(2)] }),
    );
    assert.deepEqual(Traces, [
      { Id: traceId(1), Duration: 0.5, LimitExceeded: false, Segments: [{ Id: hex(1, 16), Document: document }] },
    ]);
    assert.deepEqual(UnprocessedTraceIds, [traceId(2)]);
  });

  it('pages with the SDK paginator, spreading a trace over pages', async () => {
    service.configure({ batchPageSize: 300 });
    service.put(Array.from({ length: 7 }, (_, index) => segment(traceId(1), index + 1)));
    const ids: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateBatchGetTraces({ client }, { TraceIds: [traceId(1)] })) {
      pages += 1;
      for (const trace of page.Traces ?? []) ids.push(...(trace.Segments ?? []).map(({ Id }) => Id));
    }
    assert.ok(pages > 2, `${pages} pages`);
    assert.deepEqual(
      ids,
      Array.from({ length: 7 }, (_, index) => hex(index + 1, 16)),
    );
  });

  it('answers errors that the SDK knows by name', async () => {
    const six = Array.from({ length: 6 }, (_, index) => traceId(index));
    await assert.rejects(client.send(new BatchGetTracesCommand({ TraceIds: six })), {
      name: 'InvalidRequestException',
      message: 'TraceIds must hold at most 5 trace IDs',
    });
    service.fault({ kind: 'throttle' });
    service.fault({ kind: 'throttle2' });
    service.fault({ kind: 'html', status: 200 });
    const ask = (): Promise<unknown> => client.send(new BatchGetTracesCommand({ TraceIds: [traceId(1)] }));
    await assert.rejects(ask(), { name: 'ThrottledException' });
    await assert.rejects(ask(), { name: 'ThrottlingException' });
    await assert.rejects(ask(), { name: 'SyntaxError' });
    service.configure({ denied: ['BatchGetTraces'] });
    await assert.rejects(ask(), { name: 'AccessDeniedException', message: /xray:BatchGetTraces/ });
  });

  it('retrieves what is not indexed', async () => {
    service.configure({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
    service.put([segment(traceId(1), 1)], { indexed: false });
    assert.equal((await client.send(new GetTraceSegmentDestinationCommand({}))).Destination, 'CloudWatchLogs');
    const { RetrievalToken } = await client.send(
      new StartTraceRetrievalCommand({
        TraceIds: [traceId(1)],
        StartTime: new Date(NOW - 60_000),
        EndTime: new Date(NOW + 60_000),
      }),
    );
    const list = () => client.send(new ListRetrievedTracesCommand({ RetrievalToken, TraceFormat: 'XRAY' }));
    assert.equal((await list()).RetrievalStatus, 'SCHEDULED');
    service.advance(1000);
    const { RetrievalStatus, Traces } = await list();
    assert.equal(RetrievalStatus, 'COMPLETE');
    assert.equal(Traces?.[0]?.Spans?.[0]?.Document, segment(traceId(1), 1));
  });

  it('summarises indexed traces of a half-open range, newest first', async () => {
    service.put([segment(traceId(1, SECOND - 60), 1), segment(traceId(2), 1, { throttle: true })]);
    service.put([segment(traceId(3), 1)], { indexed: false });
    const { TraceSummaries } = await summariesTo(NOW + 1000);
    assert.deepEqual(
      TraceSummaries?.map(({ Id, HasThrottle, ResponseTime }) => [Id, HasThrottle, ResponseTime]),
      [
        [traceId(2), true, 0.5],
        [traceId(1, SECOND - 60), false, 0.5],
      ],
    );
    assert.equal((await summariesTo(NOW)).TraceSummaries?.length, 1);
  });
});
