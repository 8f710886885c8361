import type { XRayClient } from '@aws-sdk/client-xray';
import type { TraceId } from '../model/traceId';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { AwsEnvironment, CallRecord, Clock, Connection, Progress } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { orAborted } from './abort';
import type { Link, Links } from './clients';
import { toTraceError } from './errors';
import { failureOf } from './failure';
import { MAX_ATTEMPTS, retryOf, retryWait, type Retry } from './retry';

/** What every engine reports besides its own arrivals. */
export type Report =
  | { readonly kind: 'call'; readonly call: CallRecord }
  | { readonly kind: 'progress'; readonly progress: Progress };

/** One request to X-Ray, or to the service of another client. */
export interface Request<Output, Client = XRayClient> {
  readonly operation: string;
  /** The IDs it is about, for the receipt. */
  readonly ids: readonly TraceId[];
  readonly send: (client: Client, options: { abortSignal: AbortSignal }) => Promise<Output>;
  /** Called when its turn has come; may throw a TraceError to drop the request. */
  readonly before?: () => void;
  /** What came, in a few words for the receipt. */
  readonly note: (output: Output) => string;
  /**
   * For what is asked by the way, not by the user: operations of which none may have been denied lately. Otherwise it is not sent, and
   * fails as that one did. Being denied is nothing to note as a failure then.
   */
  readonly unlessDenied?: readonly string[] | undefined;
  /**
   * For what starts something that has to be ended: takes an answer that comes after the signal has aborted. The request is given
   * a moment for that.
   */
  readonly late?: (output: Output) => void;
}

/** One thing the user asked for: everything its calls share. */
export interface Session<Client = XRayClient> {
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly report: (report: Report) => void;
  /**
   * Sends a request through the connection's gate, with retries.
   * @throws TraceError; the signal's reason when it aborts, within a moment
   */
  readonly call: <Output extends object>(request: Request<Output, Client>) => Promise<Output>;
  /** Sends a request once, beside gate, retries and the session's own signal: for tidying up. Failures go to the log only. */
  readonly tidy: (request: Request<object, Client>, signal: AbortSignal) => Promise<void>;
  /** The key of the connection, for what is remembered of it. */
  readonly connectionKey: () => Promise<string>;
}

/** How long a request is let go on after its signal: what it starts can be ended within the second then. */
const LONGEST_LATE: Milliseconds = 900;

/** Opens a session on the connection; nothing is asked before its first call. */
export function openSession<Client = XRayClient>(
  environment: AwsEnvironment,
  clients: Links<Client>,
  connection: Connection,
  report: (report: Report) => void,
  signal: AbortSignal,
): Session<Client> {
  const { clock, log } = environment;
  const { credentials } = clients;

  const link = async (): Promise<Link<Client>> => {
    if (!credentials.has(connection.profile)) report({ kind: 'progress', progress: { step: 'credentials' } });
    return await clients.link(connection, signal);
  };

  const call = async <Output extends object>(request: Request<Output, Client>): Promise<Output> => {
    let used = await link();
    const { operation, unlessDenied } = request;
    const denied = unlessDenied && clients.denials.find(used.key, unlessDenied, clock.now());
    if (denied) throw denied;
    let startedAt: EpochMilliseconds | undefined;
    let isRenewed = false;
    const waits: { reason: string; milliseconds: Milliseconds }[] = [];
    const finish = (outcome: CallRecord['outcome'], note: string, requestId: string, words?: string): void => {
      if (startedAt === undefined) return; // never sent
      const { ids } = request;
      const milliseconds = clock.now() - startedAt;
      const record: CallRecord = { operation, ids, startedAt, milliseconds, requestId, waits, outcome, note };
      report({ kind: 'call', call: record });
      log(callLine(record, connection, words));
    };
    const waitFor = async ({ reason }: Retry, tries: number): Promise<void> => {
      const milliseconds = retryWait(tries, clock.random());
      waits.push({ reason, milliseconds });
      report({ kind: 'progress', progress: { step: 'waiting', reason, milliseconds } });
      await clock.sleep(milliseconds, signal);
    };
    const sendOnce = async (ticket: number, tries: number): Promise<Output> => {
      request.before?.();
      startedAt ??= clock.now();
      try {
        const output = await orAborted(send(request, used.client, signal), signal);
        used.gate.succeeded();
        return output;
      } catch (thrown) {
        const retry = retryOf(thrown);
        if (retry?.isThrottling) {
          used.gate.throttled(ticket);
          // The place is kept: a call let in instead would only be throttled too.
          if (tries < MAX_ATTEMPTS) await waitFor(retry, tries);
        }
        throw thrown;
      }
    };
    /** Waits as the failure asks for, unless it has. @returns false when another try makes no sense */
    const mayTryAgain = async (thrown: unknown, error: TraceError, tries: number): Promise<boolean> => {
      const retry = retryOf(thrown);
      if (retry && tries < MAX_ATTEMPTS) {
        if (!retry.isThrottling) await waitFor(retry, tries);
        return true;
      }
      if (isRenewed || !isRefusal(error)) return false;
      isRenewed = true;
      if (!(await credentials.renew(connection, used.identity, signal))) return false;
      waits.push({ reason: `${failureOf(thrown).name}, credentials renewed`, milliseconds: 0 });
      used = await clients.link(connection, signal);
      return true;
    };

    let requestId = '';
    try {
      for (let tries = 1; ; tries += 1) {
        try {
          const output = await used.gate.run((ticket) => sendOnce(ticket, tries), signal, tries > 1);
          clients.denials.note(used.key, operation, undefined, clock.now());
          finish('ok', request.note(output), requestIdOf(output));
          return output;
        } catch (thrown) {
          signal.throwIfAborted();
          requestId = failureOf(thrown).requestId;
          const { profile } = connection;
          const error = toTraceError(thrown, { operation, profile, host: used.host });
          clients.denials.note(used.key, operation, error, clock.now());
          if (!(await mayTryAgain(thrown, error, tries))) throw error;
        }
      }
    } catch (error) {
      const failed = error instanceof TraceError ? failureOf(error.cause).name || error.reason : 'failed';
      if (signal.aborted) finish('cancelled', 'cancelled', requestId);
      else {
        const isByTheWay = unlessDenied && error instanceof TraceError && error.reason === 'accessDenied';
        finish('failed', failed, requestId, isByTheWay ? `${operation} is not allowed, goes on without` : undefined);
      }
      throw error;
    }
  };

  const tidy = async (request: Request<object, Client>, own: AbortSignal): Promise<void> => {
    try {
      const { client } = await clients.link(connection, own);
      await orAborted(request.send(client, { abortSignal: own }), own);
      log(`${request.operation} ok`);
    } catch (thrown) {
      log(`${request.operation} did not get through: ${failureOf(thrown).name}`);
    }
  };

  return { connection, signal, clock, report, call, tidy, connectionKey: async () => (await link()).key };
}

/** Sends; where a late answer matters, the request outlives its signal for a moment. */
function send<Output, Client>(request: Request<Output, Client>, client: Client, signal: AbortSignal): Promise<Output> {
  const { late } = request;
  if (!late) return request.send(client, { abortSignal: signal });
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (): void => {
    timer = setTimeout(() => own.abort(signal.reason), LONGEST_LATE);
  };
  signal.addEventListener('abort', giveUp, { once: true });
  const sent = request.send(client, { abortSignal: own.signal });
  const tell = async (): Promise<void> => {
    try {
      const output = await sent;
      if (signal.aborted) late(output);
    } catch {
      // whoever called has the failure, or has left
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
  };
  void tell();
  return sent;
}

/** AWS refused what the call was signed with: newer credentials may help. */
function isRefusal(error: TraceError): boolean {
  return error.reason === 'credentialsExpired' || error.reason === 'credentialsInvalid';
}

function requestIdOf(output: object): string {
  const { $metadata } = output as { $metadata?: { requestId?: string } };
  return $metadata?.requestId ?? '';
}

/** IDs, counts and times only: no credentials, no contents. */
function callLine(
  call: CallRecord,
  connection: Connection,
  words = `${call.operation} ${call.outcome}: ${call.note}`,
): string {
  const ids = call.ids.length > 5 ? `${call.ids.length} IDs` : call.ids.join(' ');
  const waits = call.waits.map(({ reason, milliseconds }) => `${reason} +${milliseconds} ms`).join(', ');
  return [
    words,
    `${Math.round(call.milliseconds)} ms`,
    waits && `waits ${waits}`,
    `region ${connection.region}`,
    call.requestId && `request ${call.requestId}`,
    ids,
  ]
    .filter(Boolean)
    .join(' · ');
}
