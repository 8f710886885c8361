import { l10n, window } from 'vscode';
import { readOpenArgument } from '../ids/openArgument';
import { traceIdTime } from '../model/traceId';
import type { TraceRef } from '../model/traceRef';
import type { TimelinePanels } from '../panels/timelinePanels';
import type { Traces } from '../traces/traces';
import type { Commands } from './commands';
import { readPastedIds } from './pastedIds';
import { isOfTimeline, refsOfNodes } from './target';
import { askTimeRange } from './timeRange';
import type { TraceOpener } from './traceOpener';

/**
 * Retrieve from Transaction Search…: for rows of the tree, IDs given as an argument, the timeline whose menu it was chosen from,
 * else for IDs typed here.
 */
export function registerRetrieveCommand(commands: Commands, opener: TraceOpener, panels: TimelinePanels): void {
  commands.register('xrayTraces.retrieveFromTransactionSearch', async (...values) => {
    const active = panels.active?.ref.source === 'aws' ? panels.active.ref : undefined;
    const rows = refsOfNodes(values).filter((ref) => ref.source === 'aws');
    const refs = rows.length === 0 && active && isOfTimeline(values) ? [active] : rows;
    if (refs.length > 0) return opener.reload(refs, { how: 'retrieve' });
    const given = readOpenArgument(values[0]);
    const ids = given.length > 0 ? given : await askForIds(active?.id ?? '');
    if (ids.length === 0) return;
    const hasTime = ids.every(({ id, around }) => around !== undefined || traceIdTime(id, Date.now()) !== undefined);
    const range = hasTime ? undefined : await askTimeRange(l10n.t('When did the request happen?'), Date.now());
    if (hasTime || range) await opener.open(ids, { how: 'retrieve', range });
  });
}

/** Asks when a trace happened, and retrieves it from there. */
export async function retrieveInRange(ref: TraceRef, traces: Traces, opener: TraceOpener): Promise<void> {
  const range = await askTimeRange(l10n.t('When did the request happen?'), Date.now());
  if (!range) return;
  traces.remember({ ref, range });
  await opener.reload([ref], { how: 'retrieve' });
}

/** @param value what stands in the box at first: the ID of the timeline in front, or nothing */
async function askForIds(value: string) {
  const text = await window.showInputBox({
    title: l10n.t('Retrieve from Transaction Search'),
    prompt: l10n.t('Trace IDs. AWS reads the spans of this account from CloudWatch Logs; it can take a minute'),
    placeHolder: '1-5f84c7a1-0123456789abcdef01234567',
    value,
    ignoreFocusOut: true,
    validateInput: (typed) =>
      !typed.trim() || readPastedIds(typed).ids.length > 0
        ? undefined
        : l10n.t('A trace ID looks like 1-5f84c7a1-0123456789abcdef01234567, or is 32 hexadecimal digits.'),
  });
  return text === undefined ? [] : readPastedIds(text).ids;
}
