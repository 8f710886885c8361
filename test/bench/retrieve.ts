import { BatchGetTracesCommand, XRayClient } from '@aws-sdk/client-xray';
import { systemClock } from '../../src/aws/clock';
import { createAws } from '../../src/aws/entry';
import type { Milliseconds } from '../../src/model/units';
import { startService, type XRayService } from '../service/service';

const TRACES = 100;
const SPANS_PER_TRACE = 20;
const LATENCY: Milliseconds = 50;
const RUNS = 5;
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const REGION = 'eu-west-1';

/**
 * What opening a hundred traces costs with 50 ms to the service: our engine against the same calls made one after another.
 * The real SDK, the local service, medians of several runs.
 * @returns one line: `{bench, traces, latencyMs, calls, sequentialMs, ms, speedup}`
 */
export async function benchRetrieve(): Promise<object[]> {
  const service = await startService({ latencyMs: LATENCY });
  try {
    const ids = fill(service);
    const before = service.calls.length;
    const runs: { sequential: Milliseconds; ours: Milliseconds }[] = [];
    await ourWay(service, ids); // warms up both: modules, connections, compiler
    const calls = service.calls.length - before;
    for (let run = 0; run < RUNS; run += 1) {
      runs.push({ sequential: await oneAfterAnother(service, ids), ours: await ourWay(service, ids) });
    }
    const sequentialMs = median(runs.map(({ sequential }) => sequential));
    const ms = median(runs.map(({ ours }) => ours));
    const speedup = Math.round((sequentialMs / ms) * 100) / 100;
    return [{ bench: 'retrieve', traces: TRACES, latencyMs: LATENCY, calls, sequentialMs, ms, speedup }];
  } finally {
    await service.close();
  }
}

function fill(service: XRayService): string[] {
  const second = Math.floor(Date.now() / 1000) - 3600;
  return Array.from({ length: TRACES }, (_, trace) => {
    const id = `1-${second.toString(16)}-${trace.toString(16).padStart(24, '0')}`;
    service.put(
      Array.from({ length: SPANS_PER_TRACE }, (_, span) =>
        JSON.stringify({
          id: (trace * SPANS_PER_TRACE + span + 1).toString(16).padStart(16, '0'),
          trace_id: id,
          name: 'orders',
          start_time: second + span / 100,
          end_time: second + span / 100 + 0.5,
        }),
      ),
    );
    return id;
  });
}

async function ourWay(service: XRayService, ids: readonly string[]): Promise<Milliseconds> {
  const aws = createAws({
    endpoint: () => service.url,
    promptMfa: () => Promise.reject(new Error('the bench has keys')),
    env: KEYS,
    log: () => undefined,
    clock: systemClock,
  });
  const begun = performance.now();
  const wanted = ids.map((id) => ({ id }));
  const found = new Set<string>();
  for await (const arrival of aws.openTraces({ profile: '', region: REGION }, wanted, new AbortController().signal)) {
    if (arrival.kind === 'trace') found.add(arrival.id);
  }
  if (found.size !== ids.length) throw new Error(`${found.size} of ${ids.length} traces came`);
  return performance.now() - begun;
}

async function oneAfterAnother(service: XRayService, ids: readonly string[]): Promise<Milliseconds> {
  const client = new XRayClient({
    endpoint: service.url,
    region: REGION,
    credentials: { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
  });
  const begun = performance.now();
  for (let first = 0; first < ids.length; first += 5) {
    await client.send(new BatchGetTracesCommand({ TraceIds: ids.slice(first, first + 5) }));
  }
  const milliseconds = performance.now() - begun;
  client.destroy();
  return milliseconds;
}

function median(numbers: readonly number[]): Milliseconds {
  const sorted = numbers.toSorted((one, other) => one - other);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 10) / 10;
}
