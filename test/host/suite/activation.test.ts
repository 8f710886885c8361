import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { xrayService } from './service';
import { describeWithUi } from './ui';

/** Whether a bundle of dist/ was required: the extension runs in the process of these tests. */
function isLoaded(bundle: string): boolean {
  return Object.keys(require.cache).some((file) => file.endsWith(join('dist', bundle)));
}

describe('activation', () => {
  it('activates the extension', async () => {
    const extension = vscode.extensions.getExtension('trace-explorer.xray-trace-explorer');
    assert.ok(extension, 'VS Code does not know the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('asks nothing of AWS', () => {
    assert.deepEqual(xrayService().calls, []);
  });

  it('loads the app when it is first used, not at start-up', async () => {
    assert.equal(isLoaded('extension.js'), true);
    assert.equal(isLoaded('app.js'), false);
  });

  it('says that the app could not be loaded, and loads it with the next use', async () => {
    const messages: string[] = [];
    const { showErrorMessage } = vscode.window;
    vscode.window.showErrorMessage = (message: string) => Promise.resolve(void messages.push(message));
    const app = join(
      vscode.extensions.getExtension('trace-explorer.xray-trace-explorer')!.extensionPath,
      'dist/app.js',
    );
    renameSync(app, `${app}.away`);
    try {
      await vscode.commands.executeCommand('xrayTraces.showMore', 'no row');
    } finally {
      renameSync(`${app}.away`, app);
      vscode.window.showErrorMessage = showErrorMessage;
    }
    assert.equal(messages.length, 1);
    assert.match(messages[0]!, /could not be loaded/);
    assert.equal(isLoaded('app.js'), false);
    await vscode.commands.executeCommand('xrayTraces.showMore', 'no row');
    assert.equal(isLoaded('app.js'), true);
    assert.equal(isLoaded('aws.js'), false);
  });

  it('reads the endpoint from machine settings', () => {
    const { globalValue } = vscode.workspace.getConfiguration('xrayTraces').inspect('endpoint') ?? {};
    assert.equal(globalValue, xrayService().url);
  });
});

describeWithUi('the content security policy guard', (ui) => {
  it('notices what a webview is refused', async () => {
    const panel = vscode.window.createWebviewPanel('canary', 'Canary', vscode.ViewColumn.One, { enableScripts: true });
    panel.webview.html = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><p>canary</p><script>1</script>`;
    await ui.waitFor({ selector: 'p', text: 'canary', in: 'webview' });
    const violations = await ui.violations({ clear: true });
    panel.dispose();
    assert.equal(violations.length, 1, violations.join('\n'));
  });
});
