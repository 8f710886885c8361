import type { SecretStorage } from 'vscode';
import type { TokenStore } from '../traces/retrievals';

const PREFIX = 'xrayTraces.retrieval.';

/** Retrieval tokens in VS Code's secret storage, one entry each: windows of other workspaces have theirs beside it. */
export function keptTokens(secrets: SecretStorage): TokenStore {
  return {
    get: async (id) => await secrets.get(PREFIX + id),
    set: async (id, token) => await secrets.store(PREFIX + id, token),
    delete: async (id) => await secrets.delete(PREFIX + id),
  };
}
