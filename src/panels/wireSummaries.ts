import { isSecret, maskText } from '../model/secrets';
import { MASK } from '../model/secretKeys';
import {
  SummaryFlag,
  type WireAnnotation,
  type WireCause,
  type WireService,
  type WireSummaries,
} from '../protocol/results';
import type { TraceSummary } from '../traces/source';

/** Makes columns of summaries, each increment with only those entries of the tables that earlier ones have not sent. */
export class SummaryWriter {
  private readonly strings = new Table<string>((text) => text);
  private readonly services = new Table<WireService>(({ name, type }) => `${type}\n${name}`);
  private readonly annotations = new Table<WireAnnotation>(({ key, value }) => `${typeof value}\n${key}\n${value}`);
  private readonly causes = new Table<WireCause>(({ of, text }) => `${of}\n${text}`);
  private readonly masked = new Map<string, string>();

  constructor() {
    this.strings.indexOf('');
  }

  /** Secrets in texts are masked: what is not sent cannot be shown. */
  write(summaries: readonly TraceSummary[]): WireSummaries {
    const text = (of: (summary: TraceSummary) => string): Uint32Array =>
      Uint32Array.from(summaries, (summary) => this.strings.indexOf(this.mask(of(summary))));
    const numbers = (of: (summary: TraceSummary) => number | undefined, unknown: number): Float64Array =>
      Float64Array.from(summaries, (summary) => known(of(summary), unknown));
    return {
      count: summaries.length,
      ids: summaries.map(({ id }) => id),
      start: numbers(({ start }) => start, 0),
      duration: numbers(({ duration }) => duration, -1),
      responseTime: numbers(({ responseTime }) => responseTime, -1),
      flags: Uint8Array.from(summaries, flagsOf),
      httpStatus: Uint16Array.from(summaries, ({ httpStatus }) => httpStatus),
      name: text(({ name }) => name),
      method: text(({ method }) => method),
      url: text(({ url }) => url),
      clientIp: text(({ clientIp }) => clientIp),
      userAgent: text(({ userAgent }) => userAgent),
      users: lists(summaries, ({ users }) => distinct(users.map((user) => this.strings.indexOf(this.mask(user))))),
      services: lists(summaries, (summary) => servicesOf(summary).map((service) => this.service(service))),
      annotations: lists(summaries, (summary) => [...this.annotationsOf(summary)]),
      causes: lists(summaries, ({ rootCauses }) =>
        distinct(rootCauses.map(({ of, text }) => this.causes.indexOf({ of, text: this.mask(text) }))),
      ),
      tables: {
        strings: this.strings.takeNew(),
        services: this.services.takeNew(),
        annotations: this.annotations.takeNew(),
        causes: this.causes.takeNew(),
      },
    };
  }

  private service({ name, type }: WireService): number {
    return this.services.indexOf({ name: this.mask(name), type });
  }

  private *annotationsOf({ annotations }: TraceSummary): Iterable<number> {
    for (const [key, values] of annotations) {
      for (const value of new Set(values)) {
        const shown = typeof value === 'string' ? this.mask(value) : value;
        yield this.annotations.indexOf({ key, value: isSecret(key, value) && shown === value ? MASK : shown });
      }
    }
  }

  private mask(text: string): string {
    let masked = this.masked.get(text);
    if (masked === undefined) this.masked.set(text, (masked = maskText(text)));
    return masked;
  }
}

/** Values by number, in order of first appearance. */
class Table<Value> {
  private readonly indices = new Map<string, number>();
  private fresh: Value[] = [];

  constructor(private readonly keyOf: (value: Value) => string) {}

  indexOf(value: Value): number {
    const key = this.keyOf(value);
    let index = this.indices.get(key);
    if (index === undefined) {
      index = this.indices.size;
      this.indices.set(key, index);
      this.fresh.push(value);
    }
    return index;
  }

  takeNew(): readonly Value[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }
}

function flagsOf({ fault, error, throttle, partial }: TraceSummary): number {
  return (
    (fault ? SummaryFlag.Fault : 0) |
    (error ? SummaryFlag.Error : 0) |
    (throttle ? SummaryFlag.Throttle : 0) |
    (partial ? SummaryFlag.Partial : 0)
  );
}

/** X-Ray names a service once for each of its names and places; the page counts traces. */
function servicesOf({ services }: TraceSummary): readonly WireService[] {
  return [...new Map(services.map((service) => [`${service.type}\n${service.name}`, service])).values()];
}

function known(value: number | undefined, unknown: number): number {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? value : unknown;
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)];
}

function lists(
  summaries: readonly TraceSummary[],
  of: (summary: TraceSummary) => readonly number[],
): WireSummaries['users'] {
  const offsets = new Uint32Array(summaries.length + 1);
  const items: number[] = [];
  for (const [row, summary] of summaries.entries()) {
    for (const item of of(summary)) items.push(item);
    offsets[row + 1] = items.length;
  }
  return { offsets, items: Uint32Array.from(items) };
}
