// Starts the VS Code server of test/host and installs extensions into it. Nothing it writes is outside the folders given.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostFolder } from './prepare.mjs';

/** Settings for every start: quiet, no network, nothing of the user's, terminal text readable in the page. */
export const QUIET_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'terminal.integrated.gpuAcceleration': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.autoDetectColorScheme': false,
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Without a gallery nothing is looked up on the network. */
const NO_GALLERY = JSON.stringify({ serviceUrl: '' });

/**
 * Writes the settings VS Code reads at its start. Machine-scoped ones are read from another file in a server, hence twice.
 * @param {string} data user-data folder
 * @param {Record<string, unknown>} settings added to the quiet ones
 */
export function writeSettings(data, settings) {
  const text = JSON.stringify({ ...QUIET_SETTINGS, ...settings }, undefined, 2);
  for (const scope of ['User', 'Machine']) {
    mkdirSync(join(data, scope), { recursive: true });
    writeFileSync(join(data, scope, 'settings.json'), text);
  }
}

/**
 * @typedef {object} Folders
 * @property {string} data user data: settings, state, logs
 * @property {string} extensions installed extensions
 * @property {string} runtime for sockets; a short path
 */

/**
 * @typedef {object} RunningServer
 * @property {string} url `http://127.0.0.1:PORT`
 * @property {number} port
 * @property {string} log what the server said so far
 * @property {Promise<number | null>} ended its exit code
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the server on a free port of 127.0.0.1 and waits until it listens. It ends with this process, however that ends.
 * @param {{ vscodeRoot: string, node: string }} host from `prepareHost`
 * @param {Folders} folders
 * @param {{ env?: Record<string, string | undefined>, token?: string, folder?: string, isTest?: boolean, port?: number }} [options] `env` is what extensions
 *   see; `token`: needed in the first URL when given; `isTest`: obeys `extensionDevelopmentPath` in the page's URL
 * @returns {Promise<RunningServer>}
 */
export async function startVsCodeServer(
  host,
  folders,
  { env = process.env, token, folder, isTest = false, port = 0 } = {},
) {
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const flags = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
  ];
  flags.push(...(token ? ['--connection-token', token] : ['--without-connection-token']));
  if (folder) flags.push('--default-folder', folder);
  // Without this flag a built VS Code silently ignores the extension under test and its suite.
  if (isTest) flags.push('--enable-smoke-test-driver');
  const child = spawnServer(host, folders, flags, env);
  const running = { log: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (running.log += chunk));
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const actualPort = await new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const listening = /Extension host agent listening on (\d+)/.exec(running.log);
      if (listening) resolve(Number(listening[1]));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code}.\n${running.log}`)));
  });
  return {
    url: `http://127.0.0.1:${actualPort}`,
    port: actualPort,
    get log() {
      return running.log;
    },
    ended,
    stop: async () => {
      const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
      child.kill();
      await ended;
      clearTimeout(killer);
    },
  };
}

/**
 * Installs a VSIX into `folders.extensions`.
 * @param {{ vscodeRoot: string, node: string }} host
 * @param {Folders} folders
 * @param {string} vsix
 * @returns {Promise<string>} what the installer said
 */
export async function installVsix(host, folders, vsix) {
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const child = spawnServer(host, folders, ['--install-extension', vsix, '--force'], process.env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Installing ${vsix} ended with ${code}.\n${output}`);
  return output;
}

/**
 * @param {{ vscodeRoot: string, node: string }} host
 * @param {Folders} folders
 * @param {string[]} flags
 * @param {Record<string, string | undefined>} env
 */
function spawnServer(host, folders, flags, env) {
  const { data, extensions, runtime } = folders;
  const places = ['--server-data-dir', data, '--user-data-dir', data, '--extensions-dir', extensions];
  return spawn(host.node, ['-r', join(hostFolder, 'guard.cjs'), 'out/server-main.js', ...flags, ...places], {
    cwd: host.vscodeRoot,
    env: { ...cleanEnvironment(env), EXTENSIONS_GALLERY: NO_GALLERY, XDG_RUNTIME_DIR: runtime },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/**
 * Leaves out what an editor or npm around this process put there for itself.
 * @param {Record<string, string | undefined>} env
 */
function cleanEnvironment(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name)),
  );
}
