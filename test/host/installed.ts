import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Cleanups } from './cleanups.mjs';
import { prepareHost } from './prepare.mjs';
import { installVsix, startVsCodeServer, writeSettings, type RunningServer } from './server.mjs';

export interface InstallOptions {
  readonly vsix: string;
  /** Folder the window opens. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What extensions see of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  /** Of the server; any free one unless given. */
  readonly port?: number;
}

/** A VS Code server with the extension installed from a VSIX, as a user has it: no development path, no test driver. */
export interface InstalledServer {
  readonly server: RunningServer;
  /** Opens the folder in a browser. Holds a secret: other users of this machine cannot use the server without it. */
  readonly url: string;
  /** The folder the extension was unpacked into. */
  readonly extensionFolder: string;
}

/** Installs the VSIX into folders of its own and starts the server; both go with `cleanups`. Linux x64 only. */
export async function startInstalled(options: InstallOptions, cleanups: Cleanups): Promise<InstalledServer> {
  const { vsix, folder, settings, env, log, port = 0 } = options;
  const temporary = cleanups.temporaryFolder('xray-vscode-');
  const folders = {
    data: join(temporary, 'data'),
    extensions: join(temporary, 'extensions'),
    runtime: join(temporary, 'run'),
  };
  for (const path of Object.values(folders)) mkdirSync(path);
  const host = await prepareHost(log);
  writeSettings(folders.data, settings);
  await installVsix(host, folders, vsix);
  const token = randomBytes(16).toString('hex');
  const server = await startVsCodeServer(host, folders, { env, token, folder, port });
  cleanups.add(server.stop);
  const unpacked = readdirSync(folders.extensions).find((name) => name.startsWith('trace-explorer.'));
  if (!unpacked) throw new Error(`VS Code installed ${vsix}, but not where it was told to`);
  return { server, url: `${server.url}/?tkn=${token}`, extensionFolder: join(folders.extensions, unpacked) };
}
