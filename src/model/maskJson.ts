import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  endOfString,
  rangeOfValue,
  skipBlank,
} from './json';
import { isSecretKey, MASK } from './secretKeys';
import { maskText } from './secrets';

/** JSON text that may be shown, and whether anything in it is masked. */
export interface MaskedJson {
  readonly text: string;
  readonly secret: boolean;
}

/**
 * The text of a JSON value with what looks like a credential masked: values under keys that name one (as a whole, whatever they hold), and
 * credentials inside other texts. It stays JSON, and every other character stays what it is. Linear; tolerates text that is cut off.
 */
export function maskJson(text: string): MaskedJson {
  const parts: string[] = [];
  let kept = 0;
  const replace = (from: number, to: number, by: string): void => {
    parts.push(text.slice(kept, from), by);
    kept = to;
  };
  const open: number[] = []; // of what stands around: `{` or `[`
  let isKey = false;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const masked = maskToken(text, at, end);
      if (masked !== undefined) replace(at, end, masked);
      const value = isKey ? valueAfter(text, end) : -1;
      if (value >= 0 && isSecretKey(decoded(text, at, end))) {
        const to = rangeOfValue(text, value).to;
        if (isMaskable(text, value, to)) replace(value, to, `"${MASK}"`);
        at = to;
      } else at = value >= 0 ? value : end;
      isKey = false;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      open.push(code);
      isKey = code === OPEN_BRACE;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      open.pop();
      isKey = false;
    } else if (code === COMMA) isKey = open.at(-1) === OPEN_BRACE;
    at++;
  }
  if (kept === 0) return { text, secret: false };
  parts.push(text.slice(kept));
  return { text: parts.join(''), secret: true };
}

/** Where the value of a key begins; -1 when the text ends before. */
function valueAfter(text: string, keyEnd: number): number {
  const colon = skipBlank(text, keyEnd);
  if (text.charCodeAt(colon) !== COLON) return -1;
  const value = skipBlank(text, colon + 1);
  return value < text.length ? value : -1;
}

/** As `isSecret` has it: nothing, a number or a flag is no credential. */
function isMaskable(text: string, from: number, to: number): boolean {
  const code = text.charCodeAt(from);
  if (code === QUOTE) return to - from > 2;
  if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return false;
  return skipBlank(text, from + 1) < to - 1;
}

/** The string token with credentials in it masked; undefined when there are none. */
function maskToken(text: string, from: number, to: number): string | undefined {
  const plain = decoded(text, from, to);
  const masked = maskText(plain);
  return masked === plain ? undefined : JSON.stringify(masked);
}

function decoded(text: string, from: number, to: number): string {
  const inner = text.slice(from + 1, to - 1);
  if (!inner.includes('\\')) return inner;
  try {
    return JSON.parse(text.slice(from, to)) as string;
  } catch {
    return inner; // cut off, or an escape JSON does not have
  }
}
