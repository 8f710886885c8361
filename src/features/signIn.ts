import { homedir } from 'node:os';
import {
  CancellationError,
  l10n,
  ProcessExecution,
  ProgressLocation,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  type TaskExecution,
  tasks,
  TaskScope,
  TerminalExitReason,
  window,
  workspace,
} from 'vscode';
import { TraceError } from '../traces/traceError';
import { plainText } from '../views/plainText';
import { findAwsCli, signInArguments } from './awsCli';
import { signInError, type ProgramEnd } from './signInEnd';
import type { Login } from './signInWaits';

/** The AWS CLI with its arguments. Started itself, without a shell: a profile's name is never parsed as a command. */
interface Program {
  readonly file: string;
  readonly args: string[];
}

/**
 * Runs `aws sso login` (or `aws login`) as a task and waits until it has ended well, under a progress message with Cancel.
 * @param signal ends it: it is not needed any more
 * @throws TraceError `signInNotRun` when it did not; CancellationError; the signal's reason
 */
export async function signInWithCli(profile: string, login: Login, signal: AbortSignal): Promise<void> {
  const file = await findAwsCli(process.env);
  if (file === undefined) throw new TraceError('signInNotRun', { profile, login, closed: false });
  signal.throwIfAborted();
  const program: Program = { file, args: signInArguments(profile, login) };
  const title = profile
    ? plainText(l10n.t('Signing in profile “{0}”: go on in the browser', profile))
    : l10n.t('Signing in to AWS: go on in the browser');
  const end = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      const stop = AbortSignal.any([signal, cancel.signal]);
      // VS Code runs no tasks in a workspace it does not trust, but terminals.
      const end = await (workspace.isTrusted ? runTask(program, stop) : runTerminal(program, stop));
      if (cancel.signal.aborted) throw new CancellationError();
      return end;
    },
  );
  signal.throwIfAborted();
  const error = signInError(end, profile, login);
  if (error) throw error;
}

/** What leads the CLI to the same files, wherever tasks get their environment from. */
function environment(): Record<string, string> {
  const names = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE', 'AWS_LOGIN_CACHE_DIRECTORY'];
  return Object.fromEntries(
    names
      .map((name) => [name, process.env[name]] as const)
      .filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
}

async function runTask({ file, args }: Program, stop: AbortSignal): Promise<ProgramEnd> {
  const execution = new ProcessExecution(file, args, { cwd: homedir(), env: environment() });
  const task = new Task({ type: 'process' }, TaskScope.Workspace, l10n.t('AWS sign-in'), 'X-Ray', execution, []);
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    panel: TaskPanelKind.Dedicated,
    focus: false,
    echo: false,
    clear: true,
    showReuseMessage: false,
  };
  // The program may be over before VS Code has said what its execution is: listen first, sort out later.
  const codes = new Map<TaskExecution, number | undefined>();
  const over = new Set<TaskExecution>();
  let wake: (() => void) | undefined;
  const subscriptions = [
    tasks.onDidEndTaskProcess(({ execution: one, exitCode }) => codes.set(one, exitCode)),
    // Comes after the end of the process, and alone when it could not be started.
    tasks.onDidEndTask(({ execution: one }) => {
      over.add(one);
      wake?.();
    }),
  ];
  try {
    const started = await tasks.executeTask(task);
    const end = (): void => started.terminate();
    stop.addEventListener('abort', end, { once: true });
    if (stop.aborted) end();
    while (!over.has(started)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    stop.removeEventListener('abort', end);
    return { code: codes.get(started), closedByUser: true };
  } finally {
    for (const one of subscriptions) one.dispose();
  }
}

async function runTerminal({ file, args }: Program, stop: AbortSignal): Promise<ProgramEnd> {
  const terminal = window.createTerminal({
    name: l10n.t('AWS sign-in'),
    shellPath: file,
    shellArgs: args,
    cwd: homedir(),
    env: environment(),
    isTransient: true,
  });
  terminal.show(true);
  const end = (): void => terminal.dispose();
  return await new Promise((resolve) => {
    const closed = window.onDidCloseTerminal((one) => {
      if (one !== terminal) return;
      closed.dispose();
      stop.removeEventListener('abort', end);
      const { exitStatus } = one;
      resolve({ code: exitStatus?.code, closedByUser: exitStatus?.reason !== TerminalExitReason.Process });
    });
    stop.addEventListener('abort', end, { once: true });
    if (stop.aborted) end();
  });
}
