import {
  CONTEXT_LINES,
  hexValues,
  keyBefore,
  regionAfter,
  regionBefore,
  standsAlone,
  type Key,
  type Region,
} from './surroundings';

/** An ID that was recognised, before the text around it is read. */
export interface Candidate {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly form: 'xray' | 'w3c';
  readonly key: Key | undefined;
  /** Said by the ID's own notation (`@…`, traceparent, b3); wins over what stands around it. */
  readonly segmentId?: string | undefined;
  readonly sampled?: boolean | undefined;
}

const NO_SPAN = /^0{16}$/;
const BRACE = /[{}]/;
/** Ends the fields of an X-Ray header; a blank only where no `;` stands before it. */
const HEADER_END = /["'`{}<>,]|(?<!;)\s/;
const SAMPLED =
  /(trace[._-]?flags|(?<!un)sampled)["'\\]{0,4}[ \t]{0,8}(?:=>|[:=]|\\u003d|%3d)[ \t]{0,8}["'\\[]{0,6}(true|false|[0-9a-f]{1,2})(?!\w)/i;

/**
 * Segment ID and sampling decision of one ID, from the text of the same record: header fields in any order, keys of the same
 * JSON object or line. What cannot be told apart from another ID's is left out: a wrong segment is worse than none.
 * @param candidates in text order
 */
export function readContext(
  text: string,
  candidates: readonly Candidate[],
  index: number,
): { segmentId?: string; sampled?: boolean } {
  const candidate = candidates[index];
  if (!candidate) return {};
  const { key } = candidate;
  // A load balancer's own ID (`Self=`): parent and sampling beside it are the Root's.
  const around = key?.name === 'self' ? undefined : recordAround(text, candidates, index, candidate);
  const segmentId = candidate.segmentId ?? (around && (spanIn(text, around) ?? headerParent(text, around, key)));
  const sampled = candidate.sampled ?? (around && sampledIn(text, around));
  return {
    ...(segmentId !== undefined && !NO_SPAN.test(segmentId) && { segmentId: segmentId.toLowerCase() }),
    ...(sampled !== undefined && { sampled }),
  };
}

interface Surroundings {
  readonly before: Region;
  readonly after: Region;
}

/** The text around an ID that belongs to it: up to the neighbouring IDs, braces, and where lines are records, the line's ends. */
function recordAround(
  text: string,
  candidates: readonly Candidate[],
  index: number,
  candidate: Candidate,
): Surroundings {
  const { start, end } = candidate;
  const lineBreaks = spansLines(text, candidate) ? CONTEXT_LINES : 0;
  const before = regionBefore(text, start, neighbour(candidates, index, -1)?.end ?? 0, lineBreaks);
  const after = regionAfter(text, end, neighbour(candidates, index, 1)?.start ?? text.length, lineBreaks);
  const head = text.slice(before.from, before.to);
  const opening = Math.max(head.lastIndexOf('{'), head.lastIndexOf('}')) + 1;
  const closing = text.slice(after.from, after.to).search(BRACE);
  return {
    before: { from: before.from + opening, to: start },
    after: { from: end, to: closing < 0 ? after.to : end + closing },
  };
}

/** The next ID in one direction that has a record of its own. */
function neighbour(candidates: readonly Candidate[], index: number, step: 1 | -1): Candidate | undefined {
  const next = candidates[index + step];
  return next?.key?.name === 'self' ? candidates[index + 2 * step] : next;
}

/** Indented JSON, dumped b3 headers and Lambda's `XRAY TraceId:` go on in the lines around; other logs have one record per line. */
function spansLines(text: string, { start, key }: Candidate): boolean {
  const outer = key?.name === 'root' ? keyBefore(text, headerStart(text, regionBefore(text, start, 0, 0))) : key;
  return outer !== undefined && (outer.quoted || outer.name.startsWith('xb3') || outer.text === 'TraceId');
}

/** Where the fields of an X-Ray header begin, of which the last is cut at the region's end. */
function headerStart(text: string, { from, to }: Region): number {
  return to - (text.slice(from, to).split(HEADER_END).at(-1) ?? '').length;
}

function isParent({ name }: Key): boolean {
  return name === 'parent';
}

function spanIn(text: string, { before, after }: Surroundings): string | undefined {
  return valueOf(text, after, isSpanKey) ?? valueOf(text, before, isSpanKey);
}

function isSpanKey({ name }: Key): boolean {
  return (/(?:span|segment)id$/.test(name) && !name.includes('parent') && !name.startsWith('dd')) || name === '@sp';
}

/** `Parent=` of `Root=…;Parent=…;Sampled=…`, before or after the Root. */
function headerParent(text: string, { before, after }: Surroundings, key: Key | undefined): string | undefined {
  if (key?.name !== 'root') return undefined;
  const rest = text.slice(after.from, after.to).search(HEADER_END);
  return (
    valueOf(text, { from: after.from, to: rest < 0 ? after.to : after.from + rest }, isParent) ??
    valueOf(text, { from: headerStart(text, before), to: before.to }, isParent)
  );
}

/** The first 16 hex digits of a region whose key is wanted. */
function valueOf(text: string, { from, to }: Region, wanted: (key: Key) => boolean): string | undefined {
  for (const offset of hexValues(text.slice(from, to), 16)) {
    const start = from + offset;
    const key = keyBefore(text, start);
    if (key && wanted(key) && standsAlone(text, start, start + 16)) return text.slice(start, start + 16);
  }
  return undefined;
}

function sampledIn(text: string, { before, after }: Surroundings): boolean | undefined {
  const match = SAMPLED.exec(text.slice(after.from, after.to)) ?? SAMPLED.exec(text.slice(before.from, before.to));
  if (!match) return undefined;
  const [, key = '', value = ''] = match;
  if (/flags$/i.test(key)) return (Number.parseInt(value, 16) & 1) === 1;
  if (/^(?:true|0?1|d)$/i.test(value)) return true;
  return /^(?:false|0?0)$/i.test(value) ? false : undefined;
}
