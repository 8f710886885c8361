import { l10n, window } from 'vscode';
import type { TraceRef } from '../model/traceRef';
import type { TimelinePanels } from '../panels/timelinePanels';
import type { Traces } from '../traces/traces';
import { isIncomplete, type Watches } from '../traces/watches';
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
  commands.register('xrayTraces.watchTrace', (...values) => {
    const isFromTree = nodesOf(values).length > 0;
    const refs = refsOf(values, panels).filter(({ source }) => source === 'aws');
    const open = refs.filter((ref) => canGrow(ref, traces));
    for (const ref of open) watches.start(ref, isFromTree ? () => view.visible : () => panels.isVisible(ref));
    if (open.length > 0) return;
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
  else parts.watches.start(ref, () => parts.panels.isVisible(ref));
}

function canGrow(ref: TraceRef, traces: Traces): boolean {
  const trace = traces.peek(ref)?.trace;
  return trace !== undefined && isIncomplete(trace);
}
