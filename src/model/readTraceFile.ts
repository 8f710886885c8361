import { eachEnvelopeSpan, kindOf, whyNone } from './documentKind';
import { OPEN_BRACE, OPEN_BRACKET, isMap, parseDocument, skipBlank, type JsonMap } from './json';
import { elementsOf, isEllipsis, membersOf, nodeAt, stringOf, type JsonNode } from './jsonText';
import { splitEnvelope } from './splitEnvelope';
import type { TraceInput } from './trace';
import { normalTraceId } from './traceId';
import type { Milliseconds } from './units';

/** What a file holds. */
export interface TraceFile {
  /** One per trace, in the order the file names them; documents that name no trace share one without an id. */
  readonly traces: readonly TraceInput[];
  /** What is no document, or only part of one. `where` is a path or line in the file, `why` a short English phrase. */
  readonly unreadable: readonly Unreadable[];
}

export interface Unreadable {
  readonly where: string;
  readonly why: string;
}

/** Longest list of unreadable places; the last entry then says how many more there are. */
const MOST_UNREADABLE = 100;
/** Wrappers are nested a few deep: `[{Traces: [{Segments: [{Document}]}]}]`. Beyond that it is no trace file. */
const DEEPEST = 8;

/**
 * Reads a file of traces in any shape people have them: output of BatchGetTraces and ListRetrievedTraces, one of its traces, traces by id, the
 * console's raw data, bare documents or lists of them, one per line, CloudWatch exports, span records, OTLP envelopes, a daemon's
 * datagram; with comments, trailing commas, or cut off. Never throws. Documents come exactly as the file has them: the text of a
 * `Document` that is a string, the very characters of one that is an object.
 */
export function readTraceFile(text: string): TraceFile {
  const reader = new FileReader(text);
  reader.readAll();
  return reader.result();
}

/** What an enclosing trace says of the documents in it. */
interface Enclosing {
  readonly id: string;
  readonly duration: Milliseconds | undefined;
  readonly limitExceeded: boolean;
}

interface Gathered {
  readonly id: string;
  readonly documents: string[];
  duration: Milliseconds | undefined;
  limitExceeded: boolean;
}

class FileReader {
  private readonly traces = new Map<string, Gathered>();
  private readonly unreadable: Unreadable[] = [];
  private left = 0;
  private line = 1;
  private counted = 0;

  constructor(private readonly text: string) {}

  result(): TraceFile {
    const traces = [...this.traces.values()].map(({ id, documents, duration, limitExceeded }) => ({
      id: id === '' ? undefined : id,
      documents,
      reportedDuration: duration,
      limitExceeded,
    }));
    const more = this.left > 0 ? [{ where: 'the rest of the file', why: `${this.left} more places like these` }] : [];
    return { traces, unreadable: [...this.unreadable, ...more] };
  }

  /** Every value of the file, one after the other; a line that starts none is passed over and reported. */
  readAll(): void {
    const { text } = this;
    let isFirst = true;
    for (let at = skipBlank(text, 0); at < text.length; at = skipBlank(text, at)) {
      const code = text.charCodeAt(at);
      if (code !== OPEN_BRACE && code !== OPEN_BRACKET) {
        at = this.passOver(at);
        continue;
      }
      const node = nodeAt(text, at);
      at = node.to;
      if (isDaemonHeader(text, node)) continue;
      const isAlone = isFirst && skipBlank(text, at) >= text.length;
      this.readValue(node, isAlone ? '' : `line ${this.lineOf(node.from)}`, undefined, 0);
      isFirst = false;
    }
    if (this.traces.size === 0 && this.unreadable.length === 0) this.report('the file', 'empty');
  }

  /** Passes over lines that begin no JSON (a shell prompt, `...`). @returns where the next line that does begins */
  private passOver(from: number): number {
    const { text } = this;
    let to = from;
    while (to < text.length) {
      const newline = text.indexOf('\n', to);
      to = newline < 0 ? text.length : newline + 1;
      const next = text.charCodeAt(skipBlank(text, to));
      if (next === OPEN_BRACE || next === OPEN_BRACKET) break;
    }
    const passed = text.slice(from, to).trim();
    if (/^[\s\]},;]*$/.test(passed)) return to;
    const [first, last] = [this.lineOf(from), this.lineOf(from + passed.length)];
    const where = first === last ? `line ${first}` : `lines ${first}–${last}`;
    const why = /^T1[SU]/.test(passed) ? 'OpenTelemetry protobuf in base64, not JSON' : 'not JSON';
    this.report(where, isEllipsis(text, { from, to, complete: true }) ? 'something was left out here ("...")' : why);
    return to;
  }

  private readValue(node: JsonNode, where: string, enclosing: Enclosing | undefined, depth: number): void {
    if (node.kind === 'list' && depth < DEEPEST) {
      const elements = elementsOf(this.text, node);
      elements.forEach((element, index) => this.readValue(element, `${where}[${index}]`, enclosing, depth + 1));
      if (elements.length === 0) this.report(where, 'an empty list');
      if (!node.complete) this.report(where, `cut off after ${elements.length} entries`);
    } else if (node.kind === 'object' && depth < DEEPEST) this.readObject(node, where, enclosing, depth);
    else if (node.kind === 'string') this.readText(stringOf(this.slice(node)), where, enclosing);
    else this.report(where, node.complete ? 'not a document' : 'cut off');
  }

  private readObject(node: JsonNode, where: string, enclosing: Enclosing | undefined, depth: number): void {
    const members = membersOf(this.text, node);
    const inside = (key: string) => (where === '' ? key : `${where}.${key}`);
    const traces = members.get('Traces');
    const list = members.get('Segments') ?? members.get('Spans');
    const wrapped = members.get('Document') ?? members.get('raw_otel_json') ?? members.get('@message');
    if (traces) {
      if (traces.kind !== 'list') this.report(inside('Traces'), `${this.slice(traces).slice(0, 20)} instead of a list`);
      else this.readList(traces, inside('Traces'), undefined, depth);
    } else if (list) {
      const key = members.has('Segments') ? 'Segments' : 'Spans';
      const trace = this.traceOf(members);
      if (list.kind === 'list') this.readList(list, inside(key), trace, depth);
      else this.report(inside(key), `${this.slice(list).slice(0, 20)} instead of a list`);
    } else if (wrapped) this.readWrapped(node, wrapped, where, enclosing);
    else if (isByTraceId(members)) {
      for (const [key, member] of members) this.readValue(member, inside(key), enclosing, depth + 1);
    } else if (members.has('Id') && members.size === 1) {
      this.report(where, 'a segment without a document');
    } else this.readDocument(node, where, enclosing);
  }

  /** A list of wrappers or documents. An empty one is no fault: X-Ray answers so for a trace it does not have. */
  private readList(list: JsonNode, where: string, enclosing: Enclosing | undefined, depth: number): void {
    const elements = elementsOf(this.text, list);
    elements.forEach((element, index) => this.readValue(element, `${where}[${index}]`, enclosing, depth + 1));
    if (elements.length === 0 && enclosing === undefined) this.report(where, 'an empty list');
    if (!list.complete) this.report(where, `cut off after ${elements.length} entries`);
  }

  private traceOf(members: ReadonlyMap<string, JsonNode>): Enclosing {
    const id = members.get('Id');
    const duration = members.get('Duration');
    const seconds = duration?.kind === 'other' ? Number(this.slice(duration)) : Number.NaN;
    const limit = members.get('LimitExceeded');
    const trace = {
      id: id?.kind === 'string' ? normalTraceId(stringOf(this.slice(id))) : '',
      duration: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined,
      limitExceeded: limit !== undefined && this.slice(limit) === 'true',
    };
    if (trace.id !== '') this.gather(trace.id, trace);
    return trace;
  }

  private readWrapped(node: JsonNode, document: JsonNode, where: string, enclosing: Enclosing | undefined): void {
    if (document.kind === 'object') this.readDocument(document, where, enclosing);
    else if (document.kind === 'string' && document.complete) {
      this.readText(stringOf(this.slice(document)), where, enclosing);
    } else if (node.complete && document.kind !== 'string') this.report(where, 'a segment without a document');
    else this.report(where, 'the document is cut off');
  }

  /** A document that stands in the file as an object. */
  private readDocument(node: JsonNode, where: string, enclosing: Enclosing | undefined): void {
    if (node.complete) this.readText(this.slice(node), where, enclosing);
    else this.report(where, 'the document is cut off');
  }

  /** A document's text. In a trace it belongs to that trace, readable or not; elsewhere to the trace it names. */
  private readText(text: string, where: string, enclosing: Enclosing | undefined): void {
    if (enclosing !== undefined) {
      const parsed = enclosing.id === '' ? parseDocument(text) : undefined;
      const id = parsed?.ok === true ? nameOfTrace(parsed.value) : enclosing.id;
      this.gather(id, enclosing).documents.push(text);
      return;
    }
    const parsed = parseDocument(text);
    if (!parsed.ok) return this.report(where, parsed.why);
    const { value } = parsed;
    const kind = kindOf(value);
    if (kind === 'none') return this.report(where, whyNone(value));
    if (kind !== 'envelope' || !isMap(value)) {
      this.gather(nameOfTrace(value)).documents.push(text);
      return;
    }
    const ids = tracesOfEnvelope(value);
    if (ids.size === 0) return this.report(where, 'an OpenTelemetry envelope without spans');
    if (ids.size === 1) for (const id of ids) this.gather(id).documents.push(text);
    else for (const [id, part] of splitEnvelope(parsed.text)) this.gather(id).documents.push(part);
  }

  private gather(id: string, enclosing?: Enclosing): Gathered {
    let trace = this.traces.get(id);
    if (!trace) {
      trace = { id, documents: [], duration: undefined, limitExceeded: false };
      this.traces.set(id, trace);
    }
    if (enclosing?.duration !== undefined) trace.duration = Math.max(enclosing.duration, trace.duration ?? 0);
    if (enclosing?.limitExceeded === true) trace.limitExceeded = true;
    return trace;
  }

  private report(where: string, why: string): void {
    if (this.unreadable.length < MOST_UNREADABLE) this.unreadable.push({ where: where || 'the file', why });
    else this.left++;
  }

  /** 1-based line of a position. Positions are asked for in ascending order, so each line end is passed once. */
  private lineOf(position: number): number {
    for (;;) {
      const newline = this.text.indexOf('\n', this.counted);
      if (newline < 0 || newline >= position) return this.line;
      this.line++;
      this.counted = newline + 1;
    }
  }

  private slice(node: JsonNode): string {
    return this.text.slice(node.from, node.to);
  }
}

function nameOfTrace(document: unknown): string {
  if (!isMap(document)) return '';
  const named = document['trace_id'] ?? document['traceId'];
  return typeof named === 'string' ? normalTraceId(named) : '';
}

function tracesOfEnvelope(envelope: JsonMap): Set<string> {
  const ids = new Set<string>();
  eachEnvelopeSpan(envelope, ({ span }) => ids.add(nameOfTrace(span)));
  return ids;
}

/** `{"1-…": {Id, Segments}, …}`: traces by their ids. */
function isByTraceId(members: ReadonlyMap<string, JsonNode>): boolean {
  if (members.size === 0) return false;
  for (const [key, member] of members) {
    if (member.kind !== 'object' || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i.test(key)) {
      return false;
    }
  }
  return true;
}

/** `{"format": "json", "version": 1}`, the line before a document sent to the X-Ray daemon. */
function isDaemonHeader(text: string, node: JsonNode): boolean {
  return (
    node.to - node.from < 200 &&
    /^\{\s*"format"\s*:\s*"json"\s*,\s*"version"\s*:\s*1\s*\}$/i.test(text.slice(node.from, node.to))
  );
}
