import type { TimelinePanels } from '../panels/timelinePanels';
import type { PageAction } from '../protocol/messages';
import type { Commands } from './commands';

const ACTIONS: Readonly<Record<string, PageAction>> = {
  'xrayTraces.expandAll': 'expandAll',
  'xrayTraces.collapseAll': 'collapseAll',
  'xrayTraces.find': 'find',
  'xrayTraces.fitAll': 'fitAll',
  'xrayTraces.fitSelection': 'fitSelection',
  'xrayTraces.nextFailure': 'nextFailure',
  'xrayTraces.previousFailure': 'previousFailure',
  'xrayTraces.toggleDetails': 'toggleDetails',
};

/** Commands that the timeline in front does itself. */
export function registerPageCommands(commands: Commands, panels: TimelinePanels): void {
  for (const [id, action] of Object.entries(ACTIONS)) commands.register(id, () => panels.active?.run(action));
}
