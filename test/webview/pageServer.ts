import { build } from 'esbuild';
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, resolve, sep } from 'node:path';
import { timelineHtml } from '../../src/panels/timelineHtml';
import type { PageMessage } from '../../src/protocol/messages';
import type { ResultsPageMessage } from '../../src/protocol/results';
import { encodeFrame } from './frames';
import { StandInHost, type PageQuery } from './standInHost';
import { StandInResults, type ResultsQuery } from './standInResults';

/** Serves the built page for the files of one folder. */
export interface PageServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** What the page loads, by address. Nothing else of the disk is served but through the model. */
const ASSETS = ['timeline.js', 'timeline.css', 'results.js', 'results.css', 'codicon.css', 'codicon.ttf'];
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/**
 * Starts the server on 127.0.0.1. The page must have been built (`dist/webview`).
 * @param folder only files in it, or below it, can be opened
 * @param port 0 = any free one
 * @throws Error when the folder does not exist or the port is taken
 */
export async function startPageServer(folder: string, port = 0): Promise<PageServer> {
  const files = new Files(folder);
  const host = new StandInHost();
  const results = new StandInResults();
  const standIn = await bundleStandIn();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { port: own } = server.address() as AddressInfo;
    // A page elsewhere that resolves its name to this machine would still send its own name.
    if (!['127.0.0.1', 'localhost'].some((name) => request.headers.host === `${name}:${own}`))
      return refuse(response, 403);
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${own}`);
    const asset = ASSETS.find((name) => url.pathname === `/${name}`);
    if (asset) return sendAsset(response, asset);
    if (url.pathname === '/standIn.js') return send(response, 'text/javascript', standIn);
    if (url.pathname === '/favicon.ico') return refuse(response, 204);
    if (url.pathname !== '/' && url.pathname !== '/host') return refuse(response, 404);
    if (url.searchParams.get('page') === 'results') {
      if (url.pathname === '/') return send(response, 'text/html', page('results'));
      const message = JSON.parse(await bodyOf(request)) as ResultsPageMessage | { readonly kind: 'load' };
      const answers = results.answer(resultsQuery(url.searchParams), message);
      return send(response, 'application/octet-stream', encodeFrame(answers));
    }
    const file = url.searchParams.get('file');
    if (file === null) return send(response, 'text/html', indexPage(files.list()));
    const path = files.find(file);
    if (path === undefined) return refuse(response, 404);
    if (url.pathname === '/') return send(response, 'text/html', page('timeline'));
    const parameter = (name: string): string => url.searchParams.get(name) ?? '';
    const query: PageQuery = {
      path,
      trace: parameter('trace'),
      state: parameter('state'),
      receipt: parameter('receipt'),
    };
    const message = JSON.parse(await bodyOf(request)) as PageMessage | { readonly kind: 'load' };
    return send(response, 'application/octet-stream', encodeFrame(host.answer(query, message)));
  }

  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The files of a folder, named by their path below it; never anything outside, also not by way of a link. */
class Files {
  private readonly root: string;

  constructor(folder: string) {
    this.root = realpathSync(resolve(folder));
    if (!statSync(this.root).isDirectory()) throw new Error(`${folder} is no folder`);
  }

  list(): string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:json|jsonl|jsonc|txt)$/.test(entry.name))
      .map((entry) => relative(this.root, join(entry.parentPath, entry.name)))
      .toSorted();
  }

  find(name: string): string | undefined {
    const wanted = resolve(this.root, name);
    if (!wanted.startsWith(this.root + sep) || !existsSync(wanted)) return undefined;
    const path = realpathSync(wanted);
    return path.startsWith(this.root + sep) && statSync(path).isFile() ? path : undefined;
  }
}

/** The HTML of the webview with the stand-in before its script, which may also talk to this server; nothing else differs. */
function page(name: 'timeline' | 'results'): string {
  const nonce = randomBytes(16).toString('base64url');
  const html = timelineHtml({
    scriptUri: `/${name}.js`,
    styleUris: [`/${name}.css`],
    codiconUri: '/codicon.css',
    cspSource: `'self'`,
    nonce,
    lang: 'en',
  });
  return html
    .replace(`default-src 'none'`, `default-src 'none'; connect-src 'self'`)
    .replace('<script ', `<script nonce="${nonce}" src="/standIn.js"></script>\n<script `);
}

function resultsQuery(parameters: URLSearchParams): ResultsQuery {
  const rows = Number(parameters.get('rows') ?? 400);
  return {
    rows: Number.isInteger(rows) && rows >= 0 && rows <= 100_000 ? rows : 0,
    state: parameters.get('state') ?? '',
    filter: parameters.get('filter') ?? '',
  };
}

function indexPage(names: readonly string[]): string {
  const links = names.map((name) => {
    const text = name.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
    return `<li><a href="/?file=${encodeURIComponent(name)}">${text}</a></li>`;
  });
  return `<!DOCTYPE html><meta charset="utf-8"><title>Traces</title><p><a href="/?page=results">Search results</a></p><ul>${links.join('')}</ul>`;
}

async function bundleStandIn(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: ['test/webview/standIn.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'chrome128',
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

function sendAsset(response: ServerResponse, name: string): void {
  const path = join(PROJECT_ROOT, 'dist/webview', name);
  if (!existsSync(path)) return refuse(response, 404);
  response.writeHead(200, { 'content-type': TYPES[extname(name)], 'cache-control': 'no-store' });
  createReadStream(path).pipe(response);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
