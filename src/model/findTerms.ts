/** One part of what is typed into the find field. All parts must hold. */
export interface FindTerm {
  /** `key=…`: the key, in lower case; '' = anywhere. */
  readonly key: string;
  /** In lower case. With a key the whole value, else a part of any text. */
  readonly text: string;
  /** `-…`: spans that have it are left out. */
  readonly isExcluded: boolean;
}

/** Quoted (with `\"` and `\\` in it) or up to the next blank or equals sign. */
const PART = /"((?:[^"\\]|\\.)*)"?|([^\s"=]+)/y;

/**
 * Reads what is typed: words, `"several words"`, `key=value`, either quoted where it must be, and `-` before what is to be left out.
 * Everything means something: an equals sign without a key, or a quote that is not closed yet, is text.
 */
export function findTerms(typed: string): FindTerm[] {
  const terms: FindTerm[] = [];
  for (let at = 0; at < typed.length;) {
    if (/\s/.test(typed[at]!)) {
      at += 1;
      continue;
    }
    const isExcluded = typed[at] === '-' && /\S/.test(typed[at + 1] ?? '');
    if (isExcluded) at += 1;
    const first = partAt(typed, at);
    const second = first && typed[first.to] === '=' ? partAt(typed, first.to + 1) : undefined;
    if (first && second) terms.push({ key: first.text, text: second.text, isExcluded });
    else if (first) terms.push({ key: '', text: first.text, isExcluded });
    at = Math.max(at + 1, (second ?? first)?.to ?? 0);
  }
  return terms.filter(({ text }) => text !== '');
}

function partAt(typed: string, at: number): { readonly text: string; readonly to: number } | undefined {
  PART.lastIndex = at;
  const match = PART.exec(typed);
  if (!match) return undefined;
  const text = match[1] === undefined ? match[2]! : match[1].replaceAll(/\\(.)/g, '$1');
  return { text: text.toLowerCase(), to: PART.lastIndex };
}
