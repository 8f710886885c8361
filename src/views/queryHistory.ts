import type { Memento } from 'vscode';
import { Emitter } from '../traces/emitter';
import type { SearchQuery, SpanQuery, TraceQuery } from '../traces/search';
import type { EpochMilliseconds } from '../model/units';
import { MOST_PAST, readHistory, readQuery, sameQuery, writeHistory, type PastQuery } from './queryState';

const KEY = 'xrayTraces.searchHistory';
const LAST_KEYS = { traces: 'xrayTraces.lastSearch', spans: 'xrayTraces.lastSpanSearch' } as const;

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

  /** Forgets what was run, and what was answered last. */
  async clear(): Promise<void> {
    this.set([]);
    for (const key of Object.values(LAST_KEYS)) await this.state.update(key, undefined);
  }

  /** What the user answered last, step by step; a search that was left half-way counts too. */
  get last(): TraceQuery | undefined {
    const query = this.lastOf('traces');
    return query?.kind === 'traces' ? query : undefined;
  }

  /** The same for spans; where nothing was answered yet, what was run last. */
  get lastSpans(): SpanQuery | undefined {
    const query = this.lastOf('spans') ?? this.past.find((one) => one.query.kind === 'spans')?.query;
    return query?.kind === 'spans' ? query : undefined;
  }

  async remember(query: SearchQuery): Promise<void> {
    await this.state.update(LAST_KEYS[query.kind], { version: 1, query });
  }

  private lastOf(kind: SearchQuery['kind']): SearchQuery | undefined {
    return readQuery((this.state.get<{ version?: unknown; query?: unknown }>(LAST_KEYS[kind]) ?? {}).query);
  }

  private set(past: readonly PastQuery[]): void {
    this.past = past;
    void this.state.update(KEY, writeHistory(past)); // VS Code reports its own write errors
    this.changed.fire();
  }
}
