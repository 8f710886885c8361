import assert from 'node:assert/strict';
import { drawDocuments, drawTrace } from '../unit/model/drawTrace';
import { CHECKOUT } from '../unit/webview/drawnPage';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';

const NAMES = ['shop', 'checkout', 'cart', 'payments', 'attempt 1', 'attempt 2', 'render', 'audit'];

describe('timeline page', () => {
  let fixture: PageFixture;
  let opened: OpenPage;

  before(async () => {
    fixture = await openFixture();
    fixture.write('checkout.json', drawTrace(CHECKOUT));
  });
  after(() => fixture.close());
  beforeEach(async () => {
    opened = await fixture.open('checkout.json');
    await opened.page.locator('[role=row]').first().waitFor();
  });
  afterEach(async () => {
    await assertNoTrouble(opened.page);
    await opened.page.evaluate(() => sessionStorage.clear());
  });

  it('speaks first, and shows every span as a row', async () => {
    assert.equal((await opened.sent('ready')).length, 1);
    assert.deepEqual(await opened.names(), NAMES);
    assert.equal(await opened.page.locator('.showing').textContent(), 'showing 8 of 8');
    assert.match(
      (await opened.page.locator('header').textContent()) ?? '',
      /1.2 s duration.*8 spans.*2 segments.*2 services.*2 faults.*1 throttle/,
    );
  });

  it('says to screen readers what the tree is like', async () => {
    const row = opened.row('payments');
    const attributes = [
      'aria-level',
      'aria-posinset',
      'aria-setsize',
      'aria-expanded',
      'aria-selected',
      'aria-rowindex',
    ];
    const values = await Promise.all(attributes.map((name) => row.getAttribute(name)));
    assert.deepEqual(values, ['3', '2', '2', 'true', 'false', '4']);
    assert.equal(await opened.row('cart').getAttribute('aria-expanded'), null);
    assert.equal(await opened.page.getByRole('treegrid').getAttribute('aria-rowcount'), '8');
    assert.equal(await opened.row('shop').locator('svg').getAttribute('aria-label'), 'fault below');
    assert.equal(await opened.row('attempt 1').locator('svg').getAttribute('aria-label'), 'throttle');
    await opened.focusTree();
    await opened.press('End');
    assert.equal(await opened.page.evaluate(() => document.activeElement?.getAttribute('aria-selected')), 'true');
    assert.equal(await opened.page.locator('[role=row][tabindex="0"]').count(), 1, 'one row for Tab');
    const columns = await opened.page.getByRole('treegrid').getAttribute('aria-colcount');
    assert.equal(await row.getByRole('gridcell').count(), Number(columns));
  });

  it('gives the native context menu kind and index, no text', async () => {
    const context = await opened.row('payments').getAttribute('data-vscode-context');
    assert.deepEqual(JSON.parse(context ?? ''), {
      webviewSection: 'span',
      span: 3,
      build: 1,
      preventDefaultContextMenuItems: true,
    });
  });

  it('collapses with the twistie and expands with the keyboard', async () => {
    await opened.row('payments').locator('.twistie').click();
    assert.deepEqual(await opened.names(), ['shop', 'checkout', 'cart', 'payments', 'render', 'audit']);
    assert.equal(await opened.row('payments').getAttribute('aria-expanded'), 'false');
    assert.match((await opened.row('payments').textContent()) ?? '', /2 hidden/);
    await opened.focusTree();
    await opened.press('Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight');
    assert.deepEqual(await opened.selected(), ['attempt 1']);
    assert.deepEqual((await opened.sent('selected')).length, 5);
  });

  it('can be used with the keyboard at once', async () => {
    await opened.press('ArrowDown', 'ArrowDown');
    assert.deepEqual(await opened.selected(), ['checkout']);
  });

  it('collapses and expands all with its buttons', async () => {
    await opened.page.getByRole('button', { name: 'Collapse All' }).click();
    assert.deepEqual(await opened.names(), ['shop', 'audit']);
    await opened.page.getByRole('button', { name: 'Expand All' }).click();
    assert.deepEqual(await opened.names(), NAMES);
  });

  it('finds by text, steps through matches, and clears', async () => {
    await opened.press('Control+f');
    await opened.page.keyboard.type('attempt');
    await opened.page.getByText('1 of 2', { exact: true }).waitFor();
    await opened.press('Enter');
    assert.deepEqual(await opened.selected(), ['attempt 1']);
    await opened.press('Enter');
    assert.deepEqual(await opened.selected(), ['attempt 2']);
    assert.equal(await opened.page.locator('.row.match, .row.current').count(), 2);
    await opened.page.keyboard.type('zzz');
    await opened.page.getByText('No results').waitFor();
    await opened.press('Escape');
    assert.equal(await opened.page.locator('.count').count(), 0);
    assert.equal(await opened.page.evaluate(() => document.activeElement?.getAttribute('role')), 'row');
  });

  it('finds what only the documents hold, by key and value', async () => {
    await opened.press('Control+f');
    await opened.page.keyboard.type('response.status=503');
    await opened.page.getByText('1 of 2', { exact: true }).waitFor();
    await opened.press('Enter');
    assert.deepEqual(await opened.selected(), ['payments']);
    await opened.press('Escape');
  });

  it('goes to the next failure, also from the header', async () => {
    await opened.focusTree();
    await opened.press('e', 'e');
    assert.deepEqual(await opened.selected(), ['attempt 1']);
    await opened.page.getByRole('button', { name: '2 faults' }).click();
    assert.deepEqual(await opened.selected(), ['attempt 2']);
  });

  it('zooms at the pointer, pans, fits a span and all', async () => {
    const bar = opened.row('payments').locator('.bar');
    const before = (await bar.boundingBox())!;
    await opened.page.mouse.move(before.x + 10, before.y + 5);
    await opened.page.keyboard.down('Control');
    await opened.page.mouse.wheel(0, -400);
    await opened.page.keyboard.up('Control');
    await opened.page.waitForFunction(
      (width) => document.querySelectorAll('.bar')[3]!.getBoundingClientRect().width > width,
      before.width,
    );
    const zoomed = (await bar.boundingBox())!;
    assert.ok(zoomed.width > before.width * 1.4, `${before.width} → ${zoomed.width}`);
    assert.ok(zoomed.x < before.x + 10 && zoomed.x + zoomed.width > before.x + 10, 'the pointer is still over the bar');
    await opened.focusTree();
    await opened.press('0');
    assert.equal(Math.round((await bar.boundingBox())!.width), Math.round(before.width));
    await opened.row('payments').locator('.bars').dblclick();
    await opened.page.waitForFunction(
      (width) => document.querySelectorAll('.bar')[3]!.getBoundingClientRect().width > width,
      before.width,
    );
    assert.ok((await bar.boundingBox())!.width > before.width * 1.3);
  });

  it('resizes the name column with mouse and keyboard, and resets it', async () => {
    const splitter = opened.page.getByRole('separator', { name: 'Width of the name column' });
    const width = async (): Promise<number> => Number(await splitter.getAttribute('aria-valuenow'));
    const start = await width();
    const box = (await splitter.boundingBox())!;
    await opened.page.mouse.move(box.x + 3, box.y + 8);
    await opened.page.mouse.down();
    await opened.page.mouse.move(box.x - 97, box.y + 8, { steps: 4 });
    await opened.page.mouse.up();
    assert.equal(await width(), start - 100);
    await splitter.focus();
    await opened.press('ArrowRight');
    assert.equal(await width(), start - 84);
    await splitter.dblclick();
    assert.equal(await width(), start);
  });

  it('restores what the user did after a reload', async () => {
    await opened.row('payments').locator('.twistie').click();
    await opened.row('render').click();
    await opened.page.getByRole('tab', { name: 'Raw' }).click();
    await opened.focusTree();
    await opened.press('f');
    const bar = async (): Promise<number> =>
      Math.round((await opened.row('render').locator('.bar').boundingBox())!.width);
    const width = await bar();
    await opened.page.waitForFunction(() =>
      (sessionStorage.getItem(sessionStorage.key(0) ?? '') ?? '').includes('"from"'),
    );
    await opened.page.reload();
    await opened.page.locator('[role=row]').first().waitFor();
    assert.deepEqual(await opened.names(), ['shop', 'checkout', 'cart', 'payments', 'render', 'audit']);
    assert.deepEqual(await opened.selected(), ['render']);
    assert.equal(await opened.page.getByRole('tab', { name: 'Raw' }).getAttribute('aria-selected'), 'true');
    assert.equal(await bar(), width);
    assert.deepEqual(await opened.sent('selected'), [], 'a restored selection is not told to the host');
  });

  it('keeps its place when a fuller build arrives', async () => {
    await opened.row('payments').locator('.twistie').click();
    await opened.row('render').click();
    const documents = drawDocuments(CHECKOUT);
    documents.push({
      ...documents[1]!,
      id: '00000000000000bb',
      name: 'mail',
      start_time: 1_694_542_353,
      end_time: 1_694_542_353.1,
    });
    fixture.write(
      'checkout.json',
      documents.map((document) => JSON.stringify(document)),
    );
    await opened.page.evaluate(() => window.standIn.reload());
    await opened.row('mail').waitFor();
    assert.deepEqual(await opened.names(), ['shop', 'checkout', 'cart', 'payments', 'render', 'audit', 'mail']);
    assert.deepEqual(await opened.selected(), ['render']);
    fixture.write('checkout.json', drawTrace(CHECKOUT));
  });

  it('selects what the host names without taking the focus', async () => {
    const find = opened.page.locator('vscode-text-field');
    await find.click();
    await opened.page.evaluate(() => window.standIn.deliver({ kind: 'select', spanId: '0000000000000006' }));
    await opened.page.locator('[aria-selected=true]').first().waitFor();
    assert.deepEqual(await opened.selected(), ['attempt 2']);
    assert.equal(await find.evaluate((field) => document.activeElement === field), true);
    assert.deepEqual(await opened.sent('selected'), []);
  });

  it('keeps the chip of a failure where there is little room, and cuts the name instead', async () => {
    fixture.write(
      'chips.json',
      drawTrace('shop 0 90\n  payments-gateway-of-the-shop 10 - throttle method=POST http=429'),
    );
    const narrow = await fixture.open('chips.json', {}, { width: 430, height: 500 });
    const row = narrow.row('payments-gateway-of-the-shop');
    await row.waitFor();
    const seen = await row.locator('.name').evaluate((cell) => {
      const { right, bottom } = cell.getBoundingClientRect();
      const title = cell.querySelector<HTMLElement>('.title')!;
      const chips = [...cell.querySelectorAll('.chip')].filter((chip) => {
        const box = chip.getBoundingClientRect();
        return box.right <= right && box.bottom <= bottom;
      });
      return {
        chips: chips.map((chip) => chip.textContent),
        isCut: title.scrollWidth > title.clientWidth,
        width: title.clientWidth,
      };
    });
    assert.deepEqual(seen.chips, ['POST 429']);
    assert.ok(seen.isCut && seen.width >= 50, `the name has ${seen.width} pixels`);
    await assertNoTrouble(narrow.page);
  });

  it('paints a bar, inside the column, for what has just started', async () => {
    fixture.write('started.json', drawTrace('shop 0 900\n  publish 900 -'));
    const started = await fixture.open('started.json');
    const bar = started.row('publish').locator('.bar');
    await bar.waitFor();
    const [box, column] = await Promise.all([bar.boundingBox(), started.row('publish').locator('.bars').boundingBox()]);
    assert.ok(box!.width >= 10, `${box!.width} pixels`);
    assert.ok(box!.x + box!.width <= column!.x + column!.width + 0.5);
    await assertNoTrouble(started.page);
  });

  it('stays usable where it is narrow', async () => {
    await opened.page.setViewportSize({ width: 320, height: 560 });
    await opened.row('payments').click();
    await opened.page.getByRole('tab', { name: 'Overview' }).waitFor();
    assert.equal(await opened.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    const tree = (await opened.page.getByRole('treegrid').boundingBox())!;
    const details = (await opened.page.locator('aside').boundingBox())!;
    assert.ok(details.y >= tree.y + tree.height - 1, 'details are below');
    const row = (await opened.row('payments').boundingBox())!;
    assert.ok(row.y >= tree.y && row.y + row.height <= tree.y + tree.height + 1, 'the selected row is in sight');
  });
});
