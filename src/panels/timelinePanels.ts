import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  ViewColumn,
  window,
  type Disposable,
  type Event,
  type WebviewPanel,
} from 'vscode';
import { parseRef, type TraceRef } from '../model/traceRef';
import type { LatePanels } from '../startup/latePanels';
import { TIMELINE_VIEW_TYPE } from '../startup/names';
import { sameRef } from '../traces/sameRef';
import type { LoadOptions } from '../traces/traces';
import { mountTimeline, type TimelineHost, type TimelineMount } from './mountTimeline';

export interface ShowOptions {
  /** Reuse the one preview panel, as a click in the tree does. Otherwise the panel stays until it is closed. */
  readonly preview?: boolean;
  /** Hex id of the (sub)segment to select. */
  readonly select?: string | undefined;
  readonly preserveFocus?: boolean;
  /** A panel that has to be made stands beside the active editor, not in its place. */
  readonly beside?: boolean;
  /** How to load what is not held. */
  readonly load?: LoadOptions;
}

/** One open panel and what it shows. */
interface Shown {
  readonly panel: WebviewPanel;
  mount: TimelineMount;
  isPreview: boolean;
}

/** The timeline panels: one per trace, and one preview among them that the next click reuses. */
export class TimelinePanels implements Disposable {
  private readonly all = new Set<Shown>();
  private readonly selected = new EventEmitter<{ readonly ref: TraceRef; readonly spanId: string }>();
  private readonly opened = new EventEmitter<TraceRef>();
  private readonly visibility = new EventEmitter<void>();

  /** The user moved the selection in a timeline. */
  readonly onDidSelect: Event<{ readonly ref: TraceRef; readonly spanId: string }> = this.selected.event;
  /** A panel shows this trace now, made, reused or restored. */
  readonly onDidOpen: Event<TraceRef> = this.opened.event;
  /** What `isVisible` tells may have changed. */
  readonly onDidChangeVisibility: Event<void> = this.visibility.event;

  constructor(
    private readonly host: TimelineHost,
    restored: LatePanels,
  ) {
    restored.provide((panel, state) => this.restore(panel, state));
  }

  /** The timeline in front, if one is. */
  get active(): TimelineMount | undefined {
    return this.activeShown?.mount;
  }

  /** Shows a trace: reveals its panel, or reuses the preview, or makes one. The panel is there at once, loading. */
  show(ref: TraceRef, options: ShowOptions = {}): void {
    const isPreview = options.preview ?? false;
    const shown =
      this.find(ref) ?? (isPreview ? this.reuse(ref, options.load) : undefined) ?? this.create(ref, isPreview, options);
    if (!isPreview) this.keep(shown);
    shown.panel.reveal(undefined, options.preserveFocus);
    if (options.select) shown.mount.select(options.select);
    this.opened.fire(ref);
  }

  /** Whether a panel that shows this trace is on screen. */
  isVisible(ref: TraceRef): boolean {
    return this.find(ref)?.panel.visible ?? false;
  }

  /** Loads a shown trace anew, in its panel. @returns false when no panel shows it */
  load(ref: TraceRef, options: LoadOptions): boolean {
    const shown = this.find(ref);
    shown?.mount.load(options);
    return shown !== undefined;
  }

  /** Makes the preview in front a panel that stays. */
  keepActive(): void {
    if (this.activeShown) this.keep(this.activeShown);
  }

  dispose(): void {
    for (const { mount } of this.all) mount.dispose();
    this.all.clear();
    this.selected.dispose();
    this.opened.dispose();
    this.visibility.dispose();
  }

  private get activeShown(): Shown | undefined {
    return [...this.all].find(({ panel }) => panel.active);
  }

  private find(ref: TraceRef): Shown | undefined {
    return [...this.all].find(({ mount }) => sameRef(mount.ref, ref));
  }

  private reuse(ref: TraceRef, load: LoadOptions | undefined): Shown | undefined {
    const shown = [...this.all].find((one) => one.isPreview);
    if (!shown) return undefined;
    shown.mount.dispose();
    shown.mount = this.mount(shown.panel, ref, () => shown, load);
    this.update(shown);
    return shown;
  }

  private create(ref: TraceRef, isPreview: boolean, { load, beside, preserveFocus = false }: ShowOptions): Shown {
    const viewColumn = beside ? ViewColumn.Beside : ViewColumn.Active;
    const panel = window.createWebviewPanel(
      TIMELINE_VIEW_TYPE,
      ref.id,
      { viewColumn, preserveFocus },
      {
        enableScripts: true,
        enableFindWidget: false, // the page has its own, which also finds rows that are not painted
        retainContextWhenHidden: false,
      },
    );
    return this.adopt(panel, ref, isPreview, load);
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const ref = readStateRef(state);
    if (!ref) {
      this.host.trouble('a panel could not be restored: its state names no trace');
      panel.dispose();
      return;
    }
    this.adopt(panel, ref, false);
    this.opened.fire(ref);
  }

  private adopt(panel: WebviewPanel, ref: TraceRef, isPreview: boolean, load?: LoadOptions): Shown {
    panel.iconPath = Uri.joinPath(this.host.extensionUri, 'media', 'tab.svg');
    const holder: { shown?: Shown } = {};
    const shown: Shown = { panel, mount: this.mount(panel, ref, () => holder.shown, load), isPreview };
    holder.shown = shown;
    this.all.add(shown);
    panel.onDidChangeViewState(() => this.updateContext());
    panel.onDidDispose(() => {
      this.all.delete(shown);
      shown.mount.dispose();
      this.updateContext();
    });
    this.update(shown);
    return shown;
  }

  private mount(
    panel: WebviewPanel,
    ref: TraceRef,
    shown: () => Shown | undefined,
    load: LoadOptions | undefined,
  ): TimelineMount {
    const events = {
      onTitle: () => {
        const current = shown();
        if (current) this.update(current);
      },
      onSelect: (spanId: string) => this.selected.fire({ ref, spanId }),
    };
    return mountTimeline(panel.webview, ref, this.host, events, load);
  }

  private keep(shown: Shown): void {
    shown.isPreview = false;
    this.update(shown);
  }

  private update({ panel, mount, isPreview }: Shown): void {
    const title = isPreview ? l10n.t('{0} (preview)', mount.title) : mount.title;
    if (panel.title !== title) panel.title = title;
    this.updateContext();
  }

  private updateContext(): void {
    this.visibility.fire();
    const shown = this.activeShown;
    void commands.executeCommand('setContext', 'xrayTraces.timelineIsPreview', shown?.isPreview ?? false);
    void commands.executeCommand('setContext', 'xrayTraces.timelineSource', shown?.mount.ref.source ?? '');
  }
}

/** The trace a page's saved state names. The state was written by an earlier version, or by nobody: nothing in it is trusted. */
function readStateRef(state: unknown): TraceRef | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { version, ref } = state as Record<string, unknown>;
  return typeof version === 'number' && typeof ref === 'string' ? parseRef(ref) : undefined;
}
