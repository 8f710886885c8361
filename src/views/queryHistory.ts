import type { Memento } from 'vscode';
import { Emitter } from '../traces/emitter';
import type { SearchQuery, TraceQuery } from '../traces/search';
import type { EpochMilliseconds } from '../model/units';
import { MOST_PAST, readHistory, readQuery, sameQuery, writeHistory, type PastQuery } from './queryState';

const KEY = 'xrayTraces.searchHistory';
const LAST_KEY = 'xrayTraces.lastSearch';

/** The queries that were run in this workspace, newest first, and the answers the next search starts with. */
export class QueryHistory {
  private readonly changed = new Emitter<void>();
  private past: readonly PastQuery[];

  readonly onDidChange = this.changed.on;

  constructor(private readonly state: Memento) {
    this.past = readHistory(state.get(KEY));
  }

  get rows(): readonly PastQuery[] {
    return this.past;
  }

  /** Puts a query on top that was run. */
  add(query: SearchQuery, at: EpochMilliseconds): void {
    this.set([{ query, at }, ...this.past.filter((one) => !sameQuery(one.query, query))].slice(0, MOST_PAST));
  }

  remove(queries: readonly SearchQuery[]): void {
    this.set(this.past.filter((one) => queries.every((query) => !sameQuery(one.query, query))));
  }

  clear(): void {
    this.set([]);
  }

  /** What the user answered last, step by step; a search that was left half-way counts too. */
  get last(): TraceQuery | undefined {
    const query = readQuery((this.state.get<{ version?: unknown; query?: unknown }>(LAST_KEY) ?? {}).query);
    return query?.kind === 'traces' ? query : undefined;
  }

  async remember(query: TraceQuery): Promise<void> {
    await this.state.update(LAST_KEY, { version: 1, query });
  }

  private set(past: readonly PastQuery[]): void {
    this.past = past;
    void this.state.update(KEY, writeHistory(past)); // VS Code reports its own write errors
    this.changed.fire();
  }
}
