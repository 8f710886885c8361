import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
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
  /^extension\/dist\/(extension|app|aws)\.js$/,
  /^extension\/dist\/webview\/((timeline|results)\.(js|css)|codicon\.(css|ttf))$/,
  /^extension\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^extension\/media\/[\w.-]+\.(svg|png|md)$/,
  /^extension\/media\/samples\/[\w.-]+\.json$/,
];

const TWO_MEGABYTES = 2 * 1024 * 1024;
/** What may be in the bundle VS Code runs at start-up: what is registered, the scanner, the links. */
const START_UP_FILES = /^src\/(extension\.ts$|startup\/|links\/|ids\/|model\/)/;
/** Read, compiled and run at every start of VS Code, whether or not anyone looks at a trace. In bytes. */
const START_UP_LIMIT = 25_000;

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

/** Bundles of ours that a bundle requires. */
function ownImports(name: string): string[] {
  const { imports } = Object.values(metafile(name).outputs)[0]!;
  return imports.map(({ path }) => path).filter((path) => path.startsWith('.'));
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
      'dist/app.js',
      'dist/aws.js',
      'dist/webview/timeline.js',
      'dist/webview/results.js',
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

  it('start up with no more than what makes links and tells VS Code what there is', () => {
    const inputs = Object.keys(metafile('extension-js').inputs);
    assert.deepEqual(
      inputs.filter((file) => !START_UP_FILES.test(file)),
      [],
    );
    const { size } = statSync(join(PROJECT_ROOT, 'dist/extension.js'));
    assert.ok(size <= START_UP_LIMIT, `${size} bytes`);
  });

  it('load the app on first use, and the AWS SDK on first use by the app, each from a bundle of its own', () => {
    assert.deepEqual(ownImports('extension-js'), ['./app.js']);
    assert.deepEqual(ownImports('app-js'), ['./aws.js']);
    assert.deepEqual(
      [...packagesIn('app-js')].filter((name) => /^@(aws-sdk|smithy)\//.test(name)),
      [],
    );
    assert.ok(packagesIn('aws-js').has('@aws-sdk/client-xray'));
  });

  it('need nothing at run time but VS Code, Node and each other', () => {
    for (const name of ['extension-js', 'app-js', 'aws-js'])
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
