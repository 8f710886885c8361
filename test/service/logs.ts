import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkAuthorization } from './authorization';
import type { StoredDocument } from './document';
import { errorOf, Faults, PROXY_PAGE, type Fault } from './faults';
import { compileQuery, countMatches, runQuery, type CompiledQuery, type Event } from './logsQuery';
import { QuerySyntaxError } from './logsTokens';
import type { ReceivedCall } from './service';
import type { Signer } from './store';
import { isObject, readBody, ServiceError, type JsonObject } from './wire';

export type QueryStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout';

/** How the service behaves; every part can be changed while it runs (`configure`). */
export interface LogsOptions {
  /** 0: any free port. Only read at the start. */
  port?: number;
  /** Epoch milliseconds; default the system's clock. `advance` is added to it. */
  clock?: () => number;
  /** Log groups there are, all with the same records. Default `aws/spans`. */
  logGroups?: readonly string[];
  /** Operations answered with AccessDeniedException. */
  denied?: readonly string[];
  /** Real milliseconds before every answer. */
  latencyMs?: number;
  /** Queries that may run at once. Source: service quotas; 100. */
  atOnce?: number;
  /** Rows on one page. Source: GetQueryResults; 10,000. */
  pageSize?: number;
  /** The course of queries started from now on, in milliseconds of the service's clock. */
  query?: { scheduledMs?: number; runningMs?: number; outcome?: 'Complete' | 'Failed' | 'Timeout' | 'Cancelled' };
}

/** A running local CloudWatch Logs, as far as Logs Insights goes. */
export interface LogsService {
  readonly url: string;
  /** Every request received, oldest first. */
  readonly calls: readonly ReceivedCall[];
  fault(fault: Fault): void;
  clearFaults(): void;
  configure(options: Partial<LogsOptions>): void;
  /** Moves the service's clock forward: queries go on. */
  advance(ms: number): void;
  /** Queries that are neither over nor stopped. */
  running(): number;
  close(): Promise<void>;
}

interface StartedQuery {
  readonly id: string;
  readonly compiled: CompiledQuery;
  readonly events: readonly Event[];
  readonly bytes: number;
  readonly startedAt: number;
  readonly course: Required<NonNullable<LogsOptions['query']>>;
  isStopped: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const MAX_RUN_MS = 60 * 60_000;

/**
 * Starts Logs Insights on 127.0.0.1: StartQuery, GetQueryResults, StopQuery over the span records another service holds.
 * @param records all span records of an account and region; asked for at each StartQuery
 */
export async function startLogsService(
  records: (signer: Signer) => readonly StoredDocument[],
  options: LogsOptions = {},
): Promise<LogsService> {
  const current: LogsOptions = { ...options };
  const faults = new Faults();
  const calls: Mutable<ReceivedCall>[] = [];
  const queries = new Map<string, StartedQuery>();
  const closing = new AbortController();
  let advanced = 0;
  const now = (): number => (current.clock ?? Date.now)() + advanced;
  const insights = new Insights(records, queries, current, now);

  const server = createServer((request, response) => {
    const call: Mutable<ReceivedCall> = {
      operation: operationOf(request),
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
    answer(request, response, call, { insights, faults, options: current, signal }).catch((error: unknown) => {
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
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    configure: (changes) => void Object.assign(current, changes),
    advance: (ms) => void (advanced += ms),
    running: () => insights.running(),
    close: () => {
      closing.abort();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** `X-Amz-Target: Logs_20140328.StartQuery`: the JSON 1.1 protocol knows no paths. */
function operationOf({ headers }: IncomingMessage): string {
  return /^Logs_20140328\.(\w+)$/.exec(String(headers['x-amz-target'] ?? ''))?.[1] ?? 'unknown';
}

interface Surroundings {
  readonly insights: Insights;
  readonly faults: Faults;
  readonly options: LogsOptions;
  readonly signal: AbortSignal;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  call: Mutable<ReceivedCall>,
  { insights, faults, options, signal }: Surroundings,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  call.body = text;
  let result: { readonly status: number; readonly body: unknown };
  const fault = faults.take(call.operation, parsed(text));
  try {
    const signer = checkAuthorization(request.headers.authorization, 'logs');
    const body = readBody(text);
    call.body = body;
    const delay = (options.latencyMs ?? 0) + (fault?.kind === 'latency' ? fault.ms : 0);
    if (delay > 0) await sleep(delay, undefined, { signal });
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') {
      response.removeAllListeners('close');
      request.socket.resetAndDestroy();
      return;
    }
    const error = fault && errorOf(fault);
    if (error) throw error;
    const answered = insights.perform(call.operation, body, signer);
    result = { status: 200, body: fault?.kind === 'json' ? fault.body : answered };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    result = { status: error.status, body: { __type: error.code, message: error.message, ...error.members } };
  }
  const isHtml = fault?.kind === 'html';
  call.status = isHtml ? (fault.status ?? 502) : result.status;
  const body = Buffer.from(isHtml ? PROXY_PAGE : JSON.stringify(result.body));
  response.writeHead(call.status, {
    'content-type': isHtml ? 'text/html' : 'application/x-amz-json-1.1',
    'x-amzn-requestid': call.requestId,
  });
  response.end(fault?.kind === 'truncate' ? body.subarray(0, Math.floor(body.length / 2)) : body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // what cannot be read is answered below
  }
}

/** The operations. Errors as the API's model names them; all are status 400. */
class Insights {
  readonly #tokens = new Map<string, { readonly query: string; readonly from: number }>();

  constructor(
    private readonly records: (signer: Signer) => readonly StoredDocument[],
    private readonly queries: Map<string, StartedQuery>,
    private readonly options: LogsOptions,
    private readonly now: () => number,
  ) {}

  perform(operation: string, input: JsonObject, signer: Signer): JsonObject {
    if (this.options.denied?.includes(operation)) {
      throw refused(
        'AccessDeniedException',
        `User: arn:aws:iam::111122223333:user/dev is not authorized to perform: logs:${operation} on resource: ` +
          `arn:aws:logs:us-east-1:111122223333:log-group:aws/spans because no identity-based policy allows the logs:${operation} action`,
      );
    }
    switch (operation) {
      case 'StartQuery':
        return this.start(input, signer);
      case 'GetQueryResults':
        return this.results(input);
      case 'StopQuery':
        return this.stop(input);
      default:
        throw refused('UnknownOperationException', `No such operation: ${operation}`);
    }
  }

  running(): number {
    return [...this.queries.values()].filter((query) => ['Scheduled', 'Running'].includes(this.status(query))).length;
  }

  private start(input: JsonObject, signer: Signer): JsonObject {
    const { queryString, startTime, endTime, limit } = input;
    if (typeof queryString !== 'string') throw invalid('queryString is required');
    if (!isSecond(startTime) || !isSecond(endTime)) throw invalid('startTime and endTime are epoch seconds');
    if (startTime > endTime) throw invalid('endTime is before startTime');
    const compiled = compile(queryString);
    const groups = groupsOf(input);
    if (compiled.hasSource ? groups.length > 0 : groups.length === 0) {
      throw invalid('Exactly one of log groups and a SOURCE command is needed');
    }
    if (groups.length > 50) throw invalid('At most 50 log groups can be queried');
    const known = this.options.logGroups ?? ['aws/spans'];
    const missing = groups.find((group) => !known.includes(group.replace(/^arn:.*:log-group:/, '')));
    if (missing !== undefined) {
      throw refused('ResourceNotFoundException', `Log group '${missing}' does not exist for account ID '111122223333'`);
    }
    if (this.running() >= (this.options.atOnce ?? 100)) {
      throw refused('LimitExceededException', 'Account maximum query concurrency limit of [100] reached.');
    }
    const inRange = this.records(signer)
      .map((record) => ({ record, time: record.start ?? 0 }))
      .filter(({ time }) => Math.floor(time) >= startTime && Math.floor(time) <= endTime)
      .toSorted((a, b) => a.time - b.time);
    const { scheduledMs = 100, runningMs = 400, outcome = 'Complete' } = this.options.query ?? {};
    const query: StartedQuery = {
      id: randomUUID(),
      compiled: isSecond(limit) ? { ...compiled, limit: Math.min(limit, compiled.limit) } : compiled,
      events: inRange.map(({ record, time }) => eventOf(record, time)),
      bytes: inRange.reduce((sum, { record }) => sum + record.text.length, 0),
      startedAt: this.now(),
      course: { scheduledMs, runningMs, outcome },
      isStopped: false,
    };
    this.queries.set(query.id, query);
    return { queryId: query.id };
  }

  /** While it runs: what was found so far, in the order of the whole. Assumed: the records are read at an even pace. */
  private results(input: JsonObject): JsonObject {
    const query = this.find(input);
    const status = this.status(query);
    const { compiled, events, bytes, course, startedAt } = query;
    const ran = this.now() - startedAt - course.scheduledMs;
    const share = status === 'Complete' ? 1 : Math.max(0, Math.min(1, ran / Math.max(1, course.runningMs)));
    const read = events.slice(events.length - Math.floor(events.length * share));
    const rows = runQuery(compiled, read);
    const { from, size } = this.page(query, input);
    const page = rows.slice(from, from + size);
    const next = status === 'Complete' && from + size < rows.length ? this.token(query, from + size) : undefined;
    return {
      queryLanguage: 'CWLI',
      status,
      results: page.map((row) => [...row].map(([field, value]) => ({ field, value }))),
      statistics: {
        recordsMatched: countMatches(compiled, read),
        recordsScanned: read.length,
        bytesScanned: Math.floor(bytes * share),
      },
      ...(next === undefined ? {} : { nextToken: next }),
    };
  }

  private stop(input: JsonObject): JsonObject {
    const query = this.find(input);
    if (!['Scheduled', 'Running'].includes(this.status(query))) {
      throw invalid('The specified query is already in an end state');
    }
    query.isStopped = true;
    return { success: true };
  }

  private status({ isStopped, startedAt, course }: StartedQuery): QueryStatus {
    if (isStopped) return 'Cancelled';
    const age = this.now() - startedAt;
    if (age < course.scheduledMs) return 'Scheduled';
    const needed = course.scheduledMs + course.runningMs;
    if (age >= needed) return needed > MAX_RUN_MS ? 'Timeout' : course.outcome;
    return age > MAX_RUN_MS ? 'Timeout' : 'Running';
  }

  private find({ queryId }: JsonObject): StartedQuery {
    const query = typeof queryId === 'string' ? this.queries.get(queryId) : undefined;
    if (!query) throw refused('ResourceNotFoundException', `Query '${String(queryId)}' does not exist`);
    return query;
  }

  private page(query: StartedQuery, { nextToken, maxItems }: JsonObject): { from: number; size: number } {
    const most = this.options.pageSize ?? 10_000;
    const size = typeof maxItems === 'number' ? Math.min(maxItems, most) : most;
    if (nextToken === undefined || nextToken === null) return { from: 0, size };
    const issued = typeof nextToken === 'string' ? this.#tokens.get(nextToken) : undefined;
    if (issued?.query !== query.id) throw invalid('The specified nextToken is invalid.');
    return { from: issued.from, size };
  }

  private token(query: StartedQuery, from: number): string {
    const token = randomUUID();
    this.#tokens.set(token, { query: query.id, from });
    return token;
  }
}

function compile(text: string): CompiledQuery {
  try {
    return compileQuery(text);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    const location = { startCharOffset: error.start, endCharOffset: error.end };
    throw refused('MalformedQueryException', error.message, {
      queryCompileError: { location, message: error.message },
    });
  }
}

function groupsOf({ logGroupName, logGroupNames, logGroupIdentifiers }: JsonObject): string[] {
  const given = [logGroupName, logGroupNames, logGroupIdentifiers].filter((value) => value !== undefined);
  if (given.length > 1) throw invalid('Only one of logGroupName, logGroupNames, logGroupIdentifiers can be given');
  return given.flat().map(String);
}

/** The fields Logs Insights finds in a record: members with dots between, and those of its own. Lists count from 0. */
function eventOf({ value, text }: StoredDocument, second: number): Event {
  const event = new Map<string, string | number | boolean>();
  const flatten = (part: unknown, path: string): void => {
    if (isObject(part))
      for (const [name, member] of Object.entries(part)) flatten(member, path ? `${path}.${name}` : name);
    else if (Array.isArray(part)) part.forEach((member, index) => flatten(member, `${path}.${index}`));
    else if (typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean') event.set(path, part);
  };
  flatten(value, '');
  const time = new Date(Math.floor(second * 1000)).toISOString();
  event.set('@timestamp', time.replace('T', ' ').replace('Z', ''));
  event.set('@message', text);
  event.set('@ptr', `${String(value['traceId'])}/${String(value['spanId'])}`);
  return event;
}

const refused = (code: string, message: string, members: JsonObject = {}): ServiceError =>
  new ServiceError(400, code, message, members);
const invalid = (message: string): ServiceError => refused('InvalidParameterException', message);

function isSecond(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
