import { parseTraceId, type TraceId } from '../../model/traceId';
import type { Milliseconds } from '../../model/units';
import type { Arrival, AwsEnvironment, WantedTrace } from '../../traces/source';
import type { TraceError } from '../../traces/traceError';
import { openSession, type Session } from '../calls';
import { endsEverything, toTraceError } from '../errors';
import { planRetrievals, type Margin, type PlannedRetrieval } from '../retrievalPlan';
import { TraceCollector } from '../traceCollector';
import { timestamp } from './foundSpans';
import { runQuery, type LogsSession, type Row } from './insights';
import type { LogsClients } from './logsClients';
import { MOST_ROWS, traceQueryText } from './spanQuery';

const MINUTE: Milliseconds = 60_000;
/** A query is billed by what it reads: requests rarely last longer, and what they leave later is shown as missing. */
const MARGIN: Margin = { before: 15 * MINUTE, after: 120 * MINUTE };
/** Queries for one trace: a hundred thousand spans. Beyond that it is shown as truncated. */
const MOST_PARTS = 10;
const DEFAULT_GROUPS: readonly string[] = ['aws/spans'];
const RETRIEVAL_ACTIONS: ReadonlySet<unknown> = new Set(['xray:StartTraceRetrieval', 'xray:ListRetrievedTraces']);

type Planned = PlannedRetrieval & { readonly isByTheWay: boolean };

/** What became of traces that were read from span records. */
export interface ReadRecords {
  readonly found: ReadonlySet<TraceId>;
  readonly errors: ReadonlyMap<TraceId, TraceError>;
}

/** Opens traces from the span records themselves, with Logs Insights: for who may read the log group, but not retrieve. */
export class SpanRecords {
  constructor(
    private readonly environment: AwsEnvironment,
    private readonly clients: LogsClients,
  ) {}

  /** Whether a retrieval failed for want of a permission that reading the records does not need. */
  canReplace(error: TraceError): boolean {
    return error.reason === 'accessDenied' && RETRIEVAL_ACTIONS.has(error.params['action']);
  }

  /**
   * Reads all records of traces, around the times that are known of them.
   * @param isByTheWay nobody asked for it: not where it was denied lately
   * @throws TraceError for what no other query could escape either; the signal's reason
   */
  async read(
    { connection, signal, report }: Session,
    wanted: readonly WantedTrace[],
    push: (arrival: Arrival) => void,
    isByTheWay: boolean,
  ): Promise<ReadRecords> {
    const session = openSession(this.environment, this.clients, connection, report, signal);
    const collector = new TraceCollector('GetQueryResults', push, session.clock.now);
    const errors = new Map<TraceId, TraceError>();
    for (const planned of planRetrievals(wanted, session.clock.now(), MARGIN).retrievals) {
      try {
        await this.readPlanned(session, { ...planned, isByTheWay }, collector);
      } catch (thrown) {
        signal.throwIfAborted();
        const error = toTraceError(thrown, { operation: 'StartQuery', profile: connection.profile, host: '' });
        if (endsEverything(error)) throw error;
        for (const id of planned.ids) errors.set(id, error);
      }
    }
    collector.flush();
    return { found: new Set(wanted.map(({ id }) => id).filter((id) => collector.has(id))), errors };
  }

  /**
   * Reads the records of one range: of several traces in one query, as long as that has room for all; else of fewer, down to one,
   * which is read in parts then.
   * @param parts queries of one trace that reached their limit so far
   */
  private async readPlanned(
    session: LogsSession,
    planned: Planned,
    collector: TraceCollector,
    parts = 0,
  ): Promise<void> {
    const { ids, start, end, isByTheWay } = planned;
    const groups = this.environment.spanLogGroups?.() ?? DEFAULT_GROUPS;
    const known = new Set<string>();
    const query = { text: traceQueryText(ids), groups, start, end, ids, isByTheWay };
    const { rows: all } = await runQuery(session, query, ({ status, rows, records, bytes }) => {
      for (const row of rows) {
        const id = idOf(row);
        const document = row.get('@message');
        if (document === undefined || known.has(document) || id === undefined || !ids.includes(id)) continue;
        known.add(document);
        collector.add(id, { documents: [document], duration: undefined, limitExceeded: false });
      }
      const found = ids.filter((id) => collector.has(id)).length;
      const progress = { step: 'query', status, found, spans: collector.documents, records, bytes } as const;
      session.report({ kind: 'progress', progress });
    });
    if (all.length < MOST_ROWS) return;
    const half = Math.ceil(ids.length / 2);
    if (ids.length > 1) {
      await this.readPlanned(session, { ...planned, ids: ids.slice(0, half) }, collector);
      await this.readPlanned(session, { ...planned, ids: ids.slice(half) }, collector);
      return;
    }
    // The second of the last row may not have been read whole.
    const rest = Math.floor((timestamp(all.at(-1)!) ?? start) / 1000) * 1000;
    if (rest > start && parts + 1 < MOST_PARTS) {
      await this.readPlanned(session, { ...planned, start: rest }, collector, parts + 1);
    } else for (const id of ids) collector.add(id, { documents: [], duration: undefined, limitExceeded: true });
  }
}

/** Whose record it is; without parsing it whole, as the model does that anyhow. */
function idOf(row: Row): TraceId | undefined {
  const text = row.get('traceId') ?? /"traceId"\s*:\s*"([0-9a-fA-F-]{32,35})"/.exec(row.get('@message') ?? '')?.[1];
  return text === undefined ? undefined : parseTraceId(text);
}
