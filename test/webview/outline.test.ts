import assert from 'node:assert/strict';
import { drawTrace } from '../unit/model/drawTrace';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';

/** A service that calls another, which calls a third; six like calls; time that nothing covers; something short. */
const SHOP = `
  shop            0 1000
    handler      10  900
      DynamoDB   20   30 aws
      DynamoDB   30   40 aws
      DynamoDB   40   50 aws error http=400
      DynamoDB   50   60 aws
      DynamoDB   60   70 aws
      DynamoDB   70   90 aws
      stock     200  500 segment
        lookup  210  450
          ledger 220 440 segment fault
      render    600  890
`;
const ALL = ['shop', 'handler', ...Array.from({ length: 6 }, () => 'DynamoDB'), 'stock', 'lookup', 'ledger', 'render'];

describe('lines of the timeline page', () => {
  let fixture: PageFixture;
  let opened: OpenPage;

  before(async () => {
    fixture = await openFixture();
    fixture.write('shop.json', drawTrace(SHOP));
  });
  after(() => fixture.close());
  beforeEach(async () => {
    opened = await fixture.open('shop.json');
    await opened.page.locator('[role=row]').first().waitFor();
  });
  afterEach(async () => {
    await assertNoTrouble(opened.page);
    await opened.page.evaluate(() => sessionStorage.clear());
  });

  /** Presses a word of the toolbar. */
  const press = (word: string): Promise<void> =>
    opened.page.locator('.toolbar').getByText(word, { exact: true }).click();
  const showing = (): Promise<string | null> => opened.page.locator('.showing').textContent();
  const indexOf = (name: string): Promise<number> =>
    opened
      .row(name)
      .getAttribute('data-vscode-context')
      .then((menu) => (JSON.parse(menu ?? '{}') as { span: number }).span);
  /** Runs a command on a row, as from its menu. */
  const run = async (action: 'hideService' | 'focusSpan' | 'showAll', name: string): Promise<void> => {
    const span = await indexOf(name);
    await opened.page.evaluate(
      ({ action, span }) => window.standIn.deliver({ kind: 'run', action, about: { build: 1, span } }),
      { action, span },
    );
  };

  it('stand by service or by call chain, and the selection stays', async () => {
    await opened.row('lookup').click();
    await press('By Service');
    assert.deepEqual(await opened.page.locator('.row.of-service .title').allTextContents(), [
      'shop',
      'stock',
      'ledger',
    ]);
    assert.deepEqual(await opened.selected(), ['lookup']);
    assert.equal(await opened.row('lookup').getAttribute('aria-level'), '3');
    assert.equal(await showing(), 'showing 12 of 12');
    await press('Call Chain');
    assert.deepEqual(await opened.names(), ALL);
    assert.deepEqual(await opened.selected(), ['lookup']);
  });

  it('gather like siblings, and open with the twistie and the keyboard', async () => {
    await press('Group');
    assert.deepEqual(await opened.names(), ['shop', 'handler', 'DynamoDB', 'stock', 'lookup', 'ledger', 'render']);
    assert.equal(await showing(), 'showing 6 of 12');
    const group = opened.page.locator('.row.group');
    assert.match((await group.textContent()) ?? '', /×6/);
    assert.equal(await group.locator('svg').getAttribute('aria-label'), 'error');
    await group.locator('.twistie').click();
    assert.equal(await showing(), 'showing 12 of 12');
    await group.locator('.twistie').click();
    await opened.focusTree();
    await opened.press('Home', 'ArrowDown', 'ArrowDown', 'ArrowRight');
    assert.equal(await group.getAttribute('aria-expanded'), 'true');
    await opened.press('ArrowRight');
    assert.equal(await opened.page.locator('[aria-selected=true]').getAttribute('aria-level'), '4');
    await opened.press('ArrowLeft', 'ArrowLeft');
    assert.equal(await group.getAttribute('aria-expanded'), 'false');
    await press('Group');
    assert.deepEqual(await opened.names(), ALL);
  });

  it('leave a service out, say so with its failure, and bring it back', async () => {
    await run('hideService', 'ledger');
    await opened.page.getByText('Without ledger').waitFor();
    assert.ok(!(await opened.names()).includes('ledger'));
    const stub = opened.page.locator('.row.hidden-spans');
    assert.match((await stub.textContent()) ?? '', /1 hidden: ledger/);
    assert.equal(await stub.locator('svg').getAttribute('aria-label'), 'fault');
    assert.equal(await showing(), 'showing 11 of 12');
    await opened.page.getByRole('button', { name: 'Show ledger again' }).click();
    assert.deepEqual(await opened.names(), ALL);
    assert.equal(await opened.page.locator('.left-out').count(), 0);
  });

  it('move up what a hidden service called', async () => {
    await run('hideService', 'stock');
    await opened.page.getByText('Without stock').waitFor();
    assert.equal(await opened.row('ledger').getAttribute('aria-level'), '3');
    assert.equal(
      await opened.row('ledger').getAttribute('aria-level'),
      await opened.row('render').getAttribute('aria-level'),
    );
    await opened.page.getByRole('button', { name: 'Show All' }).click();
    assert.deepEqual(await opened.names(), ALL);
  });

  it('are those below a span in focus, until it is left', async () => {
    await run('focusSpan', 'stock');
    await opened.page.getByText('Only stock').waitFor();
    assert.deepEqual(await opened.names(), ['stock', 'lookup', 'ledger']);
    assert.equal(await opened.row('stock').getAttribute('aria-level'), '1');
    assert.equal(await showing(), 'showing 3 of 12');
    await opened.page.getByRole('button', { name: 'Show the whole trace' }).click();
    assert.deepEqual(await opened.names(), ALL);
    assert.deepEqual(await opened.selected(), ['stock']);
  });

  it('underline the critical path where it is switched on', async () => {
    assert.equal(await opened.page.locator('.on-path').count(), 0);
    await press('Critical Path');
    const [bar, path] = await Promise.all([
      opened.row('ledger').locator('.bar').boundingBox(),
      opened.row('ledger').locator('.on-path').boundingBox(),
    ]);
    assert.ok(Math.abs(path!.width - bar!.width) < 3, `${path!.width} pixels of ${bar!.width}`);
    await press('Critical Path');
    assert.equal(await opened.page.locator('.on-path').count(), 0);
  });

  it('tell of time that no child covers', async () => {
    await press('Gaps');
    assert.ok((await opened.names()).includes('uninstrumented'));
    assert.equal(await showing(), 'showing 12 of 12');
    await press('Gaps');
    assert.deepEqual(await opened.names(), ALL);
  });

  it('are laid out the same after a reload', async () => {
    await press('By Service');
    await press('Group');
    const before = await opened.names();
    await opened.page.waitForFunction(() =>
      (sessionStorage.getItem(sessionStorage.key(0) ?? '') ?? '').includes('"groups":true'),
    );
    await opened.page.reload();
    await opened.page.locator('[role=row]').first().waitFor();
    assert.deepEqual(await opened.names(), before);
    assert.equal(await opened.page.locator('.toolbar .pressed', { hasText: 'Group' }).count(), 1);
  });

  it('have their switches behind a button where it is narrow', async () => {
    const group = opened.page.locator('.switches').getByText('Group', { exact: true });
    const more = opened.page.getByRole('button', { name: 'What Is Folded and Marked' });
    assert.equal(await more.isVisible(), false);
    await opened.page.setViewportSize({ width: 480, height: 600 });
    assert.equal(await group.isVisible(), false);
    await more.click();
    await group.click();
    assert.equal(await opened.page.locator('.row.group').count(), 1);
    const box = (await opened.page.locator('.switches').boundingBox())!;
    assert.ok(box.x >= 0 && box.x + box.width <= 480);
    await opened.press('Escape');
    assert.equal(await group.isVisible(), false);
    assert.equal(await more.evaluate((button) => document.activeElement === button), true);
    assert.ok((await opened.page.locator('.toolbar').boundingBox())!.height < 72, 'two lines of tools at most');
  });

  /** Key and value of each line of the summary. */
  const facts = async (): Promise<string[]> => {
    const lines = opened.page.locator('.line-summary .fact');
    return (await lines.all()).reduce<Promise<string[]>>(
      async (before, line) => [
        ...(await before),
        `${await line.locator('dt').textContent()}: ${await line.locator('.value').textContent()}`,
      ],
      Promise.resolve([]),
    );
  };

  it('have a summary where they are a group, which leads to its slowest', async () => {
    await press('Group');
    await opened.page.locator('.row.group .title').click();
    assert.deepEqual(await facts(), [
      'Spans: 6',
      'Failures: 1 error',
      'Together: 70 ms',
      'Shortest: 10 ms',
      'Median: 10 ms',
      '95th percentile: 20 ms',
      'Longest: 20 ms',
    ]);
    await opened.page.getByRole('button', { name: 'Go to It' }).click();
    assert.deepEqual(await opened.selected(), ['DynamoDB']);
    assert.match((await opened.page.locator('[aria-selected=true] .number').first().textContent()) ?? '', /20 ms/);
  });

  it('have a summary where they are a service, a gap, or hidden spans, which brings those back', async () => {
    await press('By Service');
    await opened.page.locator('.row.of-service .title').first().click();
    assert.deepEqual((await facts()).slice(0, 3), ['Segments: 1', 'Spans: 9', 'Failures: 1 error']);
    await press('Call Chain');
    await press('Gaps');
    await opened.page.locator('.row.uninstrumented .title').last().click();
    assert.match((await opened.page.locator('.line-summary').textContent()) ?? '', /Time of shop that none of its/);
    await run('hideService', 'stock');
    await opened.page.locator('.row.hidden-spans .title').click();
    assert.deepEqual(await facts(), ['stock: 2']);
    await opened.page.locator('.line-summary').getByRole('button', { name: 'Show stock again' }).click();
    assert.ok((await opened.names()).includes('stock'));
  });

  it('say what a span called again and again, and what is a phase', async () => {
    assert.match((await opened.row('handler').textContent()) ?? '', /6 × DynamoDB, 70 ms/);
    fixture.write(
      'function.json',
      drawTrace('fn 0 90 origin=AWS::Lambda::Function\n  Initialization 1 20\n  work 30 80'),
    );
    const lambda = await fixture.open('function.json');
    await lambda.row('Initialization').waitFor();
    assert.match((await lambda.row('Initialization').textContent()) ?? '', /cold start/);
    assert.deepEqual(
      await lambda.page.locator('.bar').evaluateAll((bars) => bars.map((bar) => bar.classList.contains('phase'))),
      [false, true, false],
    );
    await assertNoTrouble(lambda.page);
  });
});
