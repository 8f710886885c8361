import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkAuthorization } from './authorization';
import type { Context } from './context';
import type { StoredDocument } from './document';
import { errorOf, Faults, PROXY_PAGE, sendSlowly, type Fault } from './faults';
import { operationAt, operations } from './operations';
import type { ServiceOptions } from './options';
import { RateLimit } from './rateLimit';
import { Retrievals } from './retrievals';
import { accessDenied } from './settings';
import { TraceStore, type PutOptions, type Signer } from './store';
import { Tokens } from './tokens';
import { readBody, ServiceError, type JsonObject } from './wire';

export type { Fault } from './faults';
export type { ServiceOptions } from './options';
export type { PutOptions } from './store';

/** One request as it was received. */
export interface ReceivedCall {
  /** Name of the operation; the path for one this service does not have. */
  readonly operation: string;
  readonly body: unknown;
  /** Epoch milliseconds of the service's clock. */
  readonly at: number;
  readonly requestId: string;
  /** HTTP status of the answer; undefined while there is none. */
  readonly status: number | undefined;
  /** The client hung up before the answer was complete. */
  readonly aborted: boolean;
}

/** A running local X-Ray service. */
export interface XRayService {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Every request received, oldest first. */
  readonly calls: readonly ReceivedCall[];
  /** Span records as they were stored, as Transaction Search has them in its log group: indexed or not. */
  spanRecords(signer: Signer): StoredDocument[];
  /** Stores segment documents, span records or envelopes. Throws for what names no trace. */
  put(documents: readonly string[], options?: PutOptions): void;
  /** Stores recorded answers (BatchGetTraces output, or `Traces[i]`), which are then handed out unchanged. */
  replay(traces: unknown, options?: PutOptions): void;
  /** Makes the next calls go wrong. Faults are used up in the order they were added. */
  fault(fault: Fault): void;
  /** Forgets the faults that have not happened yet. */
  clearFaults(): void;
  configure(options: Partial<ServiceOptions>): void;
  /** Moves the service's clock forward: retrievals go on and expire. */
  advance(ms: number): void;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
}

/** Starts the service on 127.0.0.1. */
export async function startService(options: ServiceOptions = {}): Promise<XRayService> {
  const current: ServiceOptions = { ...options };
  const faults = new Faults();
  const rateLimit = new RateLimit();
  const calls: Mutable<ReceivedCall>[] = [];
  const closing = new AbortController();
  let advanced = 0;
  const now = (): number => (current.clock ?? Date.now)() + advanced;
  const context: Omit<Context, 'signer'> = {
    store: new TraceStore(),
    retrievals: new Retrievals(),
    tokens: new Tokens(),
    options: current,
    now,
  };

  const server = createServer((request, response) => {
    const call: Mutable<ReceivedCall> = {
      operation: operationAt(request.url ?? '') ?? request.url ?? '',
      body: undefined,
      at: now(),
      requestId: randomUUID(),
      status: undefined,
      aborted: false,
    };
    calls.push(call);
    const hungUp = new AbortController();
    response.on('close', () => {
      call.aborted = !response.writableFinished;
      hungUp.abort();
    });
    const signal = AbortSignal.any([hungUp.signal, closing.signal]);
    answer(request, response, call, { context, faults, rateLimit, signal }).catch((error: unknown) => {
      if (signal.aborted) return;
      console.error(`${call.operation}:`, error); // a bug of this service, not an answer of AWS
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(current.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    spanRecords: (signer) =>
      context.store.all(signer).flatMap(({ documents }) => documents.filter(({ kind }) => kind === 'span')),
    put: (documents, putOptions) => context.store.put(documents, putOptions),
    replay: (traces, putOptions) => context.store.replay(traces, putOptions),
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    configure: (changes) => void Object.assign(current, changes),
    advance: (ms) => void (advanced += ms),
    close: () => {
      closing.abort();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const REPEATED_TOKEN = 'the-same-token-again';

interface Surroundings {
  readonly context: Omit<Context, 'signer'>;
  readonly faults: Faults;
  readonly rateLimit: RateLimit;
  /** Aborted when the client hangs up or the service closes. */
  readonly signal: AbortSignal;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  call: Mutable<ReceivedCall>,
  { context, faults, rateLimit, signal }: Surroundings,
): Promise<void> {
  const text = await readText(request);
  let input: JsonObject | ServiceError;
  try {
    input = readBody(text);
    call.body = input;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    input = error;
    call.body = text;
  }
  const leave = rateLimit.enter(context.options.rateLimit ?? {}, context.now());
  response.once('close', () => leave?.());
  const fault = faults.take(call.operation, call.body) ?? (leave ? undefined : ({ kind: 'throttle' } as const));
  const delay = (context.options.latencyMs ?? 0) + (fault?.kind === 'latency' ? fault.ms : 0);
  if (delay > 0) await sleep(delay, undefined, { signal });
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    resetConnection(request, response);
    return;
  }

  const result = perform(request, call.operation, input, context, fault);
  const isHtml = fault?.kind === 'html';
  const body = Buffer.from(isHtml ? PROXY_PAGE : JSON.stringify(result.body));
  const status = isHtml ? (fault.status ?? 502) : result.status;
  call.status = status;
  response.writeHead(status, {
    ...result.headers,
    'content-type': isHtml ? 'text/html' : 'application/json',
    'x-amzn-requestid': call.requestId,
    'content-length': fault?.kind === 'truncate' && !fault.reset ? Math.floor(body.length / 2) : body.length,
  });
  if (fault?.kind === 'slowBody') await sendSlowly(response, body, fault.ms, signal);
  else if (fault?.kind === 'truncate') {
    const half = body.subarray(0, Math.floor(body.length / 2));
    if (fault.reset) response.write(half, () => resetConnection(request, response));
    else response.end(half);
  } else response.end(body);
}

/** Breaks the connection from this side; the call does not count as one the client gave up. */
function resetConnection(request: IncomingMessage, response: ServerResponse): void {
  response.removeAllListeners('close');
  request.socket.resetAndDestroy();
}

interface Result {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

function perform(
  request: IncomingMessage,
  name: string,
  input: JsonObject | ServiceError,
  context: Omit<Context, 'signer'>,
  fault: Fault | undefined,
): Result {
  try {
    const operation = operations[name]?.run;
    if (!operation || request.method !== 'POST') {
      throw new ServiceError(404, 'UnknownOperationException', `No such operation: ${request.method} ${request.url}`);
    }
    const signer = checkAuthorization(request.headers.authorization);
    const error = (fault && errorOf(fault)) ?? (input instanceof ServiceError ? input : undefined);
    if (error) throw error;
    if (context.options.denied?.includes(name)) throw accessDenied(name);
    const body = input as JsonObject;
    // A token this fault has made up leads to the first page again.
    const asked = fault?.kind === 'endlessToken' ? { ...body, NextToken: undefined } : body;
    return { status: 200, body: spoil(operation(asked, { ...context, signer }), body, fault), headers: {} };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { status, code, message, members } = error;
    // The suffix is what some front ends of AWS add; clients must cut it off.
    const headers = { 'x-amzn-errortype': `${code}:http://internal.amazon.com/coral/com.amazon.coral.service/` };
    return { status, body: { __type: code, message, ...members }, headers };
  }
}

/** The body after a fault that changes what it says. */
function spoil(body: JsonObject, input: JsonObject, fault: Fault | undefined): unknown {
  if (fault?.kind === 'json') return fault.body;
  if (fault?.kind === 'unprocessed') return { Traces: [], UnprocessedTraceIds: input['TraceIds'] };
  if (fault?.kind === 'endlessToken') return { ...body, NextToken: fault.repeat ? REPEATED_TOKEN : randomUUID() };
  return body;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
