import { l10n, window, type Disposable, type QuickPickItem } from 'vscode';
import { formatDuration } from '../model/format';
import { Status } from '../model/trace';
import type { AwsEngines, Connection, TraceSummary } from '../traces/source';
import { progressText } from '../views/progressText';
import { statusIcon } from '../views/statusIcon';
import { ageText, statusWord } from '../views/traceWords';
import type { ConnectionChoice } from '../views/connection';
import type { Commands } from './commands';
import { askTimeRange, type TimeRange } from './timeRange';
import type { TraceOpener } from './traceOpener';

/** Search results shown at most; the newest. */
const MOST_FOUND = 100;

interface SummaryItem extends QuickPickItem {
  readonly summary: TraceSummary;
}

/** Open Traces of a Time Range…: range, search, multi-select, open. */
export function registerTimeRangeCommand(
  commands: Commands,
  engines: () => Promise<AwsEngines>,
  choice: ConnectionChoice,
  opener: TraceOpener,
): void {
  const run = async (): Promise<void> => {
    const range = await askTimeRange(l10n.t('X-Ray traces of a time range'), Date.now());
    if (!range) return;
    try {
      await search(range, await engines(), await choice.resolve(), opener);
    } catch (error) {
      commands.report(error, 'GetTraceSummaries', { retry: run });
    }
  };
  commands.register('xrayTraces.openTracesOfTimeRange', run);
}

async function search(
  range: TimeRange,
  engines: AwsEngines,
  connection: Connection,
  opener: TraceOpener,
): Promise<void> {
  const abort = new AbortController();
  const pick = window.createQuickPick<SummaryItem>();
  const cleanUp: Disposable[] = [pick];
  try {
    pick.title = l10n.t('X-Ray traces in {0}', connection.region);
    pick.placeholder = progressText({ step: 'summaries', slicesDone: 0, slices: 1, found: 0 });
    pick.canSelectMany = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.ignoreFocusOut = true;
    pick.busy = true;
    pick.show();
    const picked = new Promise<readonly SummaryItem[]>((resolve) => {
      cleanUp.push(
        pick.onDidAccept(() => resolve(pick.selectedItems)),
        pick.onDidHide(() => {
          abort.abort();
          resolve([]);
        }),
      );
    });
    const found = fill(pick, engines, connection, range, abort.signal);
    const items = await Promise.race([picked, found.then(() => picked)]);
    abort.abort(); // what is still to come is not wanted any more
    if (items.length > 0) await opener.open(items.map(({ summary }) => ({ id: summary.id, ...around(summary) })));
  } finally {
    for (const one of cleanUp) one.dispose();
  }
}

async function fill(
  pick: {
    items: readonly SummaryItem[];
    selectedItems: readonly SummaryItem[];
    busy: boolean;
    placeholder: string | undefined;
    title: string | undefined;
  },
  engines: AwsEngines,
  connection: Connection,
  range: TimeRange,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const arrival of engines.findTraces(connection, { ...range, cap: MOST_FOUND }, signal)) {
      if (arrival.kind === 'summaries') {
        const selected = pick.selectedItems;
        pick.items = [...pick.items, ...arrival.summaries.map(itemOf)];
        pick.selectedItems = selected;
      } else if (arrival.kind === 'progress') pick.placeholder = progressText(arrival.progress);
      else if (arrival.kind === 'end') {
        const counts = l10n.t('{0} traces found, {1} looked at', arrival.found, arrival.scanned);
        pick.placeholder = arrival.capped
          ? `${counts}; ${l10n.t('only the newest {0} are listed', MOST_FOUND)}`
          : counts;
        if (arrival.found === 0) pick.title = l10n.t('No traces in {0} in this time range', connection.region);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    pick.busy = false;
  }
}

function itemOf(summary: TraceSummary): SummaryItem {
  const status = statusOf(summary);
  const called = [summary.method, summary.url].filter(Boolean).join(' ');
  const age = summary.start === undefined ? '' : ageText(summary.start, Date.now());
  const duration = summary.duration === undefined ? l10n.t('in progress') : formatDuration(summary.duration);
  return {
    summary,
    iconPath: statusIcon(status),
    // `$(name)` in a label would become an icon: what comes from a trace stays text.
    label: plain(summary.name || summary.id),
    description: [statusWord(status), summary.httpStatus || '', duration, age].filter(Boolean).join(' · '),
    detail: plain([called, summary.id].filter(Boolean).join('  ')),
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

function plain(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
