import assert from 'node:assert/strict';
import { buildTrace } from '../../src/model/buildTrace';
import { shownColumns } from '../../src/model/shownColumns';
import { spanDetails } from '../../src/model/spanDetails';
import { traceTitle } from '../../src/model/traceTitle';
import type { Trace } from '../../src/model/trace';
import { wireTrace } from '../../src/panels/wireTrace';
import { drawDocuments, drawTrace } from './model/drawTrace';

const SECRET = 's3cr3t-0123456789';
const REST = { build: 1, receipt: '', canRetrieve: false, origin: '' };
const DRAWING = 'shop 0 100';

function segment(members: object): Trace {
  return buildTrace({ documents: [JSON.stringify({ ...drawDocuments(DRAWING)[0], ...members })] });
}

/** A span record with an exception whose stack is text. */
function record(stacktrace: string): Trace {
  const events = [
    { name: 'exception', attributes: { 'exception.type': 'Error', 'exception.stacktrace': stacktrace } },
    { name: `got password=${SECRET}`, attributes: {} },
  ];
  const spanRecord = { traceId: '6500aa100123456789abcdef01234567', spanId: '00000000000000aa', name: 'n', events };
  return buildTrace({ documents: [JSON.stringify({ ...spanRecord, startTimeUnixNano: '1694542352000000000' })] });
}

describe('secrets in what views get', () => {
  const urls = [`https://shop.example/cb?access_token=${SECRET}&state=1`, `https://app:${SECRET}@shop.example/x`];
  for (const url of urls) {
    it(`sends the page no secret of ${url.replace(SECRET, '…')}`, () => {
      const trace = segment({ name: `call ${url}`, http: { request: { method: 'GET', url } } });
      const wire = wireTrace(trace, REST);
      assert.ok(!JSON.stringify(wire).includes(SECRET));
      const shownUrl = wire.spans.strings[wire.spans.url[0]!];
      assert.equal(shownUrl, url.replace(SECRET, '••••••••'));
      assert.equal(trace.spans.strings[trace.spans.url[0]!], url, 'the model keeps what was received');
    });
  }

  it('masks once for every time a trace is sent', () => {
    const trace = segment({ name: `token=${SECRET}` });
    assert.equal(wireTrace(trace, REST).spans, wireTrace(trace, REST).spans);
    assert.notEqual(shownColumns(trace.spans), trace.spans);
  });

  it('copies nothing where there is nothing to mask', () => {
    const { spans } = buildTrace({ documents: drawTrace('shop 0 100\n  https://shop.example/a 0 50') });
    assert.equal(shownColumns(spans), spans);
  });

  it('masks the title', () => {
    assert.equal(traceTitle(segment({ name: `job password=${SECRET}` })), 'job password=••••••••');
    const url = `/reset/password=${SECRET}`;
    assert.ok(!traceTitle(segment({ http: { request: { url }, response: { status: 200 } } })).includes(SECRET));
  });

  it('masks name, cause and stack frames in the details of a segment until revealed', () => {
    const frame = { path: `https://u:${SECRET}@host/app.js`, line: 4, label: `run(token=${SECRET})` };
    const exceptions = [{ id: 'e1', type: 'Error', message: `no password=${SECRET}`, stack: [frame] }];
    const trace = segment({
      name: `call ?token=${SECRET}`,
      cause: { id: `Bearer ${SECRET}`, message: `token=${SECRET}`, exceptions },
    });
    assert.ok(!JSON.stringify(spanDetails(trace, 0, { reveal: false })).includes(SECRET));
    const revealed = spanDetails(trace, 0, { reveal: true });
    assert.equal(revealed.name, `call ?token=${SECRET}`);
    assert.equal(revealed.cause.reference, `Bearer ${SECRET}`);
    assert.deepEqual(revealed.exceptions[0]?.frames[0], frame);
  });

  it('masks stack frames and names of events in the details of a span record until revealed', () => {
    const trace = record(`  File "https://u:${SECRET}@host/app.py", line 4, in run`);
    const details = spanDetails(trace, 0, { reveal: false });
    assert.ok(!JSON.stringify(details).includes(SECRET), JSON.stringify(details));
    assert.equal(details.exceptions[0]?.frames.length, 1);
    assert.equal(details.exceptions[0].frames[0]?.line, 4);
    assert.ok(JSON.stringify(spanDetails(trace, 0, { reveal: true })).includes(`u:${SECRET}@host`));
  });
});
