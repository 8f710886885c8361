/** A text and a range in it. */
export interface RangedText {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Deeper levels are not indented further: at 20,000 levels the blanks alone would fill gigabytes. */
const DEEPEST = 40;

/**
 * Breaks one-line JSON into lines. Only white space between tokens changes: numbers, repeated keys and broken text stay as they came.
 * Text that has lines already is returned unchanged.
 * @param input the text and a range in it, e.g. of one subsegment; offsets in UTF-16 units, `to` exclusive
 * @returns the new text and where the range has gone
 */
export function breakLines(input: RangedText): RangedText {
  const { text } = input;
  if (text.trim().includes('\n')) return input;
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  let [from, to] = [-1, -1];
  const put = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  const newLine = (): void => put(`\n${'  '.repeat(Math.min(depth, DEEPEST))}`);
  for (let at = 0; at < text.length;) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, end);
    const isBlank = /^\s/.test(token);
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      if (!/[{[]\s*$/.test(parts.at(-1) ?? '')) newLine();
    }
    if (from < 0 && !isBlank && end > input.from) from = length + Math.max(0, input.from - at);
    if (!isBlank) put(token);
    if (!isBlank && at < input.to) to = length - Math.max(0, end - input.to);
    if (token === '{' || token === '[') {
      depth++;
      const next = text.slice(end, end + 64).trimStart()[0];
      if (next !== '}' && next !== ']') newLine();
    } else if (token === ',') newLine();
    else if (token === ':') put(' ');
    at = end;
  }
  const start = from < 0 ? length : from;
  return { text: parts.join(''), from: start, to: Math.max(start, to) };
}

/** A string with its quotes, a run of white space, one punctuation mark, or anything up to the next of those. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|\s+|[{}[\],:]|[^\s"{}[\],:]+/sy;

function tokenEnd(text: string, at: number): number {
  TOKEN.lastIndex = at;
  return TOKEN.test(text) ? TOKEN.lastIndex : at + 1;
}
