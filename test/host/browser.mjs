// Finds a Chromium to drive: one you name, one that is installed, or the headless one that comes with test/host.
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { alone, cache, installHost, isHostSupported, modules } from './prepare.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Flags for every start: works in containers without a GPU, a sandbox or /dev/shm, and asks nothing of the network. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * The browser to launch: `XRAY_CHROMIUM`, else an installed Chromium or Chrome (not with `XRAY_NO_SYSTEM_BROWSER`), else the
 * headless Chromium of test/host, unpacked into its cache on first use.
 * @param {(line: string) => void} [log] told what takes time
 * @returns {Promise<{ path: string, env: Record<string, string> }>} the executable, and variables it needs beside its parent's
 */
export async function findBrowser(log = console.error) {
  const named = process.env['XRAY_CHROMIUM'];
  if (named) {
    if (!isExecutable(named)) throw new Error(`XRAY_CHROMIUM names ${named}, which cannot be run.`);
    return { path: named, env: {} };
  }
  const installed = process.env['XRAY_NO_SYSTEM_BROWSER'] ? undefined : installedBrowser();
  if (installed) return { path: installed, env: {} };
  if (!isHostSupported) throw new Error('No Chromium or Chrome was found. Install one, or name one in XRAY_CHROMIUM.');
  await installHost(log);
  return ownBrowser(log);
}

function installedBrowser() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return candidates.find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {(line: string) => void} log */
async function ownBrowser(log) {
  const packed = join(modules, '@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
  const folder = join(cache, `chromium-${version}`);
  const path = join(folder, 'chromium');
  if (!existsSync(path))
    await alone('chromium', log, async () => {
      if (existsSync(path)) return;
      log(`Unpacking headless Chromium ${version} …`);
      await unpack(join(packed, 'bin'), folder);
    });
  return { path, env: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), LD_LIBRARY_PATH: join(folder, 'lib') } };
}

/**
 * The executable comes last and by renaming, so that a half unpacked folder is never taken for a whole one.
 * @param {string} from folder of the package's brotli archives
 * @param {string} folder
 */
async function unpack(from, folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['al2023', 'swiftshader', 'fonts']) {
    const tar = join(folder, `${name}.tar`);
    await pipeline(createReadStream(join(from, `${name}.tar.br`)), createBrotliDecompress(), createWriteStream(tar));
    execFileSync('tar', ['xf', tar, '-C', folder]);
    rmSync(tar);
  }
  writeFileSync(join(folder, 'fonts.conf'), fontConfiguration(folder));
  const part = join(folder, 'chromium.part');
  await pipeline(createReadStream(join(from, 'chromium.br')), createBrotliDecompress(), createWriteStream(part));
  chmodSync(part, 0o755);
  renameSync(part, join(folder, 'chromium'));
}

/** @param {string} folder */
function fontConfiguration(folder) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>${join(modules, 'dejavu-fonts-ttf/ttf')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fontcache')}</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await findBrowser(), undefined, 2));
