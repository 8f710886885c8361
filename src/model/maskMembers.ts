import { closingQuote } from './jsonQuotes';
import { isSecretKey, MASK } from './secretKeys';

/** `"key": ` inside JSON text, also inside JSON text that is itself a string of JSON (its quotes have backslashes). */
const MEMBER = /(\\{0,15})"([\w .:-]{2,80})\1"\s*:\s*/g;
const COLON = /\s*:/y;

/** Masks the texts in values of members whose keys name a credential. By hand, because values may be longer than an expression can hold. */
export function maskMembers(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  MEMBER.lastIndex = 0;
  for (let match = MEMBER.exec(text); match; match = MEMBER.exec(text)) {
    const [, slashes = '', key = ''] = match;
    if (!isSecretKey(key)) continue;
    let open = 0;
    let at = MEMBER.lastIndex;
    // One text, or all texts between the brackets of a list or object; keys stay.
    do {
      const code = text.charCodeAt(at);
      if (code === 123 || code === 91) open++;
      else if (code === 125 || code === 93) open--;
      else if (text.startsWith('"', at + slashes.length) && text.startsWith(slashes, at)) {
        const from = at + slashes.length + 1;
        const end = closingQuote(text, from, slashes);
        COLON.lastIndex = end + slashes.length + 1;
        if (end > from && !(open > 0 && COLON.test(text))) {
          parts.push(text.slice(kept, from), MASK);
          kept = end;
        }
        at = end + slashes.length;
      }
      at++;
    } while (open > 0 && at < text.length);
    MEMBER.lastIndex = Math.max(at, MEMBER.lastIndex);
  }
  parts.push(text.slice(kept));
  return parts.join('');
}
