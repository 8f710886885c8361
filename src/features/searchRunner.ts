import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { HeldSearch, SearchQuery } from '../traces/search';
import { rangeAt } from '../traces/searchRuns';
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
    /** Asks before a span search that may cost much; rejects where the user thinks better of it. */
    private readonly confirmSpans: (length: Milliseconds, connection: Connection) => Promise<void>,
  ) {}

  /**
   * Searches with the profile and region that rule now, unless one is given, and shows the row.
   * @returns the search's id
   * @throws TraceError `noRegion`; VS Code's CancellationError where the user does not want to pay for it
   */
  async run(query: SearchQuery, connection?: Connection): Promise<string> {
    const where = connection ?? (await this.choice.resolve());
    const { start, end } = rangeAt(query.range, this.now());
    if (query.kind === 'spans') await this.confirmSpans(end - start, where);
    const id = this.searches.start(query, where);
    this.history.add(query, this.now());
    this.view.tree.refresh(); // the row must be known before it can be shown
    await this.view.reveal(id);
    return id;
  }

  /** Runs a search anew, or goes on with what it has left. */
  async goOn({ id, query, connection, end }: HeldSearch, how: 'again' | 'more'): Promise<void> {
    if (query.kind === 'spans') {
      const whole = rangeAt(query.range, this.now());
      const ranges = how === 'again' ? [whole] : (end?.left ?? []);
      await this.confirmSpans(
        ranges.reduce((sum, range) => sum + range.end - range.start, 0),
        connection,
      );
    }
    this.searches[how](id);
  }
}
