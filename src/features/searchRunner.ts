import type { EpochMilliseconds } from '../model/units';
import type { SearchQuery } from '../traces/search';
import type { Connection } from '../traces/source';
import type { Searches } from '../traces/searches';
import type { ConnectionChoice } from '../views/connection';
import type { QueryHistory } from '../views/queryHistory';
import type { SearchesView } from '../views/searchesView';

/** Starts searches: all of them, wherever they come from, are listed, remembered and shown the same way. */
export class SearchRunner {
  constructor(
    private readonly searches: Searches,
    private readonly history: QueryHistory,
    private readonly view: SearchesView,
    private readonly choice: ConnectionChoice,
    private readonly now: () => EpochMilliseconds,
  ) {}

  /**
   * Searches with the profile and region that rule now, unless one is given, and shows the row.
   * @returns the search's id
   * @throws TraceError `noRegion`
   */
  async run(query: SearchQuery, connection?: Connection): Promise<string> {
    const id = this.searches.start(query, connection ?? (await this.choice.resolve()));
    this.history.add(query, this.now());
    this.view.tree.refresh(); // the row must be known before it can be shown
    await this.view.reveal(id);
    return id;
  }
}
