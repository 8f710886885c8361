import { setTimeout as sleep } from 'node:timers/promises';
import { createAws } from '../../src/aws/entry';
import type { TraceInput } from '../../src/model/trace';
import type { Arrival, AwsEngines, AwsEnvironment, CallRecord, Progress } from '../../src/traces/source';
import { TraceError } from '../../src/traces/traceError';
import { VirtualClock } from '../unit/aws/virtualClock';
import { startService, type ServiceOptions, type XRayService } from './service';

export const NOW = Date.UTC(2026, 10, 20, 12);
export const CONNECTION = { profile: '', region: 'eu-west-1' };
/** A search for everything. */
export const ALL = { filter: '', timeRangeType: 'TraceId' } as const;
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: SECRET };

/** The n-th trace ID, of a request that long before NOW. */
export const traceId = (number: number, hoursAgo = 1): string =>
  `1-${hex(NOW / 1000 - hoursAgo * 3600, 8)}-${hex(number, 24)}`;
/** An ID made outside AWS: its first digits are no plausible second. */
export const timelessId = (number: number): string => `1-ffffffff-${hex(number, 24)}`;
const hex = (number: number, digits: number): string => Math.floor(number).toString(16).padStart(digits, '0');

/** A segment document of a trace. */
export function segment(trace: string, id: number, start: number = NOW / 1000 - 3600): string {
  return JSON.stringify({
    id: hex(id, 16),
    name: 'orders',
    trace_id: trace,
    start_time: start,
    end_time: start + 0.5,
    annotations: { secret: 'document contents' },
  });
}

/** Waits in real time for something to happen. */
export async function until(happened: () => boolean): Promise<void> {
  const begun = Date.now();
  while (!happened()) {
    if (Date.now() - begun > 5000) throw new Error('it did not happen');
    await sleep(5);
  }
}

/** Everything an engine reported, sorted by kind; and what it threw. */
export interface Outcome {
  readonly traces: ReadonlyMap<string, TraceInput>;
  readonly engines: ReadonlyMap<string, string>;
  readonly failed: ReadonlyMap<string, TraceError>;
  readonly calls: readonly CallRecord[];
  readonly progress: readonly Progress[];
  readonly arrivals: readonly Arrival[];
  readonly thrown: unknown;
}

export async function collect(items: AsyncIterable<Arrival>): Promise<Outcome> {
  const arrivals: Arrival[] = [];
  let thrown: unknown;
  try {
    for await (const arrival of items) arrivals.push(arrival);
  } catch (error) {
    thrown = error;
  }
  const traces = arrivals.filter((arrival) => arrival.kind === 'trace');
  const failed = arrivals.filter((arrival) => arrival.kind === 'failed');
  return {
    traces: new Map(traces.map(({ id, input }) => [id, input])),
    engines: new Map(traces.map(({ id, engine }) => [id, engine])),
    failed: new Map(failed.map(({ id, error }) => [id, error])),
    calls: arrivals.filter((arrival) => arrival.kind === 'call').map(({ call }) => call),
    progress: arrivals.filter((arrival) => arrival.kind === 'progress').map(({ progress }) => progress),
    arrivals,
    thrown,
  };
}

/** Reason and parameters of a failure, for comparing. */
export const reasonOf = (error: unknown): unknown =>
  error instanceof TraceError ? [error.reason, error.params] : error;

/** A service, and engines that talk to it, on one virtual clock. */
export class Bench {
  readonly log: string[] = [];
  readonly clock = new VirtualClock(NOW, (milliseconds) => {
    this.service.advance(milliseconds);
    this.onSleep(milliseconds);
  });
  onSleep: (milliseconds: number) => void = () => undefined;
  aws: AwsEngines;

  private constructor(readonly service: XRayService) {
    this.aws = this.engines();
  }

  static async start(options: ServiceOptions = {}): Promise<Bench> {
    return new Bench(await startService({ clock: () => NOW, ...options }));
  }

  /** Engines with an environment of their own. */
  engines(changes: Partial<AwsEnvironment> = {}): AwsEngines {
    return createAws({
      endpoint: () => this.service.url,
      logsEndpoint: () => this.service.url, // which is no CloudWatch Logs: nothing is to reach the real one
      promptMfa: () => Promise.reject(new Error('nobody is there')),
      env: KEYS,
      log: (line) => this.log.push(line),
      clock: this.clock,
      ...changes,
    });
  }

  open(ids: readonly string[], signal: AbortSignal = new AbortController().signal): Promise<Outcome> {
    return collect(
      this.aws.openTraces(
        CONNECTION,
        ids.map((id) => ({ id })),
        signal,
      ),
    );
  }

  /** How often each operation was called. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { operation } of this.service.calls) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  close(): Promise<void> {
    return this.service.close();
  }
}
