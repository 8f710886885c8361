import { commands as vscodeCommands, l10n, window } from 'vscode';
import type { ResultsPanels } from '../panels/resultsPanels';
import type { Searches } from '../traces/searches';
import { searchNotes } from '../views/searchNotes';
import type { SearchesView } from '../views/searchesView';
import type { WhyEmpty } from '../views/whyEmpty';
import { EmptySearches, type EmptyNote } from './emptySearches';

/** Says why a search found nothing in a message where neither the view Searches nor the search's page is seen. */
export function tellEmptySearches(
  searches: Searches,
  whyEmpty: WhyEmpty,
  view: SearchesView,
  pages: ResultsPanels,
): EmptySearches {
  return new EmptySearches({
    searches,
    notesOf: async (held) => {
      const causes = await whyEmpty.causesWhenKnown(held);
      return searchNotes(held, () => causes, l10n.t);
    },
    isSeen: (id) => view.visible || pages.isShowing(id),
    say: (note) => void say(note), // VS Code reports what goes wrong with a message
  });
}

async function say(note: EmptyNote): Promise<void> {
  const text = l10n.t('No traces found. {0}: {1}.', note.label, note.description);
  if (await window.showInformationMessage(text, note.stepLabel))
    await vscodeCommands.executeCommand('xrayTraces.takeSearchStep', note);
}
