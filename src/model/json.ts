/** A JSON object as `JSON.parse` makes it: nothing is known of its members. */
export type JsonMap = Readonly<Record<string, unknown>>;

/** True for JSON objects; arrays and null are none. */
export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True when the value is an object with at least one member. */
export function hasMembers(value: unknown): boolean {
  if (!isMap(value)) return false;
  for (const _ in value) return true; // parsed JSON inherits nothing enumerable
  return false;
}

export type Parsed =
  /** `text` is what was parsed: the received text, or the same with blanks where JSON has nothing. */
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  /** `why` is one short English phrase. */
  | { readonly ok: false; readonly why: string };

/** The header line before a document sent to the X-Ray daemon: `{"format": "json", "version": 1}` (developer guide, "Sending trace data"). */
const DAEMON_HEADER = /^\s*\{\s*"format"\s*:\s*"json"\s*,\s*"version"\s*:\s*1\s*\}[ \t\r]*\n/i;
/** ADOT sends OpenTelemetry spans to the daemon's port as base64 protobuf: sampled `T1S`, unsampled `T1U`. */
const PROTOBUF = /^\s*T1[SU][A-Za-z0-9+/=\s]*$/;
/** Longest text looked at by the expression above: it only has to recognise. */
const PROBE = 4096;

/**
 * Parses one received document. Besides JSON it takes JSON with comments and trailing commas, a byte order mark, and the daemon's
 * header line: all of them occur in files people have. Positions in the text stay what they are (`blanked`).
 */
export function parseDocument(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text), text };
  } catch (error) {
    if (text.trim() === '') return { ok: false, why: 'empty' };
    if (PROTOBUF.test(text.slice(0, PROBE))) return { ok: false, why: 'OpenTelemetry protobuf in base64, not JSON' };
    try {
      const json = blanked(text);
      return { ok: true, value: JSON.parse(json), text: json };
    } catch {
      const at = /position (\d+)/.exec(String(error))?.[1];
      return { ok: false, why: at === undefined ? 'invalid JSON, or cut off' : `invalid JSON at position ${at}` };
    }
  }
}

/** The text of the same length with the daemon's header line, a byte order mark, comments and trailing commas turned into blanks. */
export function blanked(text: string): string {
  // Where something goes; a trailing comma is known as one only after the comments behind it, so ranges come out of order.
  const ranges: { readonly from: number; readonly to: number }[] = [];
  let at = 0;
  const header = DAEMON_HEADER.exec(text);
  if (header) at = header[0].length;
  else if (text.charCodeAt(0) === 0xfeff) at = 1;
  if (at > 0) ranges.push({ from: 0, to: at });
  let comma = -1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const from = at;
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === SLASH) {
      at = Math.max(endOfComment(text, at), at + 1);
      ranges.push({ from, to: at });
      continue; // a comment between comma and bracket leaves the comma a trailing one
    } else at++;
    if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && comma >= 0) ranges.push({ from: comma, to: comma + 1 });
    if (code === COMMA) comma = from;
    else if (!isBlank(code)) comma = -1;
  }
  const parts: string[] = [];
  let kept = 0;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    parts.push(text.slice(kept, from), ' '.repeat(to - from));
    kept = to;
  }
  return parts.join('') + text.slice(kept);
}

export const QUOTE = 34;
export const COMMA = 44;
export const SLASH = 47;
export const COLON = 58;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

/** JSON's white space, and the byte order mark. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff;
}

/** Position after the string that starts at `from`; the text's length when it is cut off. */
export function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (at - 1 - slashes > from && text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** Position after the `//` or block comment at `from`; `from` itself when none starts there. */
export function endOfComment(text: string, from: number): number {
  const next = text.charCodeAt(from + 1);
  if (next === SLASH) {
    const line = text.indexOf('\n', from);
    return line < 0 ? text.length : line;
  }
  if (next !== 42) return from;
  const end = text.indexOf('*/', from + 2);
  return end < 0 ? text.length : end + 2;
}

/** Position of the first character at or after `from` that is neither white space nor comment. */
export function skipBlank(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SLASH) {
      const end = endOfComment(text, at);
      if (end === at) return at;
      at = end - 1;
    } else if (!isBlank(code)) return at;
  }
  return at;
}

/** Where a value stands in a text. */
export interface JsonRange {
  readonly from: number;
  /** After the last character. */
  readonly to: number;
  /** False when the text ended before the value did. */
  readonly complete: boolean;
}

/** Range of the value at `from` (its first character). Iterative; tolerates comments and whatever stands between the tokens. */
export function rangeOfValue(text: string, from: number): JsonRange {
  const first = text.charCodeAt(from);
  if (first === QUOTE) {
    const to = endOfString(text, from);
    return { from, to, complete: to - from >= 2 && text.charCodeAt(to - 1) === QUOTE && !endsEscaped(text, from, to) };
  }
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return rangeOfScalar(text, from);
  let open = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) open++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (--open === 0) return { from, to: at + 1, complete: true };
    } else if (code === SLASH) at = Math.max(endOfComment(text, at) - 1, at);
  }
  return { from, to: text.length, complete: false };
}

/** True when the quote that ends a string cut off by the text's end is itself escaped. */
function endsEscaped(text: string, from: number, to: number): boolean {
  let slashes = 0;
  while (to - 2 - slashes > from && text.charCodeAt(to - 2 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

function rangeOfScalar(text: string, from: number): JsonRange {
  let to = from;
  for (; to < text.length; to++) {
    const code = text.charCodeAt(to);
    if (isBlank(code) || code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code === SLASH) break;
  }
  return { from, to, complete: /^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(text.slice(from, to)) };
}
