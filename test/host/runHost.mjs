// Runs test/host/suite/**/*.test.ts inside a real VS Code, with the built extension:
//   node test/host/runHost.mjs [text of the titles to run]
// Where the recipe of this folder runs (Linux x64) in its server and a headless browser; elsewhere, or with XRAY_TEST_DESKTOP, in a
// desktop VS Code downloaded by @vscode/test-electron. The counts go to out/report/host.json.
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { buildExtension, root } from '../../esbuild.mjs';
import { writeAwsProfiles } from './awsProfiles.mjs';
import { Cleanups } from './cleanups.mjs';
import { findSecrets, PLANTED } from './plantedSecrets.mjs';
import { alone, installHost, isHostSupported } from './prepare.mjs';
import { writeSettings } from './server.mjs';

/** What the last run that came to its end says. */
const REPORT = join(root, 'out/report/host.json');
/** Desktop VS Code, kept between runs. */
const DOWNLOADS = join(root, '.cache/vscode-test');
/** What VS Code reads of the extension: the same as in the VSIX. */
const SHIPPED = ['package.json', 'package.nls.json', 'dist', 'media', 'l10n'];

/** Profiles the suite can choose from. */
const PROFILES = {
  default: { region: 'us-east-1' },
  dev: { region: 'us-east-1' },
  prod: { region: 'eu-west-1' },
  'without-region': {},
  'without-credentials': { region: 'us-east-1', isSigning: false },
};

/**
 * @param {string | undefined} grep
 * @returns {Promise<boolean>} whether tests ran and all passed
 */
async function runHost(grep) {
  rmSync(REPORT, { force: true });
  // The suite has to be inside the extension's folder to have the extension's identity; a folder per run keeps runs apart.
  const staged = join(root, 'out/host', `run-${process.pid}`);
  const cleanups = new Cleanups();
  const temporary = cleanups.temporaryFolder('xray-suite-');
  cleanups.add(() => rmSync(staged, { recursive: true, force: true }));
  cleanups.runOnSignals();
  try {
    // Another run may build into the same folder: neither is to copy what the other has half written.
    await alone('build', console.error, async () => {
      await buildExtension();
      for (const name of SHIPPED)
        if (existsSync(join(root, name))) cpSync(join(root, name), join(staged, name), { recursive: true });
    });
    const suite = join(staged, 'suite.cjs');
    await bundleSuite(suite);
    const servicePort = await freePort();
    const logsPort = await freePort();
    const data = join(temporary, 'data');
    const state = join(temporary, 'state');
    const secrets = join(temporary, 'secrets.json');
    // Of this run alone: one in a place that runs share would go when the next begins, before it was read.
    const report = join(temporary, 'report.json');
    writeSettings(data, {
      'security.workspace.trust.enabled': false,
      'workbench.colorTheme': 'Default Dark Modern',
      'xrayTraces.endpoint': `http://127.0.0.1:${servicePort}`,
      'xrayTraces.logsEndpoint': `http://127.0.0.1:${logsPort}`,
      'xrayTraces.region': 'us-east-1',
    });
    const isDesktop = !isHostSupported || Boolean(process.env['XRAY_TEST_DESKTOP']);
    if (!isDesktop) await installHost(console.error);
    const outcome = await runTests({
      vscodeExecutablePath: isDesktop
        ? await downloadAndUnzipVSCode({ version: 'stable', cachePath: DOWNLOADS })
        : join(root, 'test/host/vscode'),
      extensionDevelopmentPath: staged,
      extensionTestsPath: suite,
      launchArgs: [
        writeWorkspace(join(temporary, 'workspace')),
        `--user-data-dir=${data}`,
        `--extensions-dir=${join(temporary, 'extensions')}`,
      ],
      extensionTestsEnv: {
        ...writeAwsProfiles(join(temporary, 'aws'), PROFILES),
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: PLANTED.environmentKey,
        XRAY_HOST_STATE: state,
        XRAY_TEST_SECRETS: secrets,
        XRAY_HOST_ARTIFACTS: join(root, 'out/host/failure'),
        XRAY_TEST_GREP: grep ?? '',
        XRAY_TEST_REPORT: report,
        XRAY_TEST_SCREENSHOTS: join(root, 'out/screenshots'),
        XRAY_TEST_SERVICE_PORT: String(servicePort),
        XRAY_TEST_LOGS_PORT: String(logsPort),
      },
    }).catch((/** @type {Error} */ error) => error);
    const isKept = keptSecrets([data, state], secrets, grep === undefined);
    return judge(report, outcome) && isKept;
  } finally {
    await cleanups.run();
  }
}

/**
 * After VS Code has ended: whether nothing secret is in what it wrote.
 * @param {string[]} folders
 * @param {string} more file in which the suite names the secrets that were made in the run; by what they are
 * @param {boolean} isWhole all tests ran: then what they say that is no secret has to be there too, or the wrong places were looked at
 */
function keptSecrets(folders, more, isWhole) {
  /** @type {Record<string, string>} */
  const made = existsSync(more) ? JSON.parse(readFileSync(more, 'utf8')) : {};
  const found = findSecrets(folders, { ...PLANTED, ...made });
  for (const one of found) console.error(`A secret was left behind: ${one}`);
  const seen = findSecrets(folders, { log: 'BatchGetTraces ok', state: 'xrayTraces.connection' });
  const missing = ['log', 'state'].filter((place) => !seen.some((one) => one.startsWith(`${place} in `)));
  if (isWhole && missing.length > 0)
    console.error(`Secrets were not looked for where VS Code keeps its ${missing.join(' and ')}.`);
  return found.length === 0 && (!isWhole || missing.length === 0);
}

/**
 * The suite writes its report last, and that decides: without one it never came to its end, whatever the exit code; how VS Code ends
 * after it is no longer about the extension.
 * @param {string} report
 * @param {Error | number} outcome of `runTests`
 */
function judge(report, outcome) {
  const ending = outcome instanceof Error ? outcome.message : outcome;
  if (!existsSync(report)) {
    console.error(`VS Code ended before the suite did (${ending}).`);
    return false;
  }
  mkdirSync(dirname(REPORT), { recursive: true });
  cpSync(report, REPORT);
  const { passed, failed } = JSON.parse(readFileSync(report, 'utf8'));
  if (failed === 0 && ending !== 0) console.error(`The suite came to its end; then VS Code ended with ${ending}.`);
  console.log(`host: ${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

/**
 * One bundle, so that all test files share the modules of the suite (the service, the page's driver).
 * @param {string} outfile
 */
async function bundleSuite(outfile) {
  const folder = join(root, 'test/host/suite');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const loads = files
    .toSorted()
    .map((file) => `[${JSON.stringify(file)}, () => require(${JSON.stringify(`./${file}`)})]`);
  await build({
    stdin: {
      contents: `import { runSuite } from './index';\nexport const run = () => runSuite([${loads.join(',')}]);`,
      resolveDir: folder,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    packages: 'external',
    external: ['vscode'],
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'external',
    define: { PROJECT_ROOT: JSON.stringify(root) },
    logLevel: 'warning',
  });
}

/** @returns {Promise<number>} a port of 127.0.0.1 nobody listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * A small workspace with a log.
 * @param {string} folder
 * @returns {string} the folder
 */
function writeWorkspace(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'app.log'),
    `2026-07-24T10:15:00.120Z INFO  request started
2026-07-24T10:15:00.480Z ERROR checkout failed, trace 1-6a633a34-0123456789abcdef01234567
2026-07-24T10:15:01.002Z INFO  request ended
`,
  );
  return folder;
}

process.exit((await runHost(process.argv[2])) ? 0 : 1);
