import { GetTraceSummariesCommand, XRayClient, type GetTraceSummariesCommandOutput } from '@aws-sdk/client-xray';
import { systemClock } from '../../src/aws/clock';
import { createAws } from '../../src/aws/entry';
import { slicesOf } from '../../src/aws/slices';
import type { Milliseconds } from '../../src/model/units';
import { startService, type XRayService } from '../service/service';

const SUMMARIES = 10_000;
const LATENCY: Milliseconds = 50;
const RUNS = 3;
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const REGION = 'eu-west-1';
const DAY: Milliseconds = 24 * 60 * 60_000;

/**
 * What finding ten thousand traces of a day costs with 50 ms to the service: our engine against the same calls made one after
 * another. The real SDK, the local service, medians of several runs.
 * @returns one line: `{bench, summaries, latencyMs, calls, sequentialMs, ms, speedup}`
 */
export async function benchFind(): Promise<object[]> {
  const service = await startService({ latencyMs: LATENCY });
  try {
    const end = Math.floor(Date.now() / 1000) * 1000;
    const range = { start: end - DAY, end };
    fill(service, range.start);
    const before = service.calls.length;
    const runs: { sequential: Milliseconds; ours: Milliseconds }[] = [];
    await ourWay(service, range); // warms up both: modules, connections, compiler
    const calls = service.calls.length - before;
    for (let run = 0; run < RUNS; run += 1) {
      runs.push({ sequential: await oneAfterAnother(service, range), ours: await ourWay(service, range) });
    }
    const sequentialMs = median(runs.map(({ sequential }) => sequential));
    const ms = median(runs.map(({ ours }) => ours));
    const speedup = Math.round((sequentialMs / ms) * 100) / 100;
    return [{ bench: 'find', summaries: SUMMARIES, latencyMs: LATENCY, calls, sequentialMs, ms, speedup }];
  } finally {
    await service.close();
  }
}

/** Traces at even distances. */
function fill(service: XRayService, start: number): void {
  for (let trace = 0; trace < SUMMARIES; trace += 1) {
    const second = Math.floor((start + (trace / SUMMARIES) * DAY) / 1000);
    const id = `1-${second.toString(16)}-${trace.toString(16).padStart(24, '0')}`;
    const http = { request: { method: 'GET', url: `https://shop.example/orders/${trace}` }, response: { status: 200 } };
    service.put([
      JSON.stringify({
        id: (trace + 1).toString(16).padStart(16, '0'),
        trace_id: id,
        name: 'orders',
        start_time: second,
        end_time: second + 0.2,
        http,
        annotations: { tenant: `t${trace % 7}` },
      }),
    ]);
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

async function ourWay(service: XRayService, range: Range): Promise<Milliseconds> {
  const aws = createAws({
    endpoint: () => service.url,
    promptMfa: () => Promise.reject(new Error('the bench has keys')),
    env: KEYS,
    log: () => undefined,
    clock: systemClock,
  });
  const begun = performance.now();
  let found = 0;
  const query = { ranges: [range], filter: '', timeRangeType: 'TraceId', cap: SUMMARIES + 1 } as const;
  for await (const arrival of aws.findTraces({ profile: '', region: REGION }, query, new AbortController().signal)) {
    if (arrival.kind === 'summaries') found += arrival.summaries.length;
  }
  if (found !== SUMMARIES) throw new Error(`${found} of ${SUMMARIES} summaries came`);
  return performance.now() - begun;
}

async function oneAfterAnother(service: XRayService, range: Range): Promise<Milliseconds> {
  const client = new XRayClient({
    endpoint: service.url,
    region: REGION,
    credentials: { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
  });
  const begun = performance.now();
  let found = 0;
  for (const { start, end } of slicesOf([range])) {
    let token: string | undefined;
    do {
      const page: GetTraceSummariesCommandOutput = await client.send(
        new GetTraceSummariesCommand({ StartTime: new Date(start), EndTime: new Date(end), NextToken: token }),
      );
      found += page.TraceSummaries?.length ?? 0;
      token = page.NextToken;
    } while (token !== undefined);
  }
  if (found !== SUMMARIES) throw new Error(`${found} of ${SUMMARIES} summaries came`);
  const milliseconds = performance.now() - begun;
  client.destroy();
  return milliseconds;
}

function median(numbers: readonly number[]): Milliseconds {
  const sorted = numbers.toSorted((one, other) => one - other);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 10) / 10;
}
