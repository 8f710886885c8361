import { toW3cTraceId } from '../../src/model/traceId';
import type { DemoTrace } from './draft';
import { Random } from './random';

/**
 * The log files of the sample workspace, by file name: what Lambda, Powertools, load balancers, Java, OpenTelemetry and a
 * plain Express app write, with the IDs of the given traces.
 */
export function demoLogs(traces: readonly DemoTrace[]): Record<string, string> {
  const byKey = new Map(traces.map((trace) => [trace.key, trace]));
  const of = (key: string): DemoTrace => {
    const trace = byKey.get(key);
    if (!trace) throw new RangeError(`no demo trace "${key}"`);
    return trace;
  };
  const files: Record<string, readonly Line[]> = {
    'lambda-checkout.log': [of('checkout-paid'), of('checkout-failed')].flatMap((trace) => lambdaText(trace)),
    'lambda-carts.log': platformEvents(of('cart-read')),
    'powertools.log': [...powertools(of('checkout-paid'), 'paid'), ...powertools(of('checkout-failed'), 'failed')],
    'alb-access.log': [
      ...loadBalancer(of('out-of-stock'), 'POST', '/reservations', 409),
      ...loadBalancer(of('login'), 'POST', '/login', 200),
      ...loadBalancer(of('other-scripts'), 'GET', '/%E6%A4%9C%E7%B4%A2', 200),
    ],
    'pricing.log': java(of('pricing')),
    'search.log': openTelemetry(of('search-request')),
    'inventory.log': [...express(of('out-of-stock')), ...express(of('deadlock'))],
    'receipts.log': python(of('receipts-sent'), of('key-error')),
    'jobs.log': jobs(of),
  };
  const text = ([name, lines]: [string, readonly Line[]]): [string, string] => [
    name,
    `${lines
      .toSorted((a, b) => a.at - b.at)
      .map((line) => line.text)
      .join('\n')}\n`,
  ];
  return Object.fromEntries(Object.entries(files).map(text));
}

/** Lines of one file stand in the order of their times; `at` is epoch milliseconds. */
interface Line {
  readonly at: number;
  readonly text: string;
}

const iso = (at: number): string => new Date(at).toISOString();

/** The id of the trace's first segment with this origin, else of its first segment. */
function segmentId(trace: DemoTrace, origin = 'AWS::Lambda::Function'): string {
  const segments = trace.documents.map((text) => JSON.parse(text) as { id?: string; spanId?: string; origin?: string });
  const segment = segments.find((document) => document.origin === origin) ?? segments[0];
  return segment?.id ?? segment?.spanId ?? '';
}

/** What Lambda measured of the invocations that have a log. Milliseconds and MB; `from` is the offset into the trace. */
const INVOCATIONS: Readonly<Record<string, { from: number; duration: number; memory: number; init?: number }>> = {
  'checkout-paid': { from: 8, duration: 727.4, memory: 131 },
  'checkout-failed': { from: 632, duration: 1663.12, memory: 148, init: 612.3 },
  'cart-read': { from: 7, duration: 30.18, memory: 96 },
};

function invocationOf({ key }: DemoTrace): (typeof INVOCATIONS)[string] & { requestId: string } {
  const invocation = INVOCATIONS[key];
  if (!invocation) throw new RangeError(`no invocation of "${key}"`);
  return { ...invocation, requestId: new Random(`request ${key}`).uuid() };
}

function lambdaText(trace: DemoTrace): Line[] {
  const { from, duration, memory, init, requestId } = invocationOf(trace);
  const begin = trace.start + from;
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration} ms`,
    `Billed Duration: ${Math.ceil(duration)} ms`,
    'Memory Size: 256 MB',
    `Max Memory Used: ${memory} MB`,
    ...(init === undefined ? [] : [`Init Duration: ${init} ms`]),
    '',
  ].join('\t');
  const xray = `XRAY TraceId: ${trace.id}\tSegmentId: ${segmentId(trace)}\tSampled: true\t`;
  return [
    { at: begin, text: `START RequestId: ${requestId} Version: $LATEST` },
    { at: begin + 2, text: `${iso(begin + 2)}\t${requestId}\tINFO\trequest accepted` },
    { at: begin + duration - 1, text: `END RequestId: ${requestId}` },
    { at: begin + duration, text: `${report}\n${xray}` },
  ];
}

function platformEvents(trace: DemoTrace): Line[] {
  const { from, duration, memory, requestId } = invocationOf(trace);
  const tracing = {
    spanId: segmentId(trace),
    type: 'X-Amzn-Trace-Id',
    value: `Root=${trace.id};Parent=${segmentId(trace, 'AWS::Lambda')};Sampled=1`,
  };
  const metrics = {
    durationMs: duration,
    billedDurationMs: Math.ceil(duration),
    memorySizeMB: 256,
    maxMemoryUsedMB: memory,
  };
  const event = (offset: number, type: string, record: object): Line => {
    const at = trace.start + from + offset;
    return { at, text: JSON.stringify({ time: iso(at), type, record: { requestId, ...record, tracing } }) };
  };
  return [
    event(0, 'platform.start', { version: '$LATEST' }),
    event(duration - 1, 'platform.runtimeDone', { status: 'success' }),
    event(duration, 'platform.report', { metrics, status: 'success' }),
  ];
}

function powertools(trace: DemoTrace, outcome: 'paid' | 'failed'): Line[] {
  const shared = {
    service: 'checkout',
    function_request_id: new Random(`request ${trace.key}`).uuid(),
    xray_trace_id: trace.id,
  };
  const line = (offset: number, level: string, message: string, more: object = {}): Line => ({
    at: trace.start + offset,
    text: JSON.stringify({ level, message, timestamp: iso(trace.start + offset), ...shared, ...more }),
  });
  const lines = [line(641, 'INFO', 'checkout started', { cartId: 'c-4711' })];
  if (outcome === 'paid') return [...lines, line(710, 'INFO', 'payment captured')];
  const error = {
    name: 'ProviderUnavailableError',
    message: 'payments provider answered 503',
    stack:
      'ProviderUnavailableError: payments provider answered 503\n    at charge (/var/task/src/payments/client.ts:90:13)\n' +
      '    at retry (/var/task/src/lib/retry.ts:28:14)\n    at async handler (/var/task/src/handlers/checkout.ts:55:21)',
  };
  return [...lines, line(2259, 'ERROR', 'payment failed', { error })];
}

function loadBalancer(trace: DemoTrace, method: string, path: string, status: number): Line[] {
  const random = new Random(`alb ${trace.key}`);
  const at = trace.start + random.between(40, 220);
  const self = `1-${trace.id.slice(2, 10)}-${random.hex(24)}`;
  // A balancer behind another one adds its own Self in front of the Root it got.
  const traceField = trace.key === 'login' ? `Self=${self};Root=${trace.id}` : `Root=${trace.id}`;
  const text =
    `https ${iso(at).replace('Z', '000Z')} app/shop/50dc6c495c0c9188 203.0.113.24:${random.between(20_000, 60_000)} ` +
    `10.0.4.17:8080 0.001 0.${random.between(100, 400)} 0.000 ${status} ${status} ${random.between(200, 900)} 57 ` +
    `"${method} https://shop.example.com:443${path} HTTP/2.0" "Mozilla/5.0" TLS_AES_128_GCM_SHA256 TLSv1.3 ` +
    `arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/shop/73e2d6bc24d8a067 "${traceField}" ` +
    `"shop.example.com" "session-reused" 1 ${iso(trace.start)} "forward" "-" "-" "10.0.4.17:8080" "${status}" "-" "-"`;
  return [{ at, text }];
}

function java(trace: DemoTrace): Line[] {
  const id = `AWS-XRAY-TRACE-ID: ${trace.id}@${segmentId(trace, '')}`;
  const line = (offset: number, level: string, logger: string, message: string): Line => {
    const time = iso(trace.start + offset)
      .replace('T', ' ')
      .replace('.', ',')
      .replace('Z', '');
    return {
      at: trace.start + offset,
      text: `${time} ${level.padEnd(5)} [http-nio-8080-exec-4] ${id} ${logger} - ${message}`,
    };
  };
  return [
    line(1, 'INFO', 'c.e.shop.PriceController', 'GET /prices?sku=A-1'),
    line(10, 'DEBUG', 'c.e.shop.PriceRepository', 'cache miss for A-1'),
    line(95, 'INFO', 'c.e.shop.PriceController', 'answered 1 price in 94 ms'),
  ];
}

function openTelemetry(trace: DemoTrace): Line[] {
  const traceId = toW3cTraceId(trace.id);
  const random = new Random(`otel ${trace.key}`);
  const body = (offset: number, severityText: string, text: string): Line => ({
    at: trace.start + offset,
    text: JSON.stringify({
      resource: { attributes: { 'service.name': 'search' } },
      timeUnixNano: `${trace.start + offset}000000`,
      severityText,
      body: text,
      traceId,
      spanId: random.hex(16),
      flags: 1,
    }),
  });
  return [
    {
      at: trace.start,
      text: `${iso(trace.start)} storefront GET /search traceparent: 00-${traceId}-${random.hex(16)}-01`,
    },
    body(9, 'INFO', 'searching for kettle'),
    {
      at: trace.start + 202,
      text: `${iso(trace.start + 202)} INFO ranking trace_id=${traceId} span_id=${random.hex(16)} trace_flags=01 model not loaded yet`,
    },
    body(876, 'ERROR', 'DEADLINE_EXCEEDED: deadline exceeded after 0.5s'),
  ];
}

function express(trace: DemoTrace): Line[] {
  const line = (offset: number, level: string, message: string): Line => ({
    at: trace.start + offset,
    text: `${iso(trace.start + offset)} ${level} [Root=${trace.id}] ${message}`,
  });
  const error =
    trace.key === 'deadlock'
      ? line(1084, 'ERROR', 'error: deadlock detected\n    at onHand (/srv/shop/src/inventory.ts:22:20)')
      : line(
          54,
          'ERROR',
          'OutOfStockError: B-7: 2 pieces short\n    at reserveStock (/srv/shop/src/inventory.ts:32:13)',
        );
  return [line(2, 'INFO', 'reserving 2 lines'), error];
}

function pythonLine(trace: DemoTrace, offset: number, level: string, message: string, more: object = {}): Line {
  const at = trace.start + offset;
  const timestamp = iso(at).replace('T', ' ').replace('.', ',').replace('Z', '+0000');
  const shared = { level, location: 'handler:38', message, timestamp, service: 'receipts', xray_trace_id: trace.id };
  return { at, text: JSON.stringify({ ...shared, ...more }) };
}

function python(sent: DemoTrace, failed: DemoTrace): Line[] {
  return [
    pythonLine(sent, 8, 'INFO', 'sending receipt', { cart: 'c-4711' }),
    pythonLine(failed, 6, 'INFO', 'sending receipt', { cart: 'c-4712' }),
    pythonLine(failed, 83, 'ERROR', 'unhandled', {
      exception_name: 'KeyError',
      exception: 'File "handler.py", line 19, in render',
    }),
  ];
}

/** Jobs, and everything that looks like a trace ID and is none. */
function jobs(of: (key: string) => DemoTrace): Line[] {
  const line = (key: string, offset: number, message: (trace: DemoTrace) => string): Line => {
    const trace = of(key);
    return { at: trace.start + offset, text: `${iso(trace.start + offset)} ${message(trace)}` };
  };
  const noise = of('thumbnail').start + 70_000;
  const random = new Random('jobs');
  const neverSampled = `1-${of('cart-read').id.slice(2, 10)}-${random.hex(24)}`;
  const plain = (offset: number, text: string): Line => ({
    at: noise + offset,
    text: `${iso(noise + offset)} ${text}`,
  });
  return [
    line(
      'nightly-import',
      600_000,
      (t) => `INFO importer finished trace_id=${toW3cTraceId(t.id)} items=3333 refused=34`,
    ),
    line('reindex', 3100, (t) => `WARN reindex-catalogue still mapping X-Amzn-Trace-Id: Root=${t.id};Sampled=1`),
    line('fulfilment', 4310, (t) => `INFO order-fulfilment SUCCEEDED parcels=12 trace=${t.id}`),
    line(
      'thumbnail',
      61_870,
      (t) => `INFO thumbnail done at attempt 2 Root=${t.id};Parent=${segmentId(t)};Sampled=1;Lineage=a87bd80c:1`,
    ),
    line('throttled-table', 310, (t) => `WARN recommendations: table views throttled, retried twice [${t.id}]`),
    line('running-report', 240, (t) => `INFO monthly-report waits for its query, trace ${t.id}`),
    plain(0, `INFO health check X-Amzn-Trace-Id: Root=${neverSampled};Parent=${random.hex(16)};Sampled=0`),
    plain(
      10,
      'INFO copied from the documentation: XRAY TraceId: 1-5e34a614-10bdxmplf1fb44f07bc535a1 SegmentId: 07f5xmpl2d1f6f85',
    ),
    plain(20, `INFO uploaded labels/c-4711.pdf md5=${random.hex(32)} request=${random.uuid()}`),
    plain(30, `INFO deployed commit ${random.hex(40)} image sha256:${random.hex(64)}`),
  ];
}
