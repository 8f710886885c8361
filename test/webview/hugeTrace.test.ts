import assert from 'node:assert/strict';
import { drawTrace } from '../unit/model/drawTrace';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';
import { hugeDrawing } from './hugeDrawing';

const SEGMENTS = 10_000;

describe('a trace of 10,000 segments', () => {
  let fixture: PageFixture;
  let opened: OpenPage;

  before(async () => {
    fixture = await openFixture();
    fixture.write('huge.json', drawTrace(hugeDrawing(SEGMENTS)));
    opened = await fixture.open('huge.json');
    await opened.page.locator('[role=row]').first().waitFor();
  });
  after(() => fixture.close());
  afterEach(() => assertNoTrouble(opened.page));

  it('says how many there are, and keeps only those in sight in the document', async () => {
    assert.match((await opened.page.locator('header').textContent()) ?? '', /10,000 spans.*10,000 segments/);
    assert.equal(await opened.page.locator('.showing').textContent(), 'showing 10,000 of 10,000');
    const rows = await opened.page.locator('[role=row]').count();
    assert.ok(rows > 15 && rows < 80, `${rows} rows`);
  });

  it('opens with every row of the window painted', async () => {
    const fresh = await fixture.open('huge.json');
    const first = await fresh.page.evaluate(
      () =>
        new Promise<number[]>((done) => {
          const look = (): void => {
            const rows = [...document.querySelectorAll('[role=row]')];
            if (rows.length === 0) return void requestAnimationFrame(look);
            const { top, bottom } = document.querySelector('[role=treegrid]')!.getBoundingClientRect();
            const inSight = rows.filter((row) => row.getBoundingClientRect().top < bottom);
            const wanted = Math.ceil((bottom - top) / rows[0]!.getBoundingClientRect().height);
            // The first frame that has a row has them all, from the top, each with a name and a bar.
            done([
              wanted,
              inSight.length,
              inSight.filter((row) => row.querySelector('.title') && row.querySelector('.bar')).length,
            ]);
          };
          look();
        }),
    );
    assert.ok(first[0]! > 15, `room for ${first[0]} rows`);
    assert.deepEqual(first, [first[0], first[0], first[0]]);
    await assertNoTrouble(fresh.page);
  });

  it('scrolls through without a blank frame', async () => {
    const blank = await opened.page.evaluate(async () => {
      const tree = document.querySelector('[role=treegrid]')!;
      const box = tree.getBoundingClientRect();
      const blanks: number[] = [];
      const step = (tree.scrollHeight - tree.clientHeight) / 60;
      for (let frame = 0; frame <= 60; frame++) {
        tree.scrollTop = frame * step;
        await new Promise(requestAnimationFrame);
        const wanted = Math.floor(tree.scrollTop / 24);
        for (const y of [box.top + 2, box.top + box.height / 2, box.bottom - 2]) {
          const row = document.elementFromPoint(box.left + 200, y)?.closest('[role=row]');
          const index = Number(row?.getAttribute('aria-rowindex')) - 1;
          if (!row || index < wanted || index > wanted + box.height / 24 + 1) blanks.push(frame);
        }
      }
      return blanks;
    });
    assert.deepEqual(blank, []);
  });

  it('goes to its end and back with one key', async () => {
    await opened.focusTree();
    await opened.press('End');
    assert.deepEqual(await opened.selected(), ['row 999-7']);
    await opened.press('Home');
    assert.deepEqual(await opened.selected(), ['import']);
  });

  it('keeps the focus on its row, scrolled out of sight by thousands of rows, and goes on from there', async () => {
    await opened.focusTree();
    await opened.press('Home', 'ArrowDown', 'ArrowDown');
    const active = (): Promise<(string | null)[]> =>
      opened.page.evaluate(() => {
        const row = document.activeElement;
        return [row?.getAttribute('role'), row?.getAttribute('aria-rowindex')].map((value) => value ?? null);
      });
    assert.deepEqual(await active(), ['row', '3']);
    const tree = (await opened.page.getByRole('treegrid').boundingBox())!;
    await opened.page.mouse.move(tree.x + 200, tree.y + 200);
    await opened.page.mouse.wheel(0, 6000 * 24);
    await opened.page.waitForFunction(() => document.querySelector('[role=treegrid]')!.scrollTop > 5000 * 24);
    assert.deepEqual(await active(), ['row', '3'], 'it still has the focus');
    const hidden = await opened.page.locator('[aria-rowindex="3"]').evaluate((row) => {
      const { top, bottom } = document.querySelector('[role=treegrid]')!.getBoundingClientRect();
      const box = row.getBoundingClientRect();
      return box.bottom <= top || box.top >= bottom;
    });
    assert.ok(hidden, 'out of sight');
    await opened.press('ArrowDown');
    assert.deepEqual(await active(), ['row', '4']);
    assert.equal(await opened.page.getByRole('treegrid').evaluate((one) => one.scrollTop), 24);
    await opened.press('End');
    await opened.page.mouse.wheel(0, -6000 * 24);
    await opened.page.waitForFunction(() => document.querySelector('[role=treegrid]')!.scrollTop < 5000 * 24);
    assert.deepEqual(await active(), ['row', '10000']);
    await opened.press('ArrowUp');
    assert.deepEqual(await active(), ['row', '9999']);
    await opened.press('Home');
  });

  it('finds what is far away, and comes back there after a reload', async () => {
    await opened.press('Control+f');
    await opened.page.keyboard.type('row 700-3');
    await opened.press('Enter', 'Escape');
    assert.deepEqual(await opened.selected(), ['row 700-3']);
    await opened.page.waitForFunction(() =>
      Object.values(sessionStorage).some((text) => String(text).includes('"selected":"0')),
    );
    const top = await opened.page.getByRole('treegrid').evaluate((tree) => tree.scrollTop);
    await opened.page.waitForTimeout(400); // longer than what the user did waits to be kept
    await opened.page.reload();
    await opened.row('row 700-3').waitFor();
    assert.equal(await opened.page.getByRole('treegrid').evaluate((tree) => tree.scrollTop), top);
  });

  it('folds up and unfolds', async () => {
    await opened.page.evaluate(() => window.standIn.deliver({ kind: 'run', action: 'collapseAll' }));
    await opened.page.getByText('showing 1 of 10,000').waitFor();
    assert.deepEqual(await opened.names(), ['import']);
    await opened.page.evaluate(() => window.standIn.deliver({ kind: 'run', action: 'expandAll' }));
    await opened.page.getByText('showing 10,000 of 10,000').waitFor();
  });
});
