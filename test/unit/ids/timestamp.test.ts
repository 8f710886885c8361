import assert from 'node:assert/strict';
import { lineTimestamp } from '../../../src/ids/timestamp';

const NOW = Date.UTC(2026, 1, 10);
const AT = Date.UTC(2026, 0, 31, 22, 12, 58, 534);
const WHOLE = Date.UTC(2026, 0, 31, 22, 12, 58);

describe('time of a log line', () => {
  const lines: readonly (readonly [string, number | undefined])[] = [
    ['2026-01-31T22:12:58.534Z\t1c8df7d3-46da\tINFO hi', AT],
    ['[INFO]  2026-01-31T22:12:58.534Z    1c8df7d3 hi', AT],
    ['2026-01-31 22:12:58,534 INFO hi', AT],
    ['2026-01-31 22:12:58.534123456 INFO hi', AT],
    ['2026-01-31T22:12:58 hi', WHOLE],
    ['2026-01-31T23:12:58.534+01:00 hi', AT],
    ['2026-01-31T14:12:58.534-0800 hi', AT],
    ['2026-01-31 22:12:58.534 UTC hi', AT],
    ['2026-01-31 22:12:58 -1 hi', WHOLE],
    ['2026/01/31 22:12:58 EVENT: {', WHOLE],
    ['https 2026-01-31T22:12:58.534641Z app/lb 1 2018-07-02T22:22:48.364000Z', AT],
    ['127.0.0.1 - frank [31/Jan/2026:22:12:58 +0000] "GET /"', WHOLE],
    ['127.0.0.1 - frank [31/Jan/2026:14:12:58 -0800] "GET /"', WHOLE],
    ['Date: Sat, 31 Jan 2026 22:12:58 GMT', WHOLE],
    ['X-Amz-Date: 20260131T221258Z', WHOLE],
    ['Jan 31 22:12:58 host app[1]: hi', WHOLE],
    ['<13>Jan 31 22:12:58 host app[1]: hi', WHOLE],
    ['Dec  1 00:00:00 host app: hi', Date.UTC(2025, 11, 1)],
    ['{"level":"INFO","timestamp":"2026-01-31T22:12:58.534Z"}', AT],
    ['{"message":"from 2020-01-01T00:00:00Z","timestamp":"2026-01-31T22:12:58.534Z"}', AT],
    [`{"time":${AT}}`, AT],
    [`{"timestamp":${AT / 1000}}`, AT],
    [`{"timestamp": ${WHOLE / 1000}, "a": 1}`, WHOLE],
    [`{"message":"{\\"ts\\":${AT}}"}`, AT],
    [`ts=${AT / 1000} level=info`, AT],
    [`{"startTimeUnixNano":${AT}123456}`, AT + 0.123456],
    [`{"observedTimeUnixNano":"${AT}000000"}`, AT],
    [`{"@timestamp":"2026-01-31 22:12:58,534"}`, AT],
    [`${AT} hi`, AT],
    [`${AT / 1000} hi`, AT],
    ['', undefined],
    ['XRAY TraceId: 1-6500aa10-0123456789abcdef01234567', undefined],
    ['{"duration":1769897578534}', undefined],
    ['{"timestamp":"yesterday"}', undefined],
    ['{"timestamp":12345678901234567890}', undefined],
    ['{"timestamp":9999999999}', undefined],
    ['2026-13-31T22:12:58Z', undefined],
    ['2026-01-31T25:12:58Z', undefined],
    ['Foo 31 22:12:58 host', undefined],
    ['1769897578-a', undefined],
    [`count ${AT}`, undefined],
  ];
  for (const [line, expected] of lines) {
    it(`${expected === undefined ? 'finds none in' : 'reads'} ${line || 'an empty line'}`, () => {
      const time = lineTimestamp(line, NOW);
      if (expected === undefined) assert.equal(time, undefined);
      else assert.ok(time !== undefined && Math.abs(time - expected) < 0.01, `${time} is not ${expected}`);
    });
  }

  it('reads a bounded part of a line of megabytes', () => {
    assert.equal(lineTimestamp(`${'2'.repeat(2_000_000)} 2026-01-31T22:12:58Z`, NOW), undefined);
  });
});
