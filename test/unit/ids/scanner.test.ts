import assert from 'node:assert/strict';
import { scanText, type FoundId } from '../../../src/ids/scanner';

const X = '1-6500aa10-0123456789abcdef01234567';
const W = '6500aa100123456789abcdef01234567';
const OTHER = '1-6500aa11-fedcba9876543210fedcba98';
const S = '53995c3f42cd8ad8';

/** The IDs of a text; each must say where it stands. */
function scan(text: string): FoundId[] {
  const found = scanText(text);
  for (const { id, start, end } of found) {
    assert.equal(
      text.slice(start, end).toLowerCase().replaceAll('-', ''),
      id.replaceAll('-', '').slice(end - start === 35 ? 0 : 1),
    );
  }
  return found;
}

/** `id[@segment][ sampled|unsampled]`, one per ID, for comparing. */
function said(text: string): string[] {
  return scan(text).map(
    ({ id, segmentId, sampled }) =>
      id + (segmentId ? `@${segmentId}` : '') + (sampled === undefined ? '' : sampled ? ' sampled' : ' unsampled'),
  );
}

/** A load balancer's access log with its `trace_id` field. */
function balancerLine(field: string): string {
  return `https 2018-07-02T22:23:00.186641Z app/my-lb/50dc6c495c0c9188 1.2.3.4:2817 "GET / HTTP/1.1" "${field}" "www.example.com"`;
}

describe('trace IDs in text', () => {
  it('finds X-Ray IDs wherever they stand and says exactly where', () => {
    for (const text of [
      X,
      `see ${X}.`,
      `"${X}"`,
      `[${X}]`,
      `traces/${X}?x`,
      `(${X})`,
      `a ${X}, b`,
      `trace-${X}.json`,
      `é😀 ${X}`,
    ]) {
      const [found, ...more] = scan(text);
      assert.deepEqual(found, { id: X, start: text.indexOf(X), end: text.indexOf(X) + 35, form: 'xray' }, text);
      assert.equal(more.length, 0);
    }
  });

  it('reads upper case', () => {
    assert.deepEqual(said(`Root=${X.toUpperCase()};Parent=${S.toUpperCase()}`), [`${X}@${S}`]);
    assert.deepEqual(said(`trace_id=${W.toUpperCase()}`), [X]);
  });

  it('reads the segment behind an @', () => {
    assert.deepEqual(said(`INFO AWS-XRAY-TRACE-ID: ${X}@${S} c.e.Foo - msg`), [`${X}@${S}`]);
    assert.deepEqual(said(`${X}@${S}0 x`), [X]);
  });

  it('reads X-Ray headers with their fields in any order', () => {
    for (const [header, expected] of [
      [`Root=${X};Parent=${S};Sampled=1`, [`${X}@${S} sampled`]],
      [`Sampled=0;Parent=${S};Root=${X}`, [`${X}@${S} unsampled`]],
      [`Parent=${S}; Root=${X}; Sampled=1`, [`${X}@${S} sampled`]],
      [`Root=${X};Parent=${S};Sampled=?`, [`${X}@${S}`]],
      [`Root=${X};Lineage=a87bd80c:1|68fd508a:5;Parent=${S};Sampled=1`, [`${X}@${S} sampled`]],
      [`Self=${OTHER};Root=${X};Parent=${S};Sampled=1`, [OTHER, `${X}@${S} sampled`]],
      [`Sampled=1;Parent=${S};Self=${OTHER};Root=${X}`, [OTHER, `${X}@${S} sampled`]],
      [`Root=${X};Parent=${S};Self=${OTHER};Sampled=1`, [`${X}@${S} sampled`, OTHER]],
      [`Self=${OTHER};Root=${X};CalledFrom=app`, [OTHER, X]],
      [`root=${X};parent=${S};sampled=1`, [`${X}@${S} sampled`]],
      [`Root\\u003d${X};Parent\\u003d${S};Sampled\\u003d1`, [`${X}@${S} sampled`]],
      [`Root%3D${X}%3BParent%3D${S}%3BSampled%3D1`, [`${X}@${S} sampled`]],
    ] as const) {
      for (const text of [header, `X-Amzn-Trace-Id: ${header}`, `"_X_AMZN_TRACE_ID": "${header}"",ask/lib"`]) {
        assert.deepEqual(said(text), expected, text);
      }
    }
  });

  it('takes no parent from outside the header', () => {
    assert.deepEqual(said(`Root=${X};Sampled=1" "Parent=${S}"`), [`${X} sampled`]);
    assert.deepEqual(said(`Root=${X} Root=${OTHER};Parent=${S}`), [X, `${OTHER}@${S}`]);
  });

  it('reads W3C trace context', () => {
    for (const text of [
      `traceparent: 00-${W}-${S}-01`,
      `"traceparent":"00-${W}-${S}-01"`,
      `x 00-${W}-${S}-01 y`,
      `traceparent: cc-${W}-${S}-01`,
    ]) {
      assert.deepEqual(said(text), [`${X}@${S} sampled`], text);
      const [found] = scan(text);
      assert.equal(text.slice(found?.start, found?.end), W);
      assert.equal(found?.form, 'w3c');
    }
    assert.deepEqual(said(`traceparent: 00-${W}-${S}-00`), [`${X}@${S} unsampled`]);
    assert.deepEqual(said(`traceparent: 00-${W}-${'0'.repeat(16)}-01`), [`${X} sampled`]);
    for (const text of [
      `ff-${W}-${S}-01`,
      `traceparent: ff-${W}-${S}-01`,
      `cc-${W}-${S}-01`,
      `00-${'0'.repeat(32)}-${S}-01`,
      `000-${W}-${S}-01`,
      `00-${W}-${S}`,
    ]) {
      assert.deepEqual(said(text), [], text);
    }
  });

  it('reads b3 in one header and in several', () => {
    assert.deepEqual(said(`b3: ${W}-${S}-1-05e3ac9a4f6e3b90`), [`${X}@${S} sampled`]);
    assert.deepEqual(said(`"b3":"${W}-${S}-0"`), [`${X}@${S} unsampled`]);
    assert.deepEqual(said(`b3: ${W}-${S}-d`), [`${X}@${S} sampled`]);
    assert.deepEqual(said(`b3: ${W}-${S}`), [`${X}@${S}`]);
    const parent = 'X-B3-ParentSpanId: 05e3ac9a4f6e3b90';
    const lines = [`X-B3-TraceId: ${W}`, parent, `X-B3-SpanId: ${S}`, 'X-B3-Sampled: 1'];
    for (const text of [lines.join('\n'), lines.toReversed().join('\r\n'), lines.join(', ')]) {
      assert.deepEqual(said(text), [`${X}@${S} sampled`], text);
    }
  });

  it('reads Lambda REPORT lines, in one line or two, with tabs or blanks', () => {
    const report =
      'REPORT RequestId: 7c1e5a52-8d4c-4f6b-a5d5-0a8c7fd02480\tDuration: 12.30 ms\tBilled Duration: 13 ms\t';
    for (const gap of ['\t', '   ', '\n', '\\t']) {
      assert.deepEqual(said(`${report}XRAY TraceId: ${X}${gap}SegmentId: ${S}${gap}Sampled: true\t`), [
        `${X}@${S} sampled`,
      ]);
      assert.deepEqual(said(`${report}\nXRAY TraceId: ${X}${gap}SegmentId: ${S}${gap}Sampled: false`), [
        `${X}@${S} unsampled`,
      ]);
    }
    assert.deepEqual(said(`XRAY TraceId: ${X}\tSegmentId: 07f5xmpl2d1f6f85\tSampled: true`), [`${X} sampled`]);
  });

  it('takes the span of a Lambda platform event, which is the function, before the header parent', () => {
    const tracing = { spanId: S, type: 'X-Amzn-Trace-Id', value: `Root=${X};Parent=0efbd19962d95b05;Sampled=1` };
    const event = { time: '2026-01-01T00:00:00.000Z', type: 'platform.report', record: { requestId: 'a', tracing } };
    assert.deepEqual(said(JSON.stringify(event)), [`${X}@${S} sampled`]);
    assert.deepEqual(said(JSON.stringify(event, null, 2)), [`${X}@${S} sampled`]);
    assert.deepEqual(said(JSON.stringify({ message: JSON.stringify(event) })), [`${X}@${S} sampled`]);
  });

  it('reads Powertools and other JSON loggers', () => {
    assert.deepEqual(said(`{"level":"INFO","message":"hi","xray_trace_id":"${X}","service":"a"}`), [X]);
    assert.deepEqual(said(`{"traceId":"${X}","message":"hi"}`), [X]);
    assert.deepEqual(said(`{"@xrayTraceId": "${X}", "@xraySegmentId": "${S}"}`), [`${X}@${S}`]);
    assert.deepEqual(said(`{"@t":"2026-01-01T00:00:00Z","@tr":"${W}","@sp":"${S}"}`), [`${X}@${S}`]);
  });

  it('reads load balancer fields', () => {
    assert.deepEqual(said(balancerLine(`Root=${X}`)), [X]);
    assert.deepEqual(said(balancerLine(`Self=${OTHER};Root=${X}`)), [OTHER, X]);
  });

  it('reads W3C IDs behind every usual key', () => {
    for (const key of [
      'trace_id',
      'traceId',
      'traceID',
      'TraceId',
      'trace-id',
      'trace.id',
      'otelTraceID',
      'otel.trace_id',
      'x-trace-id',
      'Trace ID',
      'uber-trace-id',
    ]) {
      for (const text of [
        `${key}=${W}`,
        `${key}: ${W}`,
        `"${key}":"${W}"`,
        `\\"${key}\\": \\"${W}\\"`,
        `'${key}': '${W}'`,
        `${key} => ${W}`,
        `${key}=[${W}]`,
        `${key}="0x${W}"`,
        `<${key}>${W}</${key}>`,
      ]) {
        assert.deepEqual(said(text), [X], text);
      }
    }
    assert.deepEqual(said(`?trace_id%3D${W}&x=1`), [X]);
    assert.deepEqual(said(`"a trace_id\\u003d${W}"`), [X]);
  });

  it('reads the span and the flags beside a W3C ID', () => {
    assert.deepEqual(said(`trace_id=${W} span_id=${S} trace_flags=01 msg`), [`${X}@${S} sampled`]);
    assert.deepEqual(said(`span_id=${S} trace_id=${W} trace_flags=00`), [`${X}@${S} unsampled`]);
    assert.deepEqual(said(`{"traceId":"${W}","parentSpanId":"05e3ac9a4f6e3b90","spanId":"${S}"}`), [`${X}@${S}`]);
    assert.deepEqual(said(`{\n  "spanId": "${S}",\n  "traceId": "${W}",\n  "otelTraceSampled": true\n}`), [
      `${X}@${S} sampled`,
    ]);
    assert.deepEqual(said(`trace_id=${W} dd.span_id=${S} resource.service.name=a`), [X]);
  });

  it('mixes nothing up between neighbours', () => {
    const b = 'bbbbbbbbbbbbbbbb';
    const V = OTHER.slice(2).replace('-', '');
    assert.deepEqual(said(`[{"traceId":"${W}","spanId":"${S}"},{"traceId":"${V}","spanId":"${b}"}]`), [
      `${X}@${S}`,
      `${OTHER}@${b}`,
    ]);
    assert.deepEqual(said(`[{"spanId":"${S}","traceId":"${W}"},{"spanId":"${b}","traceId":"${V}"}]`), [
      `${X}@${S}`,
      `${OTHER}@${b}`,
    ]);
    assert.deepEqual(said(`{"parent":{"spanId":"${S}"},"traceId":"${W}"}`), [X]);
    assert.deepEqual(said(`trace_id=${W} first\nspan_id=${S} second`), [X]);
    assert.deepEqual(said(`trace_id=${W} trace_id=${V} span_id=${b}`), [X, `${OTHER}@${b}`]);
  });

  it('sees through terminal colours', () => {
    const [on, off] = [`${String.fromCharCode(27)}[36m`, `${String.fromCharCode(27)}[0m`];
    assert.deepEqual(said(`${on}trace_id=${off}${W} ${on}span_id=${off}${S}`), [`${X}@${S}`]);
    assert.deepEqual(said(`at ${on}${X}${off}`), [X]);
  });

  it('passes over placeholders, cut and longer IDs', () => {
    for (const text of [
      '1-5e34a614-10bdxmplf1fb44f07bc535a1',
      '1-5759e988-bd862e3fe1be46a994272xmp',
      X.slice(0, -1),
      `${X}0`,
      `${X}f0`,
      `${X}_`,
      `0${X}`,
      `a${X}`,
      `2${X.slice(1)}`,
      '1-00000000-000000000000000000000000',
      '1-XXXXXXXX-XXXXXXXXXXXXXXXXXXXXXXXX',
    ]) {
      assert.deepEqual(said(text), [], text);
    }
  });

  it('passes over UUIDs, hashes and bare hex', () => {
    for (const value of [
      W,
      W.slice(1),
      `${W}0`,
      `${W}01234567`,
      W + W,
      '550e8400-e29b-41d4-a716-446655440000',
      'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    ]) {
      for (const text of [
        value,
        `id=${value}`,
        `"md5OfBody": "${value}"`,
        `etag: "${value}"`,
        `sha256:${value}`,
        `commit ${value}`,
        `span_id=${value}`,
        `retrace=${value}`,
        `trace ${value}`,
      ]) {
        assert.deepEqual(said(text), [], text);
      }
    }
    for (const value of [
      W.slice(1),
      `${W}0`,
      `${W}01234567`,
      '550e8400-e29b-41d4-a716-446655440000',
      '0'.repeat(32),
      `${W}g`,
    ]) {
      assert.deepEqual(said(`trace_id=${value}`), [], value);
    }
  });

  it("passes over Datadog's IDs", () => {
    for (const text of [
      `dd.trace_id=${W}`,
      `dd_trace_id: ${W}`,
      `"dd.trace_id":"${W}"`,
      `{"dd":{"service":"a","trace_id":"${W}"}}`,
    ]) {
      assert.deepEqual(said(text), [], text);
    }
    assert.deepEqual(said(`{"dd":{"service":"a"},"trace_id":"${W}"}`), [X]);
    assert.deepEqual(said(`add.trace_id=${W}`), [X]);
  });
});
