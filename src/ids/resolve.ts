import type { FoundIn } from '../model/foundIn';
import type { EpochMilliseconds } from '../model/units';
import { scanLines, type Lines } from './lineScan';
import type { OpenArgument } from './openArgument';
import type { FoundId } from './scanner';
import { serviceOf } from './serviceName';
import { splitIds } from './splitIds';
import { lineTimestamp } from './timestamp';

/** A selection; `active` is where the cursor blinks. Positions count lines and UTF-16 units from 0, as editors do. */
export interface TextSelection {
  readonly start: TextPosition;
  readonly end: TextPosition;
  readonly active: TextPosition;
}

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** An ID someone pointed at, with the time of its log record. */
export interface ResolvedId extends FoundId {
  readonly line: number;
  readonly around: EpochMilliseconds | undefined;
  /** The service its log record names. */
  readonly service: string | undefined;
}

/** Lines looked at for a time when the ID's own has none: records of several lines have it in the first. */
const NEARBY = 30;
/** Characters read for a time on each side of an ID in a very long line. */
const BESIDE = 4096;
/** A selection of more lines is read up to here. */
const MOST_LINES = 100_000;

/**
 * The IDs meant by the selections of an editor: those selected, also in part (a double click selects up to a dash); else those under
 * the cursors; else those on the cursors' lines. Each ID once, in text order. With several the caller lets the user pick.
 */
export function resolveIds(
  lines: Lines,
  selections: readonly TextSelection[],
  now: EpochMilliseconds = Date.now(),
): ResolvedId[] {
  const marked = selections.filter(({ start, end }) => start.line !== end.line || start.character !== end.character);
  const selected = marked.flatMap((selection) => idsIn(lines, selection));
  if (selected.length > 0) return finish(lines, selected, now);
  const onLines = [...new Set(selections.map(({ active }) => active.line))]
    .toSorted((a, b) => a - b)
    .flatMap((line) => idsOnLines(lines, line, line));
  const underCursor = onLines.filter((hit) =>
    selections.some(
      ({ active }) => active.line === hit.line && active.character >= hit.start && active.character <= hit.end,
    ),
  );
  return finish(lines, underCursor.length > 0 ? underCursor : onLines, now);
}

/** When the record was written that the ID at `start … end` of a line belongs to; from its own line, else from the nearest that tells. */
export function recordTime(
  lines: Lines,
  line: number,
  start: number,
  end: number,
  now: EpochMilliseconds = Date.now(),
): EpochMilliseconds | undefined {
  const text = lines.lineAt(line);
  const own = text.length > 4 * BESIDE ? text.slice(Math.max(0, start - BESIDE), end + BESIDE) : text;
  const time = lineTimestamp(own, now);
  if (time !== undefined) return time;
  for (let distance = 1; distance <= NEARBY; distance++) {
    for (const other of [line - distance, line + distance]) {
      if (other < 0 || other >= lines.lineCount) continue;
      const found = lineTimestamp(lines.lineAt(other), now);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The argument for `xrayTraces.openTrace`, with all that the text around the ID tells. @param foundIn where the text is */
export function toOpenArgument(
  { id, segmentId, sampled }: FoundId,
  around: EpochMilliseconds | undefined,
  foundIn: FoundIn = {},
): OpenArgument {
  return {
    id,
    ...(around !== undefined && { around }),
    ...(segmentId !== undefined && { segmentId }),
    ...(sampled !== undefined && { sampled }),
    ...((foundIn.file || foundIn.service) && { foundIn }),
  };
}

type Hit = FoundId & { readonly line: number };

function idsOnLines(lines: Lines, first: number, last: number): Hit[] {
  return scanLines(lines, first, last).flatMap((hits, index) => hits.map((hit) => ({ ...hit, line: first + index })));
}

function idsIn(lines: Lines, { start, end }: TextSelection): Hit[] {
  const last = Math.min(end.line, start.line + MOST_LINES - 1);
  const touched = idsOnLines(lines, start.line, last).filter(
    (hit) => (hit.line > start.line || hit.end > start.character) && (hit.line < end.line || hit.start < end.character),
  );
  return touched.length > 0 || start.line !== end.line ? touched : bareIdIn(lines, start, end);
}

/** A lone W3C ID: without a telling key it might be anything, but here the user selected just that. */
function bareIdIn(lines: Lines, start: TextPosition, end: TextPosition): Hit[] {
  const text = lines.lineAt(start.line).slice(start.character, end.character);
  if (!/^\s*(?:0x)?[0-9a-f]{32}\s*$/i.test(text)) return [];
  const from = start.character + text.search(/[0-9a-f]{32}/i);
  return splitIds(text).ids.map(({ id }) => ({ id, start: from, end: from + 32, form: 'w3c', line: start.line }));
}

/** Each ID once, keeping the mention that says most; with its record's time. */
function finish(lines: Lines, hits: readonly Hit[], now: EpochMilliseconds): ResolvedId[] {
  const first = new Map<string, Hit>();
  for (const hit of hits) {
    const known = first.get(hit.id);
    if (!known || (known.segmentId === undefined && hit.segmentId !== undefined))
      first.set(hit.id, { ...known, ...hit });
  }
  return [...first.values()].map((hit) => resolved(lines, hit, now));
}

function resolved(lines: Lines, hit: Hit, now: EpochMilliseconds): ResolvedId {
  return {
    ...hit,
    around: recordTime(lines, hit.line, hit.start, hit.end, now),
    service: serviceOf(lines.lineAt(hit.line), hit.start, hit.end),
  };
}

/** The IDs of one line that stands alone, such as a terminal's, with the time it tells. */
export function resolveLine(text: string, now: EpochMilliseconds = Date.now()): ResolvedId[] {
  const lines: Lines = { lineCount: 1, lineAt: () => text };
  return idsOnLines(lines, 0, 0).map((hit) => resolved(lines, hit, now));
}
