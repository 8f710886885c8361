import { CancellationError, l10n, ProgressLocation, window } from 'vscode';
import type { AwsEngines, Connection } from '../traces/source';
import type { ConnectionChoice } from '../views/connection';
import { plainText } from '../views/plainText';

/**
 * Where requests go, for calls beside lists and boxes that are open. VS Code shows one quick input at a time: a one-time code asked for
 * meanwhile would close what the user is answering. So who has to be asked is asked before, and afterwards nothing prompts.
 * @returns the connection, `quiet`
 * @throws TraceError `noRegion`, or why nothing can be signed with; CancellationError
 */
export async function signInFirst(
  choice: Pick<ConnectionChoice, 'resolve'>,
  engines: () => Promise<Pick<AwsEngines, 'wouldPrompt' | 'signIn'>>,
): Promise<Connection> {
  const connection = await choice.resolve();
  const aws = await engines();
  if (await aws.wouldPrompt(connection.profile)) {
    const { profile } = connection;
    const title = profile ? plainText(l10n.t('Signing in with profile “{0}”', profile)) : l10n.t('Signing in to AWS');
    await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (_progress, token) => {
        const cancel = new AbortController();
        token.onCancellationRequested(() => cancel.abort(new CancellationError()));
        await aws.signIn(connection, cancel.signal);
      },
    );
  }
  return { ...connection, quiet: true };
}
