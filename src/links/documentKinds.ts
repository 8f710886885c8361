import { commands, Disposable, window, workspace } from 'vscode';
import type { DocumentIds } from './documentIds';

/** True while the active editor's document holds a trace ID: `when` clauses cannot see the text. */
export const HAS_IDS_KEY = 'xrayTraces.documentHasIds';
/** Pause after a change before the document is asked again, in milliseconds: logs grow in bursts. */
const PAUSE = 200;

/** Keeps the context key `HAS_IDS_KEY` true to the active editor. */
export class DocumentKindKey implements Disposable {
  private readonly subscriptions: Disposable;
  private timer: NodeJS.Timeout | undefined;
  private hasIds = false;

  constructor(private readonly ids: DocumentIds) {
    this.subscriptions = Disposable.from(
      window.onDidChangeActiveTextEditor(() => this.updateSoon()),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document) this.updateSoon();
      }),
      // Of long documents only what is on screen is looked at.
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (textEditor === window.activeTextEditor) this.updateSoon();
      }),
    );
    this.updateSoon();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  /** One update for a burst of events, and never while the extension is still starting. */
  private updateSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.update();
    }, PAUSE);
  }

  private update(): void {
    const editor = window.activeTextEditor;
    const hasIds = editor !== undefined && this.ids.hasAny(editor.document, editor.visibleRanges);
    if (hasIds === this.hasIds) return;
    this.hasIds = hasIds;
    void commands.executeCommand('setContext', HAS_IDS_KEY, hasIds); // nothing waits for a menu entry
  }
}
