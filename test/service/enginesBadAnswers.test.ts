import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { TraceError } from '../../src/traces/traceError';
import { ALL, Bench, CONNECTION, NOW, traceId } from './enginesSetup';

const ID = traceId(1);

/** JSON that resembles an answer: the right names, with anything in them. */
const answer = (): fc.Arbitrary<unknown> => {
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, ID, 'COMPLETE', 'RUNNING', 1e308, -1));
  const document = fc.record({ Id: anything, Document: anything }, { requiredKeys: [] });
  const documents = fc.oneof(anything, fc.array(fc.oneof(anything, document), { maxLength: 3 }));
  const trace = fc.record(
    {
      Id: fc.oneof(fc.constant(ID), anything),
      Duration: anything,
      LimitExceeded: anything,
      Segments: documents,
      Spans: documents,
      Http: fc.oneof(anything, fc.record({ HttpMethod: anything, HttpURL: anything, HttpStatus: anything })),
      EntryPoint: fc.oneof(anything, fc.record({ Name: anything, Names: anything })),
      StartTime: anything,
    },
    { requiredKeys: [] },
  );
  const traces = fc.oneof(anything, fc.array(fc.oneof(anything, trace), { maxLength: 3 }));
  const whole = fc.record(
    {
      Traces: traces,
      TraceSummaries: traces,
      UnprocessedTraceIds: fc.oneof(anything, fc.array(anything, { maxLength: 3 })),
      NextToken: fc.constantFrom(undefined, null, '', 5),
      RetrievalToken: anything,
      RetrievalStatus: anything,
      Destination: anything,
      Status: anything,
      TracesProcessedCount: anything,
    },
    { requiredKeys: [] },
  );
  return fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 4, arbitrary: whole });
};

describe('answers nobody foresaw', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.start({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
  });
  afterEach(() => bench.close());

  for (const operation of [
    'BatchGetTraces',
    'GetTraceSegmentDestination',
    'StartTraceRetrieval',
    'ListRetrievedTraces',
  ]) {
    it(`of ${operation} end in a trace or a named error, for every ID`, async () => {
      await fc.assert(
        fc.asyncProperty(answer(), async (body) => {
          bench.aws.forget();
          bench.service.clearFaults();
          bench.service.fault({ operation, kind: 'json', body, times: 4 });
          const { traces, failed, thrown } = await bench.open([ID]);
          assert.equal(thrown, undefined);
          assert.ok(traces.has(ID) || failed.has(ID));
          for (const error of failed.values()) assert.notEqual(error.reason, 'unexpected', String(error.cause));
          for (const { documents } of traces.values())
            for (const text of documents) assert.equal(typeof text, 'string');
        }),
        { numRuns: 25 },
      );
    });
  }

  it('of GetTraceSummaries end in a list or a named error', async () => {
    await fc.assert(
      fc.asyncProperty(answer(), async (body) => {
        bench.service.clearFaults();
        bench.service.fault({ kind: 'json', body, times: 4 });
        const query = { ...ALL, ranges: [{ start: NOW - 1000, end: NOW }], cap: 10 };
        try {
          for await (const arrival of bench.aws.findTraces(CONNECTION, query, new AbortController().signal)) {
            if (arrival.kind !== 'summaries') continue;
            for (const { name, method, url, httpStatus } of arrival.summaries) {
              assert.deepEqual(
                [name, method, url].map((text) => typeof text),
                ['string', 'string', 'string'],
              );
              assert.ok(Number.isFinite(httpStatus));
            }
          }
        } catch (error) {
          assert.ok(error instanceof TraceError && error.reason !== 'unexpected', String(error));
        }
      }),
      { numRuns: 25 },
    );
  });
});
