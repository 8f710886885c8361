import { window, type Disposable, type WebviewPanel } from 'vscode';
import { Late } from './late';

/** Fills a panel that VS Code restores. `state` is what the page kept, and is not to be trusted. */
export type RestorePanel = (panel: WebviewPanel, state: unknown) => void;

/** Brings back the panels of one type after a reload. */
export class LatePanels extends Late<RestorePanel> implements Disposable {
  private readonly registration: Disposable;

  constructor(type: string, loadApp: () => Promise<void>) {
    super(loadApp);
    this.registration = window.registerWebviewPanelSerializer(type, {
      deserializeWebviewPanel: (panel, state) => this.restore(panel, state),
    });
  }

  dispose(): void {
    this.registration.dispose();
  }

  private async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    let isClosed = false;
    const closing = panel.onDidDispose(() => (isClosed = true));
    const restore = await this.get();
    closing.dispose();
    if (!isClosed) restore(panel, state);
  }
}
