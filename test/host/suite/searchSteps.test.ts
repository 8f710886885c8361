import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { askPick, type PickedItem, type StepPlace } from '../../../src/features/multiStep';
import { FakeSts } from '../../service/enginesFakeSts';
import PLANTED from '../plantedSecrets.json';
import { activate, freshId, operationsSince, putTrace, quiet, start, until } from './editor';
import { logsService, xrayService } from './service';
import { describeWithUi, type Target, type Ui } from './ui';

const LOGS = { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } as const;
const TITLE = '.quick-input-title';
const PICK = '.quick-input-list .monaco-list-row';
const ROW = '.sidebar .monaco-list-row';
const NOTIFICATION = '.notifications-center .notification-list-item';
const pick = (text: string): Target => ({ selector: PICK, text });
const title = (text: string): Target => ({ selector: TITLE, text });
const settings = () => vscode.workspace.getConfiguration('xrayTraces');
const set = (name: string, value: unknown): Thenable<void> =>
  settings().update(name, value, vscode.ConfigurationTarget.Global);

/** The messages VS Code holds. */
async function notifications(ui: Ui): Promise<string[]> {
  await vscode.commands.executeCommand('notifications.showList');
  return ui.texts({ selector: NOTIFICATION });
}

async function selectRegion(ui: Ui, label: string): Promise<void> {
  await ui.waitFor(title('AWS region'));
  await ui.type(label);
  await ui.click(pick(label));
}

function rows(...names: string[]): readonly PickedItem<string>[] {
  return names.map((name) => ({ label: name, value: name }));
}

/** Rows that come when they are told to. */
class ComingRows {
  come!: (items: readonly PickedItem<string>[]) => void;
  readonly promise = new Promise<readonly PickedItem<string>[]>((resolve) => {
    this.come = resolve;
  });
}

describeWithUi('the steps of a search', (ui) => {
  /** Names are new in each try: what one before has put, saved or signed in with is not meant. */
  let attempt = 0;
  const sts = new FakeSts({ keyId: PLANTED.roleKeyId, key: PLANTED.roleKey, token: PLANTED.roleSessionToken });

  before(async () => {
    await Promise.all([sts.start(), activate()]);
    await vscode.commands.executeCommand('xrayTraces.searches.focus');
    await ui.resize(1280, 1200); // every row is to be on screen
  });
  after(async () => {
    sts.stop();
    await ui.resize(1280, 800);
  });
  beforeEach(async () => {
    attempt += 1;
    await vscode.commands.executeCommand('xrayTraces.clearSearches');
    await vscode.commands.executeCommand('xrayTraces.clearQueryHistory');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('xrayTraces.clearSearches');
  });

  /** Opens a row's menu once nothing moves the rows any more: a change of the tree closes it. */
  const menuOf = async (row: Target): Promise<void> => {
    await ui.waitFor({ selector: ROW, text: '0 of 0 found shown' });
    await quiet();
    await ui.click(row, { button: 'right' });
  };

  it('come after the one-time code of a profile that needs one, and stay', async () => {
    const profile = `finder${attempt}`;
    const config = process.env['AWS_CONFIG_FILE']!;
    const [original, stsUrl, home] = [
      readFileSync(config, 'utf8'),
      process.env['AWS_ENDPOINT_URL_STS'],
      process.env['HOME'],
    ];
    const folder = mkdtempSync(join(tmpdir(), 'xray-steps-'));
    writeFileSync(
      config,
      [
        original,
        `[profile ${profile}]`,
        'role_arn = arn:aws:iam::111122223333:role/reader',
        'source_profile = dev',
        'mfa_serial = arn:aws:iam::111122223333:mfa/me',
        '',
      ].join('\n'),
    );
    Object.assign(process.env, { AWS_ENDPOINT_URL_STS: sts.url, HOME: folder });
    await set('profile', profile);
    try {
      const code = title(`One-time code for profile “${profile}”`);
      const from = xrayService().calls.length;
      start('xrayTraces.findTraces');
      await ui.waitFor(code);
      await ui.press('Escape');
      await ui.waitFor(code, 'hidden');
      assert.deepEqual(
        (await notifications(ui)).filter((text) => text.includes('code')),
        [],
      );
      const before = sts.requests.length;
      assert.deepEqual(operationsSince(from), []);
      await vscode.commands.executeCommand('notifications.hideList');

      start('xrayTraces.findTraces');
      await ui.waitFor(code);
      await ui.type(PLANTED.mfaCode);
      await ui.press('Enter');
      await ui.waitFor(title('Find Traces'));
      await ui.waitFor(pick('From … to …'));
      await until(() => operationsSince(from).includes('GetGroups'), 'the groups are asked for');
      await ui.screenshot('host-find-after-code');
      await ui.click(pick('Last 1 h'));
      await ui.waitFor({ selector: '.quick-input-widget input[placeholder^="Filter expression"]' });
      assert.equal(sts.requests.length, before + 1);
    } finally {
      await set('profile', undefined);
      writeFileSync(config, original);
      for (const [name, value] of [
        ['AWS_ENDPOINT_URL_STS', stsUrl],
        ['HOME', home],
      ] as const) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('do not begin where no region is known, and do once one is selected', async () => {
    await set('region', 'nowhere');
    try {
      start('xrayTraces.findTraces');
      await until(
        async () => (await notifications(ui)).join('').includes('not an AWS region: “nowhere”'),
        'it is said',
      );
      assert.deepEqual(await ui.texts({ selector: TITLE, text: 'Find Traces' }), []);
      await ui.click({ selector: `${NOTIFICATION} .monaco-button`, text: 'Select Region…' });
      await selectRegion(ui, 'eu-central-1');
      await ui.waitFor(title('Find Traces'));
      await ui.press('Escape');
    } finally {
      await set('region', 'us-east-1');
      start('xrayTraces.selectRegion');
      await selectRegion(ui, 'Use the settings');
    }
  });

  it('leave the row with the focus, and what was typed, when more rows come', async () => {
    const place: StepPlace = { title: 'Letters', step: 1, totalSteps: 1, hasBack: false, finishLabel: '' };
    const ask = (later: Promise<readonly PickedItem<string>[]>) =>
      askPick<string>(place, {
        placeholder: '',
        items: rows('alpha', 'beta', 'gamma'),
        active: (value) => value === 'alpha',
        typed: (text) => rows(`typed ${text}`),
        later,
      });
    const focused = (text: string): Promise<void> => ui.waitFor({ selector: `${PICK}.focused`, text });

    const first = new ComingRows();
    const moved = ask(first.promise);
    await focused('alpha');
    await ui.press('ArrowDown');
    await focused('beta');
    first.come(rows('delta'));
    await ui.waitFor(pick('delta'));
    await focused('beta');
    await ui.press('Enter');
    assert.deepEqual(await moved, { kind: 'next', value: 'beta' });

    const second = new ComingRows();
    const written = ask(second.promise);
    await focused('alpha');
    await ui.type('qu');
    await focused('typed qu');
    second.come(rows('delta', 'quelle'));
    await ui.waitFor(pick('quelle'));
    await focused('typed qu');
    await ui.press('Enter');
    assert.deepEqual(await written, { kind: 'next', value: 'typed qu' });
  });

  it('offer values that were found, but none with a credential', async () => {
    for (const url of ['https://shop.example/plain', `https://shop.example/pay?token=${PLANTED.tokenInUrl}`]) {
      const id = freshId(600);
      const time = Number.parseInt(id.slice(2, 10), 16);
      const segment = {
        trace_id: id,
        id: '00000000000000aa',
        name: `offering ${attempt}`,
        start_time: time,
        end_time: time + 1,
      };
      xrayService().put([JSON.stringify({ ...segment, http: { request: { method: 'GET', url } } })]);
    }
    const ask = async (): Promise<void> => {
      start('xrayTraces.findTraces');
      await ui.click(pick('Last 1 h'));
      await ui.waitFor({ selector: '.quick-input-widget input[placeholder^="Filter expression"]' });
    };
    await ask();
    await ui.type(`service("offering ${attempt}")`);
    await ui.waitFor(pick('Search with this expression'));
    await ui.press('Enter');
    await ui.click(pick('The start of the trace'));
    await ui.waitFor({ selector: ROW, text: '2 of 2 found shown' });
    await ask();
    await ui.press('Control+A');
    await ui.type('http.url = ');
    await ui.waitFor(pick('"https://shop.example/plain"'));
    const rows = (await ui.texts({ selector: PICK })).join('\n');
    assert.ok(!rows.includes('/pay') && !rows.includes(PLANTED.tokenInUrl), rows);
  });

  it('ask before spans of a long time range; Esc asks nothing of AWS', async () => {
    xrayService().configure({ destination: LOGS });
    start('xrayTraces.findSpans');
    await ui.waitFor(pick('From … to …'));
    await ui.type('7h');
    await ui.click(pick('Last 7h'));
    await ui.waitFor(pick('Search last 7 h'));
    await quiet();
    const [xray, logs] = [xrayService().calls.length, logsService().calls.length];
    await ui.press('Enter');
    await ui.waitFor(title('Search spans of a long time range?'));
    await ui.screenshot('host-find-spans-long');
    await ui.press('Escape');
    await ui.waitFor(title('Search spans'), 'hidden');
    await quiet();
    assert.deepEqual([operationsSince(xray), logsService().calls.length], [[], logs]);
    assert.deepEqual(await ui.texts({ selector: ROW, text: 'All spans' }), []);
    assert.deepEqual(await notifications(ui), []);
  });

  it('for spans remember what was answered when they are left, and keep the edit of a saved query', async () => {
    xrayService().configure({ destination: LOGS });
    putTrace('unrelated 0 10');
    start('xrayTraces.findSpans');
    await ui.click(pick('Last 1 h'));
    await ui.waitFor(pick('all spans'));
    await ui.type('tenant = acme');
    await ui.waitFor(pick('add this condition'));
    await ui.press('Enter');
    await ui.waitFor(pick('with 1 condition'));
    await ui.press('Escape');
    start('xrayTraces.findSpans');
    await ui.click(pick('Last 1 h'));
    await ui.click(pick('with 1 condition'));
    await ui.waitFor({ selector: `${ROW}.selected`, text: 'tenant = acme' });
    start('xrayTraces.saveQuery');
    await ui.waitFor(title('Name of the query'));
    await ui.press('Control+A');
    const name = `Kept spans ${attempt}`;
    await ui.type(name);
    await ui.press('Enter');
    await ui.click(pick('This Workspace'));
    const row = { selector: ROW, text: name };
    await menuOf(row);
    await ui.chooseMenu('Edit Query…');
    await ui.waitFor(title(`Edit “${name}”`));
    await ui.click(pick('Last 1 h'));
    await ui.waitFor(pick('with 1 condition'));
    await ui.type('status >= 500');
    await ui.waitFor(pick('add this condition'));
    await ui.press('Enter');
    await ui.click(pick('with 2 conditions'));
    const words = 'tenant = acme and status >= 500';
    await ui.waitFor({ selector: `${ROW}[aria-label*="${name}, ${words}"]` });
    await ui.waitFor({ selector: `${ROW}.selected`, text: words });
    start('xrayTraces.copyExpression');
    await until(async () => (await vscode.env.clipboard.readText()) === words, 'its conditions are copied');
  });
});
