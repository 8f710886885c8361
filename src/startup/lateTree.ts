import {
  EventEmitter,
  window,
  type CancellationToken,
  type Disposable,
  type ProviderResult,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  type TreeViewOptions,
} from 'vscode';
import { Late } from './late';

/** A view of the sidebar. VS Code asks for its rows when it is first seen, which loads the app. */
export class LateTree<T> extends Late<TreeDataProvider<T>> implements TreeDataProvider<T>, Disposable {
  readonly view: TreeView<T>;
  private readonly changed = new EventEmitter<T | T[] | undefined | null | void>();
  private following: Disposable | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(id: string, options: Omit<TreeViewOptions<T>, 'treeDataProvider'>, loadApp: () => Promise<void>) {
    super(loadApp);
    this.view = window.createTreeView(id, { ...options, treeDataProvider: this });
  }

  override provide(rows: TreeDataProvider<T>): void {
    super.provide(rows);
    this.following?.dispose();
    this.following = rows.onDidChangeTreeData?.((node) => this.changed.fire(node));
    this.changed.fire(undefined); // the view may be empty from an attempt to load that failed
  }

  getChildren(node?: T): ProviderResult<T[]> {
    return this.present ? this.present.getChildren(node) : this.get().then((rows) => rows.getChildren(node));
  }

  getTreeItem(node: T): TreeItem | Thenable<TreeItem> {
    return this.rows.getTreeItem(node);
  }

  getParent(node: T): ProviderResult<T> {
    return this.rows.getParent?.(node);
  }

  resolveTreeItem(item: TreeItem, node: T, token: CancellationToken): ProviderResult<TreeItem> {
    return this.rows.resolveTreeItem ? this.rows.resolveTreeItem(item, node, token) : item;
  }

  dispose(): void {
    this.following?.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  /** Whoever has a node has it from the app's rows. */
  private get rows(): TreeDataProvider<T> {
    return this.present!;
  }
}
