import assert from 'node:assert/strict';
import { assertNoTrouble, openFixture, type PageFixture } from './browser';
import { openResults, type OpenResults } from './resultsBrowser';

describe('the results page', () => {
  let fixture: PageFixture;
  let results: OpenResults;
  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.close());
  afterEach(async () => {
    await assertNoTrouble(results.page);
    await results.page.close();
  });

  const open = async (query: Record<string, string> = {}, shown = '400'): Promise<void> => {
    results = await openResults(fixture, query);
    await results.shows(shown);
  };
  const active = (): Promise<string | null> => results.table.getAttribute('aria-activedescendant');
  const selected = (): Promise<number> => results.page.locator('.table [role=row][aria-selected=true]').count();

  it('is a grid that says how many rows and columns there are, and which of them these are', async () => {
    await open();
    assert.equal(await results.table.getAttribute('aria-rowcount'), '401');
    assert.equal(await results.table.getAttribute('aria-colcount'), '7');
    assert.equal(await results.table.getAttribute('aria-multiselectable'), 'true');
    const indices = await results.page
      .locator('.table .row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-rowindex')));
    assert.deepEqual(indices.slice(0, 3), ['2', '3', '4']);
    assert.ok(indices.length < 60, `${indices.length} rows are in the document`);
    const strays = await results.page.evaluate(
      () =>
        [...document.querySelectorAll('[role=grid] [role=row]')].filter(
          (row) =>
            ![...row.children].every((cell) => /^(gridcell|columnheader)$/.test(cell.getAttribute('role') ?? '')),
        ).length,
    );
    assert.equal(strays, 0);
    const nameless = await results.page.evaluate(() =>
      [...document.querySelectorAll('button, input, vscode-button, canvas[role=img], svg[role=img]:not(.value svg)')]
        .filter((one) => !one.closest('[aria-hidden=true]'))
        .filter(
          (one) => !(one.getAttribute('aria-label') ?? one.textContent?.trim() ?? one.closest('label')?.textContent),
        )
        .map((one) => one.outerHTML.slice(0, 100)),
    );
    assert.deepEqual(nameless, []);
  });

  it('sorts by a click, turns round by another, and says so', async () => {
    await open();
    const head = results.page.getByRole('columnheader', { name: 'Duration' });
    await head.getByRole('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    const durations = (await results.cells('duration')).slice(0, 3);
    assert.ok(
      durations.every((text) => text.endsWith(' s')),
      durations.join(),
    );
    await head.getByRole('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    assert.ok((await results.cells('duration')).slice(0, 3).every((text) => text.endsWith(' ms')));
    await results.table.focus();
    await results.press('End');
    assert.equal((await results.cells('duration')).at(-1), '–', 'what has no duration comes last');
  });

  it('shows and hides columns, also of annotations, and has the host remember it', async () => {
    await open();
    await results.page.getByRole('button', { name: 'Columns' }).click();
    await results.page.getByRole('checkbox', { name: 'tenant' }).check();
    await results.page.getByRole('checkbox', { name: 'Entry point' }).uncheck();
    await results.press('Escape');
    const titles = await results.page.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(
      titles.map((title) => title.trim()),
      ['Status', 'Time', 'Method', 'URL', 'Duration', 'Root cause', 'tenant'],
    );
    assert.match((await results.cells('annotation'))[0]!, /acme|globex|initech|umbrella/);
    const layouts = await results.sent('layout');
    assert.deepEqual(layouts.at(-1)?.layout.columns, [
      'status',
      'time',
      'method',
      'url',
      'duration',
      'causes',
      'annotation:tenant',
    ]);
    assert.equal(await results.page.getByRole('button', { name: 'Columns' }).getAttribute('aria-expanded'), 'false');
  });

  it('resizes a column with mouse and keyboard, and resets it', async () => {
    await open();
    const splitter = results.page.getByRole('separator', { name: 'Width of the column Entry point' });
    const width = async (): Promise<number> => Number(await splitter.getAttribute('aria-valuenow'));
    const start = await width();
    const box = (await splitter.boundingBox())!;
    await results.page.mouse.move(box.x + 3, box.y + 8);
    await results.page.mouse.down();
    await results.page.mouse.move(box.x + 53, box.y + 8, { steps: 3 });
    await results.page.mouse.up();
    assert.equal(await width(), start + 50);
    await splitter.focus();
    await results.press('ArrowLeft');
    assert.equal(await width(), start + 34);
    await splitter.dblclick();
    assert.equal(await width(), start);
  });

  it('is driven by the keyboard alone', async () => {
    await open();
    await results.table.focus();
    await results.press('ArrowDown', 'ArrowDown', 'PageDown', 'Home');
    assert.equal(await active(), 'result-0');
    await results.press('ArrowDown', 'Space');
    assert.equal(await selected(), 1);
    await results.press('Shift+ArrowDown', 'Shift+ArrowDown');
    assert.equal(await selected(), 3);
    await results.press('Enter');
    const [opened] = await results.sent('open');
    assert.equal(opened?.how, 'preview');
    assert.equal(opened?.ids.length, 1);
    await results.press('Control+Enter');
    assert.deepEqual(
      (await results.sent('open')).map(({ how, ids }) => [how, ids.length]),
      [
        ['preview', 1],
        ['keep', 3],
      ],
    );
    await results.press('Control+c');
    const [copied] = await results.sent('copy');
    assert.deepEqual([copied?.what, copied?.count, copied?.text.split('\n').length], ['ids', 3, 3]);
    await results.press('Control+a');
    assert.match(await results.page.locator('.chosen').innerText(), /400 selected.*Open 400/s);
    await results.press('Escape');
    assert.equal(await results.page.locator('.chosen').count(), 0);
    await results.press('End');
    assert.equal(await active(), 'result-399');
    assert.ok(await results.page.locator('#result-399').isVisible());
  });

  it('selects what is right-clicked, for the menu to act on', async () => {
    await open();
    await results.page.locator('#result-2').click();
    await results.page.locator('#result-5').click({ button: 'right' });
    assert.equal(await results.page.locator('#result-5').getAttribute('aria-selected'), 'true');
    const menu = JSON.parse((await results.page.locator('#result-5').getAttribute('data-vscode-context'))!) as unknown;
    assert.deepEqual(menu, { webviewSection: 'result', preventDefaultContextMenuItems: true });
    await results.page.evaluate(() => window.standIn.deliver({ kind: 'run', action: 'copyIds' }));
    await results.page.waitForFunction(() => window.standIn.sent.some(({ kind }) => kind === 'copy'));
  });

  it('restricts by a drag over the chart, by typing, and lets go with Escape', async () => {
    await open();
    const box = (await results.page.locator('.scatter').boundingBox())!;
    await results.page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await results.page.mouse.down();
    await results.page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.4, { steps: 4 });
    await results.page.mouse.up();
    await results.page.locator('.refiners .of', { hasText: 'shown of 400 loaded' }).waitFor();
    const least = results.page.getByRole('textbox', { name: 'Least duration' });
    assert.match(await least.inputValue(), /^\d+(\.\d+)? (ms|s)$/);
    assert.match(await results.page.getByRole('textbox', { name: 'From' }).inputValue(), /^14:[23]\d:\d\d$/);
    const restricted = await results.counts();
    assert.notEqual(restricted.split(' ')[0], '400');
    assert.match(await results.page.locator('.refiners .of').innerText(), /shown of 400 loaded/);
    await results.page.locator('.scatter').focus();
    await results.press('Escape');
    await results.shows('400');
    await least.fill('1 s');
    await results.press('Enter');
    assert.ok((await results.cells('duration')).every((text) => / s$| min /.test(text)));
    await least.fill('soon');
    assert.equal(await least.getAttribute('aria-invalid'), 'true');
    await results.page.getByRole('button', { name: 'Clear (Escape)' }).click();
    await results.shows('400');
  });

  it('shows, selects and opens a trace of the chart', async () => {
    await open();
    const chart = results.page.locator('.scatter');
    await chart.focus();
    await results.press('ArrowRight');
    await results.press('Enter');
    const [opened] = await results.sent('open');
    assert.equal(opened?.ids.length, 1);
    // The focus is at the oldest trace: its point is the leftmost one.
    const box = (await chart.boundingBox())!;
    const row = await active();
    for (let y = 10; y < box.height - 20 && (await results.page.locator('.tip').count()) === 0; y += 6)
      await results.page.mouse.move(box.x + 58, box.y + y);
    assert.match(await results.page.locator('.tip').innerText(), /https:\/\/shop\.example\.com.*ms|s/s);
    await results.page.mouse.down();
    await results.page.mouse.up();
    assert.equal(await selected(), 1);
    assert.notEqual(await active(), null);
    assert.ok(row);
  });

  it('says in words what the charts show', async () => {
    await open();
    const alternatives = await results.page
      .getByRole('img')
      .evaluateAll((all) =>
        all.filter(({ tagName }) => tagName === 'CANVAS').map((one) => one.getAttribute('aria-label')),
      );
    assert.match(alternatives[0]!, /^400 traces between .* and .*, durations from .* to .*\.$/);
    assert.match(alternatives[1]!, /^\d+ traces: half within .*, 95 % within .*, 99 % within .*\.$/);
  });

  it('paints the charts anew when the theme changes', async () => {
    await open();
    const pixels = (): Promise<string> =>
      results.page
        .locator('.scatter canvas')
        .first()
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const dark = await pixels();
    await results.page.evaluate(() => window.standIn.theme('light'));
    await results.page.waitForFunction(
      (before) => (document.querySelector('.scatter canvas') as HTMLCanvasElement).toDataURL() !== before,
      dark,
    );
  });

  it('refines: a click includes, another takes out, the button and Alt exclude', async () => {
    await open();
    const fault = results.value('fault');
    await fault.getByRole('button', { name: 'fault', exact: true }).click();
    assert.equal(await results.field.inputValue(), 'fault');
    const faults = await fault.locator('.count').innerText();
    await results.shows(faults);
    await fault.locator('.include').click();
    assert.equal(await results.field.inputValue(), '');
    await results
      .value('tenant = acme')
      .locator('.include')
      .click({ modifiers: ['Alt'] });
    assert.equal(await results.field.inputValue(), '!annotation.tenant = "acme"');
    await results.value('tenant = acme').locator('.exclude').click();
    assert.equal(await results.field.inputValue(), '');
    await results.value('/checkout').locator('.include').click();
    assert.equal(await results.field.inputValue(), 'http.url = "https://shop.example.com/checkout"');
    await results.table.focus();
    await results.press('Control+z');
    assert.equal(await results.field.inputValue(), '');
    await results.press('Control+Shift+z');
    assert.match(await results.field.inputValue(), /checkout/);
  });

  it('finds values by typing, and shows more on request', async () => {
    await open();
    const urls = results.page.locator('.refiner').filter({ hasText: 'URL' }).first();
    assert.equal(await urls.locator('.value').count(), 10);
    await urls.getByRole('button', { name: /more$/ }).click();
    assert.ok((await urls.locator('.value').count()) > 50);
    await urls.getByRole('textbox').fill('account');
    assert.deepEqual(await urls.locator('.value .text').allInnerTexts(), ['/account/address']);
  });

  it('edits the expression with suggestions and help, and searches with it', async () => {
    await open();
    await results.press('Control+f');
    await results.page.keyboard.type('http.st');
    await results.page.getByRole('option', { name: 'http.status', exact: true }).waitFor();
    await results.press('ArrowDown', 'Tab');
    assert.equal(await results.field.inputValue(), 'http.status ');
    await results.page.keyboard.type('= 503');
    await results.press('Escape');
    await results.press('Home'); // after Escape, which leads to the table: its first row
    await results.press('Control+f', 'Home');
    await results.page.locator('.filter-notes .help').waitFor();
    assert.ok((await results.cells('status')).every((text) => text === '503'));
    await results.press('Control+Enter');
    await results.page.waitForFunction(() => window.standIn.sent.some(({ kind }) => kind === 'search'));
    assert.deepEqual(await results.sent('search'), [{ kind: 'search', filter: 'http.status = 503' }]);
    await results.page
      .locator('.refiners .of')
      .getByText(/^of \d+ loaded$/)
      .waitFor();
  });

  it('says what is wrong with an expression, where, and keeps showing what it showed', async () => {
    await open();
    await results.field.fill('fault AND http.status = "x"');
    await results.page.locator('.filter-notes .problem').waitFor();
    assert.match(
      await results.page.locator('.filter-notes').innerText(),
      /http\.status cannot be compared.*last filter that could be read/s,
    );
    assert.equal(await results.field.getAttribute('aria-invalid'), 'true');
    await results.shows('400');
  });

  it('takes what streams in, keeps its place, and ends', async () => {
    await open({ state: 'streaming' }, '200');
    await results.table.focus();
    await results.press('PageDown', 'PageDown', 'Space');
    const focused = await active();
    const before = await results.page.locator(`#${focused}`).boundingBox();
    await results.page.evaluate(() => window.standIn.deliver({ kind: 'run', action: 'filter' }));
    await results.table.focus();
    await results.page.getByRole('button', { name: 'Cancel' }).waitFor();
    await results.page.locator('.table .head').getByRole('button', { name: 'Duration' }).click();
    await results.page.locator('.table .head').getByRole('button', { name: 'Time' }).click();
    await results.table.focus();
    assert.equal(await active(), focused);
    assert.ok(before);
    assert.equal(await selected(), 1);
  });

  it('asks to cancel, to load more, to run again', async () => {
    await open({ state: 'streaming' }, '200');
    await results.page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await results.sent('cancel')).length, 1);
    await results.page.close();
    await open({ state: 'cancelled' });
    assert.match(
      await results.page.locator('.results-foot').innerText(),
      /back to 14:22.*Not searched: cancelled, 14:00 – 14:22/s,
    );
    await results.page.getByRole('button', { name: 'Load More' }).click();
    await results.shows('900');
    await results.page.getByRole('button', { name: 'Run Again' }).click();
    await results.shows('400');
  });

  it('leads to the receipt of the search, and says what a search through span records read', async () => {
    await open({ state: 'spans' });
    const foot = results.page.locator('.results-foot');
    assert.match(await foot.innerText(), /42\.5 MB read, which AWS bills/);
    assert.doesNotMatch(await foot.innerText(), /parts of the range/);
    await foot.getByRole('button', { name: 'Receipt' }).click();
    assert.deepEqual(
      (await results.sent('act')).map(({ id }) => id),
      ['openReceipt'],
    );
  });

  it('says that a filter leaves nothing, with the way back', async () => {
    await open();
    await results.field.fill('http.url = "nowhere"');
    await results.page.getByText('Nothing that was found matches').waitFor();
    await results.page.getByRole('button', { name: 'Show All That Was Found' }).click();
    await results.shows('400');
    assert.equal(await results.field.inputValue(), '');
  });

  it('offers to run the search again after a reload, and asks nothing by itself', async () => {
    results = await openResults(fixture, { state: 'kept' });
    const button = results.page.getByRole('button', { name: 'Run the Search Again' });
    await button.waitFor();
    assert.deepEqual((await results.sent('again')).length + (await results.sent('act')).length, 0);
    await button.click();
    await results.shows('400');
  });

  it('restores filter, focus and place when its tab comes back', async () => {
    await open();
    await results.field.fill('ok');
    await results.press('Enter');
    await results.table.focus();
    await results.press('End', 'ArrowUp');
    const focused = await results.page.locator('.row.focused').innerText();
    await results.page.waitForFunction(() =>
      Object.values(sessionStorage).some(
        (kept) => String(kept).includes('"filter":"ok"') && /"focused":"1-/.test(String(kept)),
      ),
    );
    await results.page.waitForTimeout(300); // what is kept, is kept at most four times a second
    await results.page.reload();
    await results.page.locator('.row.focused').waitFor();
    assert.equal(await results.page.locator('.row.focused').innerText(), focused);
    assert.equal(await results.field.inputValue(), 'ok');
    assert.ok(await results.table.evaluate((table) => table.scrollTop > 500));
    await results.page.evaluate(() => sessionStorage.clear());
  });

  it('shows texts of traces as text, on one line, and masks secrets', async () => {
    await open({ state: 'hostile' }, '5');
    assert.equal(await results.page.evaluate(() => 'harmed' in window), false);
    assert.equal(await results.page.locator('img').count(), 0);
    const urls = await results.cells('url');
    assert.match(urls[0]!, /^<\/script><img src=x onerror=/);
    assert.ok(urls.every((url) => !/[\n\r\u2028]/.test(url) && url.length < 500));
    assert.equal((await results.page.content()).includes('abcdefghijklmnop'), false);
    const heights = await results.page
      .locator('.table .row')
      .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    assert.deepEqual(new Set(heights), new Set([24]));
  });

  it('keeps 10,000 results in few elements, and shows their end at once', async () => {
    await open({ rows: '10000' }, '10,000');
    await results.table.focus();
    await results.press('End');
    await results.page.locator('#result-9999').waitFor();
    assert.ok((await results.page.locator('*').count()) < 1500);
    await results.page.getByRole('columnheader', { name: 'URL' }).getByRole('button').click();
    await results.value('fault').locator('.include').click();
    await results.page.waitForFunction(
      () => !document.querySelector('.results-foot')?.textContent?.startsWith('10,000'),
    );
  });
});
