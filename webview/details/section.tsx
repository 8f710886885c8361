import type { ComponentChildren, VNode } from 'preact';

/** A part of a tab with a title. */
export function Section({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <section class="section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
