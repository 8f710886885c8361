import type { ComponentChildren, VNode } from 'preact';

/** A text with what a query finds in it marked; case does not matter. */
export function Marked({ text, query }: { readonly text: string; readonly query: string }): VNode {
  return <>{query === '' ? text : pieces(text, query)}</>;
}

function pieces(text: string, query: string): ComponentChildren[] {
  const lower = text.toLowerCase();
  const wanted = query.toLowerCase();
  // Letters that change their length with their case have other places in `lower`.
  if (lower.length !== text.length) return [text];
  const found: ComponentChildren[] = [];
  let kept = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, kept)) {
    found.push(text.slice(kept, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>);
    kept = at + wanted.length;
  }
  found.push(text.slice(kept));
  return found;
}
