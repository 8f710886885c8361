import type { VNode } from 'preact';
import { usePage } from '../page';
import type { State } from '../pageState';
import { Button } from '../ui/controls';

/** Depth and width of the ghost rows, in levels and percent: a trace as one expects it. */
const GHOSTS: readonly (readonly [depth: number, name: number, from: number, width: number])[] = [
  [0, 46, 0, 98],
  [1, 38, 1, 95],
  [2, 30, 2, 26],
  [2, 42, 28, 66],
  [3, 34, 30, 12],
  [3, 28, 43, 20],
  [4, 36, 45, 14],
  [3, 40, 64, 24],
  [1, 32, 90, 7],
];

/** Header and rows of a trace that has not come yet: the page takes its shape at once. */
export function LoadingPage({ loading }: { readonly loading: State['loading'] }): VNode {
  return (
    <div class="waiting" aria-busy="true">
      <div class="header">
        <div class="headline">
          <i class="ghost headline-ghost" />
        </div>
        <div class="facts">
          <i class="ghost facts-ghost" />
        </div>
      </div>
      {loading && <LoadingLine loading={loading} />}
      <GhostRows />
    </div>
  );
}

function LoadingLine({ loading }: { readonly loading: NonNullable<State['loading']> }): VNode {
  const { strings, host } = usePage();
  return (
    <div class="loading-line" role="status">
      <span class="codicon codicon-loading codicon-modifier-spin" aria-hidden="true" />
      <span>{loading.text}</span>
      {loading.cancellable && <Button onClick={() => host.send({ kind: 'cancel' })}>{strings.cancel}</Button>}
    </div>
  );
}

function GhostRows(): VNode {
  return (
    <div class="ghost-rows" aria-hidden="true">
      {GHOSTS.map(([depth, name, from, width], index) => (
        <div key={index} class="ghost-row">
          <i class="ghost" style={{ marginLeft: `${depth * 14}px`, width: `${name}%` }} />
          <span>
            <i class="ghost" style={{ marginLeft: `${from}%`, width: `${width}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
