import { chromium, type Browser, type Page } from 'playwright-core';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPage } from '../../esbuild.mjs';
import type { PageMessage } from '../../src/protocol/messages';
import { BROWSER_FLAGS, findBrowser } from '../host/browser.mjs';
import { startPageServer, type PageServer } from './pageServer';

const SCREENSHOTS = join(PROJECT_ROOT, 'out/screenshots');

/** A browser with the page's server: made once per test file. */
export interface PageFixture {
  /** Where the server's trace files lie. */
  readonly folder: string;
  readonly url: string;
  /** Opens a trace file; `query` as in the page's address; `first` runs in the page before its own scripts. */
  open(
    file: string,
    query?: Readonly<Record<string, string>>,
    size?: { width: number; height: number },
    first?: () => void,
  ): Promise<OpenPage>;
  /** Writes a trace file of documents. */
  write(file: string, documents: readonly string[], rest?: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

/** An open timeline page, and what tests ask of it over and over. */
export class OpenPage {
  constructor(readonly page: Page) {}

  /** Names of the rows in the document, in order. */
  names(): Promise<string[]> {
    return this.page.locator('[role=row] .title').allTextContents();
  }

  row(name: string) {
    return this.page
      .locator('[role=row]')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .first();
  }

  /** The names of the selected rows; one at most. */
  selected(): Promise<string[]> {
    return this.page.locator('[role=row][aria-selected=true] .title').allTextContents();
  }

  press(...keys: readonly string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  focusTree(): Promise<void> {
    return this.page.locator('[role=treegrid]').focus();
  }

  /** What the page has sent to the host. */
  sent<Kind extends PageMessage['kind']>(kind: Kind): Promise<Extract<PageMessage, { kind: Kind }>[]> {
    return this.page.evaluate(
      (kind) => window.standIn.sent.filter((message) => message.kind === kind),
      kind,
    ) as Promise<Extract<PageMessage, { kind: Kind }>[]>;
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
  }
}

/** Builds the page, serves a temporary folder, starts the browser. */
export async function openFixture(): Promise<PageFixture> {
  await buildPage();
  const folder = mkdtempSync(join(tmpdir(), 'page-test-'));
  const server: PageServer = await startPageServer(folder);
  const { path, env } = await findBrowser();
  const browser: Browser = await chromium.launch({
    executablePath: path,
    args: BROWSER_FLAGS,
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const pages: Page[] = [];
  return {
    folder,
    url: server.url,
    write: (file, documents, rest = {}) => {
      const segments = documents.map((text, index) => ({ Id: String(index), Document: text }));
      writeFileSync(join(folder, file), JSON.stringify({ Traces: [{ Segments: segments, ...rest }] }));
    },
    open: async (file, query = {}, size = { width: 1400, height: 720 }, first) => {
      const page = await browser.newPage({ viewport: size });
      pages.push(page);
      page.setDefaultTimeout(20_000);
      if (first) await page.addInitScript(first);
      await page.goto(`${server.url}/?${new URLSearchParams({ file, ...query }).toString()}`);
      return new OpenPage(page);
    },
    close: async () => {
      try {
        for (const page of pages) if (!page.isClosed()) await assertNoTrouble(page);
      } finally {
        await browser.close();
        await server.close();
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** No test may leave a refused policy or a script error behind, whatever it was about. */
export async function assertNoTrouble(page: Page): Promise<void> {
  const { violations, trouble } = await page.evaluate(() => ({
    violations: window.standIn.violations,
    trouble: window.standIn.sent.filter(({ kind }) => kind === 'trouble'),
  }));
  assert.deepEqual(violations, []);
  assert.deepEqual(trouble, []);
}
