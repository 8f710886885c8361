import { spawn, type ChildProcess } from 'node:child_process';
import { TraceError } from '../traces/traceError';
import type { Identity } from './credentials';

/** More output than this is no answer. */
const MOST_OUTPUT = 1_000_000;

/**
 * Runs a profile's `credential_process` as the SDK does, in the system's shell, with two differences: the program and what it
 * started end when nobody waits any more, and nothing of its output or its command line gets into an error.
 * @throws TraceError `processFailed`; the signal's reason when it aborts
 */
export async function runCredentialProcess(
  profile: string,
  command: string,
  accountOfSection: string | undefined,
  signal: AbortSignal,
): Promise<Identity> {
  const failed = (detail: string, cause?: unknown): TraceError =>
    new TraceError('processFailed', { profile, detail }, cause);
  const output = await outputOf(command, signal, failed);
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    throw failed('no JSON'); // without the parser's error, which quotes
  }
  return readAnswer(answer, accountOfSection, failed);
}

function outputOf(
  command: string,
  signal: AbortSignal,
  failed: (detail: string, cause?: unknown) => TraceError,
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // A group of its own, to be ended as a whole: the shell, and what it started.
    const child = spawn(command, {
      shell: true,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const stop = (): void => {
      reject(signal.reason as Error);
      endAll(child);
    };
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', stop);
      act();
    };
    signal.addEventListener('abort', stop, { once: true });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= MOST_OUTPUT) return;
      settle(() => reject(failed('too much output')));
      endAll(child);
    });
    child.once('error', (error) => settle(() => reject(failed('not started', error))));
    child.once('close', (code, by) =>
      settle(() => {
        if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(failed(code === null ? String(by) : `exit ${code}`));
      }),
    );
  });
}

function endAll(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid);
  } catch {
    child.kill(); // the group has ended in this very moment
  }
}

/** Shape: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html */
function readAnswer(
  answer: unknown,
  accountOfSection: string | undefined,
  failed: (detail: string) => TraceError,
): Identity {
  const fields = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof fields[name] === 'string' ? fields[name] : undefined);
  if (fields['Version'] !== 1) throw failed('not Version 1');
  const [accessKeyId, secretAccessKey] = [text('AccessKeyId'), text('SecretAccessKey')];
  if (!accessKeyId || !secretAccessKey) throw failed('no credentials');
  const [sessionToken, expiresAt, accountId] = [text('SessionToken'), text('Expiration'), text('AccountId')];
  const expiration = expiresAt ? new Date(expiresAt) : undefined;
  if (expiration && Number.isNaN(expiration.getTime())) throw failed('no time in Expiration');
  const account = accountId ?? accountOfSection;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration }),
    ...(account && { accountId: account }),
  };
}
