import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildTrace } from '../../../src/model/buildTrace';
import { rawDocument } from '../../../src/model/rawDocument';
import { readTraceFile } from '../../../src/model/readTraceFile';
import { spanDetails } from '../../../src/model/spanDetails';
import type { Trace } from '../../../src/model/trace';

/** Real documents beside the project; not part of it. */
const DATA = join(PROJECT_ROOT, '../shared/data');
const files = existsSync(DATA)
  ? readdirSync(DATA, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:json|jsonc|txt)$/.test(file))
      .map((file) => file.replaceAll('\\', '/'))
  : [];

/** The files that speak of traces but hold none: other answers of X-Ray, and lines of logs. Every other file must yield some. */
const WITHOUT_TRACES: readonly string[] = [
  'apigw-docs/api-gateway-create-api-as-simple-proxy-for-lambda-4.txt',
  'aws-cli-examples/get-groups.json',
  'aws-cli-examples/get-sampling-rules.json',
  'aws-cli-examples/get-sampling-targets.json',
  'aws-cli-examples/put-trace-segments.json',
  'aws-spans-agentcore/raw_otel_langchain_runtime_logs.json',
  'aws-xray-docs/get-service-graph.json',
  'aws-xray-docs/get-trace-summaries.json',
  'aws-xray-docs/trace-headers.txt',
  'elb-docs/lambda-functions-1.txt',
  'elb-docs/load-balancer-access-logs-3.txt',
  'elb-docs/load-balancer-access-logs-5.txt',
  'elb-docs/load-balancer-access-logs-7.txt',
  'elb-docs/load-balancer-request-tracing-1.txt',
  'elb-docs/load-balancer-request-tracing-3.txt',
  'grafana-x-ray-datasource/XRayDataSource-serviceMap-0.json',
  'lambda-logs/golang-logging-0.txt',
  'lambda-logs/golang-logging-1.txt',
  'lambda-logs/nodejs-logging-0.txt',
  'lambda-logs/nodejs-logging-1.txt',
  'lambda-logs/python-logging-0.txt',
  'lambda-logs/python-logging-1.txt',
  'lambda-logs/python-logging-2.txt',
  'lambda-logs/services-alb-0.txt',
  'lambda-logs/services-apigateway-0.txt',
  'lambda-logs/services-apigateway-1.txt',
];

interface NaiveSpan {
  readonly start: number;
  /** undefined when the document has none. */
  readonly end: number | undefined;
}

type Json = Record<string, unknown>;

/** Every (sub)segment and span of a document, read the simplest way: recursion, and milliseconds since the epoch. */
function naiveSpans(value: unknown): Map<string, NaiveSpan> {
  const spans = new Map<string, NaiveSpan>();
  const visit = (json: Json): void => {
    const isRecord = 'spanId' in json;
    const [id, start, end] = isRecord
      ? [json['spanId'], json['startTimeUnixNano'], json['endTimeUnixNano']]
      : [json['id'], json['start_time'], json['end_time']];
    const scale = isRecord ? 1e-6 : 1e3;
    spans.set(String(id), { start: Number(start) * scale, end: end === undefined ? undefined : Number(end) * scale });
    for (const child of (json['subsegments'] ?? []) as Json[]) visit(child);
  };
  visit(value as Json);
  return spans;
}

/** A document as JSON; the samples from a README have comments and trailing commas, on lines of their own or at their ends. */
function parse(text: string): unknown {
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '').replace(/,(\s*[\]}])/g, '$1'));
}

function check(trace: Trace): void {
  const expected = new Map<string, NaiveSpan>();
  for (const document of trace.documents) for (const [id, span] of naiveSpans(parse(document))) expected.set(id, span);
  const { spans } = trace;
  assert.equal(spans.count, expected.size);
  const ends = [...expected.values()].map(({ start, end }) => end ?? start);
  const first = Math.min(...[...expected.values()].map(({ start }) => start));
  assert.ok(Math.abs(trace.start - first) < 0.001);
  assert.ok(Math.abs(trace.duration - (Math.max(...ends) - first)) < 0.002);
  for (let span = 0; span < spans.count; span++) {
    const naive = expected.get(spans.id[span]!);
    assert.ok(naive, spans.id[span]);
    assert.ok(Math.abs(trace.start + spans.start[span]! - naive.start) < 0.002);
    if (naive.end !== undefined) assert.ok(Math.abs(spans.duration[span]! - (naive.end - naive.start)) < 0.002);
    const { text, from, to } = rawDocument(trace, span);
    assert.ok(naiveSpans(parse(text.slice(from, to))).has(spans.id[span]!));
    JSON.stringify(spanDetails(trace, span, { reveal: false }));
  }
}

describe('recorded documents', () => {
  for (const file of files) {
    const isEmpty = WITHOUT_TRACES.includes(file);
    it(isEmpty ? `of ${file} are no traces` : `of ${file} become spans with the times they state`, () => {
      const { traces } = readTraceFile(readFileSync(join(DATA, file), 'utf8'));
      if (isEmpty) assert.deepEqual(traces, []);
      else assert.notEqual(traces.length, 0, 'no trace was found');
      for (const input of traces) {
        const trace = buildTrace(input);
        assert.ok(trace.spans.count > 0, 'a trace without spans');
        check(trace);
      }
    });
  }

  if (files.length > 0) {
    it('are all where the list of files without traces says', () => {
      assert.deepEqual(
        WITHOUT_TRACES.filter((file) => !files.includes(file)),
        [],
      );
    });

    it('give the same trace from the answer of BatchGetTraces and from the raw data of the console', () => {
      for (const name of ['thumbnail_app', 'model_training_app']) {
        const [api, shown] = ['traces', 'console-raw'].map((kind) => {
          const [input] = readTraceFile(readFileSync(join(DATA, `servitrace/${name}.${kind}.json`), 'utf8')).traces;
          const { spans, start, duration } = buildTrace(input!);
          return { ids: spans.id, starts: [...spans.start], durations: [...spans.duration], start, duration };
        });
        assert.deepEqual(api, shown);
      }
    });
  }
});
