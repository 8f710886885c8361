import { l10n, window } from 'vscode';
import { TraceError } from '../traces/traceError';

/**
 * Runs `aws sso login` (or `aws login`) of the AWS CLI in a terminal and waits until it has ended well.
 * The CLI is started itself, without a shell: a profile's name is never parsed as a command.
 * @throws TraceError `credentialsExpired` when it ended otherwise
 */
export async function signIn(profile: string, isLogin: boolean): Promise<void> {
  const terminal = window.createTerminal({
    name: l10n.t('AWS sign-in'),
    shellPath: 'aws',
    shellArgs: [...(isLogin ? ['login'] : ['sso', 'login']), ...(profile ? ['--profile', profile] : [])],
    isTransient: true,
  });
  terminal.show();
  const status = await new Promise<number | undefined>((resolve) => {
    const closed = window.onDidCloseTerminal((one) => {
      if (one !== terminal) return;
      closed.dispose();
      resolve(one.exitStatus?.code);
    });
  });
  if (status !== 0) throw new TraceError('credentialsExpired', { profile, login: isLogin ? 'login' : 'sso' });
}
