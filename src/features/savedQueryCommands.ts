import { commands as vscodeCommands, l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { SearchQuery } from '../traces/search';
import { plainText } from '../views/plainText';
import type { PastQuery } from '../views/queryState';
import { queryTitle, queryWords } from '../views/queryText';
import type { QueryScope, ScopedQuery } from '../views/savedQueries';
import type { SearchNode, SearchNodeOf } from '../views/searchNodes';
import type { Handler } from './commands';
import type { FindStart } from './findTraces';
import { editQuery, queryOf, sayNoQuery, type SearchCommandParts } from './searchCommands';

/** Keeping, naming, ordering and deleting queries; and what removes rows of the view Searches. */
export function registerSavedQueryCommands(parts: SearchCommandParts): void {
  const { commands, saved, view, history, searches, runner } = parts;
  const onSaved =
    (run: (rows: readonly ScopedQuery[]) => unknown): Handler =>
    async (...values) => {
      const rows = savedOf(await view.rowsOf(values));
      return rows.length > 0 ? run(rows) : sayNoQuery();
    };
  const each = async (rows: readonly ScopedQuery[], change: Parameters<typeof saved.update>[1]): Promise<void> => {
    for (const { id } of rows) await saved.update(id, change);
  };

  commands.register('xrayTraces.saveQuery', async (...values) => {
    const query = queryOf((await view.rowsOf(values))[0], searches);
    if (query) await saveQuery(parts, query);
    else sayNoQuery();
  });
  commands.register('xrayTraces.editQuery', async (...values) => {
    const [node] = await view.rowsOf(values);
    const query = queryOf(node, searches);
    if (!node || !query) return sayNoQuery();
    const edited = await editQuery(parts, query, node.kind === 'savedQuery' ? editStart(parts, node.row) : undefined);
    if (edited) await runner.run(edited);
  });
  commands.register(
    'xrayTraces.renameQuery',
    onSaved(async ([row]) => {
      const name = row && (await askName(row.name));
      if (row && name !== undefined) await saved.update(row.id, { name });
    }),
  );
  commands.register(
    'xrayTraces.pinQuery',
    onSaved((rows) => each(rows, { pinned: true })),
  );
  commands.register(
    'xrayTraces.unpinQuery',
    onSaved((rows) => each(rows, { pinned: false })),
  );
  commands.register(
    'xrayTraces.keepQueryGlobally',
    onSaved((rows) => each(rows, { scope: 'global' })),
  );
  commands.register(
    'xrayTraces.keepQueryInWorkspace',
    onSaved((rows) => each(rows, { scope: 'workspace' })),
  );
  commands.register(
    'xrayTraces.moveQueryUp',
    onSaved(([row]) => row && saved.shift(row.id, -1)),
  );
  commands.register(
    'xrayTraces.moveQueryDown',
    onSaved(([row]) => row && saved.shift(row.id, 1)),
  );
  commands.register(
    'xrayTraces.deleteQuery',
    onSaved((rows) => deleteQueries(parts, rows)),
  );
  commands.register('xrayTraces.runSavedQuery', async () => {
    const query = await pickQuery(parts);
    if (query) await runner.run(query);
  });
  commands.register('xrayTraces.clearQueryHistory', () => history.clear());
  commands.register('xrayTraces.removeSearch', async (...values) => {
    const nodes = await view.rowsOf(values);
    for (const { id } of nodes.filter(isOf('search'))) searches.remove(id);
    const past = nodes.filter(isOf('pastQuery'));
    if (past.length > 0) history.remove(past.map(({ row }: { readonly row: PastQuery }) => row.query));
    const rows = savedOf(nodes);
    if (rows.length > 0) await deleteQueries(parts, rows);
  });
}

/** From the palette: saved queries and those that were run. */
async function pickQuery({ saved, history, now }: SearchCommandParts): Promise<SearchQuery | undefined> {
  const items: readonly QueryItem[] = [
    ...saved.rows.map(({ name, query }) => {
      const title = queryTitle(query, l10n.t);
      return queryItem(name, [...(title === name ? [] : [title]), ...queryWords(query, now(), l10n.t)], query);
    }),
    ...(history.rows.length > 0 ? [{ label: l10n.t('History'), kind: QuickPickItemKind.Separator }] : []),
    ...history.rows.map(({ query }) => queryItem(queryTitle(query, l10n.t), queryWords(query, now(), l10n.t), query)),
  ];
  if (items.length === 0) {
    const find = l10n.t('Find Traces…');
    const answer = await window.showInformationMessage(
      l10n.t('No query was saved or run in this workspace yet.'),
      find,
    );
    if (answer === find) await vscodeCommands.executeCommand('xrayTraces.findTraces');
    return undefined;
  }
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Run Saved Query'),
    matchOnDescription: true,
  });
  return picked?.query;
}

interface QueryItem extends QuickPickItem {
  readonly query?: SearchQuery;
}

function queryItem(name: string, words: readonly string[], query: SearchQuery): QueryItem {
  return { label: plainText(name), description: plainText(words.join(' · ')), query };
}

/** Asks for a name and where to keep the query. */
async function saveQuery({ saved }: SearchCommandParts, query: SearchQuery): Promise<void> {
  const name = await askName(queryTitle(query, l10n.t));
  if (name === undefined) return;
  const scope = await askScope();
  if (scope) await saved.add(name, query, scope);
}

async function askName(value: string): Promise<string | undefined> {
  const name = await window.showInputBox({
    title: l10n.t('Name of the query'),
    value,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('A query needs a name.') : undefined),
  });
  return name?.trim();
}

async function askScope(): Promise<QueryScope | undefined> {
  const items: readonly { readonly label: string; readonly description: string; readonly scope: QueryScope }[] = [
    { label: l10n.t('This Workspace'), description: l10n.t('kept with this folder'), scope: 'workspace' },
    { label: l10n.t('All Workspaces'), description: l10n.t('there wherever you open VS Code'), scope: 'global' },
  ];
  const picked = await window.showQuickPick(items, { title: l10n.t('Where is it needed?'), ignoreFocusOut: true });
  return picked?.scope;
}

/** Deletes at once, and offers to take it back. Does not wait for the user. */
async function deleteQueries({ saved, commands }: SearchCommandParts, rows: readonly ScopedQuery[]): Promise<void> {
  const removed = await saved.remove(rows.map(({ id }) => id));
  const [first] = removed;
  if (!first) return;
  const undo = l10n.t('Undo');
  const said =
    removed.length === 1
      ? l10n.t('Deleted the query “{0}”', first.name)
      : l10n.t('Deleted {0} queries', removed.length);
  void window
    .showInformationMessage(plainText(said), undo)
    .then((answer) => (answer === undo ? saved.restore(removed) : undefined))
    .then(undefined, (error: unknown) => commands.report(error, 'undo'));
}

/** Kept before it runs: whatever becomes of the search, the edit is not lost. */
function editStart(
  { saved }: SearchCommandParts,
  { id, name }: ScopedQuery,
): Pick<FindStart, 'title' | 'finishLabel' | 'answered'> {
  return {
    answered: (query) => saved.update(id, { query }),
    title: l10n.t('Edit “{0}”', plainText(name)),
    finishLabel: l10n.t('Save and Search Now; the next steps stay as they are'),
  };
}

function savedOf(nodes: readonly SearchNode[]): readonly ScopedQuery[] {
  return nodes.filter(isOf('savedQuery')).map(({ row }) => row);
}

function isOf<Kind extends SearchNode['kind']>(kind: Kind): (node: SearchNode) => node is SearchNodeOf<Kind> {
  return (node): node is SearchNodeOf<Kind> => node.kind === kind;
}
