import { l10n, window } from 'vscode';
import type { TraceRef } from '../model/traceRef';
import type { TimelinePanels } from '../panels/timelinePanels';
import type { Traces } from '../traces/traces';
import { isBilled, isIncomplete, type Viewer, type Watches } from '../traces/watches';
import type { TracesView } from '../views/tracesView';
import type { Commands } from './commands';
import { nodesOf, refsOf } from './target';

export interface WatchParts {
  readonly commands: Commands;
  readonly watches: Watches;
  readonly traces: Traces;
  readonly panels: TimelinePanels;
  readonly view: TracesView;
}

/** Watch Until Complete and Stop Watching: for rows of the tree, else for the timeline in front. */
export function registerWatchCommands(parts: WatchParts): void {
  const { commands, watches, traces, panels, view } = parts;
  commands.register('xrayTraces.watchTrace', async (...values) => {
    const isFromTree = nodesOf(values).length > 0;
    const refs = refsOf(values, panels).filter(({ source }) => source === 'aws');
    const open = refs.filter((ref) => canGrow(ref, traces));
    if (open.length > 0) {
      const ofTree: Viewer = {
        isVisible: () => view.visible,
        onDidChange: (listener) => view.onDidChangeVisibility(listener),
      };
      await start(open, (ref) => (isFromTree ? ofTree : viewerOf(ref, panels)), parts);
      return;
    }
    void window.showInformationMessage(
      refs.length > 0
        ? l10n.t('There is nothing to watch: no span is in progress, and no parent is missing.')
        : l10n.t('Open a trace of AWS first, or select one in the sidebar.'),
    );
  });
  commands.register('xrayTraces.stopWatching', (...values) => {
    for (const ref of refsOf(values, panels)) watches.stop(ref);
  });
}

/** What the timeline's own line does. */
export function actOnWatch(
  act: 'watchTrace' | 'stopWatching',
  ref: TraceRef,
  parts: Omit<WatchParts, 'commands'>,
): void {
  if (act === 'stopWatching') parts.watches.stop(ref);
  else void start([ref], () => viewerOf(ref, parts.panels), parts);
}

/** Starts to watch; asks first where each try is billed. */
async function start(
  refs: readonly TraceRef[],
  viewer: (ref: TraceRef) => Viewer,
  { watches, traces }: Pick<WatchParts, 'watches' | 'traces'>,
): Promise<void> {
  const billed = refs.filter((ref) => isBilled(traces.peek(ref)) && !watches.isRunning(ref));
  for (const ref of refs) if (!billed.includes(ref)) watches.start(ref, viewer(ref));
  if (billed.length === 0) return;
  const watch = l10n.t('Watch');
  const answer = await window.showWarningMessage(
    l10n.t('Watch this trace of Transaction Search?'),
    {
      modal: true,
      detail: l10n.t(
        'Each try retrieves it anew, which AWS bills. It is tried after one to five minutes each, ten times at most, and only while it can be seen.',
      ),
    },
    watch,
  );
  if (answer === watch) for (const ref of billed) watches.start(ref, viewer(ref));
}

function viewerOf(ref: TraceRef, panels: TimelinePanels): Viewer {
  return {
    isVisible: () => panels.isVisible(ref),
    onDidChange: (listener) => panels.onDidChangeVisibility(listener),
  };
}

function canGrow(ref: TraceRef, traces: Traces): boolean {
  const trace = traces.peek(ref)?.trace;
  return trace !== undefined && isIncomplete(trace);
}
