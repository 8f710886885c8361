import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTERNAL_COMMANDS } from '../../src/startup/names';
import { localisableStrings } from '../tools/l10nStrings';

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly icon: string;
  readonly main: string;
  readonly l10n: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly mac?: string;
      readonly when: string;
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly contents: string }[];
  };
}

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
const { commands, menus, keybindings, configuration, viewsContainers, viewsWelcome } = manifest.contributes;
const declared = commands.map(({ command }) => command);

/** Commands the features have code for; the page's stand in a table. */
function handled(): string[] {
  const files = readdirSync(join(PROJECT_ROOT, 'src/features'), { recursive: true, encoding: 'utf8' });
  const features = files.filter((file) => file.endsWith('.ts')).map((file) => read(`src/features/${file}`));
  const found = features.flatMap((text) =>
    [...text.matchAll(/(?:\.register|onTarget|change)\(\s*'(xrayTraces\.\w+)'|^\s+'(xrayTraces\.\w+)': '/gm)].map(
      (match) => (match[1] ?? match[2])!,
    ),
  );
  return found.toSorted();
}

describe('the manifest', () => {
  it('declares exactly the commands that the features have code for, but for the internal ones', () => {
    assert.deepEqual(handled(), [...declared, ...INTERNAL_COMMANDS].toSorted());
  });

  it('puts every command in the category X-Ray, and those that need a place out of the palette elsewhere', () => {
    assert.ok(commands.every(({ category }) => category === 'X-Ray'));
    const hidden = (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false').map(({ command }) => command);
    const elsewhere = new Set(
      Object.entries(menus).flatMap(([menu, entries]) =>
        menu === 'commandPalette' ? [] : entries.map(({ command }) => command),
      ),
    );
    assert.deepEqual(
      hidden.filter((command) => !elsewhere.has(command)),
      [],
    );
  });

  it('names only declared commands in menus, keybindings and welcome texts', () => {
    const links = viewsWelcome.flatMap(({ contents }) =>
      [...text(contents).matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1]!),
    );
    assert.ok(links.length >= 4);
    const named = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command).concat(links);
    assert.deepEqual(
      named.filter((command) => !declared.includes(command)),
      [],
    );
  });

  it('offers Clear only where there is something to clear', () => {
    const entries = Object.values(menus).flat();
    const offers = entries.filter(({ command }) => command === 'xrayTraces.clear').map(({ when }) => when ?? '');
    assert.equal(offers.length, 2, 'in the palette and in the view');
    for (const when of offers) assert.match(when, /xrayTraces\.hasTraces/);
  });

  it('puts nothing on the menu of a tab: its commands act on the tab in front, which another may be', () => {
    assert.deepEqual(menus['editor/title/context'] ?? [], []);
  });

  it('binds the same keys on a Mac, with Command for Control', () => {
    for (const { key, mac } of keybindings) assert.equal(mac ?? key, key.replaceAll('ctrl+', 'cmd+'));
  });

  it('has a text for every key and no text without one', () => {
    const keys = [...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map((match) => match[1]!);
    assert.deepEqual([...new Set(keys)].toSorted(), Object.keys(texts).toSorted());
  });

  it('is for the VS Code its types are of', () => {
    assert.equal(minorVersion(manifest.engines.vscode), minorVersion(manifest.devDependencies['@types/vscode']!));
  });

  it('is limited in untrusted workspaces: no setting of theirs says who signs or where requests go', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual(restrictedConfigurations.toSorted(), Object.keys(configuration.properties).toSorted());
    assert.equal(configuration.properties['xrayTraces.endpoint']?.scope, 'machine');
  });

  it('writes out the activation events VS Code cannot infer', () => {
    for (const event of [
      'onWebviewPanel:xrayTraces.timeline',
      'onFileSystem:xray-segment',
      'onFileSystem:xray-receipt',
    ]) {
      assert.ok(manifest.activationEvents.includes(event), event);
    }
    assert.ok(!manifest.activationEvents.includes('*'));
  });

  it('names pictures that exist', () => {
    for (const file of [manifest.icon, ...viewsContainers.activitybar.map(({ icon }) => icon)]) {
      assert.ok(existsSync(join(PROJECT_ROOT, file)), file);
    }
  });
});

/** Hand the texts of a page to `l10n.t`. */
const PAGE_TEXTS: readonly string[] = ['pageStrings.ts', 'resultsStrings.ts'];

describe('localisation', () => {
  it('has every text of the code in the bundle for translators: node esbuild.mjs --run test/tools/l10n.ts', () => {
    const bundle = JSON.parse(read(`${manifest.l10n}/bundle.l10n.json`)) as Record<string, string>;
    assert.deepEqual(Object.keys(bundle).toSorted(), localisableStrings(PROJECT_ROOT));
  });

  it('hands l10n.t only literals: what is put together at run time has no translation', () => {
    for (const folder of ['src/features', 'src/links', 'src/panels', 'src/startup', 'src/views']) {
      for (const file of readdirSync(join(PROJECT_ROOT, folder))) {
        if (PAGE_TEXTS.includes(file)) continue; // their texts are literals in src/protocol
        const computed = read(join(folder, file)).match(/\bl10n\.t\(\s*(?!['"\s])[^)]{0,40}/g) ?? [];
        assert.deepEqual(computed, [], file);
      }
    }
  });
});

function text(key: string): string {
  return texts[key.replaceAll('%', '')] ?? '';
}

function minorVersion(range: string): string {
  return /(\d+\.\d+)/.exec(range)![1]!;
}
