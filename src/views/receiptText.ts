import { formatDuration } from '../model/format';
import type { Receipt } from '../traces/receipt';
import type { CallRecord } from '../traces/source';
import type { Localize } from './localize';

/** Calls that belong to another one of the same receipt, or only ask where to look: the chip leaves them to the document. */
const ATTENDANT: ReadonlySet<string> = new Set([
  'GetTraceSegmentDestination',
  'ListRetrievedTraces',
  'GetQueryResults',
]);

/** The chip in the timeline's header: `BatchGetTraces ×2 · 3 of 4 IDs · 212 ms`. '' when nothing was asked of AWS. */
export function receiptLine(receipt: Receipt | undefined, t: Localize): string {
  if (!receipt || receipt.calls.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { operation } of receipt.calls) {
    if (!ATTENDANT.has(operation)) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  const calls = [...counts].map(([operation, count]) => (count > 1 ? `${operation} ×${count}` : operation));
  const ids = t('{0} of {1} IDs', receipt.arrived.size, receipt.wanted.length);
  return [...calls, ids, ...(receipt.endedAt === undefined ? [] : [formatDuration(elapsed(receipt))])].join(' · ');
}

/**
 * The receipts of one trace as a document, newest first: every call with its IDs, time, request id, retries and waits,
 * and what is still missing. Holds no document contents and no credentials.
 */
export function receiptText(title: string, receipts: readonly Receipt[], t: Localize): string {
  const sections = receipts.toReversed().map((receipt) => section(receipt, t));
  if (sections.length === 0) {
    sections.push(
      t('No request is known for this trace. Receipts last as long as the window; refresh the trace for a new one.'),
    );
  }
  return `${[title, ...sections].join('\n\n')}\n`;
}

function section(receipt: Receipt, t: Localize): string {
  const how = receipt.how === 'retrieve' ? t('Retrieved from Transaction Search') : t('Opened');
  const lines = [
    `${how}, ${new Date(receipt.startedAt).toISOString()}`,
    t('{0} of {1} IDs', receipt.arrived.size, receipt.wanted.length) +
      ` · ${t('{0} calls', receipt.calls.length)} · ${receipt.endedAt === undefined ? t('still running') : formatDuration(elapsed(receipt))}` +
      (receipt.cancelled ? ` · ${t('cancelled')}` : ''),
    ...receipt.calls.flatMap((call, index) => ['', ...callLines(call, index + 1, t)]),
    '',
    ...missingLines(receipt, t),
  ];
  return lines.join('\n');
}

/** One call of a receipt: what, how long, how it ended; when, its request id, its retries, and its IDs. */
export function callLines(call: CallRecord, number: number, t: Localize): string[] {
  const head = `${number}. ${call.operation}  ${formatDuration(call.milliseconds)}  ${call.outcome}`;
  const waited = call.waits.map((wait) => t('waited {0} after {1}', formatDuration(wait.milliseconds), wait.reason));
  return [
    call.note ? `${head}  ${call.note}` : head,
    `   ${t('started')}  ${new Date(call.startedAt).toISOString()}`,
    ...(call.requestId ? [`   ${t('request')}  ${call.requestId}`] : []),
    ...(waited.length > 0 ? [`   ${t('retries')}  ${waited.length}: ${waited.join('; ')}`] : []),
    ...call.ids.map((id) => `   ${id}`),
  ];
}

function missingLines(receipt: Receipt, t: Localize): string[] {
  const missing = receipt.wanted.filter((id) => !receipt.arrived.has(id));
  if (missing.length === 0) return [t('Nothing is missing.')];
  return [
    t('Still missing: {0}', missing.length),
    ...missing.map((id) => {
      const error = receipt.failed.get(id);
      return error ? `   ${id}  ${error.reason}` : `   ${id}`;
    }),
  ];
}

function elapsed(receipt: Receipt): number {
  return (receipt.endedAt ?? receipt.startedAt) - receipt.startedAt;
}
