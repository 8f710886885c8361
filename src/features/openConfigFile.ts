import { existsSync } from 'node:fs';
import { l10n, window } from 'vscode';
import type { AwsEngines } from '../traces/source';
import type { TraceError } from '../traces/traceError';
import { openFileAt } from '../views/openFileAt';

/** Opens the shared file an error is about, at its line; without one the config file, else the credentials file. */
export async function openConfigFile(error: TraceError | undefined, aws: AwsEngines): Promise<void> {
  const { file, line } = error?.params ?? {};
  if (typeof file === 'string') return openFileAt(file, Number(line ?? 0));
  const files = aws.sharedFiles();
  const there = files.find((one) => existsSync(one));
  if (there === undefined) {
    void window.showInformationMessage(
      l10n.t('There is no AWS configuration yet. It would be read from: {0}', files[0] ?? ''),
    );
    return;
  }
  await openFileAt(there, 0);
}
