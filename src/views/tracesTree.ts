import {
  commands,
  EventEmitter,
  l10n,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type Disposable,
  type Event,
  type TreeDataProvider,
} from 'vscode';
import { shownColumns } from '../model/shownColumns';
import { formatDuration } from '../model/format';
import type { Trace } from '../model/trace';
import { formatRef, type TraceRef } from '../model/traceRef';
import type { EpochMilliseconds, SpanIndex } from '../model/units';
import { findSpan, spanKey } from '../traces/spanKey';
import { sameRef } from '../traces/sameRef';
import { Soon } from '../traces/soon';
import type { HeldTrace, Traces } from '../traces/traces';
import { explain } from './explain';
import type { OpenedGroup, OpenedTrace } from './openedState';
import type { OpenedTraces } from './openedTraces';
import { childCount, childrenOf, parentChain } from './spanChildren';
import { spanIcon, statusIcon } from './statusIcon';
import { progressText } from './progressText';
import { spanDescription, spanStatusText, spanTooltip, traceTooltip } from './treeText';
import { ageText, originOf, statusWord } from './traceWords';

/** A row of the tree. Rows of spans belong to one build of their trace. */
export type TraceNode =
  | { readonly kind: 'group'; readonly group: OpenedGroup }
  | { readonly kind: 'trace'; readonly opened: OpenedTrace; readonly group: OpenedGroup | undefined }
  | {
      readonly kind: 'span';
      readonly owner: TraceOwner;
      readonly trace: Trace;
      readonly span: SpanIndex;
    }
  | {
      readonly kind: 'more';
      readonly owner: TraceOwner;
      readonly trace: Trace;
      readonly parent: SpanIndex;
      readonly left: number;
    }
  | {
      readonly kind: 'note';
      readonly owner: TraceOwner;
      readonly icon: string;
      readonly text: string;
      readonly detail: string;
      readonly step: string;
    };

/** The row of the trace that a row below it belongs to. */
export type TraceOwner = Extract<TraceNode, { kind: 'trace' }>;

/** Children shown of one node before `n more…`. */
export const MOST_CHILDREN = 500;
/** Milliseconds between repaints. */
const PAINT_PAUSE = 100;

/** Opened and recent traces, their segments, subsegments. A trace is loaded when its row is opened. */
export class TracesTree implements TreeDataProvider<TraceNode>, Disposable {
  private readonly changed = new EventEmitter<TraceNode | undefined>();
  private readonly subscriptions: Disposable[];
  private readonly abort = new AbortController();
  /** How many children are shown, where the user asked for more. By node id. */
  private readonly limits = new Map<string, number>();
  private readonly appearance = new Map<string, string>();
  private hasTraces = false;
  private readonly painting = new Soon(() => this.refresh(), PAINT_PAUSE);

  readonly onDidChangeTreeData: Event<TraceNode | undefined> = this.changed.event;

  constructor(
    private readonly opened: OpenedTraces,
    private readonly traces: Traces,
    private readonly now: () => EpochMilliseconds,
  ) {
    this.subscriptions = [
      opened.onDidChange(() => {
        this.painting.call();
        this.tellWhetherEmpty();
      }),
      traces.onDidChange((ref) => this.follow(ref)),
    ];
    this.tellWhetherEmpty();
  }

  /**
   * Paints all rows anew. Always all: VS Code finds a row to repaint by the identity of its node, and nodes here are made on demand;
   * what was expanded and selected stays, by the rows' ids.
   */
  refresh(): void {
    this.changed.fire(undefined);
  }

  /** Shows the next children behind an `n more…` row. */
  showMore(node: Extract<TraceNode, { kind: 'more' }>): void {
    const id = this.idOf(this.parentOf(node.owner, node.trace, node.parent));
    this.limits.set(id, (this.limits.get(id) ?? MOST_CHILDREN) + MOST_CHILDREN);
    this.changed.fire(undefined);
  }

  /** The row of a trace; of a span of it when a hex id is given and the trace is held. undefined when it is not listed. */
  find(ref: TraceRef, spanId?: string): TraceNode | undefined {
    const owner = this.owners().find(({ opened }) => sameRef(opened.ref, ref));
    const trace = this.traces.peek(ref)?.trace;
    const span = spanId && trace ? findSpan(trace.spans, spanId) : -1;
    if (!owner || !trace || span < 0) return owner;
    // Behind "n more…" of it or of an ancestor: the row that can be seen is the answer.
    let visible: TraceNode = owner;
    for (const one of [...parentChain(trace.spans, span), span]) {
      const next = this.spansBelow(owner, trace, one, visible);
      visible = next;
      if (next.kind === 'more') break;
    }
    return visible;
  }

  getTreeItem(node: TraceNode): TreeItem {
    const item = this.item(node);
    item.id = this.idOf(node);
    return item;
  }

  /** Tooltips are made when the mouse is over a row, not for all. */
  resolveTreeItem(item: TreeItem, node: TraceNode): TreeItem {
    if (node.kind === 'span') item.tooltip = spanTooltip(node.trace, node.span);
    else if (node.kind === 'trace') item.tooltip = traceTooltip(node.opened, this.traces.peek(node.opened.ref)?.trace);
    return item;
  }

  getParent(node: TraceNode): TraceNode | undefined {
    switch (node.kind) {
      case 'group':
        return undefined;
      case 'trace':
        return node.group && { kind: 'group', group: node.group };
      case 'span':
        return this.parentOf(node.owner, node.trace, node.trace.spans.parent[node.span]!);
      case 'more':
        return this.parentOf(node.owner, node.trace, node.parent);
      case 'note':
        return node.owner;
    }
  }

  getChildren(node?: TraceNode): TraceNode[] {
    if (!node) {
      return this.opened.rows.map((row) =>
        row.kind === 'group' ? { kind: 'group', group: row } : { kind: 'trace', opened: row, group: undefined },
      );
    }
    switch (node.kind) {
      case 'group':
        return node.group.traces.map((opened) => ({ kind: 'trace', opened, group: node.group }));
      case 'trace':
        return this.traceChildren(node);
      case 'span':
        return this.spanChildren(node.owner, node.trace, node.span);
      case 'more':
      case 'note':
        return [];
    }
  }

  dispose(): void {
    this.abort.abort();
    this.painting.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  /** Never waits: VS Code paints no row of the view while one of them is waited for. What arrives repaints. */
  private traceChildren(owner: TraceOwner): TraceNode[] {
    const { ref } = owner.opened;
    const before = this.traces.peek(ref);
    // Failed and cancelled rows wait for the user's "Try Again"; asking AWS once more is never a side effect of looking.
    if (!before?.trace && !before?.error && !before?.cancelled && !before?.loading) void this.load(ref);
    const held = this.traces.peek(ref);
    const rows: TraceNode[] = held?.trace ? this.spanChildren(owner, held.trace, -1) : [];
    const note = held && noteOf(owner, held);
    if (held?.trace && rows.length === 0 && !note) {
      rows.push({ kind: 'note', owner, icon: 'info', text: l10n.t('No segments'), detail: '', step: 'refresh' });
    }
    return note ? [note, ...rows] : rows;
  }

  /** Rejects never: what goes wrong becomes the trace's own error, and is a row. */
  private async load(ref: TraceRef): Promise<void> {
    try {
      await this.traces.open([{ ref }], this.abort.signal);
    } catch (error) {
      if (!this.abort.signal.aborted) throw error; // the tree is going away
    }
  }

  private spanChildren(owner: TraceOwner, trace: Trace, parent: SpanIndex): TraceNode[] {
    const id = this.idOf(this.parentOf(owner, trace, parent));
    const limit = this.limits.get(id) ?? MOST_CHILDREN;
    const rows: TraceNode[] = childrenOf(trace.spans, parent, limit).map((span) => ({
      kind: 'span',
      owner,
      trace,
      span,
    }));
    const left = childCount(trace.spans, parent) - rows.length;
    return left > 0 ? [...rows, { kind: 'more', owner, trace, parent, left }] : rows;
  }

  /** The row that stands for a span below its visible parent: itself, or the parent's `n more…`. */
  private spansBelow(owner: TraceOwner, trace: Trace, span: SpanIndex, parent: TraceNode): TraceNode {
    const rows = this.spanChildren(owner, trace, parent.kind === 'span' ? parent.span : -1);
    return rows.find((row) => row.kind === 'span' && row.span === span) ?? rows.at(-1)!;
  }

  private parentOf(owner: TraceOwner, trace: Trace, parent: SpanIndex): TraceNode {
    return parent < 0 ? owner : { kind: 'span', owner, trace, span: parent };
  }

  /** For the menus: Clear has nothing to do in an empty list. */
  private tellWhetherEmpty(): void {
    const has = this.opened.rows.length > 0;
    if (has === this.hasTraces) return;
    this.hasTraces = has;
    void commands.executeCommand('setContext', 'xrayTraces.hasTraces', has);
  }

  private owners(): TraceOwner[] {
    return this.opened.rows.flatMap((row): TraceOwner[] =>
      row.kind === 'trace'
        ? [{ kind: 'trace', opened: row, group: undefined }]
        : row.traces.map((opened) => ({ kind: 'trace', opened, group: row })),
    );
  }

  /** Repaints a trace's rows when what they say has changed; progress comes too often to repaint for each. */
  private follow(ref: TraceRef): void {
    const key = formatRef(ref);
    const held = this.traces.peek(ref);
    const appearance = [
      held?.loading,
      held?.cancelled,
      held?.error?.reason,
      held?.trace?.bytes,
      held?.progress?.step,
    ].join();
    if (this.appearance.get(key) === appearance) return;
    this.appearance.set(key, appearance);
    this.painting.call();
  }

  private idOf(node: TraceNode): string {
    switch (node.kind) {
      case 'group':
        return `group ${node.group.id}`;
      case 'trace':
        return `${node.group ? `group ${node.group.id} ` : ''}${formatRef(node.opened.ref)}`;
      case 'span':
        return `${this.idOf(node.owner)} span ${spanKey(node.trace.spans, node.span)}`;
      case 'more':
        return `${this.idOf(this.parentOf(node.owner, node.trace, node.parent))} more`;
      case 'note':
        return `${this.idOf(node.owner)} note`;
    }
  }

  private item(node: TraceNode): TreeItem {
    switch (node.kind) {
      case 'group': {
        const item = new TreeItem(l10n.t('{0} traces', node.group.traces.length), TreeItemCollapsibleState.Expanded);
        item.description = this.age(node.group.openedAt);
        item.iconPath = new ThemeIcon('layers');
        item.contextValue = 'group';
        return item;
      }
      case 'trace':
        return this.traceItem(node);
      case 'span': {
        const { trace, span } = node;
        const spans = shownColumns(trace.spans);
        const hasChildren = spans.end[span]! > span + 1;
        const name = spans.strings[spans.name[span]!] || l10n.t('(no name)');
        const item = new TreeItem(
          name,
          hasChildren ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
        );
        item.description = spanDescription(trace, span);
        item.iconPath = spanIcon(spans, span);
        item.contextValue = 'span';
        item.command = { command: 'xrayTraces.showInTimeline', title: l10n.t('Open in Timeline'), arguments: [node] };
        item.accessibilityInformation = {
          label: `${name}, ${spanStatusText(spans, span)}, ${formatDuration(spans.duration[span]!)}`,
        };
        return item;
      }
      case 'more': {
        const item = new TreeItem(l10n.t('{0} more…', node.left));
        item.iconPath = new ThemeIcon('ellipsis');
        item.command = { command: 'xrayTraces.showMore', title: l10n.t('Show More'), arguments: [node] };
        return item;
      }
      case 'note': {
        const item = new TreeItem(node.text);
        item.tooltip = node.detail || node.text;
        item.iconPath = new ThemeIcon(node.icon);
        item.command = { command: 'xrayTraces.takeStep', title: node.text, arguments: [node] };
        return item;
      }
    }
  }

  private traceItem({ opened }: TraceOwner): TreeItem {
    const held = this.traces.peek(opened.ref);
    const { facts, ref } = opened;
    const name = facts?.title || ref.id;
    const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
    const words = facts
      ? [statusWord(facts.status), formatDuration(facts.duration), this.age(facts.start)]
      : [originOf(ref)];
    if (held?.loading) words.unshift(progressText(held.progress));
    else if (held?.error) words.unshift(l10n.t('failed'));
    else if (held?.cancelled) words.unshift(l10n.t('cancelled'));
    item.description = words.join(' · ');
    item.iconPath = held?.loading
      ? new ThemeIcon('loading~spin')
      : held?.error && !held.trace
        ? new ThemeIcon('warning')
        : facts
          ? statusIcon(facts.status)
          : new ThemeIcon('pulse');
    item.contextValue = `trace.${ref.source}${held?.loading ? '.loading' : ''}`;
    item.command = {
      command: 'xrayTraces.showInTimeline',
      title: l10n.t('Open in Timeline'),
      arguments: [{ kind: 'trace', opened }],
    };
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    return item;
  }

  private age(time: EpochMilliseconds): string {
    return ageText(time, this.now());
  }
}

/** The row that says why children are missing, and does the first next step when it is clicked. */
function noteOf(owner: TraceOwner, held: HeldTrace): TraceNode | undefined {
  if (held.error) {
    const { title, detail, next } = explain(held.error, held.ref, l10n.t);
    const step = next[0];
    const text = step ? `${title} — ${step.label}` : title;
    return { kind: 'note', owner, icon: 'warning', text, detail: `${title}\n${detail}`, step: step?.id ?? 'showLog' };
  }
  if (held.loading) {
    return {
      kind: 'note',
      owner,
      icon: 'loading~spin',
      text: progressText(held.progress),
      detail: '',
      step: 'openReceipt',
    };
  }
  if (!held.cancelled || held.trace) return undefined;
  return {
    kind: 'note',
    owner,
    icon: 'circle-slash',
    text: l10n.t('Cancelled — Try Again'),
    detail: '',
    step: 'retry',
  };
}
