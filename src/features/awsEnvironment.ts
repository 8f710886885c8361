import { CancellationTokenSource, l10n, window, workspace, type LogOutputChannel } from 'vscode';
import type { AwsEnvironment } from '../traces/source';
import { plainText } from '../views/plainText';
import { oneByOne } from './oneByOne';
import { spanLogGroups } from './spanCost';

/**
 * What the X-Ray engines need of the editor; the clock is theirs.
 * @param isPicked whether the user picked a profile for this workspace
 */
export function awsEnvironment(
  log: LogOutputChannel,
  isPicked: (profile: string) => boolean,
): Omit<AwsEnvironment, 'clock'> {
  return {
    endpoint: () => workspace.getConfiguration('xrayTraces').get<string>('endpoint', '').trim() || undefined,
    logsEndpoint: () => workspace.getConfiguration('xrayTraces').get<string>('logsEndpoint', '').trim() || undefined,
    spanLogGroups,
    // VS Code shows one input at a time: a second one would dismiss the first.
    promptMfa: oneByOne(promptMfa),
    mayRun: (profile) => workspace.isTrusted || isPicked(profile),
    env: process.env,
    log: (line) => log.info(line),
  };
}

/** Stays open when the focus leaves: the code is read from a phone or another window. */
async function promptMfa(profile: string, serial: string, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted();
  const cancellation = new CancellationTokenSource();
  const close = (): void => cancellation.cancel();
  signal.addEventListener('abort', close, { once: true });
  try {
    const code = await window.showInputBox(
      {
        title: profile
          ? plainText(l10n.t('One-time code for profile “{0}”', profile))
          : l10n.t('One-time code for AWS'),
        prompt: plainText(l10n.t('Six digits, from the MFA device {0}', serial)),
        password: true,
        ignoreFocusOut: true,
        validateInput: (text) => (/^(?:\d{6}|)$/.test(text.trim()) ? undefined : l10n.t('Six digits')),
      },
      cancellation.token,
    );
    signal.throwIfAborted();
    return code?.trim() || undefined;
  } finally {
    signal.removeEventListener('abort', close);
    cancellation.dispose();
  }
}
