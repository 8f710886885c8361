import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawTrace } from '../unit/model/drawTrace';
import { CHECKOUT } from '../unit/webview/drawnPage';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function assertNear(found: readonly number[], wanted: readonly number[], within = 8): void {
  assert.ok(
    found.every((one, at) => Math.abs(one - wanted[at]!) <= within),
    `${found.join('–')} instead of ${wanted.join('–')}`,
  );
}

describe('time axis', () => {
  let fixture: PageFixture;
  let opened: OpenPage;

  before(async () => {
    fixture = await openFixture();
    fixture.write('checkout.json', drawTrace(CHECKOUT));
    copyFileSync(join(PROJECT_ROOT, 'media/samples/checkout.json'), join(fixture.folder, 'sample.json'));
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

  async function box(selector: string): Promise<Box> {
    return (await opened.page.locator(selector).first().boundingBox())!;
  }

  async function drag(y: number, ...xs: readonly number[]): Promise<void> {
    const { mouse } = opened.page;
    await mouse.move(xs[0]!, y);
    await mouse.down();
    for (const x of xs.slice(1)) await mouse.move(x, y, { steps: 4 });
    await mouse.up();
  }

  /** Where a share of the trace is on the minimap, in pixels of the page. */
  async function onMinimap(share: number): Promise<number> {
    const { x, width } = await box('.minimap');
    return x + 6 + share * (width - 20);
  }

  async function visible(): Promise<number[]> {
    const values = ['.edge >> nth=0', '.edge >> nth=1'].map((edge) =>
      opened.page.locator(`.minimap ${edge}`).getAttribute('aria-valuenow'),
    );
    return (await Promise.all(values)).map(Number);
  }

  async function inked(): Promise<number> {
    return opened.page.locator('.minimap canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((opacity, at) => at % 4 === 3 && opacity > 0).length;
    });
  }

  it('draws the trace small, in the column of the bars', async () => {
    const [minimap, ruler] = [await box('.minimap'), await box('.ruler')];
    assert.equal(minimap.x, ruler.x);
    assert.ok(Math.abs(minimap.width - ruler.width) <= 20, 'but for a scroll bar');
    assert.ok((await inked()) > 1000);
  });

  it('shows the stretch that is marked on the minimap, moves and resizes it, and all on a double click', async () => {
    const { y } = await box('.minimap');
    await drag(y + 20, await onMinimap(0.25), await onMinimap(0.5));
    assertNear(await visible(), [300, 600]);
    await drag(y + 20, await onMinimap(0.375), await onMinimap(0.625));
    assertNear(await visible(), [600, 900]);
    await drag(y + 20, await onMinimap(0.75), await onMinimap(0.9));
    assertNear(await visible(), [600, 1080]);
    await opened.page.mouse.dblclick(await onMinimap(0.1), y + 10);
    assert.deepEqual(await visible(), [0, 1200]);
    assert.equal(await opened.page.getByRole('button', { name: 'Fit the Whole Trace' }).isDisabled(), true);
  });

  it('moves the brush and its ends with the keyboard', async () => {
    await opened.page.getByRole('slider', { name: 'Start of the visible time' }).focus();
    await opened.press('ArrowRight');
    assertNear(await visible(), [120, 1200], 1);
    await opened.page.getByRole('slider', { name: 'End of the visible time' }).focus();
    await opened.press('ArrowLeft', 'ArrowLeft');
    const brush = opened.page.getByRole('slider', { name: 'Visible time', exact: true });
    const [from, to] = await visible();
    await brush.focus();
    await opened.press('Home');
    assertNear(await visible(), [0, to! - from!], 1);
    assert.match((await brush.getAttribute('aria-valuetext')) ?? '', /^0 ms to \d+ ms$/);
  });

  it('draws anew when the theme changes', async () => {
    const colour = (): Promise<string> =>
      opened.page.locator('.minimap canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(20, 0, 1, 1);
        return data.join();
      });
    const before = await colour();
    await opened.page.evaluate(() =>
      document.documentElement.style.setProperty('--vscode-charts-blue', 'rgb(1, 2, 3)'),
    );
    await opened.page.waitForTimeout(50);
    assert.notEqual(await colour(), before);
    assert.equal(await colour(), '1,2,3,255');
  });

  it('puts the minimap away, and remembers it', async () => {
    await opened.page.getByRole('button', { name: 'Toggle the Minimap' }).click();
    assert.equal(await opened.page.locator('.minimap').count(), 0);
    await opened.page.waitForTimeout(400); // longer than what the user did waits to be kept
    await opened.page.reload();
    await opened.row('payments').waitFor();
    assert.equal(await opened.page.locator('.minimap').count(), 0);
    await opened.page.getByRole('button', { name: 'Toggle the Minimap' }).click();
    assert.equal(await opened.page.locator('.minimap').count(), 1);
  });

  it('shows a crosshair with the time under the pointer', async () => {
    const ruler = await box('.ruler');
    const tree = await box('.tree');
    const middle = await onMinimap(0.5);
    await opened.page.mouse.move(middle, tree.y + 40);
    const crosshair = opened.page.locator('.crosshair');
    assert.match((await crosshair.textContent()) ?? '', /^(599|600|601|602) ms$/);
    assert.ok(Math.abs((await box('.crosshair')).x - middle) <= 1);
    await opened.page.mouse.move(ruler.x - 200, tree.y + 40);
    assert.equal(await crosshair.count(), 0);
  });

  it('is dragged with the bars while zoomed in, which selects nothing', async () => {
    const { y } = await box('.minimap');
    const tree = await box('.tree');
    const bars = await box('.ruler');
    await drag(tree.y + 40, bars.x + 300, bars.x + 200);
    assert.deepEqual(await visible(), [0, 1200], 'all is visible: there is nothing to drag');
    assert.deepEqual(await opened.selected(), ['checkout'], 'so it is a click');
    await opened.page.getByRole('button', { name: 'Toggle Details' }).click();
    await drag(y + 20, await onMinimap(0.25), await onMinimap(0.5));
    const [from, to] = await visible();
    await drag(tree.y + 90, bars.x + 300, bars.x + 200);
    const by = ((to! - from!) * 100) / ((await box('.minimap')).width - 20);
    assertNear(await visible(), [from! + by, to! + by], 2);
    assert.deepEqual(await opened.selected(), ['checkout']);
  });

  it('writes times of the trace, of the day, or UTC, and remembers which', async () => {
    const labels = (): Promise<string[]> => opened.page.locator('.tick').allTextContents();
    assert.equal((await labels())[0], '0');
    await opened.page.getByRole('combobox', { name: 'Times of the ruler' }).selectOption('UTC');
    assert.match((await labels())[0]!, /^\d\d:\d\d:\d\d\.\d$/);
    await opened.page.waitForTimeout(400); // longer than what the user did waits to be kept
    await opened.page.reload();
    await opened.row('payments').waitFor();
    assert.match((await labels())[0]!, /^\d\d:\d\d:\d\d\.\d$/);
    assert.equal(await opened.page.getByRole('combobox', { name: 'Times of the ruler' }).inputValue(), 'utc');
  });

  it('tells what overlaps a stretch dragged on the ruler, until Escape', async () => {
    const { y } = await box('.ruler');
    await drag(y + 10, await onMinimap(0.1), await onMinimap(0.3));
    const panel = opened.page.getByRole('region', { name: 'Measured time' });
    const rows = await panel.locator('tbody tr').allInnerTexts();
    assert.equal(rows.length, 2, 'all, and one service');
    assert.match(rows[0]!, /^All\s+5\s+\d+ ms\s+\d+ ms\s+2 faults\s*1 throttle$/);
    assert.match(rows[1]!, /^shop\s+5/);
    assert.match((await panel.locator('[role=status]').textContent()) ?? '', /^(239|240|241) ms \d+ ms – \d+ ms$/);
    assert.equal(await opened.page.locator('.measured').count(), 1);
    await panel.getByRole('button', { name: 'Zoom to the Measured Time' }).click();
    assertNear(await visible(), [120, 360], 4);
    await opened.focusTree();
    await opened.press('Escape');
    assert.equal(await panel.count(), 0);
    assert.equal(await opened.page.locator('.measured').count(), 0);
    await drag(y + 10, await onMinimap(0.1), await onMinimap(0.3));
    await opened.page.mouse.click(await onMinimap(0.5), y + 10);
    assert.equal(await panel.count(), 0, 'a click on the ruler takes it away');
  });

  it('squeezes idle time to notches that say how long they are, and back exactly', async () => {
    fixture.write('idle.json', drawTrace('a 0 1000\n  b 20 100\n  c 900 980'));
    opened = await fixture.open('idle.json');
    await opened.row('b').waitFor();
    const bars = async (): Promise<string> => JSON.stringify(await Promise.all(['a', 'b', 'c'].map(barOf)));
    const barOf = (name: string) => opened.row(name).locator('.bar').boundingBox();
    const [before, wasWide] = [await bars(), (await barOf('b'))!.width];
    const squeeze = opened.page.getByRole('button', { name: 'Squeeze Idle Time' });
    await squeeze.click();
    assert.deepEqual(await opened.page.locator('.notch-label').allTextContents(), ['800 ms']);
    const [b, c] = [(await barOf('b'))!, (await barOf('c'))!];
    assert.ok(b.width > 3 * wasWide, `${b.width} pixels instead of ${wasWide}`);
    assert.ok(c.x > b.x + b.width && c.x - (b.x + b.width) < 40);
    await squeeze.click();
    assert.equal(await bars(), before);
    assert.equal(await opened.page.locator('.notch-label').count(), 0);
  });

  for (const [theme, size] of [
    ['dark', { width: 1400, height: 720 }],
    ['light', { width: 1400, height: 720 }],
    ['hc', { width: 1400, height: 720 }],
    ['hclight', { width: 480, height: 800 }],
  ] as const) {
    it(`is drawn in the theme ${theme}`, async () => {
      opened = await fixture.open('sample.json', { theme }, size);
      await opened.page.locator('[role=row]').first().waitFor();
      const { y } = await box('.minimap');
      await drag(y + 20, await onMinimap(0.3), await onMinimap(0.7));
      const tree = await box('.tree');
      const ruler = await box('.ruler');
      await drag(ruler.y + 10, ruler.x + ruler.width * 0.2, ruler.x + ruler.width * 0.6);
      await opened.page.mouse.move(await onMinimap(0.5), tree.y + 60);
      assert.ok((await inked()) > 500);
      await opened.screenshot(`axis-${theme}`);
    });
  }
});
