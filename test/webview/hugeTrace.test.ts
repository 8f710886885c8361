import assert from 'node:assert/strict';
import { drawTrace } from '../unit/model/drawTrace';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';

const SPANS = 10_000;

describe('a trace of 10,000 spans', () => {
  let fixture: PageFixture;
  let opened: OpenPage;

  before(async () => {
    fixture = await openFixture();
    const lines = ['import 0 100000'];
    for (let index = 0; lines.length < SPANS; index++) {
      lines.push(`  batch ${index} ${index * 10} ${index * 10 + 40} segment`);
      for (let row = 0; row < 9 && lines.length < SPANS; row++)
        lines.push(`    row ${index}-${row} ${index * 10 + row} ${index * 10 + row + 3}`);
    }
    fixture.write('huge.json', drawTrace(lines.join('\n')));
    opened = await fixture.open('huge.json');
    await opened.page.locator('[role=row]').first().waitFor();
  });
  after(() => fixture.close());
  afterEach(() => assertNoTrouble(opened.page));

  it('says how many there are, and keeps only those in sight in the document', async () => {
    assert.match((await opened.page.locator('header').textContent()) ?? '', /10,000 spans/);
    assert.equal(await opened.page.locator('.showing').textContent(), 'showing 10,000 of 10,000');
    const rows = await opened.page.locator('[role=row]').count();
    assert.ok(rows > 15 && rows < 80, `${rows} rows`);
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

  it('folds up and unfolds in well under a second', async () => {
    const folded = await opened.page.evaluate(() => {
      const started = performance.now();
      window.standIn.deliver({ kind: 'run', action: 'collapseAll' });
      return new Promise<number>((done) => {
        const look = (): void => {
          if (document.querySelectorAll('[role=row]').length === 1) done(performance.now() - started);
          else requestAnimationFrame(look);
        };
        look();
      });
    });
    assert.ok(folded < 1000, `${folded} ms`);
    await opened.page.evaluate(() => window.standIn.deliver({ kind: 'run', action: 'expandAll' }));
    await opened.page.getByText('showing 10,000 of 10,000').waitFor();
  });
});
