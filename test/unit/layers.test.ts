import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What each folder may import: other folders by path, packages by name. `node:` means Node's own modules. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/ids': ['src/model'],
  'src/filter': ['src/model'],
  'src/protocol': ['src/model'],
  'src/traces': ['src/model', 'src/filter', 'node:'],
  'src/aws': ['src/model', 'src/traces', 'node:', '@aws-sdk/', '@smithy/'],
  'src/startup': ['vscode'],
  'src/links': ['src/model', 'src/ids', 'vscode'],
  'src/views': ['src/model', 'src/ids', 'src/filter', 'src/protocol', 'src/traces', 'src/startup', 'vscode', 'node:'],
  'src/panels': [
    'src/model',
    'src/ids',
    'src/filter',
    'src/protocol',
    'src/traces',
    'src/startup',
    'src/views',
    'vscode',
    'node:',
  ],
  'src/features': [
    'src/startup',
    'src/model',
    'src/ids',
    'src/filter',
    'src/protocol',
    'src/traces',
    'src/views',
    'src/panels',
    'src/links',
    'vscode',
    'node:',
  ],
  webview: ['src/model', 'src/filter', 'src/protocol', 'preact'],
};
/** Files with rights of their own. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'webview/ui/controls.ts': ['@vscode/webview-ui-toolkit'],
};

const SPECIFIER = /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm;

/** The import specifiers of a source text, also of types and of dynamic imports. */
function specifiersOf(text: string): string[] {
  return [...text.matchAll(SPECIFIER)].map((match) => (match[1] ?? match[2])!);
}

/** What a file imports and may not. */
function violations(file: string, text: string): string[] {
  const folder = Object.keys(MAY).find((one) => file.startsWith(`${one}/`));
  if (!folder) return [];
  const may = [folder, ...MAY[folder]!, ...(ALSO[file] ?? [])];
  return specifiersOf(text)
    .map((specifier) => (specifier.startsWith('.') ? join(dirname(file), specifier) : specifier))
    .filter((target) => !may.some((one) => isWithin(target, one)))
    .map((target) => `${file} imports ${target}`);
}

function isWithin(target: string, allowed: string): boolean {
  return target === allowed || target.startsWith(/[/:]$/.test(allowed) ? allowed : `${allowed}/`);
}

function sources(folder: string): string[] {
  return readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');

describe('the layer rule', () => {
  const files = [...sources('src'), ...sources('webview')];

  it('holds in every file', () => {
    assert.ok(files.length > 60, `only ${files.length} files were found`);
    assert.deepEqual(
      files.flatMap((file) => violations(file, read(file))),
      [],
    );
  });

  it('covers every folder', () => {
    const folders = new Set(files.map((file) => relative('.', file).split('/').slice(0, 2).join('/')));
    const unknown = [...folders].filter(
      (folder) => !/^src\/(extension|app)\.ts$/.test(folder) && !folder.startsWith('webview') && !(folder in MAY),
    );
    assert.deepEqual(unknown, []);
  });

  it('keeps the app out of start-up, and X-Ray’s SDK out of the app: each is loaded on first use', () => {
    const startUp = read('src/extension.ts').replaceAll(/^import type .*$/gm, '');
    assert.deepEqual(
      specifiersOf(startUp).filter((one) => !/^\.\/(startup|links)\//.test(one)),
      ['./app'],
    );
    assert.match(startUp, /await import\('\.\/app'\)/);
    const app = read('src/app.ts');
    assert.deepEqual(
      specifiersOf(app).filter((one) => /aws\/|@aws-sdk|@smithy/.test(one)),
      ['./aws/entry'],
    );
    assert.match(app, /await import\('\.\/aws\/entry'\)/);
  });

  it('names what it imports of VS Code: each `import *` copies all of it, a millisecond or more', () => {
    const whole = files.filter((file) => /^import \* as \w+ from 'vscode'/m.test(read(file)));
    assert.deepEqual(whole, []);
  });

  for (const [file, text] of [
    ['src/model/canary.ts', `import { window } from 'vscode';`],
    ['src/model/canary.ts', `import type { A } from '../protocol/messages';`],
    ['src/model/canary.ts', `import { readFileSync } from 'node:fs';`],
    ['src/ids/canary.ts', `export { x } from '../traces/source';`],
    ['src/protocol/canary.ts', `import {\n  a,\n  b,\n} from '../ids/scanner';`],
    ['src/traces/canary.ts', `const x = await import('../aws/entry');`],
    ['src/aws/canary.ts', `import { l10n } from 'vscode';`],
    ['src/views/canary.ts', `import { XRayClient } from '@aws-sdk/client-xray';`],
    ['src/views/canary.ts', `import '../aws/clients';`],
    ['src/startup/canary.ts', `import type { TraceNode } from '../views/tracesTree';`],
    ['src/links/canary.ts', `import { x } from '../features/commands';`],
    ['src/panels/canary.ts', `import { x } from '../../webview/state';`],
    ['webview/canary.tsx', `import { x } from '../src/views/explain';`],
    ['webview/canary.tsx', `import { provideVSCodeDesignSystem } from '@vscode/webview-ui-toolkit';`],
    ['webview/canary.tsx', `import { x } from '../src/modelling/x';`],
  ] as const) {
    it(`refuses in ${file}: ${text.replaceAll(/\s+/g, ' ')}`, () => {
      assert.equal(violations(file, text).length, 1);
    });
  }

  it('allows what it should', () => {
    const text = `import { h } from 'preact';\nimport { useState } from 'preact/hooks';\nimport type { Trace } from '../src/model/trace';`;
    assert.deepEqual(violations('webview/canary.tsx', text), []);
    assert.deepEqual(violations('webview/ui/controls.ts', `import { x } from '@vscode/webview-ui-toolkit';`), []);
  });
});
