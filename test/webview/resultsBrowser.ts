import type { ResultsPageMessage } from '../../src/protocol/results';
import type { OpenPage, PageFixture } from './browser';

/** An open results page, and what tests ask of it over and over. */
export class OpenResults {
  constructor(readonly opened: OpenPage) {}

  get page() {
    return this.opened.page;
  }

  get table() {
    return this.page.getByRole('grid', { name: 'Traces found' });
  }

  get field() {
    return this.page.getByRole('combobox', { name: 'Filter expression' });
  }

  /** Texts of a column's cells in the document, in order. */
  cells(column: string): Promise<string[]> {
    return this.page.locator(`.table .row .cell.of-${column}`).allTextContents();
  }

  /** What the foot says: shown, found, scanned. */
  async counts(): Promise<string> {
    return (await this.page.locator('.results-foot .counts').innerText()).replaceAll(/\s+/g, ' ').trim();
  }

  /** Waits until so many rows are shown. */
  async shows(rows: string): Promise<void> {
    await this.page.locator('.results-foot .counts').getByText(`${rows} shown`).waitFor();
  }

  value(text: string) {
    return this.page.locator('.refiners .value').filter({ hasText: text }).first();
  }

  press(...keys: readonly string[]): Promise<void> {
    return this.opened.press(...keys);
  }

  /** What the page has sent to the host. */
  sent<Kind extends ResultsPageMessage['kind']>(kind: Kind): Promise<Extract<ResultsPageMessage, { kind: Kind }>[]> {
    return this.page.evaluate(
      (kind) => window.standIn.sent.filter((message) => message.kind === kind),
      kind,
    ) as Promise<unknown> as Promise<Extract<ResultsPageMessage, { kind: Kind }>[]>;
  }
}

/** Opens the results page on drawn summaries; `query` as in the page's address (`rows`, `state`, `filter`, `theme`); `first` as in `PageFixture.open`. */
export async function openResults(
  fixture: PageFixture,
  query: Readonly<Record<string, string>> = {},
  size = { width: 1400, height: 820 },
  first?: () => void,
): Promise<OpenResults> {
  return new OpenResults(await fixture.open('', { page: 'results', ...query }, size, first));
}
