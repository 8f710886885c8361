import type { SpanRows } from './spanRows';
import { Mark } from './trace';

/** Which rows are the same span received more than once. */
export interface Versions {
  /** Row that stands for each row: itself, or the version that is kept. undefined when nothing came twice. */
  readonly keptFor: Int32Array | undefined;
  /** The row that an id means as a parent. */
  readonly byId: ReadonlyMap<string, number>;
}

/**
 * Finds versions of the same span: a document that came twice, an in-progress document and its complete one, a subsegment that was
 * streamed and is embedded as well. Complete replaces in progress. Spans that merely share an id (two complete ones with
 * different names or starts) all stay, marked `Duplicate`. The outcome does not depend on the order of the documents.
 */
export function findVersions(rows: SpanRows, documents: readonly string[]): Versions {
  const byId = new Map<string, number>();
  const { id, count } = rows;
  let named = 0;
  // From the end, so that an id means its first row; one Map operation per row is most of what this costs.
  for (let row = count - 1; row >= 0; row--) {
    const key = id[row]!;
    if (key === '') continue;
    named++;
    byId.set(key, row);
  }
  const again: number[] = [];
  if (byId.size < named)
    for (let row = 0; row < count; row++) if (id[row] !== '' && byId.get(id[row]!) !== row) again.push(row);
  const nameless = repeatsWithoutId(rows, documents);
  if (again.length === 0 && nameless.length === 0) return { keptFor: undefined, byId };

  const keptFor = Int32Array.from({ length: count }, (_, row) => row);
  for (const [document, original] of nameless) foldDocument(rows, keptFor, document, original);
  const groups = new Map<string, number[]>();
  for (const row of again) {
    const key = id[row]!;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [byId.get(key)!, row]);
  }
  for (const group of groups.values()) foldRepeatedDocuments(rows, keptFor, documents, group);
  for (const [key, group] of groups) byId.set(key, foldGroup(rows, keptFor, documents, group));
  return { keptFor, byId };
}

/** Documents without any id at their top that are the same text as an earlier one: [document, earlier document]. */
function repeatsWithoutId(rows: SpanRows, documents: readonly string[]): (readonly [number, number])[] {
  const seen = new Map<string, number>();
  const repeats: (readonly [number, number])[] = [];
  for (let document = 0; document < documents.length; document++) {
    if (rows.id[rows.firstRow[document]!] !== '') continue;
    const text = documents[document]!;
    const original = seen.get(text);
    if (original === undefined) seen.set(text, document);
    else repeats.push([document, original]);
  }
  return repeats;
}

/** In one group of rows with the same id, folds whole documents that are the same text. */
function foldRepeatedDocuments(
  rows: SpanRows,
  keptFor: Int32Array,
  documents: readonly string[],
  group: readonly number[],
): void {
  const seen = new Map<string, number>();
  for (const row of group) {
    const document = rows.document[row]!;
    if (rows.firstRow[document] !== row) continue;
    const text = documents[document]!;
    const original = seen.get(text);
    if (original === undefined) seen.set(text, document);
    else foldDocument(rows, keptFor, document, original);
  }
}

/** Lets every row of `document` be stood for by the row at the same place in `original`: their texts are the same. */
function foldDocument(rows: SpanRows, keptFor: Int32Array, document: number, original: number): void {
  const from = rows.firstRow[document]!;
  const shift = rows.firstRow[original]! - from;
  for (let row = from; row < rows.firstRow[document + 1]!; row++) {
    keptFor[row] = row + shift;
    rows.marks[row + shift]! |= Mark.Duplicate;
  }
}

/** Folds the versions in one group of rows with the same id. @returns the row the id means as a parent */
function foldGroup(
  rows: SpanRows,
  keptFor: Int32Array,
  documents: readonly string[],
  group: readonly number[],
): number {
  const ranked = group.filter((row) => keptFor[row] === row).toSorted((a, b) => compareVersions(rows, documents, a, b));
  const best = ranked[0]!;
  const byNameAndStart = new Map<string, number>();
  const byName = new Map<number, number>();
  const byStart = new Map<number, number>();
  for (const row of ranked) {
    const name = rows.name[row]!;
    const start = rows.start[row]!;
    const key = `${name}|${start}`;
    // An unfinished version may have been started under another name, or be read from a coarser clock.
    const unfinished = (rows.marks[row]! & Mark.InProgress) !== 0;
    const same = byNameAndStart.get(key) ?? (unfinished ? (byName.get(name) ?? byStart.get(start)) : undefined);
    if (same === undefined) {
      byNameAndStart.set(key, row);
      if (!byName.has(name)) byName.set(name, row);
      if (!byStart.has(start)) byStart.set(start, row);
    } else keptFor[row] = same;
  }
  // What was folded as part of a repeated document follows the row it was folded into.
  for (const row of group) keptFor[row] = keptFor[keptFor[row]!]!;
  for (const row of group) if (group.length > 1) rows.marks[row]! |= Mark.Duplicate;
  return best;
}

/** Best version first: finished, embedded in its parent, ended latest; then anything that makes the order one of contents alone. */
export function compareVersions(rows: SpanRows, documents: readonly string[], a: number, b: number): number {
  return (
    unfinished(rows, a) - unfinished(rows, b) ||
    Number(rows.nestedIn[b]! >= 0) - Number(rows.nestedIn[a]! >= 0) ||
    compareTimes(rows.end[b]!, rows.end[a]!) ||
    compareTimes(rows.start[a]!, rows.start[b]!) ||
    compareTexts(rows.table.strings[rows.name[a]!]!, rows.table.strings[rows.name[b]!]!) ||
    comparePlaces(rows, documents, a, b)
  );
}

function unfinished(rows: SpanRows, row: number): number {
  return Number(Number.isNaN(rows.end[row]!)) + Number((rows.marks[row]! & Mark.InProgress) !== 0);
}

/** NaN (missing) after everything else. */
export function compareTimes(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) || a < b ? -1 : 1;
}

export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Order of places that does not depend on which document arrived first: by the documents' first ids, then their texts; inside one by position. */
export function comparePlaces(rows: SpanRows, documents: readonly string[], a: number, b: number): number {
  const documentA = rows.document[a]!;
  const documentB = rows.document[b]!;
  if (documentA === documentB) return a - b;
  return (
    compareTexts(rows.id[rows.firstRow[documentA]!]!, rows.id[rows.firstRow[documentB]!]!) ||
    compareTexts(documents[documentA]!, documents[documentB]!) ||
    a - b
  );
}
