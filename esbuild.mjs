// Builds everything: the extension's bundles into dist/, tools and tests into out/.
//   node esbuild.mjs [--watch] [--dev]            build the extension (--dev: no minifying)
//   node esbuild.mjs --run FILE.ts [ARGUMENTS…]   bundle a TypeScript program for Node and run it here
import { build, context } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** @import { BuildOptions, Metafile, Plugin } from 'esbuild' */

export const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/**
 * Bundles of their own, loaded on first use: whoever imports such a module gets its file in dist/.
 * @type {Plugin}
 */
const loadedLater = {
  name: 'loaded-later',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/app$/ }, () => ({ path: './app.js', external: true }));
    builder.onResolve({ filter: /\/aws\/entry$/ }, () => ({ path: './aws.js', external: true }));
  },
};

/**
 * The recipe in test/host finds its files by their own place, so programs that import its modules get them unbundled.
 * @type {Plugin}
 */
const modulesStayInPlace = {
  name: 'modules-stay-in-place',
  setup(builder) {
    builder.onResolve({ filter: /^\..*\.mjs$/ }, ({ resolveDir, path }) => ({
      path: pathToFileURL(resolve(resolveDir, path)).href,
      external: true,
    }));
  },
};

/**
 * One entry per shipped bundle; metafiles go to out/meta/ for the tests.
 * @param {{ dev: boolean }} options
 * @returns {BuildOptions[]}
 */
function bundles({ dev }) {
  /** @satisfies {BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    sourcemap: dev ? 'linked' : false,
    minify: !dev,
    metafile: true,
    logLevel: 'warning',
    legalComments: 'none',
  };
  /** @satisfies {BuildOptions} */
  const host = {
    ...common,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
    // `import()` becomes `require`: quicker, and what failed can be loaded again, which a module's evaluation cannot.
    supported: { 'dynamic-import': false },
  };
  /** @satisfies {BuildOptions} */
  const page = {
    ...common,
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
  };
  return [
    { ...host, entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist', plugins: [loadedLater] },
    { ...host, entryPoints: { app: 'src/app.ts' }, outdir: 'dist', plugins: [loadedLater] },
    // The SDK's ES modules can be tree-shaken, its CommonJS cannot: a third smaller.
    { ...host, entryPoints: { aws: 'src/aws/entry.ts' }, outdir: 'dist', mainFields: ['module', 'main'] },
    { ...page, entryPoints: { timeline: 'webview/main.tsx' } },
    { ...page, entryPoints: { results: 'webview/results/main.tsx' } },
  ];
}

function copyCodicons() {
  const folder = dirname(require.resolve('@vscode/codicons/package.json'));
  const target = join(root, 'dist/webview');
  mkdirSync(target, { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) copyFileSync(join(folder, 'dist', file), join(target, file));
}

/**
 * The licences of every package that went into the bundles, as they ask for: dist/NOTICES.txt.
 * @param {readonly Metafile[]} metafiles
 */
function writeNotices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs
    .map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
    .filter((folder) => folder !== undefined);
  const packages = [...new Set([...folders, 'node_modules/@vscode/codicons'])].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : '';
    return { title: `${name} ${version} (${license})`, text };
  });
  // Most of the SDK's packages carry the same text: each text once, under all who share it.
  const texts = new Map();
  for (const { title, text } of packages) texts.set(text, [...(texts.get(text) ?? []), title]);
  const notices = [...texts].map(([text, titles]) => `${titles.join('\n')}\n\n${text}`);
  writeFileSync(join(root, 'dist/NOTICES.txt'), `${notices.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
}

/** Builds the extension into dist/; the metafile of each bundle goes to out/meta/NAME.json. */
export async function buildExtension({ dev = false } = {}) {
  copyCodicons();
  const results = await Promise.all(bundles({ dev }).map((options) => build({ ...options, metafile: true })));
  writeNotices(results.map(({ metafile }) => metafile));
  mkdirSync(join(root, 'out/meta'), { recursive: true });
  for (const { metafile } of results) {
    const name = Object.keys(metafile.outputs).find((file) => file.endsWith('.js')) ?? 'unnamed.js';
    writeFileSync(
      join(root, 'out/meta', `${name.replace(/^dist\//, '').replace(/\W/g, '-')}.json`),
      JSON.stringify(metafile),
    );
  }
}

/** Builds the page alone, for its server and its tests. */
export async function buildPage({ dev = false } = {}) {
  copyCodicons();
  await Promise.all(
    bundles({ dev })
      .filter(({ platform }) => platform === 'browser')
      .map((options) => build(options)),
  );
}

/**
 * Bundles TypeScript programs for Node, packages left external.
 * @param {string[]} files paths below the project root
 * @param {'esm' | 'cjs'} format ES modules for tools and tests in Node, CommonJS for what VS Code's host requires
 * @returns {Promise<string[]>} the absolute path of each output, in the order of `files`
 */
export async function bundleForNode(files, format = 'esm') {
  const outdir = join(root, 'out/node', format);
  const inputs = files.map((file) => relative(root, resolve(root, file)));
  await build({
    absWorkingDir: root,
    entryPoints: inputs.map((file) => ({ in: file, out: file.replace(/\.tsx?$/, '') })),
    outdir,
    outExtension: { '.js': format === 'esm' ? '.mjs' : '.cjs' },
    bundle: true,
    packages: 'external',
    external: ['vscode'],
    platform: 'node',
    target: 'node20',
    format,
    sourcemap: 'inline',
    plugins: [modulesStayInPlace],
    logLevel: 'warning',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { PROJECT_ROOT: JSON.stringify(root) },
  });
  return inputs.map((file) => join(outdir, file.replace(/\.tsx?$/, format === 'esm' ? '.mjs' : '.cjs')));
}

async function watch() {
  copyCodicons();
  for (const options of bundles({ dev: true })) await (await context({ ...options, logLevel: 'info' })).watch();
}

/** @param {string[]} args */
async function main([first, file = '', ...rest]) {
  if (first === '--run') {
    const [output = ''] = await bundleForNode([file]);
    process.argv = [process.execPath, output, ...rest];
    process.setSourceMapsEnabled(true);
    await import(pathToFileURL(output).href);
  } else if (first === '--watch') await watch();
  else await buildExtension({ dev: first === '--dev' });
}

// Not awaited here: a program run by this module may import it, and would wait for itself.
if (process.argv[1] === fileURLToPath(import.meta.url))
  main(process.argv.slice(2)).catch((/** @type {unknown} */ error) => {
    console.error(error);
    process.exitCode = 1;
  });
