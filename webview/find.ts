import type { TermHits } from '../src/model/findInDocuments';
import { findTerms, type FindTerm } from '../src/model/findTerms';
import { Status, type SpanColumns } from '../src/model/trace';
import type { LineIndex, Outline } from './outline/outline';

/** Finds spans by text. Made once per trace: it keeps the lower-case form of the trace's strings. */
export interface Finder {
  /**
   * Spans, ascending, for which every term of the query holds (`findTerms`). Looks at what the page has: name, id, service, origin, URL,
   * method, operation, resource, HTTP status and the status word (`fault`, `throttle`, …); and at what the host has found in the
   * documents for these very terms. Case does not matter; an empty query finds nothing.
   */
  find(query: string, inDocuments?: TermHits): Uint32Array;
}

/** Words that name a status in a query, whatever the language of the page: those of the documents. */
const STATUS_WORDS: Readonly<Record<Status, string>> = {
  [Status.Ok]: 'ok',
  [Status.Pending]: 'in progress pending',
  [Status.Error]: 'error',
  [Status.Throttle]: 'throttle',
  [Status.Fault]: 'fault',
};

/** A finder over the spans of one build. */
export function finder(spans: SpanColumns): Finder {
  let strings: readonly string[] | undefined;
  return {
    find(query, inDocuments) {
      const terms = findTerms(query);
      if (terms.length === 0) return new Uint32Array(0);
      strings ??= spans.strings.map((text) => text.toLowerCase());
      const kept = new Uint8Array(spans.count).fill(1);
      for (const [index, term] of terms.entries()) {
        const has = term.key === '' ? hasWord(spans, strings, term.text) : hasValue(spans, strings, term);
        const bits = inDocuments?.[index];
        for (let span = 0; span < spans.count; span++) {
          const isFound = has(span) || (bits !== undefined && (bits[span >> 3]! & (1 << (span & 7))) !== 0);
          if (isFound === term.isExcluded) kept[span] = 0;
        }
      }
      return spansOf(kept);
    },
  };
}

function spansOf(kept: Uint8Array): Uint32Array {
  const hits = new Uint32Array(kept.length);
  let length = 0;
  for (let span = 0; span < kept.length; span++) if (kept[span] === 1) hits[length++] = span;
  return hits.slice(0, length);
}

type Has = (span: number) => boolean;

/** Looks a word up once in each distinct string, then only compares numbers: strings are shared by many spans. */
function hasWord(spans: SpanColumns, strings: readonly string[], word: string): Has {
  const holds = Uint8Array.from(strings, (text) => Number(text.includes(word)));
  const isStatus = statusesNamed(word);
  const number = /^\d{3}$/.test(word) ? Number(word) : -1;
  const columns = [spans.name, spans.service, spans.origin, spans.url, spans.method, spans.operation, spans.resource];
  return (span) =>
    columns.some((column) => holds[column[span]!] === 1) ||
    isStatus[spans.status[span]!] === true ||
    spans.httpStatus[span] === number ||
    spans.id[span]!.includes(word);
}

/** `key=value` of what the page has itself; other keys are the host's. The value is the whole one. */
function hasValue(spans: SpanColumns, strings: readonly string[], { key, text }: FindTerm): Has {
  const columns: Readonly<Record<string, Uint32Array>> = {
    name: spans.name,
    service: spans.service,
    origin: spans.origin,
    url: spans.url,
    method: spans.method,
    operation: spans.operation,
    resource: spans.resource,
  };
  const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
  if (column) return (span) => strings[column[span]!] === text;
  if (key === 'id') return (span) => spans.id[span] === text;
  if (key !== 'status') return () => false;
  const isStatus = statusesNamed(text);
  return (span) => isStatus[spans.status[span]!] === true || String(spans.httpStatus[span]!) === text;
}

/** Per status: whether a word begins one of its names. One letter begins too many. */
function statusesNamed(word: string): boolean[] {
  if (word.length < 2) return [];
  return Object.values(STATUS_WORDS).map((text) => text.split(' ').some((name) => name.startsWith(word)));
}

/** Position in `hits` of the first hit whose line is at or after one, going round to the first. @returns -1 without hits */
export function hitFrom(hits: Uint32Array, outline: Outline, line: LineIndex): number {
  if (hits.length === 0) return -1;
  const at = hits.findIndex((hit) => outline.lineOf[hit]! >= line);
  return Math.max(0, at);
}

/** Spans in the order of their lines; those without one last. The same array where the order is that of the spans. */
export function inOrderOfLines(hits: Uint32Array, { lineOf }: Outline): Uint32Array {
  const place = (span: number): number => (lineOf[span]! < 0 ? Infinity : lineOf[span]!);
  return hits.every((hit, index) => index === 0 || place(hits[index - 1]!) <= place(hit))
    ? hits
    : hits.toSorted((a, b) => place(a) - place(b) || a - b);
}

/** The lines that show spans, ascending, each once. */
export function hitLinesOf(hits: Uint32Array, { lineOf }: Outline): Uint32Array {
  const lines = hits.map((hit) => lineOf[hit]! + 1).toSorted();
  const distinct = lines.filter((line, index) => line > 0 && line !== lines[index - 1]);
  return distinct.map((line) => line - 1);
}
