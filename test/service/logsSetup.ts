import { createAws } from '../../src/aws/entry';
import type {
  AwsEngines,
  AwsEnvironment,
  CallRecord,
  FindSpans,
  Progress,
  SummaryArrival,
} from '../../src/traces/source';
import { VirtualClock } from '../unit/aws/virtualClock';
import { CONNECTION, KEYS, NOW } from './enginesSetup';
import { startLogsService, type LogsOptions, type LogsService } from './logs';
import { startService, type XRayService } from './service';

/** A span record of a trace; its start is that many seconds before NOW. */
export function spanRecord(trace: string, span: number, secondsAgo: number, changes: object = {}): string {
  const start = BigInt(NOW - secondsAgo * 1000) * 1_000_000n;
  const record = {
    traceId: trace.slice(2).replace('-', ''),
    spanId: span.toString(16).padStart(16, '0'),
    name: 'POST /orders',
    kind: 'SERVER',
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 250_000_000n),
    durationNano: 250_000_000,
    resource: { attributes: { 'service.name': 'orders' } },
    attributes: { 'http.request.method': 'POST', 'url.path': '/orders', 'http.response.status_code': 201 },
    status: { code: 'UNSET' },
    ...changes,
  };
  return JSON.stringify(record).replaceAll(/"(\w+Nano)":"(\d+)"/g, '"$1":$2');
}

/** What a span search reported, by kind; and what it threw. */
export interface SpanOutcome {
  readonly arrivals: readonly SummaryArrival[];
  /** The last summary of each trace, in the order they first came. */
  readonly summaries: ReadonlyMap<string, Extract<SummaryArrival, { kind: 'summaries' }>['summaries'][number]>;
  readonly progress: readonly Extract<Progress, { step: 'query' }>[];
  readonly calls: readonly CallRecord[];
  readonly end: Extract<SummaryArrival, { kind: 'end' }> | undefined;
  readonly thrown: unknown;
}

export async function collectSpans(items: AsyncIterable<SummaryArrival>): Promise<SpanOutcome> {
  const arrivals: SummaryArrival[] = [];
  let thrown: unknown;
  try {
    for await (const arrival of items) arrivals.push(arrival);
  } catch (error) {
    thrown = error;
  }
  const of = <Kind extends SummaryArrival['kind']>(kind: Kind) =>
    arrivals.filter((one): one is Extract<SummaryArrival, { kind: Kind }> => one.kind === kind);
  return {
    arrivals,
    summaries: new Map(of('summaries').flatMap(({ summaries }) => summaries.map((one) => [one.id, one]))),
    progress: of('progress').flatMap(({ progress }) => (progress.step === 'query' ? [progress] : [])),
    calls: of('call').map(({ call }) => call),
    end: of('end').at(-1),
    thrown,
  };
}

type SpanSearch = Parameters<FindSpans>[1];

/** X-Ray, CloudWatch Logs, and engines that talk to both, on one virtual clock. */
export class SpanBench {
  readonly log: string[] = [];
  readonly clock = new VirtualClock(NOW, (milliseconds) => {
    this.xray.advance(milliseconds);
    this.logs.advance(milliseconds);
    this.onSleep(milliseconds);
  });
  onSleep: (milliseconds: number) => void = () => undefined;
  aws: AwsEngines;

  private constructor(
    readonly xray: XRayService,
    readonly logs: LogsService,
  ) {
    this.aws = this.engines();
  }

  static async start(options: LogsOptions = {}): Promise<SpanBench> {
    const xray = await startService({
      clock: () => NOW,
      destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' },
    });
    return new SpanBench(
      xray,
      await startLogsService((signer) => xray.spanRecords(signer), { clock: () => NOW, ...options }),
    );
  }

  engines(changes: Partial<AwsEnvironment> = {}): AwsEngines {
    return createAws({
      endpoint: () => this.xray.url,
      logsEndpoint: () => this.logs.url,
      promptMfa: () => Promise.reject(new Error('nobody is there')),
      env: KEYS,
      log: (line) => this.log.push(line),
      clock: this.clock,
      ...changes,
    });
  }

  /** Stores span records that only Transaction Search has. */
  put(...documents: readonly string[]): void {
    this.xray.put(documents, { indexed: false });
  }

  /** Searches the last hour. */
  find(query: Partial<SpanSearch> = {}, signal: AbortSignal = new AbortController().signal): Promise<SpanOutcome> {
    const ranges = [{ start: NOW - 3_600_000, end: NOW }];
    return collectSpans(
      this.aws.findSpans(CONNECTION, { ranges, conditions: [], raw: '', logGroups: ['aws/spans'], ...query }, signal),
    );
  }

  /** Operations CloudWatch Logs was asked for, in order. */
  get operations(): string[] {
    return this.logs.calls.map(({ operation }) => operation);
  }

  async close(): Promise<void> {
    await Promise.all([this.xray.close(), this.logs.close()]);
  }
}
