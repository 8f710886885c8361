import { build } from 'esbuild';
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import net, { type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { createAws } from '../../src/aws/entry';
import { selfSigned } from './enginesCertificate';
import { Bench, collect, CONNECTION, reasonOf, segment, traceId } from './enginesSetup';

/** As in `test/globals.d.ts`: the project's root, filled in by the build. */
const BUNDLE = join(PROJECT_ROOT, 'out/node/aws-for-proxy-test.cjs');

/**
 * VS Code's extension host replaces `request` and `get` of Node's `http` and `https` modules in place. With `http.proxySupport`
 * "override" (the default) every request gets an agent that goes through the proxy; with "on" only those that bring none. This
 * stand-in does the latter, the stricter of the two: what passes here passes there under both.
 */
function patchHttpsAsVsCode(
  proxyPort: number,
  certificate: string,
): { readonly seen: string[]; readonly undo: () => void } {
  const original = https.request;
  const seen: string[] = [];
  const patched = (
    options: https.RequestOptions,
    callback?: (answer: http.IncomingMessage) => void,
  ): http.ClientRequest => {
    seen.push(options.agent === undefined ? 'no agent' : 'own agent');
    if (options.agent !== undefined) return original(options, callback);
    return original({ ...options, agent: new TunnelAgent(proxyPort, certificate) }, callback);
  };
  https.request = patched as typeof https.request;
  return { seen, undo: () => void (https.request = original) };
}

/** Connects through an HTTP proxy by CONNECT, and trusts one more certificate: what VS Code's agent does. */
class TunnelAgent extends https.Agent {
  constructor(
    private readonly proxyPort: number,
    private readonly certificate: string,
  ) {
    super();
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const path = `${options.host ?? ''}:${options.port ?? 443}`;
    const connect = http.request({ host: '127.0.0.1', port: this.proxyPort, method: 'CONNECT', path, agent: false });
    connect.once('connect', (_answer, socket) => {
      const secured = tls.connect({ socket, host: options.host ?? '', ca: this.certificate });
      secured.once('secureConnect', () => callback(null, secured));
      secured.once('error', (error) => callback(error, secured));
    });
    connect.end();
  }
}

const port = (server: net.Server): number => (server.address() as AddressInfo).port;
const listen = (server: net.Server): Promise<void> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

const open = (aws: ReturnType<typeof createAws>) =>
  collect(aws.openTraces(CONNECTION, [{ id: traceId(1) }], new AbortController().signal));

describe("VS Code's proxy and certificates", () => {
  const certificate = selfSigned();
  let bench: Bench;
  let front: https.Server;
  let proxy: http.Server;
  let tunnels: string[];
  let patch: ReturnType<typeof patchHttpsAsVsCode> | undefined;
  const sockets = new Set<Duplex>();

  const endpoint = (): string => `https://127.0.0.1:${port(front)}`;
  const environment = () => ({
    endpoint,
    promptMfa: () => Promise.reject(new Error('nobody is there')),
    env: { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
    log: (line: string) => bench.log.push(line),
    clock: bench.clock,
  });
  beforeEach(async () => {
    bench = await Bench.start();
    bench.service.put([segment(traceId(1), 1)]);
    // The service behind TLS, as AWS is.
    front = https.createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
      const { method, headers, url } = request;
      const forward = http.request(bench.service.url + url, { ...(method ? { method } : {}), headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(forward);
    });
    tunnels = [];
    proxy = http.createServer((_request, response) => response.writeHead(405).end());
    proxy.on('connect', (request, socket: Duplex) => {
      tunnels.push(request.url ?? '');
      const [host, to] = (request.url ?? '').split(':');
      const target: Socket = net.connect(Number(to), host);
      for (const one of [socket, target]) {
        sockets.add(one);
        one.on('error', () => one.destroy()); // a tunnel torn down at the test's end
      }
      target.once('connect', () => socket.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
      socket.pipe(target).pipe(socket);
    });
    await Promise.all([listen(front), listen(proxy)]);
  });

  afterEach(async () => {
    patch?.undo();
    patch = undefined;
    for (const socket of sockets) socket.destroy();
    front.closeAllConnections();
    front.close();
    proxy.close();
    await bench.close();
  });

  it('are honoured: a request goes through the CONNECT proxy, trusting its certificate', async () => {
    patch = patchHttpsAsVsCode(port(proxy), certificate.cert);
    const { traces, failed } = await open(createAws(environment()));
    assert.deepEqual([...failed.values()].map(reasonOf), []);
    assert.equal(traces.size, 1);
    assert.deepEqual(tunnels, [`127.0.0.1:${port(front)}`]);
    assert.deepEqual(patch.seen, ['no agent']);
  });

  it('are honoured by the bundle too that was loaded before they came', async () => {
    await build({
      absWorkingDir: PROJECT_ROOT,
      entryPoints: ['src/aws/entry.ts'],
      outfile: BUNDLE,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
    });
    const bundle = createRequire(BUNDLE)(BUNDLE) as { createAws: typeof createAws };
    const aws = bundle.createAws(environment());
    patch = patchHttpsAsVsCode(port(proxy), certificate.cert);
    const { traces } = await open(aws);
    assert.equal(traces.size, 1);
    assert.equal(tunnels.length, 1);
  });

  it('are needed: without them the certificate is refused, and the message says so', async () => {
    const { failed } = await open(createAws(environment()));
    assert.deepEqual(reasonOf(failed.get(traceId(1))), [
      'network',
      { operation: 'BatchGetTraces', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', host: `127.0.0.1:${port(front)}` },
    ]);
    assert.equal(tunnels.length, 0);
  });
});
