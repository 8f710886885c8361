// Default imports, and the functions looked up at each request: VS Code patches properties of these module objects.
import http from 'node:http';
import https from 'node:https';
import type { Milliseconds } from '../model/units';
import { buildQueryString, HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';

/** Code of the error for an answer whose body ended early. */
export const BODY_CUT = 'EBODYCUT';

/** Longest silence of a connection, be it while connecting, while waiting for the answer, or in its midst. */
const LONGEST_SILENCE: Milliseconds = 30_000;
const LONGEST_CONNECT: Milliseconds = 10_000;

/**
 * The SDK's request handler, on Node's `http` and `https` as they are when the request is made and with their default agent.
 * VS Code's extension host patches both (proxy, certificates). Its `http.proxySupport: "on"` leaves requests alone that bring an
 * agent of their own, as the SDK's handler does; this one brings none, so every setting of it applies.
 */
export class NodeRequests {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  /** Why the last request brought no answer: credential providers hand on no more of it than its text. */
  lastFailure: Error | undefined;
  /** The last answer that came. */
  lastAnswer: HttpResponse | undefined;

  /** @param whole aborts every request of this handler: those of a credential resolution nobody waits for any more */
  constructor(private readonly whole?: AbortSignal) {}

  /** @returns the answer with its whole body; bodies of X-Ray are JSON and needed whole. Rejects with Node's error, or `BODY_CUT` */
  handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    return new Promise((resolve, reject) => {
      const signals = [this.whole, options.abortSignal].filter((signal) => signal instanceof AbortSignal);
      const signal = AbortSignal.any(signals);
      if (signal.aborted) {
        reject(aborted(signal));
        return;
      }
      const { hostname, port, method, headers } = request;
      const query = buildQueryString(request.query);
      const target: http.RequestOptions = {
        host: hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        method,
        path: query ? `${request.path}?${query}` : request.path,
        headers,
        timeout: LONGEST_SILENCE,
      };
      const outgoing = request.protocol === 'http:' ? http.request(target) : https.request(target);
      const stop = (): void => {
        reject(aborted(signal));
        outgoing.destroy();
      };
      signal.addEventListener('abort', stop, { once: true });
      watchConnecting(outgoing);
      outgoing.once('timeout', () => outgoing.destroy(timedOut('no answer', LONGEST_SILENCE)));
      outgoing.once('close', () => signal.removeEventListener('abort', stop));
      const fail = (error: Error): void => {
        this.lastFailure = error;
        this.lastAnswer = undefined;
        reject(error);
      };
      const answer = (response: HttpResponse): void => {
        this.lastAnswer = response;
        this.lastFailure = undefined;
        resolve({ response });
      };
      outgoing.once('response', (incoming) => collect(incoming).then(answer, fail));
      outgoing.on('error', fail);
      outgoing.end(request.body as string | Uint8Array | undefined);
    });
  }

  // The rest of the SDK's interface: nothing to configure, and the default agents are not ours to destroy.
  updateHttpClientConfig(): void {}
  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
  destroy(): void {}
}

function collect(incoming: http.IncomingMessage): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.code === 'ECONNRESET' ? withCode('The answer was cut short', BODY_CUT) : cause);
    });
    incoming.once('end', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(',')]);
      resolve(
        new HttpResponse({
          statusCode: incoming.statusCode ?? 0,
          reason: incoming.statusMessage ?? '',
          headers: Object.fromEntries(headers) as Record<string, string>,
          body: Buffer.concat(chunks),
        }),
      );
    });
  });
}

/** A host that does not answer at all should not cost the whole silence. */
function watchConnecting(outgoing: http.ClientRequest): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => outgoing.destroy(timedOut('no connection', LONGEST_CONNECT)), LONGEST_CONNECT);
    const done = (): void => clearTimeout(timer);
    socket.once('connect', done);
    outgoing.once('close', done);
  });
}

function timedOut(what: string, after: Milliseconds): Error {
  return withCode(`${what} within ${after} ms`, 'ETIMEDOUT');
}

function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

/** The name by which the SDK knows a request its caller gave up. */
function aborted(signal: AbortSignal): Error {
  return new DOMException('The request was aborted', { name: 'AbortError', cause: signal.reason } as never);
}
