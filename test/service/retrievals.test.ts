import assert from 'node:assert/strict';
import { readDocuments } from './document';
import { startService, type XRayService } from './service';
import { StoredTrace } from './store';
import { hex, NOW, post, SECOND, segment, traceId } from './support';
import type { JsonObject } from './wire';

interface RetrievedTrace {
  readonly Id: string;
  readonly Duration: number;
  readonly Spans: readonly { readonly Id: string; readonly Document: string }[];
}

describe('retrievals of the local service', () => {
  let service: XRayService;
  beforeEach(async () => {
    service = await startService({
      clock: () => NOW,
      destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' },
    });
  });
  afterEach(() => service.close());

  const range = { StartTime: SECOND - 3600, EndTime: SECOND + 3600 };
  const codeOfStart = async (body: object): Promise<unknown> =>
    (await post(service, '/StartTraceRetrieval', body)).code;
  const start = async (TraceIds: string[], more: object = {}): Promise<string> => {
    const { body } = await post(service, '/StartTraceRetrieval', { TraceIds, ...range, ...more });
    return String(body['RetrievalToken']);
  };
  const list = async (RetrievalToken: string, more: object = {}): Promise<JsonObject> =>
    (await post(service, '/ListRetrievedTraces', { RetrievalToken, TraceFormat: 'XRAY', ...more })).body;
  const allPages = async (token: string): Promise<RetrievedTrace[][]> => {
    const pages: RetrievedTrace[][] = [];
    let NextToken: unknown;
    do {
      const body = await list(token, NextToken === undefined ? {} : { NextToken });
      pages.push(body['Traces'] as RetrievedTrace[]);
      NextToken = body['NextToken'];
    } while (NextToken !== undefined);
    return pages;
  };

  it('go from SCHEDULED over RUNNING to COMPLETE by the clock, empty until then', async () => {
    service.put([segment(traceId(1), 1)]);
    const token = await start([traceId(1)]);
    const statuses: unknown[] = [];
    for (const ms of [0, 200, 600]) {
      service.advance(ms);
      const { RetrievalStatus, Traces } = await list(token);
      statuses.push(RetrievalStatus, (Traces as unknown[]).length);
    }
    assert.deepEqual(statuses, ['SCHEDULED', 0, 'RUNNING', 0, 'COMPLETE', 1]);
  });

  it('hand out pages of at most 5 traces and 100 spans of each, all of them once', async () => {
    for (let trace = 1; trace <= 7; trace++) {
      const spans = trace === 2 ? 250 : trace;
      service.put(
        Array.from({ length: spans }, (_, index) => segment(traceId(trace), index + 1)),
        { indexed: false },
      );
    }
    const token = await start(Array.from({ length: 8 }, (_, index) => traceId(index + 1)));
    service.advance(1000);
    const pages = await allPages(token);
    assert.deepEqual(
      pages.map((page) => page.map(({ Spans }) => Spans.length)),
      [[1, 100, 3, 4, 5], [100], [50], [6, 7]],
    );
    const second = pages.flat().filter(({ Id }) => Id === traceId(2));
    assert.equal(new Set(second.flatMap(({ Spans }) => Spans.map(({ Id }) => Id))).size, 250);
  });

  it('find only what has a span inside the range, both ends included', async () => {
    service.put([segment(traceId(1), 1)]); // SECOND … SECOND + 0.5
    const found = async (StartTime: number, EndTime: number): Promise<number> => {
      const token = await start([traceId(1)], { StartTime, EndTime });
      service.advance(1000);
      return (await allPages(token)).flat().length;
    };
    assert.equal(await found(SECOND - 10, SECOND), 1);
    assert.equal(await found(SECOND + 0.5, SECOND + 10), 1);
    assert.equal(await found(SECOND - 10, SECOND - 0.001), 0);
    assert.equal(await found(SECOND + 0.501, SECOND + 10), 0);
  });

  it('take 100 IDs and no more, want a range, and refuse one that ends before it starts', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => traceId(index + 1));
    assert.equal(await codeOfStart({ TraceIds: ids, ...range }), 'InvalidRequestException');
    assert.equal(await codeOfStart({ TraceIds: ids.slice(1), ...range }), undefined);
    assert.equal(await codeOfStart({ TraceIds: ids.slice(1) }), 'InvalidRequestException');
    assert.equal(await codeOfStart({ TraceIds: ids.slice(1), StartTime: 2, EndTime: 1 }), 'InvalidRequestException');
    assert.equal(await codeOfStart({ ...range }), 'InvalidRequestException');
  });

  it('are refused while Transaction Search is off', async () => {
    service.configure({ destination: { Destination: 'XRay', Status: 'ACTIVE' } });
    const { status, code } = await post(service, '/StartTraceRetrieval', { TraceIds: [traceId(1)], ...range });
    assert.deepEqual([status, code], [404, 'ResourceNotFoundException']);
  });

  it('end as they are told to', async () => {
    for (const outcome of ['FAILED', 'TIMEOUT', 'CANCELLED'] as const) {
      service.configure({ retrieval: { outcome } });
      const token = await start([traceId(1)]);
      service.advance(1000);
      assert.equal((await list(token))['RetrievalStatus'], outcome);
    }
  });

  it('time out when the range needs more than their 60 minutes, and expire after them', async () => {
    service.configure({ retrieval: { perHourMs: 31 * 60_000 } });
    const slow = await start([traceId(1)]);
    service.configure({ retrieval: {} });
    const quick = await start([traceId(1)]);
    service.advance(60 * 60_000);
    assert.equal((await list(slow))['RetrievalStatus'], 'RUNNING');
    assert.equal((await list(quick))['RetrievalStatus'], 'COMPLETE');
    service.advance(1);
    assert.equal((await list(slow))['RetrievalStatus'], 'TIMEOUT');
    const { status, code } = await post(service, '/ListRetrievedTraces', { RetrievalToken: quick });
    assert.deepEqual([status, code], [404, 'ResourceNotFoundException']);
  });

  it('can be cancelled while they run', async () => {
    const token = await start([traceId(1)]);
    assert.deepEqual((await post(service, '/CancelTraceRetrieval', { RetrievalToken: token })).body, {});
    service.advance(1000);
    assert.equal((await list(token))['RetrievalStatus'], 'CANCELLED');
    const unknown = await post(service, '/CancelTraceRetrieval', { RetrievalToken: 'made-up' });
    assert.equal(unknown.code, 'ResourceNotFoundException');
  });

  it('hand out span records in the shape they were stored in, digit by digit', async () => {
    const record = `{"traceId":"${traceId(1).slice(2).replace('-', '')}","spanId":"${hex(1)}","startTimeUnixNano":${SECOND}123000991,"endTimeUnixNano":${SECOND}900120228}`;
    service.put([record], { indexed: false, otelOnly: true });
    const token = await start([traceId(1)]);
    service.advance(1000);
    const document = async (TraceFormat: string): Promise<unknown> => {
      const body = await list(token, { TraceFormat });
      assert.equal(body['TraceFormat'], TraceFormat);
      const [trace] = body['Traces'] as RetrievedTrace[];
      return [trace?.Duration, trace?.Spans[0]?.Document];
    };
    assert.deepEqual(await document('OTEL'), [0.777, record]);
    assert.deepEqual(await document('XRAY'), [0.777, '{}']);
    assert.equal((await list(token, { TraceFormat: 'JAEGER' }))['__type'], 'InvalidRequestException');
  });

  it('work a trace out once, and again only when something is added', () => {
    // Otherwise each of the 100 pages of a large trace costs as much as all of it.
    const trace = new StoredTrace(traceId(1));
    const add = (id: number): void => readDocuments(segment(traceId(1), id)).forEach((document) => trace.add(document));
    add(1);
    const { contents } = trace;
    assert.equal(trace.contents, contents);
    add(2);
    assert.notEqual(trace.contents, contents);
    assert.equal(trace.returned.length, 2);
  });

  it('hold no document of more than 204,800 characters', () => {
    const long = segment(traceId(1), 1, { metadata: { default: 'x'.repeat(204_800) } });
    assert.throws(() => service.put([long]), RangeError);
  });
});
