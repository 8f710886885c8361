import type { TimelinePanels } from '../panels/timelinePanels';
import type { PageAction } from '../protocol/messages';
import type { Commands } from './commands';
import { readSpanMenu } from './target';

const ACTIONS: Readonly<Record<string, PageAction>> = {
  'xrayTraces.expandAll': 'expandAll',
  'xrayTraces.collapseAll': 'collapseAll',
  'xrayTraces.find': 'find',
  'xrayTraces.fitAll': 'fitAll',
  'xrayTraces.fitSelection': 'fitSelection',
  'xrayTraces.nextFailure': 'nextFailure',
  'xrayTraces.previousFailure': 'previousFailure',
  'xrayTraces.toggleDetails': 'toggleDetails',
  'xrayTraces.dockDetailsRight': 'dockRight',
  'xrayTraces.dockDetailsBottom': 'dockBottom',
  'xrayTraces.focusSpan': 'focusSpan',
  'xrayTraces.hideService': 'hideService',
  'xrayTraces.showAllSpans': 'showAll',
  'xrayTraces.toggleHierarchy': 'toggleHierarchy',
  'xrayTraces.toggleGroups': 'toggleGroups',
  'xrayTraces.toggleChains': 'toggleChains',
  'xrayTraces.toggleShort': 'toggleShort',
  'xrayTraces.toggleUninstrumented': 'toggleUninstrumented',
  'xrayTraces.toggleCriticalPath': 'toggleCriticalPath',
};

/** Commands that the timeline in front does itself. */
export function registerPageCommands(commands: Commands, panels: TimelinePanels): void {
  for (const [id, action] of Object.entries(ACTIONS))
    commands.register(id, (value) => panels.active?.run(action, readSpanMenu(value)));
}
