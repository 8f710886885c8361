import assert from 'node:assert/strict';
import { drawDocuments } from '../unit/model/drawTrace';
import { assertNoTrouble, openFixture, type OpenPage, type PageFixture } from './browser';

/** Text that would do harm where text becomes markup. */
const HOSTILE = '</script><img src=x onerror="window.harmed=1">{{constructor}}';
const TOKEN = 'Bearer eyJhbGciOiJIUzI1NiJ9.secret.signature';

function documents(): string[] {
  const [web] = drawDocuments(`
    web   0 500 origin=AWS::ECS::Container method=GET url=https://shop.example.com/cart http=200
      pay 100 300 fault remote http=503 method=POST url=https://pay.example.com/
  `);
  const pay = (web!['subsegments'] as Record<string, unknown>[])[0]!;
  Object.assign(pay, {
    annotations: { customer: 'c-17', retried: true },
    metadata: { default: { authorization: TOKEN, html: HOSTILE, note: 'plain' } },
    sql: { url: 'postgres://db/stock', sanitized_query: 'SELECT * FROM stock WHERE id = ?' },
    cause: {
      working_directory: '/app',
      exceptions: [
        {
          id: 'aaaaaaaaaaaaaaaa',
          type: 'PaymentError',
          message: `declined ${HOSTILE}`,
          truncated: 2,
          cause: 'bbbbbbbbbbbbbbbb',
          stack: [{ path: 'src/payments/client.ts', line: 88, label: 'charge' }],
        },
        { id: 'bbbbbbbbbbbbbbbb', type: 'TimeoutError', message: 'too late', remote: true },
      ],
    },
    links: [
      {
        trace_id: '1-6500aa11-0123456789abcdef01234567',
        id: 'cccccccccccccccc',
        attributes: { 'aws.xray.link.direction': 'child' },
      },
    ],
  });
  web!['name'] = HOSTILE;
  return [JSON.stringify(web)];
}

describe('details of the timeline page', () => {
  let fixture: PageFixture;
  let opened: OpenPage;
  const tab = (name: string) => opened.page.getByRole('tab', { name: new RegExp(`^${name}`) });
  const panel = async (): Promise<string> => (await opened.page.getByRole('tabpanel').textContent()) ?? '';

  before(async () => {
    fixture = await openFixture();
    fixture.write('trace.json', documents());
  });
  after(() => fixture.close());
  beforeEach(async () => {
    opened = await fixture.open('trace.json');
    await opened.row('pay').click();
    await opened.page.locator('[role=tabpanel][aria-busy=false] dl').first().waitFor();
  });
  afterEach(async () => {
    assert.equal(await opened.page.evaluate(() => 'harmed' in window), false);
    await assertNoTrouble(opened.page);
    await opened.page.evaluate(() => sessionStorage.clear());
  });

  it('asks the host once per span', async () => {
    await tab('SQL').click();
    await opened.row(HOSTILE).click();
    await opened.row('pay').click();
    await opened.page.locator('[role=tabpanel][aria-busy=false]').waitFor();
    assert.deepEqual(
      (await opened.sent('request')).map(({ ask }) => ask.type === 'details' && ask.span),
      [1, 0],
    );
  });

  it('says what the span was', async () => {
    assert.match(
      await panel(),
      /Status\s*fault.*Start\s*\+100 ms.*Duration\s*200 ms.*Request\s*POST https:\/\/pay\.example\.com\/.*Response\s*503/s,
    );
    assert.match(
      (await opened.page.locator('.heading').textContent()) ?? '',
      /pay.*remote call of.*200 ms · 40 % of the trace/s,
    );
  });

  it('has a tab for each kind, with counts', async () => {
    assert.deepEqual(await opened.page.getByRole('tab').allTextContents(), [
      'Overview',
      'Resources',
      'Annotations2',
      'Metadata3',
      'Exceptions2',
      'SQL2',
      'HTTP3',
      'Raw',
    ]);
    await tab('Annotations').click();
    assert.match(await panel(), /customerc-17.*retriedtrue/s);
    await opened.press('End');
    assert.equal(await tab('Raw').getAttribute('aria-selected'), 'true');
    assert.match(await panel(), /"name": "pay"/);
    await opened.press('ArrowLeft', 'ArrowLeft');
    assert.match(await panel(), /SELECT \*\s+FROM stock/);
    await tab('Resources').click();
    assert.match(await panel(), /No resources/);
  });

  it('shows exceptions with frames, causes and what was left out', async () => {
    await tab('Exceptions').click();
    assert.match(
      await panel(),
      /PaymentError: declined .*charge src\/payments\/client\.ts:88.*2 more frames.*caused by.*TimeoutError: too late.*remote/s,
    );
  });

  it('masks what looks like a secret until it is revealed', async () => {
    await tab('Metadata').click();
    assert.equal((await panel()).includes('secret.signature'), false);
    await opened.page.getByRole('button', { name: 'reveal' }).click();
    await opened.page.getByText(TOKEN).waitFor();
    await opened.page.getByRole('button', { name: 'hide again' }).click();
    await opened.page.getByText(TOKEN).waitFor({ state: 'hidden' });
    await tab('Raw').click();
    assert.equal((await panel()).includes('secret.signature'), false);
  });

  it('masks again when another span is selected', async () => {
    await tab('Metadata').click();
    await opened.page.getByRole('button', { name: 'reveal' }).click();
    await opened.page.getByText(TOKEN).waitFor();
    await opened.row(HOSTILE).click();
    await opened.row('pay').click();
    await opened.page.getByRole('button', { name: 'reveal' }).waitFor();
    assert.equal((await panel()).includes('secret.signature'), false);
  });

  it('shows text of a trace as text, never as markup', async () => {
    assert.equal(await opened.page.locator('img').count(), 0);
    assert.equal(await opened.page.locator('h1').textContent(), 'GET /cart');
    assert.deepEqual(await opened.names(), [HOSTILE, 'pay']);
    for (const name of ['Metadata', 'Exceptions', 'Raw']) {
      await tab(name).click();
      assert.match(await panel(), /onerror=/, name);
      assert.equal(await opened.page.locator('img').count(), 0, name);
    }
  });

  it('copies a value as it is shown', async () => {
    await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await opened.page.locator('.fact').filter({ hasText: 'Request' }).hover();
    await opened.page
      .locator('.fact')
      .filter({ hasText: 'Request' })
      .getByRole('button', { name: 'Copy Value' })
      .click();
    await opened.page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await opened.page.evaluate(() => navigator.clipboard.readText()), 'POST https://pay.example.com/');
  });

  it('asks the host for linked traces and the raw document', async () => {
    await opened.page.getByRole('button', { name: '1-6500aa11-0123456789abcdef01234567' }).click();
    await opened.page.getByRole('button', { name: 'Open the Raw Document' }).click();
    assert.deepEqual(await opened.sent('act'), [
      { kind: 'act', id: 'openLinkedTrace', span: 1, build: 1, link: 0 },
      { kind: 'act', id: 'openRaw', span: 1, build: 1 },
    ]);
  });

  it('says so when the host has no details to give', async () => {
    fixture.write('trace.json', documents()); // a newer file is another build: indices of the old one mean nothing to it
    await opened.row(HOSTILE).click();
    await opened.page.getByText('The details could not be read: The trace has changed since.').waitFor();
    await opened.page.evaluate(() => window.standIn.reload());
    await opened.page.locator('[role=tabpanel] dl').first().waitFor();
    assert.deepEqual(await opened.selected(), [HOSTILE]);
  });

  it('closes with Escape, back to the tree', async () => {
    await tab('Overview').focus();
    await opened.press('Escape');
    await opened.page.locator('aside').waitFor({ state: 'detached' });
    assert.equal(await opened.page.evaluate(() => document.activeElement?.getAttribute('role')), 'row');
  });
});
