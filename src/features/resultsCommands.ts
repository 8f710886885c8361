import { commands as vscodeCommands, env, l10n, window, type Memento, type Uri } from 'vscode';
import type { TraceRef } from '../model/traceRef';
import type { ResultsHost, ShownSearch } from '../panels/mountResults';
import type { ResultsPanels } from '../panels/resultsPanels';
import type { TimelinePanels } from '../panels/timelinePanels';
import type { ResultsAction } from '../protocol/results';
import type { SearchQuery } from '../traces/search';
import { startOf } from '../traces/searchRuns';
import type { TraceSummary } from '../traces/source';
import type { Traces } from '../traces/traces';
import { searchNodesOf } from '../views/searchNodes';
import { NEXT_STEPS, type NextStepId } from '../views/stepLabels';
import type { WhyEmpty } from '../views/whyEmpty';
import { editQuery, sayNoQuery, type SearchCommandParts } from './searchCommands';

const LAYOUT_KEY = 'xrayTraces.resultsLayout';

export interface ResultsParts extends SearchCommandParts {
  readonly extensionUri: Uri;
  readonly traces: Traces;
  readonly timelines: TimelinePanels;
  readonly whyEmpty: WhyEmpty;
  readonly globalState: Memento;
  readonly checksMessages: boolean;
  readonly trouble: (text: string) => void;
}

/** What results pages need of the editor. */
export function resultsHost(parts: ResultsParts): ResultsHost {
  const { extensionUri, searches, whyEmpty, globalState, now, checksMessages, trouble, commands } = parts;
  const report = (operation: string, done: Promise<unknown>): void =>
    void done.catch((error: unknown) => commands.report(error, operation));
  return {
    extensionUri,
    searches,
    whyEmpty,
    layout: {
      get: () => globalState.get(LAYOUT_KEY),
      set: (layout) => void globalState.update(LAYOUT_KEY, layout), // VS Code reports its own write errors
    },
    now,
    checksMessages,
    acts: {
      open: (search, summaries, how) => report('xrayTraces.openFound', open(parts, search, summaries, how)),
      copy: (text, what, count) => report('xrayTraces.copyFoundIds', copy(text, what, count)),
      run: (search, filter) => report('xrayTraces.findTraces', runAgain(parts, search, withFilter(search, filter))),
      act: (search, step) => report('xrayTraces.takeSearchStep', act(parts, search, step)),
    },
    trouble,
  };
}

const ACTIONS: Readonly<Record<string, ResultsAction>> = {
  'xrayTraces.openResultInTimeline': 'open',
  'xrayTraces.openSelectedResults': 'openSelected',
  'xrayTraces.copyResultIds': 'copyIds',
  'xrayTraces.selectAllResults': 'selectAll',
  'xrayTraces.chooseResultColumns': 'chooseColumns',
  'xrayTraces.toggleResultCharts': 'toggleCharts',
  'xrayTraces.toggleRefiners': 'toggleRefiners',
  'xrayTraces.filterResults': 'filter',
};

/** Open Results, and the commands that the results page in front does itself. */
export function registerResultsCommands({ commands, view, searches }: ResultsParts, panels: ResultsPanels): void {
  commands.register('xrayTraces.openResults', async (...values) => {
    const id = typeof values[0] === 'string' ? values[0] : searchIdOf(await view.rowsOf(values));
    // From the palette: the newest search.
    if (!panels.show(id ?? searches.list()[0]?.id ?? '')) sayNoQuery();
  });
  for (const [id, action] of Object.entries(ACTIONS)) commands.register(id, () => panels.active?.run(action));
}

/** The search that a row is, or belongs to. */
function searchIdOf(rows: readonly unknown[]): string | undefined {
  const [node] = searchNodesOf([rows[0]]);
  if (!node) return undefined;
  return node.kind === 'search' ? node.id : 'search' in node ? node.search : undefined;
}

function withFilter({ query }: ShownSearch, filter: string | undefined): SearchQuery {
  return filter === undefined || query.kind !== 'traces' ? query : { ...query, filter };
}

/** Where it ran before, whatever profile and region rule by now; the page goes on with what is found. */
async function runAgain({ runner }: ResultsParts, search: ShownSearch, query: SearchQuery): Promise<void> {
  search.follow(await runner.run(query, search.connection));
}

async function open(
  { opener, traces, timelines }: ResultsParts,
  { connection: { profile, region } }: ShownSearch,
  summaries: readonly TraceSummary[],
  how: 'preview' | 'keep',
): Promise<void> {
  const [first] = summaries;
  if (!first) return;
  if (how === 'preview') {
    const ref: TraceRef = { source: 'aws', profile, region, id: first.id };
    traces.remember({ ref, around: startOf(first) });
    // Beside the page, which keeps the focus: one result after the other can be looked at.
    timelines.show(ref, { preview: true, preserveFocus: true, beside: true });
    return;
  }
  const wanted = summaries.map((summary) => ({ id: summary.id, around: startOf(summary) }));
  await opener.open(wanted, { connection: { profile, region } });
}

async function copy(text: string, what: 'ids' | 'filter', count: number): Promise<void> {
  await env.clipboard.writeText(text);
  if (what === 'ids') {
    const said = count === 1 ? l10n.t('Copied 1 trace ID') : l10n.t('Copied {0} trace IDs', count);
    window.setStatusBarMessage(said, 3000);
  }
}

/** What a failed, empty or restored page offers. */
async function act(parts: ResultsParts, search: ShownSearch, step: string): Promise<void> {
  const { searches, runner, steps } = parts;
  const { id, held, query } = search;
  if (step === 'runAgain') return runAgain(parts, search, query);
  if (!(NEXT_STEPS as readonly string[]).includes(step))
    throw new TypeError(`the page asked for an unknown step: ${step.slice(0, 40)}`);
  if (step === 'retry') {
    if (!searches.peek(id)) return runAgain(parts, search, query);
    return (held?.end?.left.length ?? 0) > 0 ? searches.more(id) : searches.again(id);
  }
  if (step === 'editSearch' || step === 'chooseRange') {
    const edited = await editQuery(parts, query);
    if (edited) search.follow(await runner.run(edited));
    return;
  }
  if (step === 'findSpans') {
    const range = held ? ({ kind: 'between', ...held.between } as const) : query.range;
    const spans: SearchQuery = { kind: 'spans', range, conditions: [], raw: '' };
    await vscodeCommands.executeCommand('xrayTraces.findSpans', spans);
    return;
  }
  // With another profile or region, or signed in anew, it is another search.
  await steps.take(step as NextStepId, {
    error: held?.error,
    search: id,
    retry: async () => search.follow(await runner.run(query)),
  });
}
