import { closingQuote } from './jsonQuotes';
import { isSecretKey, MASK, wordsOf } from './secretKeys';

/** Characters of keys in headers, environments, settings and query strings. */
const KEY = /[\w.-]/;
const LONGEST_KEY = 80;
/** Headers whose value goes to the end of its line: it holds spaces, commas and semicolons. */
const WHOLE_LINE = /(?:^| )(?:cookie|authorization)s?$/;
/** Words people write before a colon in sentences: `Unexpected token: end of input`. What follows is masked only if it looks drawn by lot. */
const IN_SENTENCES = /^(?:token|auth|secret|credential|signature|bearer|csrf|xsrf|jwt)s?$/;
const SCHEME = /^(?:Basic|Bearer|Digest|Negotiate|Token|ApiKey)$/i;
/** Values that say nothing: absent, the beginning of a list, a placeholder, an answer, a trace ID, a name of a resource. */
const HARMLESS =
  /^(?:[?*]*|[[{(<]+|\$\d+|%s|true|false|null|none|nil|undefined|yes|no|(?:Root=)?1-[0-9a-f]{8}-[0-9a-f]{24}|arn:aws[\w:/.-]*)[.)\]}]*$/i;
const COUNT = /^\d+$/;
/** As much of a value as it takes to judge it. */
const PEEK = 256;

/** How the value of an assignment is bounded. */
interface Value {
  readonly from: number;
  readonly to: number;
}

/**
 * Masks the values of `key=value` and `key: value` whose keys name a credential: headers, environments, settings, connection strings, query strings,
 * also inside the texts of JSON. JSON's own members are not its business. By hand: goes from separator to separator, so that it is linear.
 */
export function maskAssignments(text: string): string {
  const isJson = /^\s*[[{"\]},]/.test(text);
  const separators = /:(?!\/\/)|=/g; // what stands before :// is no key
  const parts: string[] = [];
  let kept = 0;
  for (let match = separators.exec(text); match; match = separators.exec(text)) {
    const at = match.index;
    const key = keyBefore(text, at, kept);
    if (!key || !isSecretKey(key.text)) continue;
    const value = valueAfter(text, at, key, isJson);
    if (!value || value.to <= value.from) continue;
    parts.push(text.slice(kept, value.from), MASK);
    kept = value.to;
    separators.lastIndex = value.to;
  }
  if (kept === 0) return text;
  parts.push(text.slice(kept));
  return parts.join('');
}

interface KeyBefore {
  readonly text: string;
  /** Character in front of the key; '' at the text's beginning. */
  readonly before: string;
  readonly from: number;
}

/** The key that ends at a separator: `key=`, `key :`, `'key':`, `['key']=`. */
function keyBefore(text: string, separator: number, floor: number): KeyBefore | undefined {
  let end = separator;
  for (let spaces = 0; spaces < 8 && (text[end - 1] === ' ' || text[end - 1] === '\t'); spaces++) end--;
  if (text[end - 1] === ']') end--;
  if (text[end - 1] === "'" || text[end - 1] === '`') end--;
  let from = end;
  while (from > floor && end - from < LONGEST_KEY && KEY.test(text[from - 1]!)) from--;
  return end - from < 3 ? undefined : { text: text.slice(from, end), before: text[from - 1] ?? '', from };
}

function valueAfter(text: string, separator: number, key: KeyBefore, isJson: boolean): Value | undefined {
  const isColon = text[separator] === ':';
  let from = separator + 1;
  if (isColon && text[from] === '=') from++;
  else if (text[from] === '=' || text[from] === '>' || (isColon && text[from] === ':')) return undefined; // ==, =>, ::
  while (text[from] === ' ' || text[from] === '\t') from++;
  const quoted = quotedValue(text, from, key, isJson);
  if (quoted) return isHarmless(text.slice(quoted.from, Math.min(quoted.to, quoted.from + PEEK))) ? undefined : quoted;
  const words = wordsOf(key.text);
  if (isColon && WHOLE_LINE.test(words)) return { from, to: endOfLine(text, from, key, isJson) };
  const peek = unquoted(text.slice(from, from + PEEK));
  if (SCHEME.test(peek)) {
    // `Authorization=Basic …`: the credential is the next word.
    let next = from + peek.length;
    while (text[next] === ' ') next++;
    return { from: next, to: endOfWord(text, next) };
  }
  if (isHarmless(peek) || (COUNT.test(peek) && words.endsWith('tokens'))) return undefined;
  if (isColon && IN_SENTENCES.test(words) && !looksDrawn(peek)) return undefined;
  return { from, to: endOfWord(text, from) };
}

function quotedValue(text: string, from: number, key: KeyBefore, isJson: boolean): Value | undefined {
  let open = from;
  while (open - from < 15 && text[open] === '\\') open++;
  const quote = text[open];
  const slashes = text.slice(from, open);
  if (quote === '"') {
    // In JSON a bare quote closes the text this stands in; one with backslashes opens a value.
    if (isJson && slashes === '') return undefined;
    return { from: open + 1, to: closingQuote(text, open + 1, slashes) };
  }
  if ((quote !== "'" && quote !== '`') || slashes !== '') return undefined;
  const end = isJson ? closingQuote(text, open + 1, slashesAround(text, key.from)) : text.length;
  const close = text.slice(open + 1, end).indexOf(quote);
  return { from: open + 1, to: close < 0 ? end : open + 1 + close };
}

/** End of the line, of the quotes around the whole header (`-H 'Cookie: …'`), or of the text of JSON that holds it. */
function endOfLine(text: string, from: number, key: KeyBefore, isJson: boolean): number {
  let end = text.length;
  if (isJson) end = closingQuote(text, from, slashesAround(text, key.from));
  else if (/["'`]/.test(key.before)) {
    const close = text.indexOf(key.before, from);
    if (close >= 0) end = close;
  }
  // Looked for in this piece alone: pieces do not overlap, so all of them together are read once.
  const line = /[\r\n]|\\[nr]/.exec(text.slice(from, end));
  if (line) end = from + line.index;
  while (end > from && text[end - 1] === '\\') end--;
  return end;
}

/** The backslashes in front of the nearest quote to the left: how deep the text is quoted. */
function slashesAround(text: string, at: number): string {
  const nearest = text.slice(Math.max(0, at - 300), at);
  const quote = nearest.lastIndexOf('"');
  let from = Math.max(0, quote);
  while (from > 0 && nearest[from - 1] === '\\') from--;
  return nearest.slice(from, Math.max(0, quote));
}

function unquoted(text: string): string {
  return /^[^\s;,&"'\\]*/.exec(text)?.[0] ?? '';
}

function endOfWord(text: string, from: number): number {
  const stop = /[\s;,&"'\\]/g;
  stop.lastIndex = from;
  return stop.exec(text)?.index ?? text.length;
}

function isHarmless(value: string): boolean {
  return HARMLESS.test(value);
}

function looksDrawn(value: string): boolean {
  return value.length >= 20 || (value.length >= 6 && /\d/.test(value));
}
