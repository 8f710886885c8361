import { hasMembers, isMap, type JsonMap } from './json';
import type { SpanRows } from './spanRows';
import { Mark, Status } from './trace';

/** The members of a segment document the model reads. Nothing is known of their types before they are looked at. */
export interface SegmentDocument {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly trace_id?: unknown;
  readonly parent_id?: unknown;
  readonly type?: unknown;
  readonly start_time?: unknown;
  readonly end_time?: unknown;
  readonly in_progress?: unknown;
  readonly inferred?: unknown;
  readonly origin?: unknown;
  readonly namespace?: unknown;
  readonly fault?: unknown;
  readonly error?: unknown;
  readonly throttle?: unknown;
  readonly cause?: unknown;
  readonly http?: unknown;
  readonly aws?: unknown;
  readonly sql?: unknown;
  readonly annotations?: unknown;
  readonly metadata?: unknown;
  readonly links?: unknown;
  readonly subsegments?: unknown;
}

/**
 * Reads a segment document, or an independent subsegment, with everything nested in it: one row each, in document order.
 * Iterative: documents may be nested as deep as they like. Source of the fields: X-Ray guide, "Segment documents".
 * @returns the ordinal after the last one used
 */
export function readSegment(rows: SpanRows, top: SegmentDocument, document: number, firstOrdinal: number): number {
  let ordinal = firstOrdinal;
  let row = readOne(rows, top, document, ordinal++, -1);
  if (!Array.isArray(top.subsegments)) return ordinal;
  // The path from the top to the current list: lists, how far each is read, and whose they are.
  const lists: (readonly unknown[])[] = [top.subsegments];
  const next: number[] = [0];
  const owners: number[] = [row];
  for (let level = 0; level >= 0;) {
    const list = lists[level]!;
    const at = next[level]!;
    if (at === list.length) {
      level--;
      continue;
    }
    next[level] = at + 1;
    const child = list[at];
    if (!isMap(child)) {
      rows.marks[owners[level]!]! |= Mark.WrongType;
      continue;
    }
    row = readOne(rows, child, document, ordinal++, owners[level]!);
    const inner = (child as SegmentDocument).subsegments;
    if (Array.isArray(inner) && inner.length > 0) {
      level++;
      lists[level] = inner;
      next[level] = 0;
      owners[level] = row;
    }
  }
  return ordinal;
}

/** Reads one (sub)segment without its children. */
function readOne(rows: SpanRows, document: SegmentDocument, number: number, ordinal: number, nestedIn: number): number {
  const row = rows.add(number, ordinal, nestedIn);
  const { table } = rows;
  const { id, name, parent_id: parentId, subsegments } = document;
  let marks = 0;
  if (typeof id === 'string') rows.id[row] = lowerCase(id);
  else if (id !== undefined && id !== null) {
    marks |= Mark.WrongType;
    if (typeof id === 'number') rows.id[row] = String(id);
  }
  if (typeof name === 'string' && name !== '') rows.name[row] = table.number(name);
  else
    marks |= name === undefined || name === null || name === '' ? Mark.NameMissing : Mark.NameMissing | Mark.WrongType;
  if (nestedIn < 0) {
    if (typeof parentId === 'string') rows.parentId[row] = lowerCase(parentId);
    else if (parentId !== undefined && parentId !== null) marks |= Mark.WrongType;
  }
  if (subsegments !== undefined && subsegments !== null && !Array.isArray(subsegments)) marks |= Mark.WrongType;

  const start = rows.times.seconds(document.start_time);
  const startMarks = rows.timeMarks();
  const end = rows.times.seconds(document.end_time);
  rows.setTimes(row, start, startMarks, end, rows.timeMarks());
  // A document that says both has ended: exactly one of them is expected, and an end is the stronger fact.
  if (document.in_progress === true && Number.isNaN(end)) marks |= Mark.InProgress;

  const { namespace, origin } = document;
  if (namespace === 'aws') marks |= Mark.AwsCall;
  else if (namespace === 'remote') marks |= Mark.RemoteCall;
  if (typeof origin === 'string') rows.origin[row] = table.number(origin);
  if (document.inferred === true) marks |= Mark.Inferred;
  if (nestedIn < 0 && isSegment(document)) {
    marks |= Mark.Segment;
    rows.service[row] = rows.name[row]!;
  }

  const { http, aws, sql, cause, annotations, metadata, links } = document;
  if (http !== undefined && http !== null) marks |= isMap(http) ? readHttp(rows, row, http) : Mark.WrongType;
  if (aws !== undefined && aws !== null) marks |= isMap(aws) ? readAws(rows, row, aws) : Mark.WrongType;
  if (sql !== undefined && sql !== null) marks |= isMap(sql) ? readSql(rows, row, sql) : Mark.WrongType;
  if (cause !== undefined && cause !== null) marks |= causeMarks(cause);
  if (annotations !== undefined && annotations !== null) {
    marks |= isMap(annotations) ? (hasMembers(annotations) ? Mark.HasAnnotations : 0) : Mark.WrongType;
  }
  if (metadata !== undefined && metadata !== null) {
    marks |= isMap(metadata) ? (hasMembers(metadata) ? Mark.HasMetadata : 0) : Mark.WrongType;
  }
  if (links !== undefined && links !== null) {
    marks |= Array.isArray(links) ? (links.length > 0 ? Mark.HasLinks : 0) : Mark.WrongType;
  }
  rows.status[row] = statusOfFlags(document, rows.httpStatus[row]!);
  rows.marks[row]! |= marks;
  return row;
}

/** The text in lower case. Ids almost always are: looking costs less than the copy `toLowerCase` makes. */
export function lowerCase(id: string): string {
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    if ((code >= 65 && code <= 90) || code > 127) return id.toLowerCase();
  }
  return id;
}

/**
 * A document at the top is a segment unless it says `type: "subsegment"`, or carries a `namespace`, which only subsegments have,
 * and nothing that only segments have.
 */
function isSegment(document: SegmentDocument): boolean {
  if (document.type === 'subsegment') return false;
  return typeof document.namespace !== 'string' || document.origin !== undefined || document.inferred === true;
}

/**
 * The status by X-Ray's flags: fault before throttle before error, several may be true. The HTTP status decides only where a
 * document has none of the three flags, not even a false one: API Gateway and hand-written clients record a 5xx without flagging it, and a
 * row that reads 500 must not look well.
 */
export function statusOfFlags(document: SegmentDocument, httpStatus: number): Status {
  const { fault, throttle, error } = document;
  if (fault === true) return Status.Fault;
  if (throttle === true) return Status.Throttle;
  if (error === true) return Status.Error;
  return fault === undefined && throttle === undefined && error === undefined ? statusOfHttp(httpStatus) : Status.Ok;
}

/** 5xx is a fault, 429 a throttle, other 4xx an error. */
export function statusOfHttp(httpStatus: number): Status {
  if (httpStatus >= 500 && httpStatus < 600) return Status.Fault;
  if (httpStatus === 429) return Status.Throttle;
  return httpStatus >= 400 && httpStatus < 500 ? Status.Error : Status.Ok;
}

/** An unsigned 16-bit integer from a number or numeric text; 0 for anything else. */
export function smallInteger(value: unknown): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number < 65_536 ? number : 0;
}

function readHttp(rows: SpanRows, row: number, http: JsonMap): number {
  const { table } = rows;
  const { request, response } = http as { readonly request?: unknown; readonly response?: unknown };
  let marks = 0;
  if (isMap(request)) {
    const { method, url } = request as { readonly method?: unknown; readonly url?: unknown };
    if (typeof method === 'string') rows.method[row] = table.number(method);
    if (typeof url === 'string') rows.url[row] = table.number(url);
  } else if (request !== undefined && request !== null) marks |= Mark.WrongType;
  if (isMap(response)) {
    const { status } = response as { readonly status?: unknown };
    if (status !== undefined && status !== null) {
      rows.httpStatus[row] = smallInteger(status);
      if (rows.httpStatus[row] === 0 && status !== 0) marks |= Mark.WrongType;
    }
  } else if (response !== undefined && response !== null) marks |= Mark.WrongType;
  return marks;
}

interface AwsMembers {
  readonly operation?: unknown;
  readonly retries?: unknown;
  readonly table_name?: unknown;
  readonly table_names?: unknown;
  readonly queue_url?: unknown;
  readonly topic_arn?: unknown;
  readonly bucket_name?: unknown;
  readonly function_name?: unknown;
  readonly stream_name?: unknown;
  readonly resource_names?: unknown;
}

function readAws(rows: SpanRows, row: number, members: JsonMap): number {
  const aws: AwsMembers = members;
  const { operation, retries } = aws;
  if (typeof operation === 'string') rows.operation[row] = rows.table.number(operation);
  if (retries !== undefined) rows.retries[row] = smallInteger(retries);
  const resource = awsResource(aws);
  if (resource !== '') rows.resource[row] = rows.table.number(resource);
  return 0;
}

/** The one thing an AWS call is about. */
function awsResource(aws: AwsMembers): string {
  const { table_name: table, bucket_name: bucket, function_name: lambda, queue_url: queue, topic_arn: topic } = aws;
  if (typeof table === 'string') return table;
  if (typeof bucket === 'string') return bucket;
  if (typeof lambda === 'string') return lambda;
  if (typeof queue === 'string') return queue.slice(queue.lastIndexOf('/') + 1);
  if (typeof topic === 'string') return topic.slice(topic.lastIndexOf(':') + 1);
  if (typeof aws.stream_name === 'string') return aws.stream_name;
  return firstText(aws.table_names) || firstText(aws.resource_names);
}

/** The value, or the first element of a list, when it is text. */
export function firstText(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

function readSql(rows: SpanRows, row: number, sql: JsonMap): number {
  const { sanitized_query: query, url } = sql as { readonly sanitized_query?: unknown; readonly url?: unknown };
  if (typeof query === 'string' && rows.operation[row] === 0) rows.operation[row] = rows.memo(query, sqlVerb);
  if (typeof url === 'string' && rows.resource[row] === 0) rows.resource[row] = rows.memo(url, databaseOf);
  return hasMembers(sql) ? Mark.HasSql : 0;
}

/** First word of a statement, in upper case: `SELECT`. '' when it does not begin with a word. */
export function sqlVerb(statement: string): string {
  return /^[\s(]*([a-z]{2,20})\b/i.exec(statement.slice(0, 200))?.[1]?.toUpperCase() ?? '';
}

/** Database named by a connection URL (`jdbc:postgresql://host:5432/ebdb?ssl=true` → `ebdb`); '' when it names none. */
export function databaseOf(url: string): string {
  return /^[^?#;]*\/\/[^/?#;]*\/([^/?#;]+)/.exec(url.slice(0, 1000))?.[1] ?? '';
}

/** `cause` is an object with exceptions or a message, or the id of an exception or (sub)segment that tells more. */
function causeMarks(cause: unknown): number {
  if (typeof cause === 'string') return 0;
  if (!isMap(cause)) return Mark.WrongType;
  const { exceptions, message } = cause as { readonly exceptions?: unknown; readonly message?: unknown };
  if (Array.isArray(exceptions)) return exceptions.length > 0 ? Mark.HasException : 0;
  if (exceptions !== undefined && exceptions !== null) return Mark.WrongType;
  return typeof message === 'string' && message !== '' ? Mark.HasException : 0;
}
