import { shownColumns } from '../model/shownColumns';
import type { Trace } from '../model/trace';
import { traceTitle } from '../model/traceTitle';
import type { WireTrace } from '../protocol/messages';

/** What the page paints: the model's columns with secrets in names and URLs masked, and the few facts of the header. */
export function wireTrace(
  trace: Trace,
  rest: Pick<WireTrace, 'build' | 'receipt' | 'canRetrieve' | 'origin'>,
): WireTrace {
  const { id, start, duration, limitExceeded, depth, services, counts, problems, spans } = trace;
  return {
    ...rest,
    id,
    title: traceTitle(trace),
    start,
    duration,
    reportedDuration: trace.reportedDuration ?? null,
    limitExceeded,
    depth,
    services,
    counts,
    problems,
    spans: shownColumns(spans),
  };
}
