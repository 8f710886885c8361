import { Status, type SpanColumns } from '../src/model/trace';
import type { LineIndex, Outline } from './outline/outline';

/** Finds spans by text. Made once per trace: it keeps the lower-case form of the trace's strings. */
export interface Finder {
  /**
   * Spans, ascending, in which every word of the query occurs: in name, id, service, origin, URL, method, operation, resource,
   * HTTP status or the status word (`fault`, `throttle`, …). Case does not matter; an empty query finds nothing.
   */
  find(query: string): Uint32Array;
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
    find(query) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length === 0) return new Uint32Array(0);
      strings ??= spans.strings.map((text) => text.toLowerCase());
      let hits: Uint32Array | undefined;
      for (const word of words) hits = hitsOfWord(spans, strings, word, hits);
      return hits ?? new Uint32Array(0);
    },
  };
}

/** Looks a word up once in each distinct string, then only compares numbers: strings are shared by many spans. */
function hitsOfWord(spans: SpanColumns, strings: readonly string[], word: string, among?: Uint32Array): Uint32Array {
  const holds = Uint8Array.from(strings, (text) => Number(text.includes(word)));
  const statuses = Object.values(STATUS_WORDS).map((text) => text.split(' ').some((name) => name.startsWith(word)));
  const isStatus = Uint8Array.from({ length: 5 }, (_, status) => Number(statuses[status] === true && word.length > 1));
  const isNumber = /^\d{3}$/.test(word) ? Number(word) : -1;
  const columns = [spans.name, spans.service, spans.origin, spans.url, spans.method, spans.operation, spans.resource];
  const total = among?.length ?? spans.count;
  const hits = new Uint32Array(total);
  let length = 0;
  for (let at = 0; at < total; at++) {
    const span = among ? among[at]! : at;
    const isHit =
      columns.some((column) => holds[column[span]!] === 1) ||
      isStatus[spans.status[span]!] === 1 ||
      spans.httpStatus[span] === isNumber ||
      spans.id[span]!.includes(word);
    if (isHit) hits[length++] = span;
  }
  return hits.slice(0, length);
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
