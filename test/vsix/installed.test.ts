import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FrameLocator, Page } from 'playwright-core';
import { fillWithDemo } from '../demo/fill';
import { writeDemoWorkspace } from '../demo/workspace';
import { writeAwsProfiles } from '../host/awsProfiles.mjs';
import { Cleanups } from '../host/cleanups.mjs';
import { startInstalled } from '../host/installed';
import { rows, runCommand } from '../host/driveWorkbench';
import { isHostSupported } from '../host/prepare.mjs';
import { collectPolicyViolations, openBrowser } from '../host/workbench.mjs';
import { startLogsService } from '../service/logs';
import { startService, type XRayService } from '../service/service';
import { packedExtension } from './packedExtension';

const WAIT = { timeout: 60_000 };

/** The extension as a user has it: from the VSIX, in a VS Code without any test driver, used by mouse and keyboard only. */
function describeInstalled(): void {
  const cleanups = new Cleanups();
  let page: Page;
  let service: XRayService;
  let violations: string[];
  let trace: string;

  before(async () => {
    const temporary = cleanups.temporaryFolder('xray-installed-');
    const now = Date.now();
    service = await startService();
    cleanups.add(() => service.close());
    const logs = await startLogsService((signer) => service.spanRecords(signer));
    cleanups.add(() => logs.close());
    trace = fillWithDemo(service, now)[0]!.id;
    const folder = join(temporary, 'workspace');
    await writeDemoWorkspace(folder, now);
    const { url } = await startInstalled(
      {
        vsix: (await packedExtension()).file,
        folder,
        settings: {
          'security.workspace.trust.enabled': false,
          'xrayTraces.endpoint': service.url,
          'xrayTraces.logsEndpoint': logs.url,
          'xrayTraces.profile': 'demo',
          'xrayTraces.region': 'us-east-1',
        },
        env: { ...process.env, ...writeAwsProfiles(join(temporary, 'aws'), { demo: { region: 'us-east-1' } }) },
        log: console.log,
      },
      cleanups,
    );
    const browser = await openBrowser(temporary);
    cleanups.add(() => browser.context.close());
    page = browser.page;
    violations = collectPolicyViolations(page);
    await page.goto(url);
  });
  after(() => cleanups.run());
  afterEach(() => assert.deepEqual(violations.splice(0), []));

  it('opens a sample trace without asking AWS', async () => {
    await runCommand(page, 'X-Ray: Open Sample Trace');
    await page.locator('.quick-input-list .monaco-list-row').first().click(WAIT);
    await rows(page).first().waitFor(WAIT);
    assert.deepEqual(service.calls, []);
    await runCommand(page, 'View: Close All Editors');
    await rows(page)
      .first()
      .waitFor({ ...WAIT, state: 'hidden' });
  });

  it('opens a trace by its ID', async () => {
    await runCommand(page, 'X-Ray: Open Trace…');
    await page.locator('.quick-input-widget input').fill(trace);
    await page.keyboard.press('Enter');
    await rows(page).nth(3).waitFor(WAIT);
    assert.equal(service.calls[0]?.operation, 'BatchGetTraces');
  });

  it('has the trace, the selection and what was collapsed again after a reload', async () => {
    await rows(page).nth(2).click();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const before = await painted(page);
    assert.ok(
      before.some((row) => row.includes('collapsed')),
      before.join('\n'),
    );

    await reloadWindow(page);
    await rows(page).first().waitFor(WAIT);
    await eventually(async () => assert.deepEqual(await painted(page), before));
  });

  it('has the raw document again after a reload', async () => {
    await rows(page).first().click();
    await timeline(page).getByRole('button', { name: 'Open the Raw Document' }).click(WAIT);
    const line = page.locator('.monaco-editor .view-line', { hasText: '"trace_id"' }).first();
    await line.waitFor(WAIT);
    await reloadWindow(page);
    await line.waitFor(WAIT);
  });

  it('has a trace that was not found again after a reload, and asks once more', async () => {
    await runCommand(page, 'View: Close All Editors');
    const missing = trace.replace(/[0-9a-f]{24}$/, '0123456789abcdef01234567');
    await runCommand(page, 'X-Ray: Open Trace…');
    await page.locator('.quick-input-widget input').fill(missing);
    await page.keyboard.press('Enter');
    const alert = timeline(page).getByRole('alert').filter({ visible: true });
    await alert.waitFor(WAIT);
    const before = await alert.textContent();
    const asked = service.calls.length;
    await reloadWindow(page);
    await alert.waitFor(WAIT);
    assert.equal(await alert.textContent(), before);
    await page.locator('.tab', { hasText: missing }).waitFor(WAIT);
    assert.ok(service.calls.length > asked, 'it was asked for again');
  });
}

/** The page of the timeline in front. */
function timeline(page: Page): FrameLocator {
  const webview = page.locator('iframe.webview.ready').filter({ visible: true }).last().contentFrame();
  return webview.locator('iframe#active-frame').contentFrame();
}

async function reloadWindow(page: Page): Promise<void> {
  const reloaded = page.waitForEvent('framenavigated', { ...WAIT, predicate: (frame) => frame === page.mainFrame() });
  await runCommand(page, 'Developer: Reload Window');
  await reloaded;
}

/** Tries again until the assertion holds; its last failure counts. */
async function eventually(assertion: () => Promise<void>): Promise<void> {
  const end = Date.now() + WAIT.timeout / 3;
  for (;;)
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(100);
    }
}

/** Name and state of each row on screen. */
function painted(page: Page): Promise<string[]> {
  return rows(page).evaluateAll((elements) =>
    elements.map((row) => {
      const isSelected = row.getAttribute('aria-selected') === 'true';
      const isCollapsed = row.getAttribute('aria-expanded') === 'false';
      return `${row.textContent}${isSelected ? ' selected' : ''}${isCollapsed ? ' collapsed' : ''}`;
    }),
  );
}

if (isHostSupported) describe('the installed extension', describeInstalled);
else console.log('Not here: the installed extension is tried in the browser, on Linux x64.');
