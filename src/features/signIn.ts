import { CancellationError, l10n, TerminalExitReason, window, type Disposable } from 'vscode';
import { signInError, type TerminalEnd } from './signInEnd';

/** Signs in with the AWS CLI, in terminals. Whoever waits for one is let go with the extension. */
export class SignIn implements Disposable {
  private readonly waiting = new Set<() => void>();

  /**
   * Runs `aws sso login` (or `aws login`) in a terminal and waits until it has ended well.
   * The CLI is started itself, without a shell: a profile's name is never parsed as a command.
   * @throws TraceError `credentialsExpired` when the CLI did not sign in, `signInNotRun` when it never ran to its end
   */
  async run(profile: string, login: 'sso' | 'login'): Promise<void> {
    const terminal = window.createTerminal({
      name: l10n.t('AWS sign-in'),
      shellPath: 'aws',
      shellArgs: [...(login === 'login' ? ['login'] : ['sso', 'login']), ...(profile ? ['--profile', profile] : [])],
      isTransient: true,
    });
    terminal.show();
    const end = await new Promise<TerminalEnd>((resolve, reject) => {
      const letGo = (): void => {
        closed.dispose();
        this.waiting.delete(leave);
      };
      const leave = (): void => {
        letGo();
        reject(new CancellationError());
      };
      const closed = window.onDidCloseTerminal((one) => {
        if (one !== terminal) return;
        letGo();
        const { exitStatus } = one;
        resolve({ code: exitStatus?.code, closedByUser: exitStatus?.reason === TerminalExitReason.User });
      });
      this.waiting.add(leave);
    });
    const error = signInError(end, profile, login);
    if (error) throw error;
  }

  dispose(): void {
    for (const leave of this.waiting) leave();
  }
}
