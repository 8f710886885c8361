// The page VS Code's server shows, in a headless Chromium.
import { join, resolve, sep } from 'node:path';
import { chromium } from 'playwright-core';
import { BROWSER_FLAGS, findBrowser } from './browser.mjs';

/**
 * @param {number} port of the server
 * @param {string} path absolute
 */
function remoteUri(port, path) {
  return `vscode-remote://127.0.0.1:${port}${resolve(path).split(sep).map(encodeURIComponent).join('/')}`;
}

/**
 * The address that opens a folder or workspace file, with an extension under test.
 * @param {{ url: string, port: number }} server
 * @param {{ folder?: string | undefined, developmentPaths?: string[], testsPath?: string | undefined }} what
 */
export function workbenchUrl(server, { folder, developmentPaths = [], testsPath }) {
  const query = new URLSearchParams();
  if (folder) query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(folder));
  else query.set('ew', 'true');
  const payload = developmentPaths.map((path) => ['extensionDevelopmentPath', remoteUri(server.port, path)]);
  if (testsPath) payload.push(['extensionTestsPath', remoteUri(server.port, testsPath)]);
  payload.push(['skipWelcome', 'true'], ['skipReleaseNotes', 'true']);
  query.set('payload', JSON.stringify(payload));
  return `${server.url}/?${query}`;
}

/**
 * Starts a browser with a fresh profile and one empty page. Requests to anything but this machine are refused.
 * @param {string} temporary folder for the profile
 * @param {{ log?: (line: string) => void, width?: number, height?: number }} [options]
 */
export async function openBrowser(temporary, { log, width = 1280, height = 800 } = {}) {
  const browser = await findBrowser(log);
  const context = await chromium.launchPersistentContext(join(temporary, 'browser'), {
    executablePath: browser.path,
    env: { .../** @type {Record<string, string>} */ (process.env), ...browser.env },
    headless: !process.env['XRAY_HEADED'],
    viewport: { width, height },
    args: BROWSER_FLAGS,
    permissions: ['clipboard-read', 'clipboard-write'],
    // Ctrl+C is handled by whoever opened the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page };
}

/**
 * Collects what the content security policy of a page or one of its frames refused.
 * @param {import('playwright-core').Page} page
 * @returns {string[]} grows while the page lives
 */
export function collectPolicyViolations(page) {
  /** @type {string[]} */
  const violations = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && /content security policy/i.test(message.text())) violations.push(message.text());
  });
  return violations;
}
