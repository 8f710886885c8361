// Lets the suite, which runs inside VS Code, use VS Code as its user does: a loopback service that drives the page.
// The other end is suite/ui.ts.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';

/**
 * Where an action looks for elements: the workbench (the default), or the content of the webview that is on screen.
 * @typedef {{ selector: string, text?: string, nth?: number, in?: 'workbench' | 'webview', timeout?: number }} Target
 */

const DEFAULT_TIMEOUT = 15_000;

/** @param {Target} target */
const patience = (target) => ({ timeout: target.timeout ?? DEFAULT_TIMEOUT });

/**
 * The actions of the service, by name.
 * @param {import('playwright-core').Page} page
 * @param {string[]} violations what the content security policy refused so far
 */
function actions(page, violations) {
  const webview = () =>
    page
      .locator('iframe.webview.ready')
      .filter({ visible: true })
      .last()
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();

  /** @param {Target} target */
  const all = (target) => {
    const found = (target.in === 'webview' ? webview() : page).locator(target.selector);
    return target.text === undefined ? found : found.filter({ hasText: target.text });
  };
  /** @param {Target} target */
  const one = (target) =>
    all(target)
      .filter({ visible: true })
      .nth(target.nth ?? 0);
  return {
    /** @param {{ path: string, of?: Target }} options */
    async screenshot({ path, of }) {
      mkdirSync(dirname(path), { recursive: true });
      await (of ? one(of).screenshot({ path, ...patience(of) }) : page.screenshot({ path }));
    },
    /** @param {{ keys: string }} options */
    press: ({ keys }) => page.keyboard.press(keys),
    /** @param {{ text: string }} options */
    type: ({ text }) => page.keyboard.type(text),
    /** @param {{ target: Target, button?: 'left' | 'right', modifiers?: ('Alt' | 'Control' | 'Shift')[], count?: number }} options */
    async click({ target, button = 'left', modifiers = [], count = 1 }) {
      await one(target).click({ button, modifiers, clickCount: count, ...patience(target) });
    },
    /** @param {{ target: Target }} options */
    hover: ({ target }) => one(target).hover(patience(target)),
    /** @param {{ target: Target, state?: 'visible' | 'hidden' }} options */
    waitFor: ({ target, state = 'visible' }) => one(target).waitFor({ state, ...patience(target) }),
    /** @param {{ target: Target }} options */
    texts: ({ target }) => all(target).filter({ visible: true }).allInnerTexts(),
    /** @param {{ target: Target, name: string }} options */
    attributes: ({ target, name }) =>
      all(target).evaluateAll((elements, name) => elements.map((element) => element.getAttribute(name)), name),
    /** @param {{ target: Target, text: string }} options moves the mouse over the middle of `text` within the element */
    async moveToText({ target, text }) {
      const element = one(target);
      await element.waitFor(patience(target));
      // The line may be painted anew between the two: then the text has no place, or is not there, for a moment.
      const end = Date.now() + patience(target).timeout;
      let point = await element.evaluate(middleOfText, text);
      while (!point) {
        if (Date.now() > end) throw new Error(`"${text}" is not on screen`);
        await page.waitForTimeout(50);
        point = await element.evaluate(middleOfText, text);
      }
      // From another line, then within this one: VS Code asks its link providers when the mouse comes to a line, and again when it
      // moves there. What was answered before the provider was ready would otherwise hold until the mouse leaves the line.
      await page.mouse.move(point.x, point.y - 100);
      await page.mouse.move(point.x - 3, point.y);
      await page.mouse.move(point.x, point.y, { steps: 3 });
    },
    /** @param {{ button?: 'left' | 'right', modifiers?: ('Alt' | 'Control' | 'Shift')[] }} options clicks where the mouse is */
    async clickHere({ button = 'left', modifiers = [] }) {
      for (const key of modifiers) await page.keyboard.down(key);
      await page.mouse.down({ button });
      await page.mouse.up({ button });
      for (const key of modifiers) await page.keyboard.up(key);
    },
    /** @param {{ expression: string, in?: 'workbench' | 'webview' }} options an expression evaluated in the page, JSON back */
    evaluate: ({ expression, in: where }) =>
      (where === 'webview' ? webview() : page).locator('body').evaluate(expression),
    /** @param {{ width: number, height: number }} size in CSS pixels */
    resize: (size) => page.setViewportSize(size),
    /** @param {{ clear?: boolean }} options */
    async violations({ clear = false }) {
      return clear ? violations.splice(0) : [...violations];
    },
  };
}

/**
 * Runs in the page: the middle of a piece of an element's text, in CSS pixels of the window. Editor and terminal paint spaces as
 * no-break spaces.
 * @param {Element} element
 * @param {string} text
 * @returns {{ x: number, y: number } | undefined} undefined when the text is not on screen at this moment
 */
function middleOfText(element, text) {
  const from = (element.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(text);
  if (from < 0) return undefined;
  const to = from + text.length;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let before = 0;
  let hasStart = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (!hasStart && from < before + length) {
      range.setStart(node, from - before);
      hasStart = true;
    }
    if (hasStart && to <= before + length) {
      range.setEnd(node, to - before);
      break;
    }
    before += length;
  }
  const box = range.getBoundingClientRect();
  return box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : undefined;
}

/**
 * Starts the service on a free port of 127.0.0.1. Requests carry the token.
 * @param {import('playwright-core').Page} page
 * @param {string[]} violations
 * @returns {Promise<{ url: string, token: string, close: () => void }>}
 */
export async function serveUi(page, violations) {
  const table = new Map(Object.entries(actions(page, violations)));
  const token = randomBytes(16).toString('hex');
  const server = createServer(async (request, response) => {
    /** @param {number} status @param {unknown} body */
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? null));
    };
    try {
      if (request.headers.authorization !== `Bearer ${token}`) return answer(403, 'no token');
      const action = table.get((request.url ?? '').slice(1));
      if (!action) return answer(404, `no action ${request.url}`);
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      answer(200, await action(JSON.parse(Buffer.concat(chunks).toString())));
    } catch (error) {
      answer(500, error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    token,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
