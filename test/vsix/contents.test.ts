import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listZip } from '../tools/zip';
import { packedExtension } from './packedExtension';

/** Everything that may ship. What else turns up in the VSIX is a mistake of `.vscodeignore`. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package\.json$/,
  /^extension\/package\.nls(\.[a-z-]+)?\.json$/,
  /^extension\/(readme|changelog)\.md$/,
  /^extension\/LICENSE\.txt$/,
  /^extension\/dist\/NOTICES\.txt$/,
  /^extension\/dist\/(extension|aws)\.js$/,
  /^extension\/dist\/webview\/(timeline\.(js|css)|codicon\.(css|ttf))$/,
  /^extension\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^extension\/media\/[\w.-]+\.(svg|png|md)$/,
  /^extension\/media\/samples\/[\w.-]+\.json$/,
];

const TWO_MEGABYTES = 2 * 1024 * 1024;

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly { path: string; external?: boolean }[] }>>;
}

/** What esbuild put into a bundle of dist/. */
function metafile(name: string): Metafile {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, 'out/meta', `${name}.json`), 'utf8')) as Metafile;
}

/** Packages whose code is in a bundle. */
function packagesIn(name: string): Set<string> {
  const inputs = Object.keys(metafile(name).inputs);
  return new Set(inputs.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
}

describe('the VSIX', () => {
  it('holds nothing but what is meant to ship', async () => {
    const { entries } = await packedExtension();
    const strangers = entries.map(({ name }) => name).filter((name) => !ALLOWED.some((pattern) => pattern.test(name)));
    assert.deepEqual(strangers, []);
  });

  it('holds every file its manifest names', async () => {
    const { entries } = await packedExtension();
    const names = new Set(entries.map(({ name }) => name));
    const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
      main: string;
      icon?: string;
    };
    const text = JSON.stringify(manifest);
    const media = [...text.matchAll(/"(?:\.\/)?(media\/[^"]+)"/g)].map((match) => match[1]!);
    for (const file of [
      manifest.main.replace('./', ''),
      'dist/aws.js',
      'dist/webview/timeline.js',
      'package.nls.json',
      ...media,
    ])
      assert.ok(names.has(`extension/${file}`), `${file} is not in the VSIX`);
  });

  it('is smaller than 2 MB', async () => {
    const { bytes } = await packedExtension();
    assert.ok(bytes < TWO_MEGABYTES, `${bytes} bytes`);
  });
});

describe('the bundles', () => {
  before(packedExtension);

  it('start without the AWS SDK', () => {
    const packages = [...packagesIn('extension-js')].filter((name) => /^@(aws-sdk|smithy)\//.test(name));
    assert.deepEqual(packages, []);
  });

  it('load the AWS SDK from a bundle of its own', () => {
    assert.ok(packagesIn('aws-js').has('@aws-sdk/client-xray'));
    const { imports } = metafile('extension-js').outputs['dist/extension.js']!;
    assert.ok(imports.some(({ path }) => path === './aws.js'));
  });

  it('need nothing at run time but VS Code, Node and each other', () => {
    for (const name of ['extension-js', 'aws-js'])
      for (const { imports } of Object.values(metafile(name).outputs))
        for (const { path } of imports) assert.ok(isThere(path), `${name} requires ${path}`);
  });
});

/** Whether `require` finds it in an installed extension. */
function isThere(path: string): boolean {
  if (path.startsWith('.')) return existsSync(join(PROJECT_ROOT, 'dist', path));
  return path === 'vscode' || process.getBuiltinModule(path) !== undefined;
}

describe('listing an archive', () => {
  it('refuses what is not one', () => {
    assert.throws(() => listZip(Buffer.from('PK, but not really')), /Not a ZIP archive/);
  });
});
