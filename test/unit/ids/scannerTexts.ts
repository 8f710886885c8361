import * as fc from 'fast-check';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdefABCDEF')), minLength: length, maxLength: length });

/** `1-8-24`, in any case, never all zero. */
export const xrayId = fc.tuple(hex(7), hex(24)).map(([second, rest]) => `1-6${second}-${rest}`);
export const w3cId = hex(31).map((rest) => `6${rest}`);
export const spanId = hex(15).map((rest) => `7${rest}`);

/** Text made of the pieces the scanner looks for, whole and broken, in any order: what is most likely to confuse it. */
export const hostileText = fc
  .array(
    fc.oneof(
      xrayId,
      w3cId,
      spanId,
      fc.constantFrom(
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\t',
        ';',
        '"',
        '{',
        '}',
        '=',
        ': ',
        ',',
        '-',
        '@',
        '\\',
        '\\n',
        '\\u003d',
        '%3D',
        '0x',
        '1-',
        '00-',
      ),
      fc.constantFrom(
        'Root=',
        'Self=',
        'Parent=',
        'Sampled=1',
        'trace_id=',
        '"traceId":"',
        '"spanId": "',
        'dd',
        '"dd":{',
        'b3: ',
        'X-B3-TraceId: ',
        'X-B3-SpanId: ',
        'XRAY TraceId: ',
        'SegmentId: ',
        'trace_flags=01',
        'traceparent: 00-',
      ),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

/** Records of several lines, whole and broken: what a scan by lines could read differently from a scan of the whole. */
export const recordText = fc
  .array(
    fc.oneof(
      w3cId.map((id) => `X-B3-TraceId: ${id}`),
      w3cId.map((id) => `"traceId": "${id}",`),
      xrayId.map((id) => `XRAY TraceId: ${id}`),
      xrayId,
      spanId.map((id) => `X-B3-SpanId: ${id}`),
      spanId.map((id) => `"spanId": "${id}",`),
      spanId.map((id) => `SegmentId: ${id}`),
      fc.constantFrom('', '', '{', '}', '"dd": {', 'X-B3-Sampled: 1', '"sampled": false', 'trace_flags=01'),
    ),
    { maxLength: 30 },
  )
  .map((lines) => lines.join('\n'));
