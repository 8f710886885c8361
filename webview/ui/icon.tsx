import type { VNode } from 'preact';

/** A codicon, by its name. Decoration: whoever uses it says the same in words. */
export function Icon({ name }: { readonly name: string }): VNode {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}
