import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Login } from './signInWaits';

type Env = Readonly<Record<string, string | undefined>>;

/** Where installers put the AWS CLI, for an editor that was not started from a shell. */
const USUAL_FOLDERS: readonly string[] =
  process.platform === 'win32'
    ? ['C:\\Program Files\\Amazon\\AWSCLIV2']
    : ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/snap/bin', join(homedir(), '.local/bin')];

/**
 * The AWS CLI's absolute path; undefined when there is none. Relative entries of the PATH are passed over: they would find a
 * program of the workspace.
 */
export async function findAwsCli(env: Env, more: readonly string[] = USUAL_FOLDERS): Promise<string | undefined> {
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const name = process.platform === 'win32' ? 'aws.exe' : 'aws';
  for (const folder of [...path.split(delimiter), ...more]) {
    const file = join(folder, name);
    if (isAbsolute(folder) && (await isProgram(file))) return file;
  }
  return undefined;
}

/** Arguments of the CLI, one by one: a profile's name is user text, and never part of a command line. */
export function signInArguments(profile: string, login: Login): string[] {
  const command = login === 'login' ? ['login'] : ['sso', 'login'];
  if (!profile) return command;
  // A name like `--debug` would be read as an option of its own.
  return [...command, ...(profile.startsWith('-') ? [`--profile=${profile}`] : ['--profile', profile])];
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
