import { l10n, window, type Disposable, type TreeView } from 'vscode';
import type { TraceRef } from '../model/traceRef';
import type { LateTree } from '../startup/lateTree';
import { hexOfKey } from '../traces/spanKey';
import type { TracesTree, TraceNode } from './tracesTree';

/** Ages are repainted this often while somebody can see them. */
const AGE_PAUSE = 60_000;

/** The sidebar view Traces. */
export class TracesView implements Disposable {
  private readonly view: TreeView<TraceNode>;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly tree: TracesTree,
    late: LateTree<TraceNode>,
  ) {
    this.view = late.view;
    late.provide(tree);
    this.timer = setInterval(() => {
      if (this.view.visible) tree.refresh();
    }, AGE_PAUSE);
  }

  get visible(): boolean {
    return this.view.visible;
  }

  get onDidChangeVisibility(): TreeView<TraceNode>['onDidChangeVisibility'] {
    return this.view.onDidChangeVisibility;
  }

  /** Selects the row of a span without taking the focus; only while the view is on screen, so that it never opens by itself. */
  follow(ref: TraceRef, spanId: string): void {
    if (!this.view.visible) return;
    const node = this.tree.find(ref, spanId);
    if (!node) return;
    // The rows may change while the tree looks for this one; the next selection finds its own.
    this.view.reveal(node, { select: true, focus: false, expand: false }).then(undefined, () => {});
  }

  /** Shows the row of a trace or span, opening the view. */
  async reveal(ref: TraceRef, span: string | undefined, { focus }: { readonly focus: boolean }): Promise<void> {
    const node = this.tree.find(ref, span === undefined ? undefined : hexOfKey(span));
    if (node) await this.view.reveal(node, { select: true, focus });
    else void window.showInformationMessage(l10n.t('This trace is not in the sidebar any more.'));
  }

  dispose(): void {
    clearInterval(this.timer);
    this.tree.dispose();
  }
}
