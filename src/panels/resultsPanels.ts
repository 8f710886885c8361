import { Uri, ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';
import type { LatePanels } from '../startup/latePanels';
import { RESULTS_VIEW_TYPE } from '../startup/names';
import { mountResults, type ResultsHost, type ResultsMount } from './mountResults';
import { readPanelState, type SavedSearch } from './savedSearch';

interface Shown {
  readonly panel: WebviewPanel;
  readonly mount: ResultsMount;
}

/** The results pages: one per search. */
export class ResultsPanels implements Disposable {
  private readonly all = new Set<Shown>();

  constructor(
    private readonly host: ResultsHost,
    restored: LatePanels,
  ) {
    restored.provide((panel, state) => this.restore(panel, state));
  }

  /** The results page in front, if one is. */
  get active(): ResultsMount | undefined {
    return [...this.all].find(({ panel }) => panel.active)?.mount;
  }

  /** Whether a page that can be seen shows the search. */
  isShowing(id: string): boolean {
    return [...this.all].some(({ panel, mount }) => panel.visible && mount.id === id);
  }

  /** Shows a search: reveals its page, or makes one. @returns false when there is no such search */
  show(id: string): boolean {
    const shown = [...this.all].find(({ mount }) => mount.id === id);
    if (shown) {
      shown.panel.reveal();
      return true;
    }
    if (!this.host.searches.peek(id)) return false;
    const panel = window.createWebviewPanel(RESULTS_VIEW_TYPE, '', ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: false, // it would find only rows that are painted; the expression finds all
      retainContextWhenHidden: false,
    });
    this.adopt(panel, id);
    return true;
  }

  dispose(): void {
    for (const { mount } of this.all) mount.dispose();
    this.all.clear();
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const saved = readPanelState(state);
    if (!saved) {
      this.host.trouble('a results page could not be restored: its state names no search');
      panel.dispose();
      return;
    }
    this.adopt(panel, saved);
  }

  private adopt(panel: WebviewPanel, what: string | SavedSearch): void {
    panel.iconPath = Uri.joinPath(this.host.extensionUri, 'media', 'tab.svg');
    const setTitle = (title: string): void => {
      if (panel.title !== title) panel.title = title;
    };
    const mount = mountResults(panel.webview, what, this.host, setTitle);
    setTitle(mount.title);
    const shown = { panel, mount };
    this.all.add(shown);
    panel.onDidDispose(() => {
      this.all.delete(shown);
      mount.dispose();
    });
  }
}
