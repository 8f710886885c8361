/** A piece of JSON text and what it is, for colouring. */
export interface JsonPiece {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'sign';
  readonly text: string;
}

const TOKEN = /\s+|("(?:[^"\\]|\\.)*"?)(\s*:)?|([-+0-9][-+.eE0-9]*)|([A-Za-z]+)|([{}[\],:])|(.)/gsu;
/** Deeper than this, indenting stops: a document may be nested 20,000 deep. */
const MOST_INDENT = 40;

/**
 * Indents JSON text without reading it: every token stays exactly as received (numbers keep all their digits), only the blanks
 * between tokens change. Works on text that is cut off or no JSON at all.
 */
export function indentJson(text: string): JsonPiece[] {
  const pieces: JsonPiece[] = [];
  let depth = 0;
  let isFresh = false; // right after an opening bracket: an empty pair stays on one line
  const sign = (sign: string): void => void pieces.push({ kind: 'sign', text: sign });
  const newLine = (): void => sign(`\n${'  '.repeat(Math.min(depth, MOST_INDENT))}`);
  for (const [, quoted, colon, number, word, punctuation, other] of text.matchAll(TOKEN)) {
    const isBlank = (quoted ?? number ?? word ?? punctuation ?? other) === undefined;
    if (isBlank) continue;
    const closes = punctuation === '}' || punctuation === ']';
    if (closes) depth = Math.max(0, depth - 1);
    if (isFresh !== closes && (isFresh || closes)) newLine();
    isFresh = punctuation === '{' || punctuation === '[';
    if (quoted !== undefined) {
      pieces.push({ kind: colon === undefined ? 'string' : 'key', text: quoted });
      if (colon !== undefined) sign(': ');
    } else if (number !== undefined) pieces.push({ kind: 'number', text: number });
    else if (word !== undefined) pieces.push({ kind: 'word', text: word });
    else if (punctuation === ':') sign(': ');
    else sign(punctuation ?? other!);
    if (isFresh) depth++;
    else if (punctuation === ',') newLine();
  }
  return pieces;
}
