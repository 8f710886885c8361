import { kindName, statusOfSpan } from '../../model/readSpanRecord';
import { Status } from '../../model/trace';
import type { TraceId } from '../../model/traceId';
import type { EpochMilliseconds } from '../../model/units';
import type { TraceSummary } from '../../traces/source';
import { readTraceId } from '../received';
import type { Row } from './insights';

/** One span that a query found, as far as its row tells. Times are epoch milliseconds. */
interface FoundSpan {
  readonly key: string;
  readonly isRoot: boolean;
  readonly start: EpochMilliseconds | undefined;
  readonly end: EpochMilliseconds | undefined;
  readonly row: Row;
}

/** The spans of a search by trace, and the summaries that follow from them: of what was found, which may be a part of the trace. */
export class FoundSpans {
  private readonly traces = new Map<TraceId, Map<string, FoundSpan>>();
  /** Field names of rows that name no trace, for the message. */
  readonly strangers = new Set<string>();
  spans = 0;

  /** @param annotated fields to show as annotations, without `attributes.` */
  constructor(private readonly annotated: readonly string[]) {}

  get size(): number {
    return this.traces.size;
  }

  /** Adds rows; those that came before are passed over. @returns the traces that have more spans now */
  add(rows: readonly Row[]): Set<TraceId> {
    const grown = new Set<TraceId>();
    for (const received of rows) {
      const row = withRecord(received);
      const id = readTraceId(row.get('traceId') ?? row.get('trace_id'));
      if (id === undefined) {
        for (const name of received.keys()) this.strangers.add(name);
        continue;
      }
      const spans = this.traces.get(id) ?? new Map<string, FoundSpan>();
      const span = readSpan(row, spans.size);
      if (spans.has(span.key)) continue;
      spans.set(span.key, span);
      this.traces.set(id, spans);
      this.spans += 1;
      grown.add(id);
    }
    return grown;
  }

  /**
   * What is shown of a trace: name, method, URL and status are those of its root where that was found, else of the earliest span that was;
   * it failed when any span found failed; it lasts from the first start to the last end of what was found. `revision` counts the spans.
   */
  summary(id: TraceId): TraceSummary {
    const spans = [...(this.traces.get(id)?.values() ?? [])].toSorted(
      (one, other) => (one.start ?? Infinity) - (other.start ?? Infinity),
    );
    const head = (spans.find(({ isRoot }) => isRoot) ?? spans[0])!.row;
    const starts = spans.flatMap(({ start }) => start ?? []);
    const ends = spans.flatMap(({ end }) => end ?? []);
    const [start] = starts; // they are in order
    const end = ends.reduce((latest, one) => Math.max(latest, one), -Infinity);
    const statuses = new Set(spans.map(({ row }) => statusOf(row)));
    return {
      id,
      start,
      duration: start !== undefined && end >= start ? end - start : undefined,
      responseTime: undefined,
      fault: statuses.has(Status.Fault),
      error: statuses.has(Status.Error),
      throttle: statuses.has(Status.Throttle),
      partial: false,
      name: text(head, ...SERVICE) || text(head, 'name'),
      method: text(head, 'attributes.http.request.method', 'attributes.http.method'),
      url:
        text(head, 'attributes.url.full', 'attributes.http.url', 'attributes.url.path', 'attributes.http.target') ||
        text(head, 'attributes.aws.local.operation', 'name'),
      httpStatus: httpStatusOf(head),
      clientIp: text(head, 'attributes.client.address', 'attributes.http.client_ip'),
      userAgent: text(head, 'attributes.user_agent.original', 'attributes.http.user_agent'),
      users: distinct(spans.map(({ row }) => text(row, 'attributes.enduser.id'))),
      services: distinct(spans.map(({ row }) => text(row, ...SERVICE))).map((name) => ({
        name,
        type: text(spans.find(({ row }) => text(row, ...SERVICE) === name)!.row, 'attributes.aws.xray.origin'),
      })),
      annotations: new Map(
        this.annotated.flatMap((name): [string, string[]][] => {
          const values = distinct(spans.map(({ row }) => text(row, `attributes.${name}`, name)));
          return values.length > 0 ? [[name, values]] : [];
        }),
      ),
      rootCauses: [],
      matchedAt: start,
      revision: spans.length,
    };
  }
}

const SERVICE = ['resource.attributes.service.name', 'attributes.aws.local.service'] as const;

function readSpan(row: Row, count: number): FoundSpan {
  const spanId = text(row, 'spanId', 'span_id');
  const parent = text(row, 'parentSpanId');
  const start = nanoseconds(row, 'startTimeUnixNano') ?? timestamp(row);
  const duration = nanoseconds(row, 'durationNano');
  const end =
    nanoseconds(row, 'endTimeUnixNano') ?? (start !== undefined && duration !== undefined ? start + duration : start);
  const kind = kindName(text(row, 'kind'));
  return {
    // Rows of aggregations have no span id: each is one.
    key: spanId || text(row, '@ptr') || `row ${count}: ${[...row.values()].join('\n')}`,
    isRoot: spanId !== '' && row.has('kind') && /^0*$/.test(parent) && kind !== '',
    start,
    end,
    row,
  };
}

/** A row with the whole record in `@message`, as raw queries often have, gets the record's own members too. */
function withRecord(row: Row): Row {
  const message = row.get('@message');
  if (message === undefined || row.has('traceId')) return row;
  let record: unknown;
  try {
    record = JSON.parse(message);
  } catch {
    return row; // no record: the row is what its fields say
  }
  const all = new Map(row);
  // Depth and breadth are those of a span record; anything deeper is of no use here.
  const flatten = (value: unknown, path: string, depth: number): void => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      if (path !== '' && !all.has(path)) all.set(path, String(value));
    } else if (typeof value === 'object' && value !== null && depth < 4 && !Array.isArray(value)) {
      for (const [name, member] of Object.entries(value)) flatten(member, path ? `${path}.${name}` : name, depth + 1);
    }
  };
  flatten(record, '', 0);
  all.delete('@message');
  return all;
}

function statusOf(row: Row): Status {
  return statusOfSpan(text(row, 'status.code'), httpStatusOf(row));
}

function httpStatusOf(row: Row): number {
  const status = Number(text(row, 'attributes.http.response.status_code', 'attributes.http.status_code'));
  return Number.isInteger(status) && status > 0 && status < 1000 ? status : 0;
}

/** Epoch milliseconds, or a length of time, of a number of nanoseconds; also where the service writes it with an exponent. */
function nanoseconds(row: Row, name: string): EpochMilliseconds | undefined {
  const value = row.get(name);
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  // Nineteen digits are more than a number holds: what is beyond the microsecond is chance.
  return Number.isFinite(number) && number >= 0 ? Math.round(number / 1e3) / 1e3 : undefined;
}

/** `@timestamp` as results have it: `2026-11-20 10:14:26.000`, UTC. */
export function timestamp(row: Row): EpochMilliseconds | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)/.exec(row.get('@timestamp') ?? '');
  const time = match ? Date.parse(`${match[1]}T${match[2]}Z`) : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
}

function text(row: Row, ...names: readonly string[]): string {
  for (const name of names) {
    const value = row.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return '';
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '');
}
