import { readFile } from 'node:fs/promises';
import { l10n, Uri, window } from 'vscode';
import { readTraceFile } from '../model/readTraceFile';
import type { TraceInput } from '../model/trace';
import type { TraceRef } from '../model/traceRef';
import type { TimelinePanels } from '../panels/timelinePanels';
import type { OpenTraces } from '../traces/source';
import { TraceError } from '../traces/traceError';
import type { OpenedTraces } from '../views/openedTraces';
import type { Commands } from './commands';

/** The bundled traces. Each file holds one. */
function samples(): readonly { readonly file: string; readonly label: string; readonly detail: string }[] {
  return [
    {
      file: 'checkout.json',
      label: l10n.t('A failing checkout'),
      detail: l10n.t('API Gateway, Lambda with a cold start, DynamoDB, HTTP, SQL; retries, throttling, an exception'),
    },
    {
      file: 'receipt.json',
      label: l10n.t('A receipt from a queue'),
      detail: l10n.t('Lambda behind SQS, linked to the checkout'),
    },
    {
      file: 'search.json',
      label: l10n.t('A search, from Transaction Search'),
      detail: l10n.t('OpenTelemetry span records'),
    },
  ];
}

/** Reads the bundled traces: a source like AWS, without calls. */
export function openSamples(extensionUri: Uri): OpenTraces {
  return async function* openSample(_connection, wanted, signal) {
    const inputs = (await Promise.all(samples().map(({ file }) => readSample(extensionUri, file)))).flat();
    signal.throwIfAborted();
    for (const { id } of wanted) {
      const input = inputs.find((one) => one.id === id);
      if (input) yield { kind: 'trace', id, input, engine: 'sample' };
      else yield { kind: 'failed', id, error: new TraceError('unreadableFile', { file: id, detail: '' }) };
    }
  };
}

/** Open Sample Trace: what a timeline looks like, without AWS. */
export function registerSampleCommand(
  commands: Commands,
  extensionUri: Uri,
  panels: TimelinePanels,
  opened: OpenedTraces,
): void {
  commands.register('xrayTraces.openSampleTrace', async (value) => {
    const all = samples();
    const named = all.find(({ file }) => file === `${String(value)}.json`);
    const picked = named ?? (await window.showQuickPick(all, { title: l10n.t('Open Sample Trace') }));
    if (!picked) return;
    const [input] = await readSample(extensionUri, picked.file);
    if (!input?.id) throw new TraceError('unreadableFile', { file: picked.file, detail: '' });
    const ref: TraceRef = { source: 'sample', profile: '', region: '', id: input.id };
    opened.add(ref);
    panels.show(ref);
  });
}

async function readSample(extensionUri: Uri, file: string): Promise<readonly TraceInput[]> {
  const path = Uri.joinPath(extensionUri, 'media', 'samples', file).fsPath;
  return readTraceFile(await readFile(path, 'utf8')).traces;
}
