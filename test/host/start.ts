// npm start: the extension, installed from its VSIX, in a VS Code of its own, on a local X-Ray service full of demo traces.
//   npm start -- [--browser] [--port N] [--theme NAME] [--screenshot FILE.png [--trace ID]]
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fillWithDemo } from '../demo/fill';
import { writeDemoWorkspace } from '../demo/workspace';
import { startLogsService } from '../service/logs';
import { startService } from '../service/service';
import { packageExtension } from '../tools/packageExtension';
import { writeAwsProfiles } from './awsProfiles.mjs';
import { Cleanups } from './cleanups.mjs';
import { findDesktop, hasDisplay, runDesktop, whyNoWindow } from './desktop';
import { startInstalled, type InstallOptions } from './installed';
import { isHostSupported } from './prepare.mjs';
import { pictureOfTrace } from './pictureOfTrace';

const REGION = 'us-east-1';

/** Names of `--theme`, and VS Code's for them. */
const THEMES: Readonly<Record<string, string>> = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  hc: 'Default High Contrast',
  hclight: 'Default High Contrast Light',
};

const HELP = `npm start -- [options]
  --browser          VS Code in the browser, also where there is a display; Linux x64 only
  --port N           port of VS Code in the browser; any free one unless given
  --theme NAME       ${Object.keys(THEMES).join(', ')}
  --screenshot FILE  opens a trace, writes a picture of it and ends; Linux x64 only
  --trace ID         the trace of the picture; the first of the demo unless given`;

const { values } = parseArgs({
  options: {
    browser: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    screenshot: { type: 'string' },
    theme: { type: 'string', default: 'dark' },
    trace: { type: 'string' },
  },
});
const theme = THEMES[values.theme];
const cleanups = new Cleanups();

if (values.help) console.log(HELP);
else if (theme === undefined) {
  console.error(`There is no theme "${values.theme}".\n\n${HELP}`);
  process.exitCode = 1;
} else {
  cleanups.runOnSignals(() => console.log('\nEnding …'));
  try {
    await start(theme);
  } catch (error) {
    if (!cleanups.isEnding) console.error(error);
    process.exitCode = 1;
  } finally {
    await cleanups.run();
  }
}

async function start(theme: string): Promise<void> {
  if ((values.screenshot !== undefined || values.browser) && !isHostSupported) throw new Error(noWindow());
  const step = steps();
  const temporary = cleanups.temporaryFolder('xray-demo-');

  step('Building the extension and packing it …');
  const { file: vsix, bytes } = await packageExtension(join(temporary, 'xray-trace-explorer.vsix'), { isQuiet: true });
  note(`${Math.round(bytes / 1024)} kB`);

  step('Starting the local X-Ray service …');
  const now = Date.now();
  const { url, logsUrl, first } = await startFilledService(now);
  note(`${url}, CloudWatch Logs ${logsUrl}, region ${REGION}`);

  step('Writing a sample workspace with logs and a small app …');
  const folder = join(temporary, 'checkout-service');
  await writeDemoWorkspace(folder, now);

  step('Getting VS Code …');
  const executable = await desktopIfPossible();
  const options: InstallOptions = {
    vsix,
    folder,
    log: note,
    env: {
      ...process.env,
      ...writeAwsProfiles(join(temporary, 'aws'), { default: { region: REGION }, demo: { region: REGION } }),
    },
    settings: {
      'security.workspace.trust.enabled': false,
      'workbench.colorTheme': theme,
      'workbench.startupEditor': values.screenshot ? 'none' : 'readme',
      'xrayTraces.endpoint': url,
      'xrayTraces.logsEndpoint': logsUrl,
      'xrayTraces.profile': 'demo',
      'xrayTraces.region': REGION,
    },
  };
  if (executable) {
    step('Installing the extension and opening a window …');
    console.log('\nClose the window, or press Ctrl+C here, to end everything.');
    await runDesktop(executable, options, cleanups);
    return;
  }
  step('Installing the extension and starting VS Code …');
  const installed = await startInstalled({ ...options, port: Number(values.port) }, cleanups);
  if (values.screenshot) {
    const picture = resolve(process.env['INIT_CWD'] ?? '.', values.screenshot);
    step(`Opening trace ${values.trace ?? first} and taking a picture …`);
    await pictureOfTrace({ url: installed.url, trace: values.trace ?? first, picture, log: note }, cleanups);
    note(picture);
    return;
  }
  console.log(`\nOpen  ${installed.url}\nCtrl+C ends everything and leaves nothing behind.`);
  const code = await installed.server.ended;
  if (!cleanups.isEnding) throw new Error(`The VS Code server ended with ${code}.\n${installed.server.log}`);
}

/** The service, and the demo's first trace. */
async function startFilledService(now: number): Promise<{ url: string; logsUrl: string; first: string }> {
  const service = await startService();
  cleanups.add(() => service.close());
  const traces = fillWithDemo(service, now);
  note(`${traces.length} traces`);
  const logs = await startLogsService((signer) => service.spanRecords(signer), {
    query: { scheduledMs: 300, runningMs: 1500 }, // long enough to see it
  });
  cleanups.add(() => logs.close());
  return { url: service.url, logsUrl: logs.url, first: traces[0]!.id };
}

async function desktopIfPossible(): Promise<string | undefined> {
  const isWanted = !values.browser && !values.screenshot && hasDisplay();
  const executable = isWanted ? await findDesktop(note) : undefined;
  if (executable) note(executable);
  else if (!isHostSupported) throw new Error(noWindow());
  else note('in the browser');
  return executable;
}

function noWindow(): string {
  return whyNoWindow({ picture: values.screenshot !== undefined, browser: values.browser });
}

/** Numbers the steps as they are told. */
function steps(): (what: string) => void {
  let number = 0;
  return (what) => console.log(`${++number}. ${what}`);
}

function note(line: string): void {
  console.log(`   ${line}`);
}
