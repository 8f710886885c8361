import { scanText } from '../../src/ids/scanner';

const ID = '1-6500aa10-0123456789abcdef01234567';
const HEX = '6500aa100123456789abcdef01234567';
const RUNS = 5;

/** Lines as applications and Lambda write them; about every third holds an ID. */
const LOG_LINES = [
  '2026-01-31T22:12:58.534Z\t1c8df7d3-46da-4f3b-9778-518e6eca8125\tINFO\tloading order 4711 from table orders\n',
  `{"level":"INFO","message":"paid","timestamp":"2026-01-31T22:12:58.534Z","xray_trace_id":"${ID}","service":"shop"}\n`,
  `2026-01-31 22:12:58,534 INFO [shop] [trace_id=${HEX} span_id=53995c3f42cd8ad8 trace_flags=01] - md5 9e107d9d372bb6826bd81d3542a419d6\n`,
  '127.0.0.1 - - [31/Jan/2026:22:12:58 +0000] "GET /orders/550e8400-e29b-41d4-a716-446655440000 HTTP/1.1" 200 512\n',
  `REPORT RequestId: 1c8df7d3-46da-4f3b-9778-518e6eca8125\tDuration: 2.75 ms\nXRAY TraceId: ${ID}\tSegmentId: 53995c3f42cd8ad8\tSampled: true\n`,
  '\tat handler (/var/task/src/orders.js:42:13)\n',
];

/** Text that makes a careless expression try the same characters again and again. */
const ADVERSARIAL: Readonly<Record<string, string>> = {
  'line of digits': '1',
  'half IDs': '1-6500aa10-',
  keys: 'trace_id=',
  'headers without end': `Self=${ID};`,
  'words of 64': `${'a'.repeat(63)}=${HEX.slice(16)} `,
};

export interface ScannerBench {
  readonly bench: 'scanner';
  readonly text: string;
  readonly chars: number;
  readonly ms: number;
  /** The same for a text twice as long. */
  readonly doubledMs: number;
  /** `doubledMs` / `ms`: 2 is linear, 4 quadratic. */
  readonly ratio: number;
}

/** Scans a log of 5 MB, a single line of 2 MB, and adversarial texts; each also at double length. Medians. */
export function benchScanner(): Promise<ScannerBench[]> {
  const log = LOG_LINES.join('');
  const results = [
    measure('log', log, 5_000_000),
    measure('one line', log.replaceAll('\n', ' '), 2_000_000),
    ...Object.entries(ADVERSARIAL).map(([name, unit]) => measure(name, unit, 1_000_000)),
  ];
  return Promise.resolve(results);
}

function measure(name: string, unit: string, chars: number): ScannerBench {
  const ms = medianTime(unit.repeat(Math.ceil(chars / unit.length)));
  const doubledMs = medianTime(unit.repeat(Math.ceil((2 * chars) / unit.length)));
  return {
    bench: 'scanner',
    text: name,
    chars,
    ms: round(ms),
    doubledMs: round(doubledMs),
    ratio: round(doubledMs / ms),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function medianTime(text: string): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    scanText(text);
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[RUNS >> 1] ?? 0;
}
