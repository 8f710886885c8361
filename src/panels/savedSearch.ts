import type { SearchQuery } from '../traces/search';
import type { Connection } from '../traces/source';
import { readQuery } from '../views/queryState';

/** What a results page needs to run its search again after a reload. */
export interface SavedSearch {
  readonly query: SearchQuery;
  readonly connection: Connection;
}

/** The text the page keeps. */
export function writeSavedSearch({ query, connection: { profile, region } }: SavedSearch): string {
  return JSON.stringify({ version: 1, query, profile, region });
}

/** Reads what a page kept: the state of a panel (`ResultsIntent`), which an earlier version or nobody wrote. */
export function readPanelState(state: unknown): SavedSearch | undefined {
  if (!isObject(state) || state['version'] !== 1 || typeof state['query'] !== 'string') return undefined;
  let saved: unknown;
  try {
    saved = JSON.parse(state['query']);
  } catch {
    return undefined; // not written by us
  }
  if (!isObject(saved) || saved['version'] !== 1) return undefined;
  const query = readQuery(saved['query']);
  const { profile, region } = saved;
  if (!query || typeof profile !== 'string' || typeof region !== 'string' || region === '') return undefined;
  return { query, connection: { profile, region } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
