import { randomUUID } from 'node:crypto';
import type { Memento } from 'vscode';
import { Emitter } from '../traces/emitter';
import type { SearchQuery } from '../traces/search';
import { readSaved, writeSaved, type SavedQuery } from './queryState';

/** Where a saved query is kept: with this workspace, or for all of them. */
export type QueryScope = 'workspace' | 'global';

export interface ScopedQuery extends SavedQuery {
  readonly scope: QueryScope;
}

const KEY = 'xrayTraces.savedQueries';

/**
 * The queries the user keeps. Read from the state each time: another window may have changed the global ones, and what it wrote must
 * not be overwritten with what this window knew.
 */
export class SavedQueries {
  private readonly changed = new Emitter<void>();
  private readonly states: Readonly<Record<QueryScope, Memento>>;

  readonly onDidChange = this.changed.on;

  constructor(workspace: Memento, global: Memento) {
    this.states = { workspace, global };
  }

  /** As they are listed: pinned ones first. */
  get rows(): readonly ScopedQuery[] {
    return ordered([...this.of('workspace'), ...this.of('global')]);
  }

  find(id: string): ScopedQuery | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** Keeps a query, below the others. @returns its id */
  async add(name: string, query: SearchQuery, scope: QueryScope): Promise<string> {
    const id = randomUUID();
    await this.write([...this.rows, { id, name, query, scope, pinned: false, order: Number.MAX_SAFE_INTEGER }]);
    return id;
  }

  async update(
    id: string,
    change: Partial<Pick<ScopedQuery, 'name' | 'query' | 'pinned' | 'scope'>>,
  ): Promise<ScopedQuery | undefined> {
    await this.write(this.rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
    return this.find(id);
  }

  /** @returns what was removed, for `restore` */
  async remove(ids: readonly string[]): Promise<readonly ScopedQuery[]> {
    const rows = this.rows;
    const removed = rows.filter(({ id }) => ids.includes(id));
    // Places stay as they are, so that what comes back comes back to its own.
    await this.put(rows.filter(({ id }) => !ids.includes(id)));
    return removed;
  }

  /** Puts back what was removed, unless it is there. */
  async restore(removed: readonly ScopedQuery[]): Promise<void> {
    const rows = this.rows;
    await this.put([...rows, ...removed.filter(({ id }) => rows.every((row) => row.id !== id))]);
  }

  /** Moves queries before another, or to the end. They take over whether that one is pinned. */
  async move(ids: readonly string[], before: string | undefined): Promise<void> {
    const rows = this.rows;
    const target = before === undefined ? rows.length : rows.findIndex(({ id }) => id === before);
    if (target < 0 || (before !== undefined && ids.includes(before))) return;
    const pinned = before === undefined ? false : rows[target]!.pinned;
    const isMoved = ({ id }: ScopedQuery): boolean => ids.includes(id);
    await this.write([
      ...rows.slice(0, target).filter((row) => !isMoved(row)),
      ...rows.filter(isMoved).map((row) => ({ ...row, pinned })),
      ...rows.slice(target).filter((row) => !isMoved(row)),
    ]);
  }

  /** Moves a query one place up (-1) or down (1) among the pinned, or among the others. */
  async shift(id: string, by: -1 | 1): Promise<void> {
    const rows = [...this.rows];
    const from = rows.findIndex((row) => row.id === id);
    const [row, other] = [rows[from], rows[from + by]];
    if (!row || !other || row.pinned !== other.pinned) return;
    rows[from] = other;
    rows[from + by] = row;
    await this.write(rows);
  }

  private of(scope: QueryScope): ScopedQuery[] {
    return readSaved(this.states[scope].get(KEY)).map((query) => ({ ...query, scope }));
  }

  /** Numbers the rows as they stand. */
  private write(rows: readonly ScopedQuery[]): Promise<void> {
    return this.put(ordered(rows.map((row, order) => ({ ...row, order }))));
  }

  /** What is written can be read at once. That it lasts is waited for after it is shown: a busy storage may take seconds. */
  private async put(rows: readonly ScopedQuery[]): Promise<void> {
    const before = { workspace: this.of('workspace'), global: this.of('global') };
    const writing: Thenable<void>[] = [];
    for (const scope of ['workspace', 'global'] as const) {
      const own = rows.filter((row) => row.scope === scope);
      if (JSON.stringify(own) === JSON.stringify(before[scope])) continue;
      writing.push(this.states[scope].update(KEY, writeSaved(own.map(unscoped))));
    }
    this.changed.fire();
    await Promise.all(writing);
  }
}

function unscoped({ id, name, pinned, order, query }: ScopedQuery): SavedQuery {
  return { id, name, pinned, order, query };
}

function ordered(rows: readonly ScopedQuery[]): ScopedQuery[] {
  return rows.toSorted((one, other) => Number(other.pinned) - Number(one.pinned) || one.order - other.order);
}
