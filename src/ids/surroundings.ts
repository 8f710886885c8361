/** What stands around an ID in text: its key, and the stretch of text that belongs to the same record. */

/** Characters looked at on either side of an ID. Bounds the work per ID, so that a scan is linear whatever the text holds. */
export const WINDOW = 256;
/** Line breaks that may lie between an ID and what belongs to it (one header per line, indented JSON). */
export const CONTEXT_LINES = 3;

const ESC = String.fromCharCode(27);
const COLOUR = String.raw`(?:${ESC}\[[\d;]{0,12}m)?`;
const ASSIGNED = String.raw`(?:=>|[:=>]|\\u003d|%3d)`;

/**
 * The key before a value: `trace_id=`, `"traceId": "`, `\"traceId\":\"`, `Root\u003d`, `TraceId: `, `<traceId>`, `trace id: `, `X-B3-TraceId: [`.
 * A look-behind is matched from right to left, so this costs at most its own length.
 */
const KEY = new RegExp(
  String.raw`(?<=((?:\btrace )?[\w.@$%-]{1,64})([\\"']{0,5})${COLOUR}[ \t]{0,8}${ASSIGNED}[ \t]{0,8}${COLOUR}[\\"'[(]{0,8}(?:0x)?)`,
  'iy',
);

/** Written right before an ID without being part of the same word: escapes of JSON and URLs, terminal colours. */
const JOINT = new RegExp(String.raw`(?<=\\[nrt]|\\u[0-9a-f]{4}|%[0-9a-f]{2}|${ESC}\[[\d;]{0,12}m|\b0x)`, 'iy');

const WORD = /\w/;

/** Runs of so many hex digits or more. One greedy class from the run's first digit: nothing to go back over. */
const HEX_RUNS = { 16: /[0-9a-fA-F]{16,}/g, 32: /[0-9a-fA-F]{32,}/g } as const;

/**
 * Where values of exactly so many hex digits start. A percent or `\u` escape right before a value ends in hex digits of its own
 * (`Parent%3D53995…`): these count as the escape's.
 */
export function* hexValues(text: string, digits: 16 | 32): Generator<number> {
  for (const { 0: run, index } of text.matchAll(HEX_RUNS[digits])) {
    const extra = run.length - digits;
    if (
      extra === 0 ||
      (extra === 2 && text[index - 1] === '%') ||
      (extra === 4 && text.slice(index - 2, index) === '\\u')
    ) {
      yield index + extra;
    }
  }
}

export interface Key {
  /** Lower case, separators dropped: `X-B3-TraceId` is `xb3traceid`. */
  readonly name: string;
  /** As written. */
  readonly text: string;
  /** The key stands in quotes, as JSON has it. */
  readonly quoted: boolean;
}

/** The key that the value at `start` is assigned to, on the same line. */
export function keyBefore(text: string, start: number): Key | undefined {
  KEY.lastIndex = start;
  const match = KEY.exec(text);
  if (!match) return undefined;
  // What an escape encodes (`%3BParent`) stands before the key, not in it.
  const written = (match[1] ?? '').replace(/^.*%[0-9a-f]{2}/i, '');
  return {
    name: written.replace(/[^a-z0-9@]/gi, '').toLowerCase(),
    text: written,
    quoted: /["']/.test(match[2] ?? ''),
  };
}

/** Whether `start … end` is a word of its own: `xmpl` placeholders, longer hex runs and cut IDs are not. */
export function standsAlone(text: string, start: number, end: number): boolean {
  if (WORD.test(text.charAt(end))) return false;
  if (!WORD.test(text.charAt(start - 1))) return true;
  JOINT.lastIndex = start;
  return JOINT.test(text);
}

/** A stretch of text before and one after an ID. */
export interface Region {
  readonly from: number;
  readonly to: number;
}

/** From `start` back to `limit`, at most `WINDOW` characters and `lineBreaks` line breaks. */
export function regionBefore(text: string, start: number, limit: number, lineBreaks: number): Region {
  const lowest = Math.max(limit, start - WINDOW, 0);
  let from = start;
  let breaks = 0;
  while (from > lowest) {
    if (isLineBreak(text, from - 1) && ++breaks > lineBreaks) break;
    from--;
  }
  return { from, to: start };
}

/** From `end` on to `limit`, at most `WINDOW` characters and `lineBreaks` line breaks. */
export function regionAfter(text: string, end: number, limit: number, lineBreaks: number): Region {
  const highest = Math.min(limit, end + WINDOW, text.length);
  let to = end;
  let breaks = 0;
  while (to < highest) {
    if (isLineBreak(text, to) && ++breaks > lineBreaks) break;
    to++;
  }
  return { from: end, to };
}

const LF = 10;
const CR = 13;

/** Whether a line ends with the character at `index`: LF, or a CR that no LF follows. */
function isLineBreak(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === LF || (code === CR && text.charCodeAt(index + 1) !== LF);
}
