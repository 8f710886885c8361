import { commands as vscodeCommands, env, l10n, window } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import type { HeldSearch, SearchQuery } from '../traces/search';
import type { Searches } from '../traces/searches';
import { startOf } from '../traces/searchRuns';
import type { AwsEngines, TraceSummary } from '../traces/source';
import { readQuery } from '../views/queryState';
import { expressionOf } from '../views/spanConditionText';
import type { SavedQueries } from '../views/savedQueries';
import { searchNodesOf, type SearchNode } from '../views/searchNodes';
import type { SearchesView } from '../views/searchesView';
import type { Commands } from './commands';
import { aroundOf, momentAtCursor } from './rangeStep';
import { askSpanQuery, findSpansTitle } from './findSpans';
import { askTraceQuery, type FindStart, type FindTracesParts } from './findTraces';
import type { NextSteps } from './nextSteps';
import type { SearchRunner } from './searchRunner';
import type { TraceOpener } from './traceOpener';

export interface SearchCommandParts extends FindTracesParts {
  readonly commands: Commands;
  readonly engines: () => Promise<AwsEngines>;
  readonly searches: Searches;
  readonly saved: SavedQueries;
  readonly view: SearchesView;
  readonly runner: SearchRunner;
  readonly opener: TraceOpener;
  readonly steps: NextSteps;
}

/** Find Traces…, and the commands on searches and what they found. */
export function registerSearchCommands(parts: SearchCommandParts): void {
  const { commands, searches, view, runner } = parts;
  commands.register('xrayTraces.findTraces', (value) => findTraces(parts, value));
  commands.register('xrayTraces.cancelSearch', (...values) =>
    onSearches(parts, values, ({ id }) => searches.cancel(id)),
  );
  commands.register('xrayTraces.searchAgain', (...values) =>
    onSearches(parts, values, (held) => runner.goOn(held, 'again')),
  );
  commands.register('xrayTraces.loadMoreFound', (...values) =>
    onSearches(parts, values, (held) => runner.goOn(held, 'more')),
  );
  commands.register('xrayTraces.showMoreFound', (value) => {
    const [node] = searchNodesOf([value]);
    if (node?.kind === 'moreFound') view.tree.showMore(node.search);
  });
  commands.register('xrayTraces.clearSearches', () => {
    for (const { id } of searches.list()) searches.remove(id);
  });
  commands.register('xrayTraces.openFound', (...values) => openFound(parts, values));
  commands.register('xrayTraces.openAllFound', (...values) => openFound(parts, values));
  commands.register('xrayTraces.copyFoundIds', async (...values) => {
    const rows = await view.rowsOf(values);
    const ids = foundOf(rows, searches).flatMap(({ summaries }) => summaries.map(({ id }) => id));
    if (ids.length > 0) await env.clipboard.writeText([...new Set(ids)].join('\n'));
    else await copyExpression(queryOf(rows[0], searches)); // the key for copying, on a query
  });
  commands.register('xrayTraces.copyExpression', async (...values) =>
    copyExpression(queryOf((await view.rowsOf(values))[0], searches)),
  );
  commands.register('xrayTraces.takeSearchStep', (value) => takeStep(parts, value));
  commands.register('xrayTraces.runQuery', async (...values) => {
    for (const node of await view.rowsOf(values)) {
      const query = queryOf(node, searches);
      if (query) await runner.run(query);
    }
  });
}

async function copyExpression(query: SearchQuery | undefined): Promise<void> {
  if (!query) return sayNoQuery();
  const text = expressionOf(query);
  // The clipboard keeps what it has where there is nothing to copy.
  if (text) await env.clipboard.writeText(text);
  else window.setStatusBarMessage(l10n.t('Nothing to copy: it has no expression, and finds all.'), 3000);
}

/** The query of a row; of the search it belongs to, for rows within one. */
export function queryOf(node: SearchNode | undefined, searches: Searches): SearchQuery | undefined {
  switch (node?.kind) {
    case 'savedQuery':
    case 'pastQuery':
      return node.row.query;
    case undefined:
    case 'savedQueries':
    case 'queryHistory':
      return undefined;
    case 'search':
    case 'found':
    case 'moreFound':
    case 'searchNote':
    case 'searchFooter':
    case 'searchLeft':
      return searches.peek(node.kind === 'search' ? node.id : node.search)?.query;
  }
}

/**
 * The steps of Find Traces… for a query that is there: of a span search, those of Find Spans….
 * @returns undefined when the user closed a step
 */
export async function editQuery(
  parts: SearchCommandParts,
  query: SearchQuery,
  start?: Pick<FindStart, 'title' | 'finishLabel' | 'answered'>,
): Promise<SearchQuery | undefined> {
  return query.kind === 'traces'
    ? askTraceQuery(parts, { ...(start ?? findTitle()), query })
    : askSpanQuery(parts, { ...(start ?? findSpansTitle()), query });
}

function findTitle(): Pick<FindStart, 'title' | 'finishLabel'> {
  return { title: l10n.t('Find Traces'), finishLabel: l10n.t('Search Now; the next steps stay as they are') };
}

/** @param value a query to start from, or a moment to look around (`around`, epoch milliseconds); anyone may pass anything */
async function findTraces(parts: SearchCommandParts, value: unknown): Promise<void> {
  const given = readQuery(value);
  const around = readAround(value);
  const query = await askTraceQuery(parts, {
    ...findTitle(),
    query: given?.kind === 'traces' ? given : undefined,
    range: around === undefined ? undefined : aroundOf(around),
    moment: momentAtCursor(parts.now()),
  });
  if (query) await parts.runner.run(query);
}

function readAround(value: unknown): EpochMilliseconds | undefined {
  const around: unknown =
    typeof value === 'object' && value !== null ? (value as { around?: unknown }).around : undefined;
  return typeof around === 'number' && Number.isFinite(around) ? around : undefined;
}

async function onSearches(
  { view, searches }: SearchCommandParts,
  values: readonly unknown[],
  act: (held: HeldSearch) => void | Promise<void>,
): Promise<void> {
  for (const node of await view.rowsOf(values)) {
    if (!('search' in node) && node.kind !== 'search') continue;
    const held = searches.peek(node.kind === 'search' ? node.id : node.search);
    if (held) await act(held);
  }
}

interface FoundTraces {
  readonly held: HeldSearch;
  readonly summaries: readonly TraceSummary[];
}

/** What rows stand for, by search: a result for itself, a search for all it found. */
function foundOf(nodes: readonly SearchNode[], searches: Searches): readonly FoundTraces[] {
  const found = new Map<string, TraceSummary[]>();
  for (const node of nodes) {
    if (node.kind === 'found') found.set(node.search, [...(found.get(node.search) ?? []), node.summary]);
    else if (node.kind === 'search') found.set(node.id, [...(searches.peek(node.id)?.summaries ?? [])]);
  }
  return [...found].flatMap(([id, summaries]) => {
    const held = searches.peek(id);
    return held && summaries.length > 0 ? [{ held, summaries }] : [];
  });
}

/** Opens results where they were found, whatever profile and region rule by now. */
async function openFound({ view, searches, opener }: SearchCommandParts, values: readonly unknown[]): Promise<void> {
  for (const { held, summaries } of foundOf(await view.rowsOf(values), searches)) {
    const wanted = summaries.map((summary) => ({ id: summary.id, around: startOf(summary) }));
    await opener.open(wanted, { connection: held.connection });
  }
}

/** What a row of a failed or empty search offers. */
async function takeStep(parts: SearchCommandParts, value: unknown): Promise<void> {
  const [node] = searchNodesOf([value]);
  if (node?.kind !== 'searchNote') return;
  const { searches, runner, steps } = parts;
  const held = searches.peek(node.search);
  if (!held) return;
  const { query, end, between } = held;
  if (node.step === 'retry') {
    await runner.goOn(held, (end?.left.length ?? 0) > 0 ? 'more' : 'again');
  } else if (node.step === 'editSearch' || node.step === 'chooseRange') {
    const edited = await editQuery(parts, query);
    if (edited) await runner.run(edited);
  } else if (node.step === 'findSpans') {
    const spans: SearchQuery = { kind: 'spans', range: { kind: 'between', ...between }, conditions: [], raw: '' };
    await vscodeCommands.executeCommand('xrayTraces.findSpans', spans);
  } else {
    // With another profile or region, or signed in anew, it is another search.
    await steps.take(node.step, {
      error: held.error,
      search: held.id,
      retry: async () => {
        await runner.run(query);
      },
    });
  }
}

/** Says that something else was selected than the command needs. */
export function sayNoQuery(): void {
  void window.showInformationMessage(l10n.t('Select a query or a search in the view Searches first.'));
}
