import { toW3cTraceId } from '../../../src/model/traceId';

/** A drawn trace starts here: 2023-09-12T18:12:32Z, epoch seconds. The trace ID's own time agrees. */
export const DRAWN_START = 1_694_542_352;
export const DRAWN_ID = '1-6500aa10-0123456789abcdef01234567';

interface DrawnLine {
  readonly depth: number;
  readonly name: string;
  readonly start: number;
  /** undefined while in progress. */
  readonly end: number | undefined;
  readonly words: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

type Document = Record<string, unknown>;

/**
 * Documents from a drawing. One line per (sub)segment: name, start and end in milliseconds since `DRAWN_START`, then words:
 *
 *     frontend        0 500
 *       dynamo       20 120 fault aws http=503
 *       worker       30 900 segment           a document of its own, parent_id set
 *       late         40   - streamed          an independent subsegment, still in progress
 *
 * Indented lines are nested subsegments. Words: `fault error throttle`, `aws remote`, `inferred segment streamed` (own document),
 * `id=… parent=… http=… method=… url=… origin=… trace=…`. Names may hold blanks. Ids count up from 1 in line order.
 * @returns JSON texts of segment documents, in line order
 */
export function drawTrace(drawing: string, traceId: string = DRAWN_ID): string[] {
  return drawDocuments(drawing, traceId).map((document) => JSON.stringify(document));
}

/** The same drawing as span records of Transaction Search: one record per line, all with `service.name` of the nearest `segment` line. */
export function drawSpanRecords(drawing: string, traceId: string = DRAWN_ID): string[] {
  const services: string[] = [];
  const ids: string[] = [];
  return readLines(drawing).map((line, index) => {
    ids[line.depth] = line.values.get('id') ?? hexId(index + 1);
    const isEntry = line.depth === 0 || line.words.has('segment');
    services[line.depth] = isEntry ? line.name : (services[line.depth - 1] ?? line.name);
    const http = line.values.get('http');
    return JSON.stringify({
      resource: { attributes: { 'service.name': services[line.depth] } },
      traceId: toW3cTraceId(traceId),
      spanId: ids[line.depth],
      parentSpanId: line.values.get('parent') ?? (line.depth > 0 ? ids[line.depth - 1] : undefined),
      name: line.name,
      kind: isEntry ? 'SERVER' : 'INTERNAL',
      startTimeUnixNano: nanos(line.start),
      endTimeUnixNano: line.end === undefined ? undefined : nanos(line.end),
      attributes: http === undefined ? {} : { 'http.response.status_code': Number(http) },
      status: { code: line.words.has('fault') || line.words.has('error') ? 'ERROR' : 'UNSET' },
    });
  });
}

/** As `drawTrace`, before they become text: for tests that break something on purpose. */
export function drawDocuments(drawing: string, traceId: string = DRAWN_ID): Document[] {
  const documents: Document[] = [];
  const path: Document[] = [];
  readLines(drawing).forEach((line, index) => {
    const document = toDocument(line, index);
    const parent = line.depth > 0 ? path[line.depth - 1] : undefined;
    const isOwn = !parent || line.words.has('segment') || line.words.has('streamed') || line.words.has('inferred');
    if (isOwn) {
      document['trace_id'] = line.values.get('trace') ?? traceId;
      if (parent) document['parent_id'] ??= parent['id'];
      if (line.words.has('streamed')) document['type'] = 'subsegment';
      documents.push(document);
    } else ((parent['subsegments'] ??= []) as Document[]).push(document);
    path.length = line.depth;
    path.push(document);
  });
  return documents;
}

function toDocument(line: DrawnLine, index: number): Document {
  const { words, values } = line;
  const document: Document = { id: values.get('id') ?? hexId(index + 1), name: line.name, start_time: at(line.start) };
  if (line.end === undefined) document['in_progress'] = true;
  else document['end_time'] = at(line.end);
  for (const flag of ['fault', 'error', 'throttle', 'inferred']) if (words.has(flag)) document[flag] = true;
  for (const namespace of ['aws', 'remote']) if (words.has(namespace)) document['namespace'] = namespace;
  const parent = values.get('parent');
  if (parent !== undefined) document['parent_id'] = parent;
  const origin = values.get('origin');
  if (origin !== undefined) document['origin'] = origin;
  const [method, url, status] = [values.get('method'), values.get('url'), values.get('http')];
  if (method ?? url ?? status) {
    document['http'] = {
      ...((method ?? url) ? { request: { method, url } } : {}),
      ...(status ? { response: { status: Number(status) } } : {}),
    };
  }
  return document;
}

/** Digits, as numbers cannot hold all of them; for times within the second that follows `DRAWN_START`, or later. */
function nanos(milliseconds: number): string {
  const total = Math.round(milliseconds * 1e6);
  const second = Math.floor(total / 1e9);
  return `${DRAWN_START + second}${String(total - second * 1e9).padStart(9, '0')}`;
}

function at(milliseconds: number): number {
  return Math.round(DRAWN_START * 1e6 + milliseconds * 1e3) / 1e6;
}

function hexId(number: number): string {
  return number.toString(16).padStart(16, '0');
}

const LINE = /^(\s*)(\S.*?)\s+(-?[\d.]+)\s+(-?[\d.]+|-)((?:\s+[a-z]+(?:=\S*)?)*)\s*$/;

function readLines(drawing: string): DrawnLine[] {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => {
    const match = LINE.exec(line);
    if (!match) throw new Error(`Not a drawn span: ${line}`);
    const [, indent = '', name = '', start = '', end = '', rest = ''] = match;
    const parts = rest.trim().split(/\s+/).filter(Boolean);
    return {
      depth: (indent.length - margin) / 2,
      name,
      start: Number(start),
      end: end === '-' ? undefined : Number(end),
      words: new Set(parts.filter((part) => !part.includes('='))),
      values: new Map(parts.filter((part) => part.includes('=')).map((part) => splitOnce(part))),
    };
  });
}

function splitOnce(part: string): [string, string] {
  const equals = part.indexOf('=');
  return [part.slice(0, equals), part.slice(equals + 1)];
}
