import type { ResultsPanels } from '../panels/resultsPanels';
import type { Searches } from '../traces/searches';
import type { TraceDocuments } from '../views/documents';
import { searchIdOf, searchNodesOf } from '../views/searchNodes';
import type { SearchesView } from '../views/searchesView';
import type { Commands } from './commands';
import { sayNoQuery } from './searchCommands';

interface SearchReceiptParts {
  readonly commands: Commands;
  readonly searches: Searches;
  readonly view: SearchesView;
  readonly pages: ResultsPanels;
  readonly documents: TraceDocuments;
}

/** Show Receipt of Search: of the row it was run on, else of the results page in front, else of the focused row, else of the newest search. */
export function registerSearchReceipt({ commands, searches, view, pages, documents }: SearchReceiptParts): void {
  commands.register('xrayTraces.openSearchReceipt', async (...values) => {
    const id =
      searchIdOf(searchNodesOf(values)[0]) ??
      pages.active?.id ??
      searchIdOf((await view.rowsOf([]))[0]) ??
      searches.list()[0]?.id;
    if (id === undefined) return sayNoQuery();
    await documents.showSearchReceipt(id);
  });
}
