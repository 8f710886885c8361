import assert from 'node:assert/strict';
import { readTraceFile } from '../../../src/model/readTraceFile';
import { redactDocument } from '../../../src/model/redact';
import { inspect, redact } from '../../tools/inspect';
import { DRAWN_ID, DRAWN_START, drawSpanRecords, drawTrace } from './drawTrace';

describe('inspect', () => {
  const documents = drawTrace(`
    frontend 0 500 origin=AWS::ECS::Fargate
      dynamo 20 120 fault aws
      fn 30 900 segment origin=AWS::Lambda
      fn 40 - segment origin=AWS::Lambda::Function
    orphan 50 60 parent=beef
  `);
  const file = JSON.stringify({
    Traces: [
      {
        Id: DRAWN_ID,
        Duration: 0.9,
        LimitExceeded: true,
        Segments: [...documents, '{'].map((Document) => ({ Document })),
      },
    ],
  });

  it('says what the model makes of a file', () => {
    const { traces, unreadable } = inspect('f.json', file, { tree: false });
    assert.deepEqual(traces, [
      {
        id: DRAWN_ID,
        spans: 6,
        segments: 4,
        roots: 3,
        depth: 2,
        start: DRAWN_START,
        startTime: '2023-09-12T18:12:32.000Z',
        duration: 0.9,
        reportedDuration: 0.9,
        limitExceeded: true,
        statuses: { ok: 4, pending: 1, error: 0, throttle: 0, fault: 1 },
        services: [
          { name: 'frontend', origin: 'AWS::ECS::Fargate', spans: 2 },
          { name: 'fn', origin: 'AWS::Lambda', spans: 1 },
          { name: 'fn', origin: 'AWS::Lambda::Function', spans: 1 },
          { name: 'orphan', origin: '', spans: 1 },
        ],
        problems: [
          { kind: 'outsideParent', count: 2 },
          { kind: 'inProgress', count: 1 },
          { kind: 'parentMissing', count: 1 },
          { kind: 'unreadableDocument', count: 1 },
          { kind: 'severalRoots', count: 2 },
          { kind: 'limitExceeded', count: 1 },
        ].toSorted((a, b) => order(traces, a.kind) - order(traces, b.kind)),
      },
    ]);
    assert.equal(unreadable.length, 1);
    assert.match(unreadable[0]!.where, /document 5/);
  });

  it('adds the tree when asked', () => {
    const [trace] = inspect('f.json', file, { tree: true }).traces as unknown as {
      tree: { name: string; status: string }[];
    }[];
    assert.deepEqual(
      trace!.tree.map(({ name }) => name).filter((name) => !name.startsWith('Unreadable')),
      ['frontend', '  dynamo', '  fn', '  fn', 'orphan'],
    );
    assert.equal(trace!.tree.find(({ name }) => name.includes('dynamo'))!.status, 'fault');
  });

  it('keeps names, ids, types and keys only when it redacts', () => {
    const secret = 'hunter2';
    const document = JSON.stringify({
      id: 'a1',
      name: `shop?token=${secret}`,
      trace_id: DRAWN_ID,
      type: 'subsegment',
      start_time: 1.5,
      fault: true,
      user: secret,
      http: { request: { url: secret, name: secret, id: secret } },
      aws: { account_id: secret, name: secret },
      annotations: { 'who:is': secret, id: secret, name: secret },
      metadata: { default: { name: secret, list: [secret, 5, null, { type: secret }] } },
      cause: { exceptions: [{ id: 'e1', type: 'Error', message: secret, stack: [{ path: secret, label: secret }] }] },
      subsegments: [{ id: 'b2', name: 'inner', precursor_ids: ['c3'], sql: { sanitized_query: secret } }],
    });
    const redacted = redactDocument(document)!;
    assert.ok(!redacted.includes(secret), redacted);
    assert.deepEqual(JSON.parse(redacted), {
      id: 'a1',
      name: 'shop',
      trace_id: DRAWN_ID,
      type: 'subsegment',
      start_time: 0,
      fault: false,
      user: '',
      http: { request: { url: '', name: '', id: '' } },
      aws: { account_id: '', name: '' },
      annotations: { 'who:is': '', id: '', name: '' },
      metadata: { default: { name: '', list: ['', 0, null, { type: '' }] } },
      cause: { exceptions: [{ id: 'e1', type: 'Error', message: '', stack: [{ path: '', label: '' }] }] },
      subsegments: [{ id: 'b2', name: 'inner', precursor_ids: ['c3'], sql: { sanitized_query: '' } }],
    });
  });

  it('redacts OpenTelemetry in both forms', () => {
    const [record = ''] = drawSpanRecords('a 0 1');
    const plain = JSON.parse(
      redactDocument(record.replace('"attributes":{}', '"attributes":{"name":"x","key":"y"}'))!,
    ) as Record<string, unknown>;
    assert.deepEqual(plain['attributes'], { name: '', key: '' });
    assert.equal(plain['name'], 'a');
    const otlp =
      '{"resourceSpans":[{"resource":{"attributes":[{"key":"host","value":{"stringValue":"x"}}]},"scopeSpans":[{"spans":[{"spanId":"a","name":"n","kind":2}]}]}]}';
    assert.equal(redactDocument(otlp), otlp.replace('"x"', '""'));
  });

  it('survives redacting 20,000 levels', () => {
    const deep = `${'{"subsegments":['.repeat(20_000)}${']}'.repeat(20_000)}`;
    assert.equal(redactDocument(deep), deep);
  });

  it('redacts into a file that can be inspected again', () => {
    const again = inspect('r.json', redact('f.json', readTraceFile(file)), { tree: false });
    assert.equal(again.traces[0]!.spans, 6);
  });
});

function order(traces: readonly object[], kind: string): number {
  const [trace] = traces as { problems: { kind: string }[] }[];
  return trace!.problems.findIndex((problem) => problem.kind === kind);
}
