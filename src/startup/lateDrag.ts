import type { CancellationToken, DataTransfer, Disposable, TreeDragAndDropController } from 'vscode';

/** Drag and drop in a view, known to VS Code from the start; the app says what it does. Rows come from the app, so nothing is dragged before. */
export class LateDrag<T> implements TreeDragAndDropController<T>, Disposable {
  private provided: TreeDragAndDropController<T> | undefined;

  constructor(
    readonly dragMimeTypes: readonly string[],
    readonly dropMimeTypes: readonly string[],
  ) {}

  provide(controller: TreeDragAndDropController<T>): void {
    this.provided = controller;
  }

  async handleDrag(source: readonly T[], data: DataTransfer, token: CancellationToken): Promise<void> {
    await this.provided?.handleDrag?.(source, data, token);
  }

  async handleDrop(target: T | undefined, data: DataTransfer, token: CancellationToken): Promise<void> {
    await this.provided?.handleDrop?.(target, data, token);
  }

  dispose(): void {
    this.provided = undefined;
  }
}
