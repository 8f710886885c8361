import type { TraceId } from '../../model/traceId';
import type { SpanCondition } from '../../traces/search';
import type {
  AwsEnvironment,
  FindSpans,
  LeftSlice,
  SearchedRange,
  SummariesEnd,
  SummaryArrival,
} from '../../traces/source';
import { isTraceError, TraceError } from '../../traces/traceError';
import { openSession } from '../calls';
import { produce } from '../produce';
import { FoundSpans, timestamp } from './foundSpans';
import { runQuery, type LogsSession, type QueryState } from './insights';
import type { LogsClients } from './logsClients';
import { attributeField, MOST_ROWS, spanQueryText } from './spanQuery';

/** Searches span records: one query for each range, newest first. @param onFound told when spans were found: Transaction Search is on */
export function createFindSpans(
  environment: AwsEnvironment,
  clients: LogsClients,
  onFound: (profile: string, region: string) => void,
): FindSpans {
  return async function* findSpans(connection, query, signal) {
    const search = new SpanSearch(query);
    try {
      yield* produce<SummaryArrival>(signal, (push, inner) =>
        search.run(openSession(environment, clients, connection, push, inner), push),
      );
      search.checkRows();
    } catch (error) {
      yield { kind: 'end', ...search.end(signal.aborted ? { why: 'cancelled' } : failed(error)) };
      throw error;
    }
    if (search.found.size > 0) onFound(connection.profile, connection.region);
    yield { kind: 'end', ...search.end({ why: 'cancelled' }) };
  };
}

/** One run over one query's ranges. */
class SpanSearch {
  readonly found: FoundSpans;
  private readonly text: string;
  private readonly groups: readonly string[];
  private readonly ranges: readonly SearchedRange[];
  /** What a query that reached its limit did not read. */
  private readonly beyond: LeftSlice[] = [];
  private done = 0;
  private rows = 0;
  private records = 0;
  private bytes = 0;
  /** Of the query that runs. */
  private current: QueryState | undefined;

  constructor(private readonly query: Parameters<FindSpans>[1]) {
    const { conditions, raw, logGroups, ranges } = query;
    this.text = this.isRaw ? raw : spanQueryText(conditions);
    this.groups = hasSource(raw) ? [] : logGroups;
    this.ranges = ranges.toSorted((one, other) => other.start - one.start);
    this.found = new FoundSpans(annotated(conditions));
  }

  async run(session: LogsSession, push: (arrival: SummaryArrival) => void): Promise<void> {
    const { text, groups } = this;
    push(this.progress());
    for (const range of this.ranges) {
      const { rows } = await runQuery(session, { text, groups, ...range, ids: [] }, (state) => {
        this.current = state;
        const grown = this.found.add(state.rows);
        const summaries = [...grown].map((id: TraceId) => this.found.summary(id));
        if (summaries.length > 0) push({ kind: 'summaries', summaries });
        push(this.progress());
      });
      this.settle();
      this.done += 1;
      // How a query of the user's own is limited, and in what order it reads, it alone knows.
      if (!this.isRaw && rows.length >= MOST_ROWS) this.beyond.push(beyondLimit(range, rows));
    }
  }

  /** @throws TraceError when rows came, and none of them names a trace */
  checkRows(): void {
    if (this.rows === 0 || this.found.size > 0) return;
    throw new TraceError('noTraceIds', { rows: this.rows, fields: [...this.found.strangers].slice(0, 8).join(', ') });
  }

  /** @param rest why the ranges that were not searched to their end were not */
  end(rest: Pick<LeftSlice, 'why' | 'error'>): SummariesEnd {
    this.settle();
    const { found, records, bytes, done, ranges } = this;
    const unsearched = ranges.slice(done).map(({ start, end }): LeftSlice => ({ start, end, ...rest }));
    const left = [...this.beyond, ...unsearched].toSorted((one, other) => other.start - one.start);
    const newest = left.reduce((latest, one) => Math.max(latest, one.end), -Infinity);
    const oldest = left.length === 0 ? ranges.at(-1)?.start : newest < (ranges[0]?.end ?? 0) ? newest : undefined;
    return { found: found.size, scanned: records, bytes, slicesDone: done, slices: ranges.length, oldest, left };
  }

  private get isRaw(): boolean {
    return this.query.raw.trim() !== '';
  }

  private progress(): SummaryArrival {
    const { found, current, records, bytes } = this;
    return {
      kind: 'progress',
      progress: {
        step: 'query',
        status: current?.status ?? '',
        found: found.size,
        spans: found.spans,
        records: records + (current?.records ?? 0),
        bytes: bytes + (current?.bytes ?? 0),
      },
    };
  }

  /** Counts what the query that ran has read. */
  private settle(): void {
    this.rows += this.current?.rows.length ?? 0;
    this.records += this.current?.records ?? 0;
    this.bytes += this.current?.bytes ?? 0;
    this.current = undefined;
  }
}

function failed(error: unknown): Pick<LeftSlice, 'why' | 'error'> {
  return { why: 'failed', ...(isTraceError(error) && { error }) };
}

/** What a query that reached its limit did not read: from its oldest row on. */
function beyondLimit({ start, end }: SearchedRange, rows: QueryState['rows']): LeftSlice {
  const oldest = rows.reduce((least, row) => Math.min(least, timestamp(row) ?? least), end);
  // Its second may not have been read whole. Where all rows are of one second, no shorter range can do better.
  const until = Math.ceil((oldest + 1) / 1000) * 1000;
  return until < end ? { start, end: until, why: 'cap' } : { start, end, why: 'tooMany' };
}

/** A query that names its log groups itself. Source: CloudWatch Logs guide, `SOURCE`. */
function hasSource(raw: string): boolean {
  return /^\s*SOURCE\b/i.test(raw);
}

function annotated(conditions: readonly SpanCondition[]): string[] {
  const names = conditions.flatMap((one) => (one.field === 'attribute' ? attributeField(one.name ?? '') : []));
  return [...new Set(names.map((name) => name.replace(/^attributes\./, '')))];
}
