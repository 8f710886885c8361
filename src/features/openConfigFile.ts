import { existsSync } from 'node:fs';
import { l10n, Range, Uri, window } from 'vscode';
import type { AwsEngines, ConfigProblem } from '../traces/source';
import type { TraceError } from '../traces/traceError';

/** Opens the shared file an error is about, at its line; without one the config file, else the credentials file. */
export async function openConfigFile(error: TraceError | undefined, aws: AwsEngines): Promise<void> {
  const { file, line } = error?.params ?? {};
  if (typeof file === 'string') return openAt(file, Number(line ?? 0));
  const files = aws.sharedFiles();
  const there = files.find((one) => existsSync(one));
  if (there === undefined) {
    void window.showInformationMessage(
      l10n.t('There is no AWS configuration yet. It would be read from: {0}', files[0] ?? ''),
    );
    return;
  }
  await openAt(there, 0);
}

/** Opens what cannot be read of the shared files where it stands. */
export async function openProblem({ file, line }: ConfigProblem): Promise<void> {
  await openAt(file, line);
}

async function openAt(file: string, line: number): Promise<void> {
  const at = Math.max(0, line - 1);
  await window.showTextDocument(Uri.file(file), { selection: new Range(at, 0, at, 0), preview: true });
}
