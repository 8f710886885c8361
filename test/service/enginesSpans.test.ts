import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildTrace } from '../../src/model/buildTrace';
import { collect, CONNECTION, NOW, reasonOf, segment, traceId, until } from './enginesSetup';
import { SpanBench, spanRecord } from './logsSetup';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const never = new AbortController().signal;

describe('finding spans', () => {
  let bench: SpanBench;

  beforeEach(async () => {
    bench = await SpanBench.start();
  });
  afterEach(() => bench.close());

  it('lists the traces of the spans that meet the conditions', async () => {
    bench.put(
      spanRecord(traceId(1), 1, 60),
      spanRecord(traceId(1), 2, 59, {
        parentSpanId: '0000000000000001',
        kind: 'CLIENT',
        name: 'SELECT',
        status: { code: 'ERROR' },
      }),
      spanRecord(traceId(2), 3, 120, { resource: { attributes: { 'service.name': 'payments' } } }),
    );
    const outcome = await bench.find({ conditions: [{ field: 'service', operator: '=', value: 'orders' }] });
    assert.equal(outcome.thrown, undefined);
    assert.deepEqual([...outcome.summaries.keys()], [traceId(1)]);
    const { matchedAt, ...summary } = outcome.summaries.get(traceId(1))!;
    assert.equal(matchedAt, NOW - 60_000);
    assert.deepEqual(summary, {
      id: traceId(1),
      start: NOW - 60_000,
      duration: 1250,
      responseTime: undefined,
      fault: true,
      error: false,
      throttle: false,
      partial: false,
      name: 'orders',
      method: 'POST',
      url: '/orders',
      httpStatus: 201,
      clientIp: '',
      userAgent: '',
      users: [],
      services: [{ name: 'orders', type: '' }],
      annotations: new Map(),
      rootCauses: [],
      revision: 2,
    });
    assert.deepEqual(bench.operations.slice(0, 2), ['StartQuery', 'GetQueryResults']);
    assert.ok(!bench.operations.includes('StopQuery'));
  });

  it('sends whole seconds, both inclusive, and the log groups', async () => {
    await bench.find({ ranges: [{ start: NOW - 10_500, end: NOW }], logGroups: ['aws/spans'] });
    const { startTime, endTime, logGroupNames } = bench.logs.calls[0]!.body as Record<string, unknown>;
    assert.deepEqual([startTime, endTime, logGroupNames], [NOW / 1000 - 11, NOW / 1000 - 1, ['aws/spans']]);
  });

  for (const [what, conditions, expected] of [
    ['duration', [{ field: 'duration', operator: '>', value: '1000' }], [3]],
    ['an HTTP status', [{ field: 'status', operator: '>=', value: '500' }], [2]],
    ['a status', [{ field: 'status', operator: '=', value: 'ERROR' }], [3]],
    ['an attribute', [{ field: 'attribute', name: 'tenant', operator: '=', value: 'ac"me' }], [1]],
    ['a part of an attribute', [{ field: 'attribute', name: 'tenant', operator: 'contains', value: '"' }], [1]],
    ['an operation', [{ field: 'operation', operator: 'contains', value: '/orders' }], [1, 2, 3]],
    [
      'several conditions',
      [
        { field: 'service', operator: '!=', value: 'payments' },
        { field: 'status', operator: '>=', value: '500' },
      ],
      [2],
    ],
  ] as const) {
    it(`finds by ${what}`, async () => {
      bench.put(
        spanRecord(traceId(1), 1, 60, { attributes: { tenant: 'ac"me' } }),
        spanRecord(traceId(2), 2, 60, { attributes: { 'http.status_code': 503 } }),
        spanRecord(traceId(3), 3, 60, { durationNano: 2_000_000_000, status: { code: 'ERROR' } }),
      );
      const outcome = await bench.find({ conditions });
      assert.deepEqual(
        [...outcome.summaries.keys()].toSorted(),
        expected.map((n) => traceId(n)),
      );
    });
  }

  it('shows attributes of the conditions as annotations', async () => {
    bench.put(spanRecord(traceId(1), 1, 60, { attributes: { tenant: 'acme' } }));
    const { summaries } = await bench.find({
      conditions: [{ field: 'attribute', name: 'tenant', operator: 'contains', value: 'a' }],
    });
    assert.deepEqual(summaries.get(traceId(1))?.annotations, new Map([['tenant', ['acme']]]));
  });

  it('tells what is found and read while the query runs, and a trace again when more of it is', async () => {
    for (let n = 0; n < 40; n++) bench.put(spanRecord(traceId(1 + (n % 2)), n + 1, 60 + n));
    bench.logs.configure({ query: { scheduledMs: 600, runningMs: 4000 } });
    const outcome = await bench.find();
    const spans = outcome.progress.map((one) => one.spans);
    assert.deepEqual(
      spans,
      spans.toSorted((a, b) => a - b),
    );
    assert.ok(new Set(spans).size > 3, spans.join());
    assert.equal(spans.at(-1), 40);
    const { records, bytes, found, status } = outcome.progress.at(-1)!;
    assert.deepEqual([records, found, status], [40, 2, 'Complete']);
    assert.ok(bytes > 40 * 300, `${bytes} bytes`);
    assert.deepEqual([outcome.end?.scanned, outcome.end?.bytes, outcome.end?.found], [40, bytes, 2]);
    const revisions = outcome.arrivals.flatMap((one) =>
      one.kind === 'summaries'
        ? one.summaries.filter(({ id }) => id === traceId(1)).map(({ revision }) => revision)
        : [],
    );
    assert.deepEqual(
      revisions,
      revisions.toSorted((a, b) => a - b),
    );
    assert.equal(revisions.at(-1), 20);
    assert.deepEqual(outcome.end?.left, []);
  });

  it('stops the query at the service when it is cancelled, asks nothing more, and keeps what came', async () => {
    for (let n = 0; n < 40; n++) bench.put(spanRecord(traceId(n + 1), n + 1, 60 + n));
    bench.logs.configure({ query: { scheduledMs: 0, runningMs: 60_000 } });
    const user = new AbortController();
    let polls = 0;
    bench.onSleep = () => {
      polls += 1;
      if (polls === 6) user.abort();
    };
    const outcome = await bench.find({}, user.signal);
    const cancelledAt = Date.now();
    assert.equal(outcome.thrown, user.signal.reason);
    assert.ok(outcome.summaries.size > 0);
    assert.equal(outcome.end?.left[0]?.why, 'cancelled');
    assert.deepEqual(
      outcome.end?.left.map(({ start, end }) => [start, end]),
      [[NOW - HOUR, NOW]],
    );
    await until(() => bench.operations.includes('StopQuery'));
    assert.ok(Date.now() - cancelledAt < 1000);
    assert.equal(bench.logs.running(), 0);
    const count = bench.operations.length;
    await sleep(300);
    assert.equal(bench.operations.length, count);
    assert.equal(bench.operations.filter((one) => one === 'StopQuery').length, 1);
  });

  it('stops the query also when it is cancelled before its start is answered', async () => {
    bench.logs.fault({ kind: 'latency', ms: 300, operation: 'StartQuery' });
    const user = new AbortController();
    const outcome = bench.find({}, user.signal);
    await until(() => bench.operations.includes('StartQuery'));
    const cancelledAt = Date.now();
    user.abort();
    assert.equal((await outcome).thrown, user.signal.reason);
    assert.ok(Date.now() - cancelledAt < 200, 'the user does not wait for it');
    await until(() => bench.operations.includes('StopQuery'));
    assert.ok(Date.now() - cancelledAt < 1000);
    await until(() => bench.logs.running() === 0);
    assert.deepEqual(bench.operations, ['StartQuery', 'StopQuery']);
  });

  it('hangs up when that answer does not come within a second either', async () => {
    bench.logs.fault({ kind: 'hang', operation: 'StartQuery' });
    const user = new AbortController();
    const outcome = bench.find({}, user.signal);
    await until(() => bench.operations.includes('StartQuery'));
    user.abort();
    await outcome;
    await until(() => bench.logs.calls[0]?.aborted === true);
    assert.deepEqual(bench.operations, ['StartQuery']);
  });

  it('runs a query of the user’s own, over whole records or over fields', async () => {
    bench.put(spanRecord(traceId(1), 1, 60), spanRecord(traceId(2), 2, 50, { status: { code: 'ERROR' } }));
    for (const raw of [
      'fields @timestamp, @message | filter status.code = "ERROR" | limit 20',
      'filter status.code = "ERROR" | fields traceId, spanId, status.code',
      'SOURCE logGroups() | filterIndex status.code = "ERROR" | display @message',
    ]) {
      const { summaries, thrown } = await bench.find({ raw });
      assert.equal(thrown, undefined);
      assert.deepEqual([...summaries.keys()], [traceId(2)], raw);
      assert.equal(summaries.get(traceId(2))?.fault, true, raw);
    }
    assert.equal((bench.logs.calls.at(-1)!.body as { logGroupNames?: unknown }).logGroupNames, undefined);
  });

  it('says when the rows of a query of the user’s own name no trace', async () => {
    bench.put(spanRecord(traceId(1), 1, 60));
    const { thrown, end } = await bench.find({ raw: 'fields @timestamp, name' });
    assert.deepEqual(reasonOf(thrown), ['noTraceIds', { rows: 1, fields: '@timestamp, name, @ptr' }]);
    assert.equal(end?.scanned, 1);
  });

  it('says what is left of a range with more spans than one query gives, and goes on there', async () => {
    bench.logs.configure({ query: { scheduledMs: 0, runningMs: 0 } });
    for (let second = 0; second < 60; second++) {
      bench.put(
        ...Array.from({ length: 180 }, (_, n) => spanRecord(traceId(second + 1), second * 180 + n + 1, 60 + second)),
      );
    }
    const first = await bench.find();
    assert.deepEqual(
      first.end?.left.map(({ why }) => why),
      ['cap'],
    );
    const [left] = first.end.left;
    assert.ok(left!.end < NOW - 100_000 && left!.start === NOW - HOUR);
    assert.equal(first.end?.oldest, left!.end);
    const rest = await bench.find({ ranges: first.end.left });
    assert.deepEqual(rest.end?.left, []);
    assert.equal(new Set([...first.summaries.keys(), ...rest.summaries.keys()]).size, 60);
  }).timeout(20_000);

  it('reads every page of the results', async () => {
    bench.logs.configure({ pageSize: 7 });
    for (let n = 0; n < 20; n++) bench.put(spanRecord(traceId(n + 1), n + 1, 60 + n));
    const { summaries } = await bench.find();
    assert.equal(summaries.size, 20);
  });

  for (const [outcome, params] of [
    ['Failed', { status: 'Failed' }],
    ['Timeout', { status: 'Timeout' }],
    ['Cancelled', { status: 'Cancelled' }],
  ] as const) {
    it(`keeps what came of a query that ends ${outcome}, and says so`, async () => {
      for (let n = 0; n < 40; n++) bench.put(spanRecord(traceId(n + 1), n + 1, 60 + n));
      bench.logs.configure({ query: { scheduledMs: 0, runningMs: 4000, outcome } });
      const { thrown, summaries, end } = await bench.find();
      assert.deepEqual(reasonOf(thrown), ['queryFailed', params]);
      assert.ok(summaries.size > 0);
      assert.deepEqual([end?.left[0]?.why, end?.left[0]?.error], ['failed', thrown]);
      assert.ok(!bench.operations.includes('StopQuery'), 'it is over');
    });
  }

  it('gives the place of what a query of the user’s own has wrong', async () => {
    const { thrown } = await bench.find({ raw: 'fields traceId | filter name === "a"' });
    assert.deepEqual(reasonOf(thrown), [
      'malformedQuery',
      { start: 30, end: 31, message: 'expected a field or a value' },
    ]);
  });

  it('says that Transaction Search is not on where the log group is not there', async () => {
    bench.logs.configure({ logGroups: ['/aws/other'] });
    assert.deepEqual(reasonOf((await bench.find()).thrown), [
      'resourceNotFound',
      { operation: 'StartQuery', group: 'aws/spans' },
    ]);
  });

  it('names the permission that is missing', async () => {
    for (const operation of ['StartQuery', 'GetQueryResults']) {
      bench.logs.configure({ denied: [operation] });
      assert.deepEqual(reasonOf((await bench.find()).thrown), ['accessDenied', { action: `logs:${operation}` }]);
    }
  });

  it('tries again where it is throttled, not where too many queries run', async () => {
    bench.put(spanRecord(traceId(1), 1, 60));
    bench.logs.fault({ kind: 'throttle2', operation: 'GetQueryResults', times: 2 });
    const { summaries, calls } = await bench.find();
    assert.equal(summaries.size, 1);
    assert.ok(calls.some(({ waits }) => waits.some(({ reason }) => reason === 'ThrottlingException')));
    bench.logs.configure({ atOnce: 0 });
    assert.deepEqual(reasonOf((await bench.find()).thrown), ['queryLimit', { operation: 'StartQuery' }]);
  });

  for (const [what, fault, reason] of [
    ['a proxy’s page', { kind: 'html', status: 200 }, 'badResponse'],
    ['half an answer', { kind: 'truncate' }, 'badResponse'],
    ['no status', { kind: 'json', body: {} }, 'queryFailed'],
    [
      'rows of another shape',
      { kind: 'json', body: { status: 'Complete', results: [7, [null, { field: 1 }]] } },
      'noTraceIds',
    ],
  ] as const) {
    it(`answers ${what} with ${reason}`, async () => {
      bench.logs.fault({ ...fault, operation: 'GetQueryResults', times: 9 });
      assert.equal((reasonOf((await bench.find()).thrown) as [string])[0], reason);
    });
  }

  it('asks the endpoint of the environment or of the profile’s services section', async () => {
    bench.put(spanRecord(traceId(1), 1, 60));
    bench.aws = bench.engines({
      logsEndpoint: () => undefined,
      env: {
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: bench.logs.url,
      },
    });
    assert.equal((await bench.find()).summaries.size, 1);
  });
});

describe('opening traces from span records', () => {
  let bench: SpanBench;
  const open = (ids: readonly string[], how: 'openTraces' | 'retrieveTraces' = 'openTraces') =>
    collect(
      bench.aws[how](
        CONNECTION,
        ids.map((id) => ({ id })),
        never,
      ),
    );

  beforeEach(async () => {
    bench = await SpanBench.start();
    bench.put(spanRecord(traceId(1), 1, 3600), spanRecord(traceId(1), 2, 3600, { parentSpanId: '0000000000000001' }));
    bench.xray.configure({ denied: ['StartTraceRetrieval'] });
  });
  afterEach(() => bench.close());

  it('reads them where traces may not be retrieved, and says so in the receipt', async () => {
    const { traces, engines, failed, calls } = await open([traceId(1)]);
    assert.equal(failed.size, 0);
    assert.equal(engines.get(traceId(1)), 'GetQueryResults');
    const trace = buildTrace(traces.get(traceId(1))!);
    assert.equal(trace.spans.count, 2);
    assert.equal(trace.problems.length, 0);
    const [start] = calls.filter(({ operation }) => operation === 'StartQuery');
    assert.deepEqual(start?.ids, [traceId(1)]);
    assert.match(
      calls.find(({ operation }) => operation === 'GetQueryResults')?.note ?? '',
      /records and \d+ bytes read/,
    );
    const { startTime, endTime } = bench.logs.calls[0]!.body as { startTime: number; endTime: number };
    assert.ok(endTime - startTime <= 2.25 * 3600, 'a query is billed by what it reads');
  });

  it('reads them for a retrieval the user asked for', async () => {
    assert.equal((await open([traceId(1)], 'retrieveTraces')).engines.get(traceId(1)), 'GetQueryResults');
  });

  it('names the retrieval’s permission where the log group may not be read either', async () => {
    bench.logs.configure({ denied: ['StartQuery'] });
    const { failed } = await open([traceId(1)], 'retrieveTraces');
    assert.deepEqual([...failed.values()].map(reasonOf), [['accessDenied', { action: 'xray:StartTraceRetrieval' }]]);
  });

  it('says not found for what is not there', async () => {
    const { failed } = await open([traceId(1), traceId(9)], 'retrieveTraces');
    assert.deepEqual([...failed.keys()], [traceId(9)]);
    assert.equal(failed.get(traceId(9))?.reason, 'notFound');
  });

  /** Answers the next query with as many rows of a trace as one can have, one each tenth of a second from then on. */
  const answerFull = (id: string, secondsAgo: number, step = 100): void => {
    const results = Array.from({ length: 10_000 }, (_, n) => {
      const time = new Date(NOW - secondsAgo * 1000 + n * step).toISOString().replace('T', ' ').replace('Z', '');
      return [
        { field: '@timestamp', value: time },
        { field: '@message', value: spanRecord(id, 100 + n, secondsAgo) },
        { field: 'traceId', value: id.slice(2).replace('-', '') },
      ];
    });
    bench.logs.fault({ kind: 'json', body: { status: 'Complete', results }, operation: 'GetQueryResults' });
  };
  const started = () =>
    bench.logs.calls
      .filter(({ operation }) => operation === 'StartQuery')
      .map(({ body }) => body as { queryString: string; startTime: number });

  it('reads traces apart where one query has no room for all of them', async () => {
    bench.put(spanRecord(traceId(2), 3, 1800));
    answerFull(traceId(1), 3600);
    const { traces, failed } = await open([traceId(1), traceId(2)]);
    assert.equal(failed.size, 0);
    assert.equal(buildTrace(traces.get(traceId(2))!).spans.count, 1);
    assert.equal(traces.get(traceId(1))?.limitExceeded, false, 'the second time it came whole');
    const both = started().map(({ queryString }) => [1, 2].filter((n) => queryString.includes(traceId(n).slice(-24))));
    assert.deepEqual(both, [[1, 2], [1], [2]]);
  });

  it('reads a trace that one query has no room for in parts', async () => {
    bench.put(spanRecord(traceId(1), 4, 1800));
    answerFull(traceId(1), 3600);
    const { traces } = await open([traceId(1)]);
    const { documents, limitExceeded } = traces.get(traceId(1))!;
    assert.deepEqual([documents.length, limitExceeded], [10_001, false]);
    assert.equal(started()[1]?.startTime, NOW / 1000 - 3600 + 999);
  });

  it('marks a trace of which no shorter range can bring the rest', async () => {
    answerFull(traceId(1), 3600 + 900, 0);
    const { traces } = await open([traceId(1)]);
    assert.deepEqual([traces.get(traceId(1))?.limitExceeded, started().length], [true, 1]);
  });

  it('is not tried for every trace where the log group may not be read either', async () => {
    bench.logs.configure({ denied: ['StartQuery'] });
    for (const number of [1, 2, 3]) {
      const { failed } = await open([traceId(number)]);
      assert.equal(failed.get(traceId(number))?.params['action'], 'xray:StartTraceRetrieval');
    }
    assert.deepEqual(bench.operations, ['StartQuery']);
    const counted = bench.xray.calls.map(({ operation }) => operation);
    for (const operation of ['StartTraceRetrieval', 'GetIndexingRules', 'GetTraceSegmentDestination']) {
      const often = counted.filter((one) => one === operation).length;
      assert.equal(often, operation === 'GetIndexingRules' ? 3 : 1, operation);
    }
  });

  it('costs nothing where nobody knows that Transaction Search is on; once spans were found there, it is', async () => {
    bench.xray.configure({ denied: ['StartTraceRetrieval', 'GetTraceSegmentDestination'] });
    const { failed } = await open([traceId(1)]);
    assert.equal(failed.get(traceId(1))?.reason, 'notFound');
    assert.deepEqual(bench.operations, []);
    await bench.find({ ranges: [{ start: NOW - 2 * HOUR, end: NOW }] });
    assert.equal((await open([traceId(1)])).engines.get(traceId(1)), 'GetQueryResults');
  });
});

describe('following retrievals', () => {
  let bench: SpanBench;
  const RUNNING = { scheduledMs: 1000, runningMs: 600_000 };

  beforeEach(async () => {
    bench = await SpanBench.start();
    bench.xray.put([segment(traceId(1), 1)], { indexed: false });
    bench.xray.put([segment(traceId(2), 2)], { indexed: false });
  });
  afterEach(() => bench.close());

  const counted = (operation: string): number => bench.xray.calls.filter((call) => call.operation === operation).length;

  it('are told from their start to their end, with the token for their owner alone', async () => {
    const { arrivals, calls } = await collect(bench.aws.retrieveTraces(CONNECTION, [{ id: traceId(1) }], never));
    const news = arrivals.flatMap((one) => (one.kind === 'retrieval' ? [one.retrieval] : []));
    assert.deepEqual([...new Set(news.map(({ state }) => state))], ['running', 'complete']);
    assert.deepEqual([news.at(-1)?.spans, news.at(-1)?.found, news.at(-1)?.ids], [1, 1, [traceId(1)]]);
    const [token] = new Set(news.map((one) => one.token));
    assert.ok(token && token.length > 20);
    assert.ok(!JSON.stringify([calls, bench.log]).includes(token));
  });

  it('go on in another window with the token alone', async () => {
    bench.xray.configure({ retrieval: { scheduledMs: 1000, runningMs: 20_000 } });
    let kept: Parameters<typeof bench.aws.followRetrievals>[1] = [];
    const window = new AbortController();
    await collect(
      (async function* () {
        for await (const one of bench.aws.retrieveTraces(CONNECTION, [{ id: traceId(1) }], window.signal)) {
          if (one.kind === 'retrieval') {
            kept = [one.retrieval];
            one.retrieval.leave();
            window.abort();
          }
          yield one;
        }
      })(),
    );
    await sleep(50);
    assert.equal(counted('CancelTraceRetrieval'), 0, 'the service keeps what a window leaves');
    const { token, ids, range, startedAt } = kept[0]!;
    bench.aws = bench.engines();
    const { traces, failed } = await collect(
      bench.aws.followRetrievals(CONNECTION, [{ token, ids, range, startedAt }], never),
    );
    assert.deepEqual([[...traces.keys()], failed.size], [[traceId(1)], 0]);
    assert.equal(counted('StartTraceRetrieval'), 1);
  });

  it('end alone when they are cancelled, at the service too; others go on', async () => {
    bench.xray.configure({ retrieval: RUNNING });
    const far = { start: NOW - 30 * 24 * HOUR, end: NOW - 30 * 24 * HOUR + MINUTE };
    const wanted = [{ id: traceId(1) }, { id: traceId(2), range: far }];
    const user = new AbortController();
    const cancelled: string[] = [];
    const outcome = await collect(
      (async function* () {
        for await (const one of bench.aws.retrieveTraces(CONNECTION, wanted, user.signal)) {
          const news = one.kind === 'retrieval' ? one.retrieval : undefined;
          if (news?.ids.includes(traceId(1)) && news.status === 'RUNNING' && cancelled.length === 0) {
            cancelled.push(news.token);
            news.cancel();
            bench.xray.configure({ retrieval: {} });
          }
          yield one;
          if (news?.ids.includes(traceId(2)) && cancelled.length > 0) user.abort();
        }
      })(),
    );
    await until(() => counted('CancelTraceRetrieval') >= 1);
    const [first] = bench.xray.calls.filter(({ operation }) => operation === 'CancelTraceRetrieval');
    assert.equal((first!.body as { RetrievalToken: string }).RetrievalToken, cancelled[0]);
    assert.ok(outcome.arrivals.some((one) => one.kind === 'retrieval' && one.retrieval.state === 'running'));
  });

  it('whose hour is over are said to be gone, and not cancelled', async () => {
    const kept = {
      token: 'x'.repeat(40),
      ids: [traceId(1)],
      range: { start: NOW - HOUR, end: NOW },
      startedAt: NOW - 61 * MINUTE,
    };
    const { failed, arrivals } = await collect(bench.aws.followRetrievals(CONNECTION, [kept], never));
    assert.equal(failed.get(traceId(1))?.reason, 'resourceNotFound');
    assert.ok(arrivals.some((one) => one.kind === 'retrieval' && one.retrieval.state === 'failed'));
    await sleep(50);
    assert.equal(counted('CancelTraceRetrieval'), 0);
  });

  it('are cancelled at the service by their token where nobody follows them', async () => {
    bench.xray.configure({ retrieval: RUNNING });
    const news = await (async () => {
      for await (const one of bench.aws.retrieveTraces(CONNECTION, [{ id: traceId(1) }], never)) {
        if (one.kind !== 'retrieval') continue;
        one.retrieval.leave();
        return one.retrieval;
      }
      throw new Error('no retrieval');
    })();
    await bench.aws.cancelRetrieval(CONNECTION, news, never);
    assert.equal(counted('CancelTraceRetrieval'), 1);
  });
});
