import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { GetTraceSummariesCommand, XRayClient, type GetTraceSummariesCommandOutput } from '@aws-sdk/client-xray';
import { systemClock } from '../../src/aws/clock';
import { createAws } from '../../src/aws/entry';
import { slicesOf } from '../../src/aws/slices';
import type { Milliseconds } from '../../src/model/units';
import { bundleForNode } from '../../esbuild.mjs';
import { DAY, LATENCY, SUMMARIES } from './findFigures';

const RUNS = 3;
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const REGION = 'eu-west-1';

/**
 * What finding ten thousand traces of a day costs with 50 ms to the service: our engine against the same calls made one after
 * another. The real SDK, medians of several runs; the local service in a process of its own, as AWS does not work in ours.
 * @returns one line: `{bench, summaries, latencyMs, calls, sequentialMs, ms, speedup}`
 */
export async function benchFind(): Promise<object[]> {
  const end = Math.floor(Date.now() / 1000) * 1000;
  const range = { start: end - DAY, end };
  const [program = ''] = await bundleForNode(['test/bench/findService.ts']);
  const service = fork(program, [String(range.start)], { execArgv: [] });
  try {
    const url = await urlOf(service);
    const { calls } = await ourWay(url, range); // warms up both: modules, connections, compiler
    await oneAfterAnother(url, range);
    const sequential: Milliseconds[] = [];
    const ours: Milliseconds[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      sequential.push(await oneAfterAnother(url, range));
      ours.push((await ourWay(url, range)).milliseconds);
    }
    const sequentialMs = median(sequential);
    const ms = median(ours);
    const speedup = Math.round((sequentialMs / ms) * 100) / 100;
    return [{ bench: 'find', summaries: SUMMARIES, latencyMs: LATENCY, calls, sequentialMs, ms, speedup }];
  } finally {
    service.kill();
  }
}

/** @throws when the service ends before it says where it listens */
async function urlOf(service: ChildProcess): Promise<string> {
  const ended = once(service, 'exit').then(([code]) => {
    throw new Error(`The service ended with ${String(code)}`);
  });
  const [url] = (await Promise.race([once(service, 'message'), ended])) as [unknown];
  ended.catch(() => undefined); // it is ended by us
  if (typeof url !== 'string') throw new Error('The service did not say where it listens');
  return url;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

async function ourWay(
  url: string,
  range: Range,
): Promise<{ readonly milliseconds: Milliseconds; readonly calls: number }> {
  const aws = createAws({
    endpoint: () => url,
    promptMfa: () => Promise.reject(new Error('the bench has keys')),
    env: KEYS,
    log: () => undefined,
    clock: systemClock,
  });
  const begun = performance.now();
  let found = 0;
  let calls = 0;
  const query = { ranges: [range], filter: '', timeRangeType: 'TraceId', cap: SUMMARIES + 1 } as const;
  for await (const arrival of aws.findTraces({ profile: '', region: REGION }, query, new AbortController().signal)) {
    if (arrival.kind === 'summaries') found += arrival.summaries.length;
    if (arrival.kind === 'call') calls += 1;
  }
  if (found !== SUMMARIES) throw new Error(`${found} of ${SUMMARIES} summaries came`);
  return { milliseconds: performance.now() - begun, calls };
}

async function oneAfterAnother(url: string, range: Range): Promise<Milliseconds> {
  const client = new XRayClient({
    endpoint: url,
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
