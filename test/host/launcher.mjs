// Runs a suite in VS Code's server and a headless Chromium, given desktop VS Code's command line as @vscode/test-electron gives it:
//   [FOLDER] --extensionDevelopmentPath=… --extensionTestsPath=… --user-data-dir=… --extensions-dir=…
// Ends with the suite's exit code. Variables: XRAY_HOST_TIMEOUT (seconds), XRAY_HOST_ARTIFACTS (folder for what explains a failure),
// XRAY_HOST_STATE (folder the page keeps its state in, left there), XRAY_TEST_REPORT (file the suite writes when it comes to its end).
import { closeSync, existsSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import { Cleanups } from './cleanups.mjs';
import { prepareHost } from './prepare.mjs';
import { startVsCodeServer } from './server.mjs';
import { serveUi } from './ui.mjs';
import { collectPolicyViolations, openBrowser, workbenchUrl } from './workbench.mjs';

const log = (/** @type {string} */ line) => console.error(line);

/** @param {string[]} args */
export async function main(args) {
  const cleanups = new Cleanups();
  cleanups.runOnSignals();
  try {
    process.exitCode = await runSuite(args, cleanups);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await cleanups.run();
  }
}

/**
 * @param {string[]} args
 * @param {Cleanups} cleanups
 * @returns {Promise<number>} the suite's exit code
 */
async function runSuite(args, cleanups) {
  const { folder, developmentPaths, testsPath, dataFolder, extensionsFolder } = readCommandLine(args);
  const temporary = cleanups.temporaryFolder('xray-host-');

  const { context, page } = await openBrowser(process.env['XRAY_HOST_STATE'] ?? temporary, { log });
  cleanups.add(() => context.close());
  const violations = collectPolicyViolations(page);
  const ui = await serveUi(page, violations);
  cleanups.add(ui.close);
  const output = join(temporary, 'output');
  cleanups.add(follow(output));

  const server = await startVsCodeServer(
    await prepareHost(log),
    {
      data: dataFolder ?? join(temporary, 'data'),
      extensions: extensionsFolder ?? join(temporary, 'extensions'),
      runtime: temporary,
    },
    {
      isTest: true,
      env: { ...process.env, XRAY_TEST_OUTPUT: output, XRAY_TEST_UI: ui.url, XRAY_TEST_UI_TOKEN: ui.token },
    },
  );
  cleanups.add(server.stop);

  const trouble = /** @type {string[]} */ ([]);
  const suite = outcome();
  page.on('crash', () => suite.fail('The page of VS Code crashed.'));
  void failWhenEnded(server.ended, suite);
  // VS Code calls these two where its smoke test driver is enabled.
  await page.exposeFunction('codeAutomationExit', suite.end);
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ values) => {
    if (type === 'error' || type === 'warn') trouble.push(`${type}: ${format(...values)}`);
  });
  await page.goto(workbenchUrl(server, { folder, developmentPaths, testsPath }));
  const code = await suite.ended;
  const artifacts = process.env['XRAY_HOST_ARTIFACTS'];
  // An extension host that goes away by itself may end with 0.
  const report = process.env['XRAY_TEST_REPORT'];
  const isAtEnd = report === undefined || existsSync(report);
  if ((code !== 0 || !isAtEnd) && artifacts) {
    mkdirSync(artifacts, { recursive: true });
    writeFileSync(join(artifacts, 'workbench.log'), trouble.join('\n'));
    writeFileSync(join(artifacts, 'server.log'), server.log);
    await page
      .screenshot({ path: join(artifacts, 'failure.png') })
      .catch(() => log('No picture of the failure could be taken.'));
    log(`What VS Code said is in ${artifacts}.`);
  }
  return code;
}

/** How the suite ends: what comes first counts. */
function outcome() {
  /** @type {(code: number) => void} */
  let settle;
  let isOver = false;
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    settle = resolve;
  });
  const end = (/** @type {number} */ code) => {
    isOver = true;
    settle(code);
  };
  const fail = (/** @type {string} */ why) => {
    if (!isOver) log(why);
    end(1);
  };
  const seconds = Number(process.env['XRAY_HOST_TIMEOUT'] ?? 600);
  setTimeout(() => fail(`The suite did not end within ${seconds} s.`), seconds * 1000).unref();
  return { ended, end, fail };
}

/**
 * @param {Promise<number | null>} serverEnded
 * @param {{ fail: (why: string) => void }} suite
 */
async function failWhenEnded(serverEnded, suite) {
  suite.fail(`The VS Code server ended with ${await serverEnded} before the suite.`);
}

/** @param {string[]} args */
function readCommandLine(args) {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
  });
  const one = (/** @type {string} */ name) => {
    const value = values[name];
    return typeof value === 'string' ? resolve(value) : undefined;
  };
  return {
    folder: positionals[0],
    developmentPaths: /** @type {string[]} */ (values['extensionDevelopmentPath'] ?? []),
    testsPath: one('extensionTestsPath'),
    dataFolder: one('user-data-dir'),
    extensionsFolder: one('extensions-dir'),
  };
}

/**
 * Copies what is appended to a file to standard output: the suite's console does not reach this process otherwise.
 * @param {string} file made empty
 * @returns {() => void} copies the rest and stops
 */
function follow(file) {
  writeFileSync(file, '');
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(65_536);
  let offset = 0;
  const copy = () => {
    for (let count = readSync(fd, buffer, 0, buffer.length, offset); count > 0;) {
      writeSync(1, buffer, 0, count);
      offset += count;
      count = readSync(fd, buffer, 0, buffer.length, offset);
    }
  };
  const timer = setInterval(copy, 50);
  return () => {
    clearInterval(timer);
    copy();
    closeSync(fd);
  };
}
