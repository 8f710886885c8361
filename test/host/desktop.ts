import { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { execFileSync, execSync, spawn, type StdioOptions } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Cleanups } from './cleanups.mjs';
import { writeSettings } from './server.mjs';
import type { InstallOptions } from './installed';

/** Kept between runs. */
const DOWNLOADS = join(PROJECT_ROOT, '.cache/vscode-test');

/** Whether windows can be shown here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/**
 * A desktop VS Code: the one of `code` on the PATH, else one that is downloaded once.
 * @returns its executable (not the `code` script, which hands over to a window that is already open); undefined, after saying why,
 *   where none can be had
 */
export async function findDesktop(log: (line: string) => void): Promise<string | undefined> {
  const installed = installedDesktop();
  if (installed) return installed;
  log('No desktop VS Code is installed. Downloading one …');
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: DOWNLOADS });
  } catch (error) {
    log(`It cannot be downloaded (${error instanceof Error ? error.message : String(error)}).`);
    return undefined;
  }
}

/** Where the executable is, seen from the folder of the `code` script: Linux, macOS, Windows. */
const EXECUTABLES = ['../code', '../../../MacOS/Electron', '../../../MacOS/Code', '../Code.exe'];

function installedDesktop(): string | undefined {
  const script = process.platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, script);
    if (!folder || !existsSync(file)) continue;
    const executable = EXECUTABLES.map((path) => join(dirname(realpathSync(file)), path)).find((path) =>
      existsSync(path),
    );
    if (executable) return executable; // else the command line of a remote window, which has no desktop here
  }
  return undefined;
}

/**
 * Installs the VSIX and opens a window, all in folders of their own; both go with `cleanups`.
 * @returns when the window was closed
 */
export async function runDesktop(executable: string, options: InstallOptions, cleanups: Cleanups): Promise<void> {
  const temporary = cleanups.temporaryFolder('xray-vscode-');
  const data = join(temporary, 'data');
  writeSettings(data, options.settings);
  const own = [`--user-data-dir=${data}`, `--extensions-dir=${join(temporary, 'extensions')}`];
  runCli(resolveCliPathFromVSCodeExecutablePath(executable), [...own, '--install-extension', options.vsix]);
  const flags = [
    '--new-window',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    '--disable-workspace-trust',
  ];
  const child = spawn(executable, [options.folder, ...own, ...flags], { env: options.env, stdio: 'ignore' });
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  cleanups.add(async () => {
    child.kill();
    await closed;
  });
  await closed;
}

/** Runs VS Code's command line to its end. On Windows that is a batch file, which only a shell can run. */
function runCli(cli: string, args: readonly string[]): void {
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit'];
  if (process.platform === 'win32') execSync(cmdLine([cli, ...args]), { stdio });
  else execFileSync(cli, args, { stdio });
}

/**
 * A command for `cmd.exe`, each part in quotes: folders of users have blanks, brackets and ampersands in their names.
 * @throws Error for a part with a quote or a percent sign, which would end the quotes or name a variable: no path here has one
 */
export function cmdLine(parts: readonly string[]): string {
  for (const part of parts) if (/["%\r\n]/.test(part)) throw new Error(`Windows cannot be told "${part}".`);
  return parts.map((part) => `"${part}"`).join(' ');
}

/** Why there is no VS Code to start where VS Code in the browser cannot run, and what to do about it. */
export function whyNoWindow(wanted: { readonly picture: boolean; readonly browser: boolean }): string {
  if (wanted.picture)
    return 'Pictures are taken of VS Code in the browser, which is for Linux x64 only: leave out --screenshot here.';
  if (wanted.browser) return 'VS Code in the browser is for Linux x64 only: leave out --browser here.';
  return 'Install VS Code with its `code` command: VS Code in the browser is for Linux x64 only.';
}
