import type { ComponentChildren, VNode } from 'preact';

/** A text with `{0}` replaced by an element. */
export function Filled({
  template,
  children,
}: {
  readonly template: string;
  readonly children: ComponentChildren;
}): VNode {
  const [before = '', after = ''] = template.split('{0}');
  return (
    <>
      {before}
      {children}
      {after}
    </>
  );
}
