import assert from 'node:assert/strict';
import { assert as check, json as anyJson, property, string as anyText } from 'fast-check';
import { buildTrace } from '../../src/model/buildTrace';
import { toW3cTraceId } from '../../src/model/traceId';
import { checkWire } from '../../src/protocol/wireCheck';
import { parseTime } from '../../src/features/typedTime';
import { readPastedIds } from '../../src/features/pastedIds';
import type { Receipt } from '../../src/traces/receipt';
import { TraceError } from '../../src/traces/traceError';
import type { Localize } from '../../src/views/localize';
import { breakLines } from '../../src/views/prettyJson';
import { receiptLine, receiptText } from '../../src/views/receiptText';
import { isRegionName, regions } from '../../src/views/regions';
import { segmentText } from '../../src/views/segmentText';
import { readSegmentQuery, segmentUri } from '../../src/views/segmentUri';

const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
const X = '1-6a633a34-0123456789abcdef01234567';
const Y = '1-6a633a35-fedcba9876543210fedcba98';

const RECEIPT: Receipt = {
  how: 'open',
  wanted: [X, Y],
  startedAt: Date.UTC(2026, 0, 1),
  endedAt: Date.UTC(2026, 0, 1) + 212,
  cancelled: false,
  arrived: new Set([X]),
  failed: new Map([[Y, new TraceError('notFound', { id: Y })]]),
  calls: [
    {
      operation: 'BatchGetTraces',
      ids: [X, Y],
      startedAt: Date.UTC(2026, 0, 1),
      milliseconds: 80,
      requestId: 'req-1',
      waits: [{ reason: 'ThrottledException', milliseconds: 120 }],
      outcome: 'ok',
      note: '1 trace, 1 unprocessed',
    },
    {
      operation: 'BatchGetTraces',
      ids: [Y],
      startedAt: Date.UTC(2026, 0, 1) + 90,
      milliseconds: 40,
      requestId: '',
      waits: [],
      outcome: 'ok',
      note: '',
    },
  ],
};

function lines(text: string): string {
  return breakLines({ text, from: 0, to: text.length }).text;
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

describe('the receipt', () => {
  it('is one line in the header', () => {
    assert.equal(receiptLine(RECEIPT, t), 'BatchGetTraces ×2 · 1 of 2 IDs · 212 ms');
    assert.equal(receiptLine(undefined, t), '');
    assert.equal(receiptLine({ ...RECEIPT, calls: [] }, t), '');
  });

  it('is a document with every call, its IDs, request id, retries and waits, and what is missing', () => {
    const text = receiptText('shop', [RECEIPT], t);
    for (const part of [
      '1. BatchGetTraces  80 ms  ok  1 trace, 1 unprocessed',
      'request  req-1',
      'retries  1: waited 120 ms after ThrottledException',
      '2. BatchGetTraces  40 ms  ok',
      `Still missing: 1\n   ${Y}  notFound`,
    ]) {
      assert.ok(text.includes(part), `${part}\n\n${text}`);
    }
    assert.match(receiptText('shop', [], t), /No request is known/);
  });
});

describe('lines for one-line JSON', () => {
  it('breaks at members and leaves empty brackets together', () => {
    assert.equal(
      lines('{"a":1,"b":[],"c":{"d":"x, {y}"},"e":[1,2]}'),
      '{\n  "a": 1,\n  "b": [],\n  "c": {\n    "d": "x, {y}"\n  },\n  "e": [\n    1,\n    2\n  ]\n}',
    );
  });

  it('changes nothing but white space, whatever the text is', () => {
    const json = anyJson().map((text) => JSON.stringify(JSON.parse(text)));
    check(property(json, (text) => assert.deepEqual(JSON.parse(lines(text)), JSON.parse(text))));
    check(property(anyText(), (text) => assert.equal(squeeze(lines(text)), squeeze(text))));
  });

  it('keeps numbers, repeated keys and escapes as they came', () => {
    const text = '{"t":1.795169666118E9,"t":1694542352123000991,"s":"\\u00e9\\"}"}';
    assert.equal(lines(text).replaceAll(/\s+/g, ''), text);
  });

  it('leaves text that has lines alone', () => {
    assert.equal(lines('{\n "a":1}'), '{\n "a":1}');
  });

  it('carries the range along, for every value of a document', () => {
    const text = '{"id":"a","subsegments":[{"id":"b","x":[1]},{"id":"c"}]}';
    for (const part of ['{"id":"b","x":[1]}', '{"id":"c"}', text]) {
      const from = text.indexOf(part);
      const broken = breakLines({ text, from, to: from + part.length });
      assert.deepEqual(JSON.parse(broken.text.slice(broken.from, broken.to)), JSON.parse(part));
    }
  });

  it('ends soon on deep and on long text', () => {
    const deep = lines('['.repeat(20_000) + ']'.repeat(20_000));
    assert.ok(deep.length < 5_000_000, `${deep.length} characters`);
    assert.ok(lines(`"${'x'.repeat(5_000_000)}`).length > 5_000_000);
  });
});

describe('a raw segment document', () => {
  const document = JSON.stringify({
    id: '00000000000000a1',
    name: 'shop',
    trace_id: X,
    start_time: 1,
    end_time: 2,
    metadata: { default: { authorization: 'Bearer abcdefghijklmnop', note: 'AKIAIOSFODNN7EXAMPLE' } },
    subsegments: [{ id: '00000000000000b2', name: 'inner', start_time: 1, end_time: 2 }],
  });
  const trace = buildTrace({ id: X, documents: [document] });
  const address = {
    ref: { source: 'aws', profile: 'a/b', region: 'eu-west-1', id: X },
    form: 'lines',
    reveal: false,
  } as const;

  it('shows the whole document and where the subsegment stands, secrets masked', () => {
    const shown = segmentText(trace, { ...address, span: '00000000000000b2' })!;
    assert.match(shown.text, /"name": "shop"/);
    assert.equal((JSON.parse(shown.text.slice(shown.from, shown.to)) as { name: string }).name, 'inner');
    assert.doesNotMatch(shown.text, /abcdefghijklmnop|AKIAIOSFODNN7EXAMPLE/);
  });

  it('is the received text when asked for as received and revealed', () => {
    const shown = segmentText(trace, { ...address, span: '00000000000000a1', form: 'received', reveal: true });
    assert.equal(shown?.text, document);
  });

  it('is undefined for a span the trace does not have', () => {
    assert.equal(segmentText(trace, { ...address, span: 'ffffffffffffffff' }), undefined);
  });

  it('has an address that says all, and reads no other', () => {
    const full = { ...address, span: 'weird/../id~1', form: 'received', reveal: true } as const;
    const { path, query } = segmentUri(full);
    assert.deepEqual(readSegmentQuery(query), full);
    assert.doesNotMatch(path, /\.\.|\/\/|%/);
    for (const other of ['', 'x', '[]', 'null', '{"ref":"a/b"}', '{"ref":7,"span":1}', '{"span":"a"}']) {
      assert.equal(readSegmentQuery(other), undefined, other);
    }
  });
});

describe('IDs pasted into a one-line box', () => {
  it('are read although the box has dropped the line breaks between them', () => {
    assert.deepEqual(
      readPastedIds(X + Y + X).ids.map(({ id }) => id),
      [X, Y],
    );
    assert.deepEqual(
      readPastedIds(toW3cTraceId(X) + toW3cTraceId(Y)).ids.map(({ id }) => id),
      [X, Y],
    );
  });

  it('are cut at 500', () => {
    const many = Array.from({ length: 600 }, (_, n) => `1-6a633a34-${n.toString(16).padStart(24, '0')}`);
    const { ids, left } = readPastedIds(many.join(''));
    assert.deepEqual([ids.length, left], [500, 100]);
  });
});

describe('a typed time', () => {
  it('is local without a zone, and what it says with one', () => {
    assert.equal(parseTime('2026-01-31 18:05'), new Date(2026, 0, 31, 18, 5).getTime());
    assert.equal(parseTime(' 2026-01-31T18:05:30Z '), Date.UTC(2026, 0, 31, 18, 5, 30));
    assert.equal(parseTime('2026-01-31 18:05 +0200'), Date.UTC(2026, 0, 31, 16, 5));
  });

  it('is nothing else', () => {
    for (const text of ['', 'now', '2026-01-31', '2026-13-31 10:00', '2026-01-31 25:00', '31.1.2026 10:00']) {
      assert.equal(parseTime(text), undefined, text);
    }
  });
});

describe('regions', () => {
  it('have names that could be one, and nothing that could be another host', () => {
    for (const name of [...regions.keys(), 'us-iso-east-1', 'eusc-de-east-1']) assert.ok(isRegionName(name), name);
    for (const name of ['', 'eu-west', 'evil.com/', 'eu-west-1.evil.com', 'EU-WEST-1', 'a@b-c-1', 'eu-west-1\n']) {
      assert.ok(!isRegionName(name), JSON.stringify(name));
    }
  });
});

describe('the check of messages to the page', () => {
  it('lets plain JSON and exact-size arrays pass', () => {
    checkWire({ a: [1, 'x', null, true], spans: { start: new Float64Array(3), id: ['a'] } });
  });

  it('refuses what would not arrive, naming the place', () => {
    const view = new Float64Array(new ArrayBuffer(80), 0, 2);
    for (const [message, place] of [
      [{ spans: { start: view } }, /spans\.start: a view of 16 bytes into a buffer of 80/],
      [{ a: { b: undefined } }, /a\.b: undefined/],
      [{ a: Number.NaN }, /a: NaN/],
      [{ a: new Map() }, /a: Map/],
      [{ a: new Date(0) }, /a: Date/],
      [{ a: 1n }, /a: bigint/],
      [{ a: new BigInt64Array(1) }, /BigInt64Array/],
    ] as const) {
      assert.throws(() => checkWire(message), place);
    }
  });
});
