import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timelineHtml } from '../../src/panels/timelineHtml';
import { decodeFrame, encodeFrame } from './frames';
import { startPageServer, type PageServer } from './pageServer';

describe('server of the page', () => {
  let root: string;
  let server: PageServer;
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'page-server-'));
    mkdirSync(join(root, 'traces/below'), { recursive: true });
    writeFileSync(join(root, 'secret.json'), '{"name":"secret"}');
    writeFileSync(join(root, 'traces/a <b>.json'), '{"Traces":[]}');
    writeFileSync(join(root, 'traces/below/c.json'), '{}');
    symlinkSync(join(root, 'secret.json'), join(root, 'traces/link.json'));
    server = await startPageServer(join(root, 'traces'));
  });
  after(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });

  const status = async (path: string): Promise<number> => (await fetch(server.url + path)).status;

  it('lists the files of its folder, as text', async () => {
    const index = await (await fetch(`${server.url}/`)).text();
    assert.match(index, /a &#60;b&#62;\.json/);
    assert.match(index, /below\/c\.json/);
    assert.equal(index.includes('secret'), false);
  });

  it('opens files of its folder only', async () => {
    assert.equal(await status('/?file=below/c.json'), 200);
    for (const file of ['../secret.json', '..%2Fsecret.json', 'link.json', '/etc/passwd', 'below', 'none.json', '']) {
      assert.equal(await status(`/?file=${file}`), 404, file);
    }
    assert.equal(await status('/../secret.json'), 404);
  });

  it('answers only those who call it by its own name', async () => {
    const { port } = new URL(server.url);
    const answer = await new Promise<number | undefined>((done, failed) => {
      request({ host: '127.0.0.1', port, path: '/', headers: { host: `evil.example:${port}` } }, (response) =>
        done(response.statusCode),
      )
        .on('error', failed)
        .end();
    });
    assert.equal(answer, 403);
  });

  it('refuses a folder that does not exist', async () => {
    await assert.rejects(startPageServer(join(root, 'nowhere')), /ENOENT/);
  });
});

describe('messages over HTTP', () => {
  it('arrive with their typed arrays', () => {
    const messages = [
      { a: Float64Array.of(1.5, -2), b: { c: Uint8Array.of(1, 2, 3), d: [new Uint32Array(0)] } },
      { text: 'ü' },
    ];
    const decoded = decodeFrame(encodeFrame(messages).buffer);
    assert.deepEqual(decoded, messages);
  });
});

describe('HTML of the page', () => {
  const html = timelineHtml({
    scriptUri: 'https://x/timeline.js?a=1&b="2"',
    styleUris: ['https://x/timeline.css'],
    codiconUri: 'https://x/codicon.css',
    cspSource: `'self' https://*.example.net`,
    nonce: 'abc123',
    lang: 'de',
  });

  it('allows nothing but what carries the nonce', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      `default-src 'none'; script-src 'nonce-abc123'; style-src 'nonce-abc123'; font-src 'self' https://*.example.net; img-src 'self' https://*.example.net`,
    );
    assert.equal(/unsafe|eval/.test(html), false);
    for (const tag of html.match(/<(?:script|link)[^>]*>/g) ?? []) assert.match(tag, /nonce="abc123"/);
    assert.match(html, /<meta property="csp-nonce" content="abc123">/);
  });

  it('cannot be broken out of', () => {
    assert.match(html, /src="https:\/\/x\/timeline\.js\?a=1&#38;b=&#34;2&#34;"/);
    assert.match(html, /<html lang="de">/);
  });
});
