import { formatCount } from '../model/format';
import type { TraceError } from '../traces/traceError';
import type { Localize } from './localize';
import type { NextStepId } from './stepLabels';

/** What can go wrong with a Logs Insights query, beside what can with every call. */
export type QueryErrorReason = 'malformedQuery' | 'queryLimit' | 'queryFailed' | 'noTraceIds';

/** The sentences and next steps of errors of span searches. */
export function explainQuery(
  reason: QueryErrorReason,
  { params }: TraceError,
  t: Localize,
): { readonly title: string; readonly detail: string; readonly next: readonly NextStepId[] } {
  const text = (name: string): string => String(params[name] ?? '');
  switch (reason) {
    case 'malformedQuery': {
      const start = Number(params['start'] ?? -1);
      return {
        title:
          start >= 0
            ? t('Logs Insights cannot read the query at character {0}.', start + 1)
            : t('Logs Insights cannot read the query.'),
        detail: t('It says: {0}', text('message') || t('no reason')),
        next: ['editSearch', 'findSpans', 'showLog'],
      };
    }
    case 'queryLimit':
      return {
        title: t('Too many Logs Insights queries run in this account.'),
        detail: t('Others may be running theirs. Wait for some to end, then try again.'),
        next: ['retry', 'showLog'],
      };
    case 'queryFailed':
      return explainEnd(text('status'), t);
    case 'noTraceIds':
      return {
        title: t('The query found {0} rows, and none of them names a trace.', formatCount(Number(params['rows'] ?? 0))),
        detail: text('fields')
          ? t('Traces are found by the field traceId, or by @message. The rows have: {0}', text('fields'))
          : t('Traces are found by the field traceId, or by @message: add one of them to the query.'),
        next: ['editSearch', 'findSpans'],
      };
  }
}

function explainEnd(
  status: string,
  t: Localize,
): { readonly title: string; readonly detail: string; readonly next: readonly NextStepId[] } {
  switch (status) {
    case 'Timeout':
    case 'Running':
      return {
        title: t('The Logs Insights query took longer than its 60 minutes.'),
        detail: t('Choose a shorter time range. What had arrived is kept.'),
        next: ['editSearch', 'retry', 'showLog'],
      };
    case 'Cancelled':
      return {
        title: t('The Logs Insights query was stopped by somebody else.'),
        detail: t('Run it again. What had arrived is kept.'),
        next: ['retry', 'showLog'],
      };
    default:
      return {
        title: t('The Logs Insights query failed.'),
        detail: t('AWS gives no reason. Run it again; a shorter time range can help. What had arrived is kept.'),
        next: ['retry', 'editSearch', 'showLog'],
      };
  }
}
