import { parseTraceId, type TraceId } from '../../model/traceId';
import type { Milliseconds } from '../../model/units';
import type { Arrival, AwsEnvironment, WantedTrace } from '../../traces/source';
import type { TraceError } from '../../traces/traceError';
import { openSession, type Session } from '../calls';
import { endsEverything, toTraceError } from '../errors';
import { planRetrievals, type Margin, type PlannedRetrieval } from '../retrievalPlan';
import { TraceCollector } from '../traceCollector';
import { runQuery, type LogsSession, type Row } from './insights';
import type { LogsClients } from './logsClients';
import { traceQueryText } from './spanQuery';

const MINUTE: Milliseconds = 60_000;
/** A query is billed by what it reads: requests rarely last longer, and what they leave later is shown as missing. */
const MARGIN: Margin = { before: 15 * MINUTE, after: 120 * MINUTE };
const DEFAULT_GROUPS: readonly string[] = ['aws/spans'];
const RETRIEVAL_ACTIONS: ReadonlySet<unknown> = new Set(['xray:StartTraceRetrieval', 'xray:ListRetrievedTraces']);

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
   * @throws TraceError for what no other query could escape either; the signal's reason
   */
  async read(
    { connection, signal, report }: Session,
    wanted: readonly WantedTrace[],
    push: (arrival: Arrival) => void,
  ): Promise<ReadRecords> {
    const session = openSession(this.environment, this.clients, connection, report, signal);
    const collector = new TraceCollector('GetQueryResults', push, session.clock.now);
    const errors = new Map<TraceId, TraceError>();
    for (const planned of planRetrievals(wanted, session.clock.now(), MARGIN).retrievals) {
      try {
        await this.readPlanned(session, planned, collector);
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

  private async readPlanned(session: LogsSession, planned: PlannedRetrieval, collector: TraceCollector): Promise<void> {
    const { ids, start, end } = planned;
    const groups = this.environment.spanLogGroups?.() ?? DEFAULT_GROUPS;
    const known = new Set<string>();
    const query = { text: traceQueryText(ids), groups, start, end, ids };
    await runQuery(session, query, ({ status, rows, records, bytes }) => {
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
  }
}

/** Whose record it is; without parsing it whole, as the model does that anyhow. */
function idOf(row: Row): TraceId | undefined {
  const text = row.get('traceId') ?? /"traceId"\s*:\s*"([0-9a-fA-F-]{32,35})"/.exec(row.get('@message') ?? '')?.[1];
  return text === undefined ? undefined : parseTraceId(text);
}
