import { l10n, window, type Disposable, type QuickPick, type QuickPickItem } from 'vscode';
import { formatDuration } from '../model/format';
import { Status } from '../model/trace';
import type { AwsEngines, Connection, TraceSummary } from '../traces/source';
import { isTraceError, TraceError } from '../traces/traceError';
import { explain } from '../views/explain';
import { progressText } from '../views/progressText';
import { statusIcon } from '../views/statusIcon';
import { ageText, statusWord } from '../views/traceWords';
import type { ConnectionChoice } from '../views/connection';
import type { Commands } from './commands';
import { acceptedOf, asText, detailOf, endText, MOST_FOUND } from './foundTraces';
import { askTimeRange, type TimeRange } from './timeRange';
import type { TraceOpener } from './traceOpener';

interface SummaryItem extends QuickPickItem {
  readonly summary: TraceSummary;
}

/** The parts of a `QuickPick` that a search writes. */
type List = Pick<QuickPick<SummaryItem>, 'items' | 'selectedItems' | 'activeItems' | 'busy' | 'placeholder' | 'title'>;

/** Open Traces of a Time Range…: range, search, multi-select, open. */
export function registerTimeRangeCommand(
  commands: Commands,
  engines: () => Promise<AwsEngines>,
  choice: ConnectionChoice,
  opener: TraceOpener,
): void {
  const report = (error: unknown): void => commands.report(error, 'GetTraceSummaries', { retry: run });
  const run = async (): Promise<void> => {
    const range = await askTimeRange(l10n.t('X-Ray traces of a time range'), Date.now());
    if (!range) return;
    try {
      await search(range, await engines(), await choice.resolve(), opener, report);
    } catch (error) {
      report(error);
    }
  };
  commands.register('xrayTraces.openTracesOfTimeRange', run);
}

/** @param report says what went wrong while the list stays */
async function search(
  range: TimeRange,
  engines: AwsEngines,
  connection: Connection,
  opener: TraceOpener,
  report: (error: unknown) => void,
): Promise<void> {
  const abort = new AbortController();
  const pick = window.createQuickPick<SummaryItem>();
  const cleanUp: Disposable[] = [pick];
  try {
    pick.title = l10n.t('X-Ray traces in {0}', connection.region);
    pick.placeholder = progressText({ step: 'summaries', slicesDone: 0, slices: 1, found: 0, scanned: 0 });
    pick.canSelectMany = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.ignoreFocusOut = true;
    pick.busy = true;
    pick.show();
    const picked = new Promise<readonly SummaryItem[]>((resolve) => {
      cleanUp.push(
        pick.onDidAccept(() => {
          const accepted = acceptedOf(pick);
          if (accepted.length > 0) resolve(accepted);
          // In a list with boxes VS Code puts no row in front after typing, and never tells which rows are left.
          else pick.title = l10n.t('Check the traces to open, or move to one with the arrow keys');
        }),
        pick.onDidHide(() => {
          abort.abort();
          resolve([]);
        }),
      );
    });
    const found = fill(pick, engines, connection, range, abort.signal).catch((error: unknown) => {
      // What arrived is there to be opened; without any, the message alone says more than an empty list.
      if (pick.items.length === 0) throw error;
      pick.title = failedTitle(error, connection);
      report(error);
    });
    const items = await Promise.race([picked, found.then(() => picked)]);
    abort.abort(); // what is still to come is not wanted any more
    if (items.length > 0) await opener.open(items.map(({ summary }) => ({ id: summary.id, ...around(summary) })));
  } finally {
    for (const one of cleanUp) one.dispose();
  }
}

async function fill(
  pick: List,
  engines: AwsEngines,
  connection: Connection,
  range: TimeRange,
  signal: AbortSignal,
): Promise<void> {
  try {
    const query = { ranges: [range], filter: '', timeRangeType: 'TraceId', cap: MOST_FOUND } as const;
    for await (const arrival of engines.findTraces(connection, query, signal)) {
      if (arrival.kind === 'summaries') {
        const selected = pick.selectedItems;
        const isFirst = pick.items.length === 0;
        pick.items = newestFirst([...pick.items, ...arrival.summaries.map(itemOf)]);
        pick.selectedItems = selected;
        if (isFirst) pick.activeItems = pick.items.slice(0, 1);
      } else if (arrival.kind === 'progress') pick.placeholder = progressText(arrival.progress);
      else if (arrival.kind === 'end') {
        pick.placeholder = endText(arrival, l10n.t);
        if (arrival.found === 0) pick.title = l10n.t('No traces in {0} in this time range', connection.region);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    pick.busy = false;
  }
}

function newestFirst(items: readonly SummaryItem[]): SummaryItem[] {
  return items.toSorted(({ summary: one }, { summary: other }) => (other.start ?? 0) - (one.start ?? 0));
}

function failedTitle(error: unknown, connection: Connection): string {
  const known = isTraceError(error) ? error : new TraceError('unexpected', { operation: 'GetTraceSummaries' }, error);
  return l10n.t('The list is not complete. {0}', explain(known, connection, l10n.t).title);
}

function itemOf(summary: TraceSummary): SummaryItem {
  const status = statusOf(summary);
  const age = summary.start === undefined ? '' : ageText(summary.start, Date.now());
  const duration = summary.duration === undefined ? l10n.t('in progress') : formatDuration(summary.duration);
  return {
    summary,
    iconPath: statusIcon(status),
    label: asText(summary.name || summary.id),
    description: [statusWord(status), summary.httpStatus || '', duration, age].filter(Boolean).join(' · '),
    detail: detailOf(summary),
  };
}

function statusOf(summary: TraceSummary): Status {
  if (summary.fault) return Status.Fault;
  if (summary.throttle) return Status.Throttle;
  if (summary.error) return Status.Error;
  return summary.partial ? Status.Pending : Status.Ok;
}

function around({ start }: TraceSummary): { around?: number } {
  return start === undefined ? {} : { around: start };
}
