import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from './wire';

/** Something that goes wrong with the next calls. */
export type Fault = {
  /** Which operation; default any. */
  readonly operation?: string;
  /** Only calls with such a body; default any. */
  readonly when?: (body: unknown) => boolean;
  /** How many calls; default 1. */
  readonly times?: number;
} & (
  | /** The answer comes late. */ { readonly kind: 'latency'; readonly ms: number }
  | /** ThrottledException, 429: the name in the API model. */ { readonly kind: 'throttle' }
  | /** ThrottlingException, 429: the name the front end uses. */ { readonly kind: 'throttle2' }
  /** Any error: status 500 and InternalFailure by default, e.g. 403 and ExpiredTokenException. */
  | { readonly kind: 'status'; readonly status?: number; readonly code?: string; readonly message?: string }
  | /** A proxy's page; status 502 by default, 200 happens too. */ { readonly kind: 'html'; readonly status?: number }
  | /** The connection is reset instead of an answer. */ { readonly kind: 'reset' }
  | /** Headers at once, then the body in small pieces over `ms` milliseconds. */ {
      readonly kind: 'slowBody';
      readonly ms: number;
    }
  /** Half of the body: complete to HTTP, but broken JSON; with `reset` the connection breaks in the middle instead. */
  | { readonly kind: 'truncate'; readonly reset?: boolean }
  | /** A 200 with this body instead of the real one. */ { readonly kind: 'json'; readonly body: unknown }
  | /** Never answered. */ { readonly kind: 'hang' }
  /** BatchGetTraces names every ID in UnprocessedTraceIds. */
  | { readonly kind: 'unprocessed' }
  /** The real answer with a NextToken: always the same one (`repeat`), or a new one each time. */
  | { readonly kind: 'endlessToken'; readonly repeat?: boolean }
);

/** The faults that are still to happen, in the order they were asked for. */
export class Faults {
  readonly #waiting: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** The fault for this call; undefined when it may go well. */
  take(operation: string, body: unknown): Fault | undefined {
    const index = this.#waiting.findIndex(
      ({ fault }) => (fault.operation ?? operation) === operation && (fault.when?.(body) ?? true),
    );
    const entry = this.#waiting[index];
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#waiting.splice(index, 1);
    return entry.fault;
  }
}

/** The error a fault stands for; undefined for faults that spoil the transport or the body. */
export function errorOf(fault: Fault): ServiceError | undefined {
  if (fault.kind === 'throttle') return new ServiceError(429, 'ThrottledException', 'Rate exceeded');
  if (fault.kind === 'throttle2') return new ServiceError(429, 'ThrottlingException', 'Rate exceeded');
  if (fault.kind !== 'status') return undefined;
  const { status = 500, code = 'InternalFailure', message = 'The request processing has failed' } = fault;
  return new ServiceError(status, code, message);
}

export const PROXY_PAGE =
  '<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';

/** Sends a body in 20 pieces over `ms` milliseconds. Ends early when the client hangs up. */
export async function sendSlowly(
  response: ServerResponse,
  body: Buffer,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const PIECES = 20;
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  for (let at = 0; at < body.length; at += size) {
    response.write(body.subarray(at, at + size));
    await sleep(ms / PIECES, undefined, { signal });
  }
  response.end();
}
