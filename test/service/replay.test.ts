import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sampleFiles } from '../demo/samples';
import { startService, type XRayService } from './service';
import { NOW, post, SECOND, traceId } from './support';
import type { JsonObject } from './wire';

/** Recorded answers of AWS, beside the project where it is developed; none is committed. */
const DATA = join(PROJECT_ROOT, '../shared/data');
/** BatchGetTraces outputs, `Traces[i]`, and what the console shows as raw data. */
const RECORDED = [
  'aws-cli-examples/batch-traces-get.json',
  'aws-iatk/traceWithLinks01.json',
  'aws-xray-docs/batch-get-traces-scorekeep.json',
  'captured-sdk/node-express-aws-errors.json',
  'captured-sdk/node-express-ok-sql-throw.json',
  'captured-sdk/python-shop.json',
  'grafana-x-ray-datasource/transform-awsResponse.json',
  'servitrace/event_processing_app.traces.json',
  'servitrace/hello_retail_app_error.traces.json',
  'servitrace/matrix_app.traces.json',
  'servitrace/model_training_app.console-raw.json',
  'servitrace/model_training_app.traces.json',
  'servitrace/realworld_app.traces.json',
  'servitrace/thumbnail_app.console-raw.json',
  'servitrace/thumbnail_app.traces.json',
  'servitrace/thumbnail_app_error_fault_throttle.traces.json',
  'servitrace/thumbnail_app_in_progress.traces.json',
  'servitrace/todo_app.traces.json',
];
/** Answers of other operations: replayed by giving them as the body of the next answer. */
const OTHERS = [
  ['/TraceSummaries', 'GetTraceSummaries', 'aws-xray-docs/get-trace-summaries.json'],
  ['/Groups', 'GetGroups', 'aws-cli-examples/get-groups.json'],
  ['/TraceSegments', 'PutTraceSegments', 'aws-cli-examples/put-trace-segments.json'],
] as const;

describe('replay of recorded answers', () => {
  let service: XRayService;
  beforeEach(async () => {
    service = await startService({ clock: () => NOW });
  });
  afterEach(() => service.close());

  const fetchTraces = async (...TraceIds: string[]): Promise<unknown> =>
    (await post(service, '/Traces', { TraceIds })).body['Traces'];

  it('hands out a recorded trace as it is, oddities included', async () => {
    const recorded = {
      Id: traceId(1),
      Duration: 14.963,
      LimitExceeded: true,
      Segments: [{ Id: 'x', Document: '{"not": a segment' }, { Id: 'y' }, null],
      Extra: 'kept',
    };
    service.replay({ Traces: [recorded], UnprocessedTraceIds: [] });
    service.configure({ batchPageSize: 1 });
    assert.deepEqual(await fetchTraces(traceId(1)), [recorded]);
  });

  it('takes a whole answer, its traces, or one trace; and nothing else', async () => {
    const [a, b, c] = [1, 2, 3].map((number) => ({ Id: traceId(number), Segments: [] }));
    service.replay({ Traces: [a] });
    service.replay([b]);
    service.replay(c);
    assert.deepEqual(await fetchTraces(traceId(1), traceId(2), traceId(3)), [a, b, c]);
    for (const nothing of [{}, [], null, { Traces: null }, 'text']) {
      assert.throws(() => service.replay(nothing), TypeError);
    }
  });

  if (existsSync(DATA)) {
    for (const file of RECORDED) {
      it(`hands out ${file} unchanged`, async () => {
        const recorded = JSON.parse(readFileSync(join(DATA, file), 'utf8')) as JsonObject | unknown[];
        const traces = (Array.isArray(recorded) ? recorded : (recorded['Traces'] ?? [recorded])) as { Id: string }[];
        service.replay(recorded);
        for (const trace of traces) assert.deepEqual(await fetchTraces(trace.Id), [trace]);
      });
    }

    for (const [path, operation, file] of OTHERS) {
      it(`hands out ${file} unchanged`, async () => {
        const body = JSON.parse(readFileSync(join(DATA, file), 'utf8')) as JsonObject;
        service.fault({ kind: 'json', operation, body });
        assert.deepEqual(
          (await post(service, path, { StartTime: 1, EndTime: 2, TraceSegmentDocuments: ['{}'] })).body,
          body,
        );
      });
    }

    it('finds a recorded trace by time, and retrieves it', async () => {
      const recorded = JSON.parse(readFileSync(join(DATA, 'servitrace/thumbnail_app.traces.json'), 'utf8')) as {
        Id: string;
        Duration: number;
        Segments: unknown[];
      };
      const begin = Number.parseInt(recorded.Id.slice(2, 10), 16);
      service.replay(recorded);
      const range = { StartTime: begin, EndTime: begin + 60 };
      const { body } = await post(service, '/TraceSummaries', range);
      const [summary] = body['TraceSummaries'] as { Id: string; Duration: number; HasFault: boolean }[];
      assert.deepEqual([summary?.Id, summary?.Duration], [recorded.Id, recorded.Duration]);

      service.configure({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
      const started = await post(service, '/StartTraceRetrieval', { TraceIds: [recorded.Id], ...range });
      service.advance(1000);
      const { RetrievalToken } = started.body;
      const listed = await post(service, '/ListRetrievedTraces', { RetrievalToken });
      const [trace] = listed.body['Traces'] as { Spans: unknown[] }[];
      assert.deepEqual(trace?.Spans, recorded.Segments);
    });
  }
});

describe('the bundled samples', () => {
  const folder = join(PROJECT_ROOT, 'media/samples');

  it('are what the demo makes of them (else: node esbuild.mjs --run test/demo/writeSamples.ts)', () => {
    for (const [name, text] of Object.entries(sampleFiles())) {
      assert.equal(readFileSync(join(folder, name), 'utf8'), text, name);
    }
  });

  it('weigh less than 60 KB together', () => {
    const sizes = Object.keys(sampleFiles()).map((name) => statSync(join(folder, name)).size);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 60_000, String(sizes));
  });

  it('are answers the service could give', async () => {
    const service = await startService({ clock: () => SECOND * 1000 });
    for (const text of Object.values(sampleFiles())) {
      const answer = JSON.parse(text) as { Traces: { Id: string }[] };
      service.replay(answer);
      const { body } = await post(service, '/Traces', { TraceIds: answer.Traces.map(({ Id }) => Id) });
      assert.deepEqual(body, answer);
    }
    await service.close();
  });
});
