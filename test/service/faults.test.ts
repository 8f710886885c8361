import assert from 'node:assert/strict';
import { startService, type Fault, type XRayService } from './service';
import { authorization, post, segment, traceId } from './support';

describe('faults of the local service', () => {
  let service: XRayService;
  beforeEach(async () => {
    service = await startService();
    service.put([segment(traceId(1), 1)]);
  });
  afterEach(() => service.close());

  const raw = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${service.url}/Traces`, {
      method: 'POST',
      headers: { authorization: authorization() },
      body: JSON.stringify({ TraceIds: [traceId(1)] }),
      ...(signal ? { signal } : {}),
    });
  const healthy = async (): Promise<void> => {
    const { status, body } = await post(service, '/Traces', { TraceIds: [traceId(1)] });
    assert.deepEqual([status, (body['Traces'] as unknown[]).length], [200, 1]);
  };

  it('throttle under both names, and fail with any status and code', async () => {
    const cases: [Fault, number, string][] = [
      [{ kind: 'throttle' }, 429, 'ThrottledException'],
      [{ kind: 'throttle2' }, 429, 'ThrottlingException'],
      [{ kind: 'status' }, 500, 'InternalFailure'],
      [{ kind: 'status', status: 503, code: 'ServiceUnavailable' }, 503, 'ServiceUnavailable'],
      [{ kind: 'status', status: 403, code: 'ExpiredTokenException' }, 403, 'ExpiredTokenException'],
    ];
    for (const [fault, status, code] of cases) {
      service.fault(fault);
      const answer = await post(service, '/Traces', { TraceIds: [traceId(1)] });
      assert.deepEqual([answer.status, answer.code], [status, code]);
    }
    await healthy();
  });

  it('happen as often as asked, to the operation asked for, and can be taken back', async () => {
    service.fault({ kind: 'throttle', operation: 'GetGroups', times: 2 });
    await healthy();
    const statuses: number[] = [];
    for (let call = 0; call < 3; call++) statuses.push((await post(service, '/Groups', {})).status);
    assert.deepEqual(statuses, [429, 429, 200]);
    service.fault({ kind: 'throttle', times: Infinity });
    service.clearFaults();
    await healthy();
  });

  it('answer a proxy’s page', async () => {
    service.fault({ kind: 'html' });
    service.fault({ kind: 'html', status: 200 });
    for (const status of [502, 200]) {
      const response = await raw();
      assert.deepEqual([response.status, response.headers.get('content-type')], [status, 'text/html']);
      assert.match(await response.text(), /^<!DOCTYPE html>/);
    }
  });

  it('reset the connection, or break it in the middle of the body', async () => {
    service.fault({ kind: 'reset' });
    await assert.rejects(raw(), TypeError);
    service.fault({ kind: 'truncate', reset: true });
    await assert.rejects(raw().then((response) => response.text()));
    await healthy();
  });

  it('cut the JSON while HTTP looks whole', async () => {
    service.fault({ kind: 'truncate' });
    const text = await (await raw()).text();
    assert.match(text, /^\{"Traces":/);
    assert.throws(() => JSON.parse(text), SyntaxError);
  });

  it('delay the answer, drip the body, or never answer', async () => {
    const timed = async (fault: Fault): Promise<number> => {
      service.fault(fault);
      const begin = performance.now();
      const text = await (await raw()).text();
      assert.equal((JSON.parse(text) as { Traces: unknown[] }).Traces.length, 1);
      return performance.now() - begin;
    };
    assert.ok((await timed({ kind: 'latency', ms: 60 })) >= 55);
    assert.ok((await timed({ kind: 'slowBody', ms: 100 })) >= 80);
    service.fault({ kind: 'hang' });
    await assert.rejects(raw(AbortSignal.timeout(60)), { name: 'TimeoutError' });
  });

  it('notice when the client hangs up', async () => {
    service.fault({ kind: 'latency', ms: 10_000 });
    const controller = new AbortController();
    const request = raw(controller.signal);
    while (service.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    controller.abort();
    await assert.rejects(request, { name: 'AbortError' });
    while (!service.calls[0]?.aborted) await new Promise((resolve) => setTimeout(resolve, 2));
    assert.equal(service.calls[0].status, undefined);
  });

  it('replace the body, withhold traces, and never stop paging', async () => {
    const body = async (NextToken?: unknown): Promise<Record<string, unknown>> =>
      (await post(service, '/Traces', { TraceIds: [traceId(1)], NextToken })).body;
    service.fault({ kind: 'json', body: { Traces: null } });
    assert.deepEqual(await body(), { Traces: null });
    service.fault({ kind: 'unprocessed' });
    assert.deepEqual(await body(), { Traces: [], UnprocessedTraceIds: [traceId(1)] });
    service.fault({ kind: 'endlessToken', repeat: true, times: 2 });
    const first = await body();
    assert.equal((await body(first['NextToken']))['NextToken'], first['NextToken']);
    service.fault({ kind: 'endlessToken', times: 2 });
    const second = await body();
    const third = await body(second['NextToken']);
    assert.notEqual(third['NextToken'], second['NextToken']);
    assert.equal((third['Traces'] as unknown[]).length, 1);
  });

  it('add latency to every answer', async () => {
    service.configure({ latencyMs: 50 });
    const begin = performance.now();
    await healthy();
    assert.ok(performance.now() - begin >= 45);
  });

  it('do not outlive the service: closing ends what hangs', async () => {
    const other = await startService();
    other.fault({ kind: 'hang' });
    const hanging = post(other, '/Traces', { TraceIds: [traceId(1)] });
    const ended = assert.rejects(hanging, TypeError);
    while (other.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await other.close();
    await ended;
    await assert.rejects(post(other, '/Traces', {}), TypeError);
  });
});
