import { commands, DataTransferItem, type Disposable, type TreeDragAndDropController, type TreeView } from 'vscode';
import type { LateDrag } from '../startup/lateDrag';
import type { LateTree } from '../startup/lateTree';
import { SAVED_QUERY_MIME } from '../startup/names';
import type { SavedQueries } from './savedQueries';
import type { SearchesTree } from './searchesTree';
import { searchNodeId, searchNodesOf, type SearchNode } from './searchNodes';

/** Ages are repainted this often while somebody can see them. */
const AGE_PAUSE = 60_000;

/** The sidebar view Searches. */
export class SearchesView implements Disposable {
  private readonly view: TreeView<SearchNode>;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly tree: SearchesTree,
    saved: SavedQueries,
    late: LateTree<SearchNode>,
    drag: LateDrag<SearchNode>,
  ) {
    this.view = late.view;
    late.provide(tree);
    drag.provide({ ...dragging(saved), dragMimeTypes: drag.dragMimeTypes, dropMimeTypes: drag.dropMimeTypes });
    this.timer = setInterval(() => {
      if (this.view.visible) tree.refresh();
    }, AGE_PAUSE);
  }

  get visible(): boolean {
    return this.view.visible;
  }

  /** Shows a search and puts the focus on it, opening the view: from there the arrow keys lead to what it finds. */
  async reveal(id: string): Promise<void> {
    await this.view.reveal(this.tree.nodeOf(id), { select: true, focus: true, expand: true });
  }

  /**
   * The rows a command is about: those it was run on; without any, it came from the keyboard, and is about the row with the focus,
   * or all selected ones where that is one of them.
   */
  async rowsOf(values: readonly unknown[]): Promise<readonly SearchNode[]> {
    const given = searchNodesOf(values);
    return given.length > 0 ? given : this.rowsOfKeyboard();
  }

  dispose(): void {
    clearInterval(this.timer);
    this.tree.dispose();
  }

  /**
   * VS Code tells which rows are selected and not which has the focus, and arrow keys move the focus alone. Toggling the focused row's
   * selection shows which one it is, and opens nothing; toggling again leaves everything as it was.
   */
  private async rowsOfKeyboard(): Promise<readonly SearchNode[]> {
    if (!this.view.visible) return [];
    const before = this.view.selection;
    await commands.executeCommand('list.toggleSelection');
    const after = this.view.selection;
    const [removed] = without(before, after);
    const [added] = without(after, before);
    if (!removed && !added) return before;
    await commands.executeCommand('list.toggleSelection');
    return added ? [added] : before;
  }
}

function without(nodes: readonly SearchNode[], others: readonly SearchNode[]): readonly SearchNode[] {
  const known = new Set(others.map(searchNodeId));
  return nodes.filter((node) => !known.has(searchNodeId(node)));
}

/** Saved queries are put in order by dragging them: dropped on a row they go before it, on the view's end or their heading to the end. */
function dragging(saved: SavedQueries): Pick<TreeDragAndDropController<SearchNode>, 'handleDrag' | 'handleDrop'> {
  return {
    handleDrag: (source, data) => {
      const ids = source.flatMap((node) => (node.kind === 'savedQuery' ? [node.row.id] : []));
      if (ids.length > 0) data.set(SAVED_QUERY_MIME, new DataTransferItem(ids));
    },
    handleDrop: async (target, data) => {
      const value: unknown = data.get(SAVED_QUERY_MIME)?.value;
      const ids = Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
      if (ids.length === 0 || (target && target.kind !== 'savedQuery' && target.kind !== 'savedQueries')) return;
      await saved.move(ids, target?.kind === 'savedQuery' ? target.row.id : undefined);
    },
  };
}
