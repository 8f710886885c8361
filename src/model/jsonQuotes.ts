/**
 * Position where the closing quote, with its backslashes, of a string of JSON begins; the text's length when it is cut off.
 * @param slashes the backslashes in front of its opening quote: it may stand in JSON that is itself a string of JSON
 */
export function closingQuote(text: string, from: number, slashes: string): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = 0;
    while (quote - before > from && text.charCodeAt(quote - before - 1) === 92) before++;
    if (before <= slashes.length) return quote - before;
    if ((before - slashes.length) % (2 * slashes.length + 2) === 0) return quote - slashes.length;
  }
  return text.length;
}
