import { commands, EventEmitter, type Disposable, type Event, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Trace } from '../model/trace';
import { formatRef, type TraceRef } from '../model/traceRef';
import type { EpochMilliseconds, SpanIndex } from '../model/units';
import { findSpan, spanKey } from '../traces/spanKey';
import { sameRef } from '../traces/sameRef';
import { Soon } from '../traces/soon';
import type { Traces } from '../traces/traces';
import type { Watches } from '../traces/watches';
import type { OpenedGroup, OpenedTrace } from './openedState';
import type { OpenedTraces } from './openedTraces';
import { childCount, childrenOf, parentChain } from './spanChildren';
import type { NextStepId } from './stepLabels';
import { emptyNote, notesOf } from './traceNotes';
import { rowItem } from './traceRows';
import { spanTooltip, traceTooltip } from './treeText';

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
      /** Distinguishes notes of one trace. */
      readonly name: string;
      readonly icon: string;
      readonly text: string;
      /** In grey beside the text. */
      readonly description: string;
      readonly tooltip: string;
      /** What a click does. */
      readonly step: NextStepId | 'refresh';
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
    private readonly watches: Pick<Watches, 'peek' | 'isRunning' | 'onDidChange'>,
    private readonly now: () => EpochMilliseconds,
    /** 12 digits where the credentials of a profile know it. */
    private readonly accountOf: (profile: string) => string | undefined,
  ) {
    this.subscriptions = [
      opened.onDidChange(() => {
        this.painting.call();
        this.tellWhetherEmpty();
      }),
      traces.onDidChange((ref) => this.follow(ref)),
      watches.onDidChange(() => this.painting.call()),
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
    const item = rowItem(node, {
      held: (ref) => this.traces.peek(ref),
      watch: (ref) => this.watches.peek(ref),
      now: this.now(),
    });
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
    const notes = held
      ? notesOf(
          owner,
          held,
          { ...owner.opened.hint, ...this.traces.hintOf(ref), account: this.accountOf(ref.profile) },
          this.now(),
        )
      : [];
    return held?.trace && rows.length === 0 && notes.length === 0 ? [emptyNote(owner)] : [...notes, ...rows];
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
        return `${this.idOf(node.owner)} note ${node.name}`;
    }
  }
}
