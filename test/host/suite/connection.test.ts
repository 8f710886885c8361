import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { FakeSso } from '../../service/enginesFakeSso';
import { FakeSts } from '../../service/enginesFakeSts';
import PLANTED from '../plantedSecrets.json';
import { activate, closeEditors, putTrace, start, until } from './editor';
import { xrayService } from './service';
import { describeWithUi, type Ui } from './ui';

const NOTIFICATION = '.notifications-center .notification-list-item';
const ROW = '.quick-input-list .monaco-list-row';
const settings = () => vscode.workspace.getConfiguration('xrayTraces');

/** How often a message is among those VS Code holds. */
async function notificationsOf(ui: Ui, text: string): Promise<number> {
  await vscode.commands.executeCommand('notifications.showList');
  return (await ui.texts({ selector: NOTIFICATION, text })).length;
}

function useProfile(name: string | undefined): Thenable<void> {
  return settings().update('profile', name, vscode.ConfigurationTarget.Global);
}

function openNew(drawing: string): void {
  start('xrayTraces.openTrace', putTrace(drawing));
}

describeWithUi('connecting', (ui) => {
  const sts = new FakeSts({ keyId: PLANTED.roleKeyId, key: PLANTED.roleKey, token: PLANTED.roleSessionToken });
  const sso = new FakeSso(PLANTED.ssoToken, {
    keyId: PLANTED.ssoKeyId,
    key: PLANTED.ssoKey,
    token: PLANTED.ssoSessionToken,
  });
  const config = process.env['AWS_CONFIG_FILE']!;
  const environment = { ...process.env };
  const original = readFileSync(config, 'utf8');
  let home: string;
  let attempt = 0;
  /** A profile was chosen for the workspace. */
  let isPicked = false;

  const addProfile = (...lines: string[]): void =>
    writeFileSync(config, `${readFileSync(config, 'utf8')}\n${lines.join('\n')}\n`);

  const useSettings = async (): Promise<void> => {
    if (!isPicked) return;
    start('xrayTraces.selectProfile');
    await ui.waitFor({ selector: '.quick-input-title', text: 'AWS profile' });
    await ui.waitFor({ selector: ROW, text: 'dev' });
    await ui.type('Use the settings'); // the list may be longer than the screen
    await ui.click({ selector: ROW, text: 'Use the settings' });
    await until(async () => (await ui.texts({ selector: ROW })).length === 0, 'it is taken back');
    isPicked = false;
  };

  before(async () => {
    await Promise.all([sts.start(), sso.start(), activate()]);
  });
  after(() => {
    sts.stop();
    sso.stop();
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'xray-connecting-'));
    sts.requests.length = 0;
    sso.requests.length = 0;
    // The extension runs in this process: what it reads of the environment is what is set here.
    Object.assign(process.env, {
      HOME: home,
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_ENDPOINT_URL_SSO: sso.url,
      PATH: [join(home, 'bin'), environment['PATH']].join(delimiter),
    });
  });
  afterEach(async () => {
    await ui.press('Escape');
    await useSettings();
    await useProfile(undefined);
    await closeEditors();
    await vscode.commands.executeCommand('notifications.clearAll');
    writeFileSync(config, original);
    for (const name of ['HOME', 'PATH', 'AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_SSO']) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    rmSync(home, { recursive: true, force: true });
  });

  it('shows a new profile in the open list, uses it, and forgets what it was when it changes', async () => {
    await ui.command('X-Ray: Select Profile');
    await ui.waitFor({ selector: ROW, text: 'prod' });
    addProfile(
      '[profile fresh]',
      'region = eu-north-1',
      'role_arn = arn:aws:iam::123456789012:role/r',
      'source_profile = dev',
    );
    await ui.waitFor({ selector: ROW, text: 'fresh' });
    await ui.screenshot('host-select-profile');
    await ui.click({ selector: ROW, text: 'account 123456789012' });
    isPicked = true;
    await until(async () => (await ui.texts({ selector: ROW })).length === 0, 'it is chosen');
    await vscode.commands.executeCommand('xrayTraces.openTrace', putTrace('of the fresh profile 0 10'));
    await ui.waitFor({ selector: '[role="row"]', text: 'of the fresh profile', in: 'webview' });
    assert.match(sts.requests[0] ?? '', /123456789012/);
    await ui.waitFor({ selector: '.statusbar-item', text: 'fresh · us-east-1' });

    start('xrayTraces.selectProfile');
    await ui.waitFor({ selector: ROW, text: 'account 123456789012' });
    writeFileSync(config, readFileSync(config, 'utf8').replace('123456789012', '210987654321'));
    await ui.waitFor({ selector: ROW, text: 'account 210987654321' });
    await ui.press('Escape');
    await vscode.commands.executeCommand('xrayTraces.openTrace', putTrace('of its other role 0 10'));
    await ui.waitFor({ selector: '[role="row"]', text: 'of its other role', in: 'webview' });
    assert.match(sts.requests[1] ?? '', /210987654321/);
    await useSettings();
    await ui.waitFor({ selector: '.statusbar-item', text: 'default credentials' });
  });

  it('says once that a sign-in has expired, runs the AWS CLI, and what had failed goes on', async () => {
    attempt += 1; // what was signed in with once stays good
    const corp = `corp${attempt}`;
    addProfile(`[profile ${corp}]`, `sso_session = ${corp}`, 'sso_account_id = 111122223333', 'sso_role_name = reader');
    addProfile(`[sso-session ${corp}]`, 'sso_region = us-east-1', 'sso_start_url = https://corp.awsapps.example/start');
    const cache = join(home, '.aws/sso/cache');
    const token = join(cache, `${createHash('sha1').update(corp).digest('hex')}.json`);
    mkdirSync(join(home, 'bin'));
    const contents = JSON.stringify({ accessToken: PLANTED.ssoToken, expiresAt: '2099-01-01T00:00:00Z' });
    writeFileSync(
      join(home, 'bin/aws'),
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${home}/arguments'\nmkdir -p '${cache}'\nprintf '%s' '${contents}' > '${token}'\n`,
      { mode: 0o755 },
    );
    await useProfile(corp);
    const from = xrayService().calls.length;
    const ids = ['a', 'b', 'c', 'd'].map((name) => putTrace(`${name} waiting 0 10`));
    for (const id of ids.slice(0, 2)) await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    start('xrayTraces.openTrace', ids.slice(2));
    await ui.waitFor({ selector: 'body', text: `The credentials of profile “${corp}” have expired`, in: 'webview' });
    await vscode.commands.executeCommand('notifications.showList');
    const message = { selector: NOTIFICATION, text: `The sign-in of profile “${corp}” has expired` };
    await ui.waitFor(message);
    await ui.screenshot('host-sign-in-expired');
    assert.equal((await ui.texts({ selector: NOTIFICATION, text: 'expired' })).length, 1);
    assert.deepEqual([sso.requests.length, xrayService().calls.length - from], [0, 0]);
    await ui.click({ selector: `${NOTIFICATION} .monaco-button`, text: 'Sign In (aws sso login)' });
    await until(() => existsSync(join(home, 'arguments')), 'the CLI runs');
    assert.equal(readFileSync(join(home, 'arguments'), 'utf8'), `sso\nlogin\n--profile\n${corp}\n`);
    await ui.waitFor({ selector: '[role="row"]', text: 'waiting', in: 'webview' });
    await ui.screenshot('host-signed-in');
    const asked = (): string =>
      JSON.stringify(
        xrayService()
          .calls.slice(from)
          .map(({ body }) => body),
      );
    await until(() => ids.every((id) => asked().includes(id)), 'all went on');
    assert.equal(sso.requests.length, 1, 'credentials are asked for once');
  });

  it('asks for one code however many traces want it, keeps the question when the focus leaves, and Esc is no error', async () => {
    addProfile(
      '[profile guarded]',
      'role_arn = arn:aws:iam::111122223333:role/reader',
      'source_profile = dev',
      'mfa_serial = arn:aws:iam::111122223333:mfa/me',
    );
    await useProfile('guarded');
    const question = { selector: '.quick-input-title', text: 'One-time code for profile “guarded”' };
    openNew('dismissed 0 10');
    await ui.waitFor(question);
    await ui.press('Escape');
    await ui.waitFor({ selector: 'body', text: 'Cancelled', in: 'webview' });
    assert.equal(await notificationsOf(ui, 'guarded'), 0);
    assert.equal(sts.requests.length, 0);

    for (const title of ['one of three 0 10', 'two of three 0 10', 'three of three 0 10']) openNew(title);
    await ui.waitFor(question);
    await ui.click({ selector: '.part.statusbar' });
    await ui.waitFor(question);
    assert.deepEqual(await ui.attributes({ selector: '.quick-input-widget input.input' }, 'type'), ['password']);
    await ui.screenshot('host-one-time-code');
    await ui.click({ selector: '.quick-input-widget input.input' });
    await ui.type(PLANTED.mfaCode);
    await ui.press('Enter');
    await ui.waitFor({ selector: '[role="row"]', text: 'of three', in: 'webview' });
    assert.deepEqual(await ui.texts({ selector: '.quick-input-title', text: 'One-time code' }), []);
    assert.equal(sts.requests.length, 1);
    assert.ok(sts.requests[0]?.includes(`TokenCode=${PLANTED.mfaCode}`));
  });

  it('names the line of a file that cannot be read, opens it there, and goes on when it is mended', async () => {
    addProfile('[profile half', 'role_arn = arn:aws:iam::111122223333:role/reader', 'source_profile = dev');
    await useProfile('half');
    await vscode.commands.executeCommand('xrayTraces.openTrace', putTrace('after it was mended 0 10'));
    const line = readFileSync(config, 'utf8').split('\n').indexOf('[profile half') + 1;
    await ui.waitFor({ selector: 'body', text: `Line ${line} of the AWS configuration cannot be read`, in: 'webview' });
    await ui.screenshot('host-config-malformed');
    await ui.click({ selector: 'vscode-button, button', text: 'Open File', in: 'webview' });
    await until(() => vscode.window.activeTextEditor?.document.uri.fsPath === config, 'the file is open');
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, line - 1);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    writeFileSync(config, readFileSync(config, 'utf8').replace('[profile half', '[profile half]'));
    await ui.waitFor({ selector: '[role="row"]', text: 'after it was mended', in: 'webview' });
  });

  it('runs no program of a profile in an untrusted workspace until the user picks it', async () => {
    const answer = JSON.stringify({
      Version: 1,
      AccessKeyId: PLANTED.processKeyId,
      SecretAccessKey: PLANTED.processKey,
    });
    writeFileSync(join(home, 'program'), `#!/bin/sh\ntouch '${home}/ran'\nprintf '%s' '${answer}'\n`, { mode: 0o755 });
    attempt += 1;
    const profile = `program${attempt}`;
    addProfile(`[profile ${profile}]`, `credential_process = ${join(home, 'program')}`);
    await useProfile(profile);
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted')!;
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
    try {
      assert.equal(vscode.workspace.isTrusted, false);
      await vscode.commands.executeCommand('xrayTraces.openTrace', putTrace('of the program 0 10'));
      await ui.waitFor({ selector: 'body', text: 'you have not trusted this workspace', in: 'webview' });
      await ui.screenshot('host-untrusted');
      assert.equal(existsSync(join(home, 'ran')), false);
      await ui.click({ selector: 'vscode-button, button', text: 'Select Profile…', in: 'webview' });
      await ui.click({ selector: ROW, text: profile });
      isPicked = true;
      await ui.waitFor({ selector: '[role="row"]', text: 'of the program', in: 'webview' });
      assert.equal(existsSync(join(home, 'ran')), true);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
    }
  });
});
