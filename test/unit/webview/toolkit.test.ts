import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Mentions of the toolkit's package or elements. Its theme classes and variables (`vscode-dark`, `--vscode-…`) are VS Code's own. */
function mentionsToolkit(source: string): boolean {
  return /webview-ui-toolkit|(?:<|['"`])vscode-(?:badge|button|checkbox|data|divider|dropdown|link|option|panel|progress|radio|tag|text)/.test(
    source,
  );
}

describe('the UI toolkit', () => {
  const folder = join(PROJECT_ROOT, 'webview');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:tsx?|css)$/.test(file),
  );

  it('is known to one file', () => {
    const users = files.filter((file) => mentionsToolkit(readFileSync(join(folder, file), 'utf8')));
    assert.deepEqual(users, [join('ui', 'controls.ts')]);
  });

  it('would be noticed elsewhere', () => {
    assert.equal(mentionsToolkit('<vscode-button appearance="icon">'), true);
    assert.equal(mentionsToolkit(`createElement('vscode-text-field')`), true);
    assert.equal(mentionsToolkit('body.vscode-dark { color: var(--vscode-button-background) }'), false);
  });
});
