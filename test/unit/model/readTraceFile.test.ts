import assert from 'node:assert/strict';
import { buildTrace } from '../../../src/model/buildTrace';
import { readTraceFile } from '../../../src/model/readTraceFile';
import { assertLinearIn } from '../growth';
import { DRAWN_ID, drawSpanRecords, drawTrace } from './drawTrace';

const OTHER_ID = '1-6500aa11-0123456789abcdef01234567';
const documents = drawTrace('a 0 100 id=aa\n  b 10 20 segment id=bb');
const [first = '', second = ''] = documents;
const asStrings = documents.map((text, index) => ({ Id: String(index), Document: text }));
const asObjects = documents.map((text, index) => ({ Id: String(index), Document: JSON.parse(text) as object }));
const traceHead = { Id: DRAWN_ID, Duration: 0.1, LimitExceeded: true };

function page(segment: object): string {
  return JSON.stringify({ Traces: [{ Id: DRAWN_ID, Duration: 0.1, Segments: [segment] }] });
}

function otlpSpan(id: string, traceId: string): string {
  return `{"traceId":"${traceId}", "spanId":"${id}","name":"n","startTimeUnixNano":"1694542352000000001","endTimeUnixNano":"1694542352000000003"}`;
}

/** The spans of the only trace in a file. */
function spansOf(file: string): number {
  const { traces, unreadable } = readTraceFile(file);
  assert.deepEqual(unreadable, []);
  assert.equal(traces.length, 1);
  const trace = buildTrace(traces[0]!);
  assert.equal(trace.id, DRAWN_ID);
  return trace.spans.count;
}

describe('reading a trace file', () => {
  const shapes: Record<string, string> = {
    'output of BatchGetTraces': JSON.stringify({
      Traces: [{ ...traceHead, Segments: asStrings }],
      UnprocessedTraceIds: [],
    }),
    'output of ListRetrievedTraces': JSON.stringify({
      RetrievalStatus: 'COMPLETE',
      Traces: [{ Id: DRAWN_ID, Spans: asStrings }],
    }),
    'one trace': JSON.stringify({ ...traceHead, Segments: asStrings }),
    'a list of traces, indented': JSON.stringify([{ ...traceHead, Segments: asStrings }], null, 4),
    'traces by their ids': JSON.stringify({ [DRAWN_ID]: { ...traceHead, Segments: asStrings } }),
    "the console's raw data": JSON.stringify({ ...traceHead, Segments: asObjects }, null, 2),
    'bare documents under Segments': JSON.stringify({
      ...traceHead,
      Segments: documents.map((text) => JSON.parse(text) as object),
    }),
    'a list of documents': `[${documents.join(',\n')}]`,
    'one document per line': `${documents.join('\n')}\n`,
    'documents as strings in a list': JSON.stringify(documents),
    'a wrapped segment per line': asStrings.map((segment) => JSON.stringify(segment)).join('\n'),
    'a CloudWatch export': JSON.stringify(
      drawSpanRecords('a 0 9\n  b 1 2').map((text) => ({ timestamp: 't', raw_otel_json: JSON.parse(text) as object })),
    ),
    'Logs Insights messages': JSON.stringify(drawSpanRecords('a 0 9\n  b 1 2').map((text) => ({ '@message': text }))),
    'span records': `[${drawSpanRecords('a 0 9\n  b 1 2').join(',')}]`,
    'datagrams of the daemon': documents.map((text) => `{"format": "json", "version": 1}\n${text}`).join('\n'),
    'comments and trailing commas': `// raw\n{"Id": "${DRAWN_ID}", /* two */ "Segments": [{"Document": ${first},}, {"Document": ${second}}, // last\n],}`,
    'a byte order mark': `\ufeff${JSON.stringify({ Traces: [{ ...traceHead, Segments: asStrings }] })}`,
  };
  for (const [shape, file] of Object.entries(shapes)) {
    it(`reads ${shape}`, () => {
      assert.equal(spansOf(file), 2);
    });
  }

  it('keeps Duration in milliseconds and LimitExceeded', () => {
    const [trace] = readTraceFile(JSON.stringify({ ...traceHead, Segments: asStrings })).traces;
    assert.deepEqual([trace!.reportedDuration, trace!.limitExceeded], [100, true]);
  });

  it('gives the exact characters of a document that is an object', () => {
    const text = `{ "id" : "aa",\n\t"name": "\\u00e9",   "start_time": 1.694542352E9, "end_time": 1694542353.0 }`;
    const [trace] = readTraceFile(`{"Id":"${DRAWN_ID}","Segments":[ {"Document" : ${text} } ]}`).traces;
    assert.deepEqual(trace!.documents, [text]);
  });

  it('gives each trace its documents, in one form of id', () => {
    const w3c = drawSpanRecords('c 0 1', DRAWN_ID);
    const other = drawTrace('x 0 1', OTHER_ID);
    const { traces } = readTraceFile([first, other[0], w3c[0], second].join('\n'));
    assert.deepEqual(
      traces.map(({ id }) => id),
      [DRAWN_ID, OTHER_ID],
    );
    assert.deepEqual(
      traces.map((trace) => trace.documents.length),
      [3, 1],
    );
  });

  it('merges a trace that is spread over pages', () => {
    const { traces } = readTraceFile(asStrings.map(page).join('\n'));
    assert.equal(traces.length, 1);
    assert.equal(traces[0]!.documents.length, 2);
  });

  it('divides an envelope of several traces, each span with its own characters', () => {
    const [a, b] = ['6500aa100123456789abcdef01234567', '6500aa110123456789abcdef01234567'] as const;
    const resource = '{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}';
    const file = `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":{"name":"s"},"spans":[${otlpSpan('1', a)},${otlpSpan('2', b)},${otlpSpan('3', a)}]}]}]}`;
    const { traces } = readTraceFile(file);
    assert.deepEqual(
      traces.map(({ id }) => id),
      [DRAWN_ID, OTHER_ID],
    );
    assert.ok(traces[0]!.documents[0]!.includes(`[${otlpSpan('1', a)},${otlpSpan('3', a)}]`));
    const trace = buildTrace(traces[1]!);
    assert.equal(trace.spans.strings[trace.spans.service[0]!], 'shop');
  });

  it('reads what is complete of a file that was cut off, and reports the rest', () => {
    const whole = JSON.stringify({ Traces: [{ ...traceHead, Segments: asStrings }] });
    const { traces, unreadable } = readTraceFile(whole.slice(0, -40));
    assert.equal(traces[0]!.documents.length, 1);
    assert.deepEqual(
      unreadable.map(({ why }) => why),
      ['the document is cut off', 'cut off after 2 entries', 'cut off after 1 entries'],
    );
    const pasted = `$ aws xray batch-get-traces | less\n[\n${first},\n${second}\n...`;
    const read = readTraceFile(pasted);
    assert.equal(read.traces[0]!.documents.length, 2);
    assert.deepEqual(
      read.unreadable.map(({ where }) => where),
      ['line 1', 'the file'],
    );
  });

  it('keeps an unreadable document in its trace', () => {
    const { traces, unreadable } = readTraceFile(
      JSON.stringify({ Id: DRAWN_ID, Segments: [{ Id: 'x', Document: '{"id":' }, asStrings[0]] }),
    );
    assert.deepEqual(unreadable, []);
    assert.equal(buildTrace(traces[0]!).spans.count, 2);
  });

  const hopeless: Record<string, RegExp> = {
    '': /empty/,
    '<html><body>502</body></html>': /not JSON/,
    '{"Traces": null}': /null instead of a list/,
    '{"Traces": []}': /an empty list/,
    '{"TraceSummaries": [], "ApproximateTime": 1}': /neither segment nor span .*TraceSummaries/,
    '[]': /an empty list/,
    '[1, "x", null]': /not a document/,
    '{"Traces":[{"Id":"x","Segments":[{"Id":"y"}]}]}': /without a document/,
    T1SCgYKBAoA: /base64/,
    '{"traceId":"a","spanId":"b","body":"hello"}': /a log record/,
    '{"resourceSpans":[]}': /without spans/,
  };
  for (const [file, why] of Object.entries(hopeless)) {
    it(`says why there is nothing in ${JSON.stringify(file)}`, () => {
      const { traces, unreadable } = readTraceFile(file);
      assert.deepEqual(
        traces.flatMap((trace) => trace.documents),
        [],
      );
      assert.match(unreadable.map((entry) => entry.why).join(), why);
    });
  }

  it('bounds the list of what it could not read', () => {
    const { unreadable } = readTraceFile(Array.from({ length: 5000 }, () => '{}').join('\n'));
    assert.equal(unreadable.length, 101);
    assert.match(unreadable.at(-1)!.why, /4900 more/);
  });

  it('names the line of what it could not read', () => {
    const lines = Array.from({ length: 10_000 }, () => '{"id":"a","trace_id":"t","name":"n"}');
    lines[7000] = 'oops';
    lines[9000] = '{}';
    const { traces, unreadable } = readTraceFile(lines.join('\n'));
    assert.equal(traces[0]!.documents.length, 9998);
    assert.deepEqual(
      unreadable.map(({ where }) => where),
      ['line 7001', 'line 9001'],
    );
  });

  it('takes time in proportion to the number of lines', () => {
    assertLinearIn('{"id":"a","trace_id":"t","name":"n"}\n', readTraceFile);
    assertLinearIn('oops\n', readTraceFile);
  });

  it('reads a document nested 20,000 deep and wrappers without end', () => {
    const deep = `{"id":"a","name":"n","start_time":1694542352,"subsegments":${'[{"subsegments":'.repeat(20_000)}[]${'}]'.repeat(20_000)}}`;
    assert.equal(readTraceFile(`[${deep}]`).traces[0]!.documents[0], deep);
    assert.equal(readTraceFile('['.repeat(20_000)).traces.length, 0);
  });
});
