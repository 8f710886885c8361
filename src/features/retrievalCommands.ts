import { l10n, window } from 'vscode';
import type { TimelinePanels } from '../panels/timelinePanels';
import { refsOf, type Retrievals } from '../traces/retrievals';
import type { RetrievalRow } from '../traces/retrievalRows';
import type { Traces } from '../traces/traces';
import type { OpenedTraces } from '../views/openedTraces';
import type { RetrievalNode } from '../views/retrievalsTree';
import { retrievalNote, standOf } from '../views/retrievalText';
import type { Commands } from './commands';
import type { TraceOpener } from './traceOpener';

export interface RetrievalCommandParts {
  readonly commands: Commands;
  readonly retrievals: Retrievals;
  readonly traces: Traces;
  readonly panels: TimelinePanels;
  readonly opened: OpenedTraces;
  readonly opener: TraceOpener;
}

/** Commands on the rows of the view Retrievals. */
export function registerRetrievalCommands(parts: RetrievalCommandParts): void {
  const { commands, retrievals } = parts;
  commands.register('xrayTraces.openRetrieval', async (value) => {
    const [node] = nodesOf([value]);
    const row = node && retrievals.get(node.retrieval);
    if (node && row) await open(parts, row, node);
  });
  commands.register('xrayTraces.cancelRetrieval', (...values) => {
    for (const { retrieval } of nodesOf(values)) retrievals.cancel(retrieval);
  });
  commands.register('xrayTraces.retryRetrieval', async (...values) => {
    const rows = nodesOf(values).flatMap(({ retrieval }) => retrievals.get(retrieval) ?? []);
    await Promise.all(rows.map((row) => startAgain(parts, row)));
  });
  commands.register('xrayTraces.removeRetrieval', (...values) => {
    for (const { retrieval } of nodesOf(values)) retrievals.remove(retrieval);
  });
  commands.register('xrayTraces.clearRetrievals', () => retrievals.clear());
}

/** Shows the traces of a row. Those not held are listed once more while AWS keeps them; after that the user is asked first. */
async function open(parts: RetrievalCommandParts, row: RetrievalRow, node: RetrievalNode): Promise<void> {
  const { traces, panels, opened, retrievals } = parts;
  const all = refsOf(row);
  const refs = node.kind === 'retrievedTrace' ? all.filter(({ id }) => id === node.id) : all;
  const [first] = refs;
  if (!first) return;
  const isHeld = refs.every((ref) => {
    const held = traces.peek(ref);
    return held !== undefined && (held.trace !== undefined || held.loading);
  });
  if (!isHeld && !retrievals.isKept(row)) {
    const again = l10n.t('Start Again');
    const note = retrievalNote(row, Date.now(), l10n.t);
    if ((await window.showInformationMessage(note, again)) === again) await startAgain(parts, row);
    return;
  }
  if (refs.length === 1) opened.add(first);
  else opened.addGroup(refs, Date.now());
  const loading = traces.open(
    refs.map((ref) => ({ ref })),
    new AbortController().signal, // the rows and the timeline cancel it
    { how: 'resume' },
  );
  panels.show(first, { load: { how: 'resume' } });
  await loading;
}

/** Asks Transaction Search for the same traces in the same range once more, in the place of the row. */
async function startAgain({ retrievals, traces, opener }: RetrievalCommandParts, row: RetrievalRow): Promise<void> {
  if (standOf(row, Date.now()) === 'running') return;
  const refs = refsOf(row);
  for (const ref of refs) traces.remember({ ref, range: row.range });
  retrievals.remove(row.id);
  await opener.reload(refs, { how: 'retrieve', fresh: true });
}

/** The rows a command was run on: the one clicked, else all selected. Anybody may run a command with anything. */
function nodesOf(values: readonly unknown[]): RetrievalNode[] {
  const [first, all] = values;
  return (Array.isArray(all) ? (all as readonly unknown[]) : [first]).filter(isNode);
}

function isNode(value: unknown): value is RetrievalNode {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, retrieval } = value as Record<string, unknown>;
  return typeof kind === 'string' && kind.startsWith('retriev') && typeof retrieval === 'string';
}
