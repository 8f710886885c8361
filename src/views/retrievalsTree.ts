import {
  commands,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type Disposable,
  type Event,
  type TreeDataProvider,
} from 'vscode';
import type { TraceId } from '../model/traceId';
import { traceTitle } from '../model/traceTitle';
import type { EpochMilliseconds } from '../model/units';
import { HAS_RETRIEVALS } from '../startup/names';
import type { LateTree } from '../startup/lateTree';
import { expiryOf, type RetrievalRow } from '../traces/retrievalRows';
import { refsOf, type Retrievals } from '../traces/retrievals';
import { Soon } from '../traces/soon';
import type { Traces } from '../traces/traces';
import { plainText } from './plainText';
import { betweenText, instantText } from './queryText';
import { retrievalDescription, retrievalNote, standOf } from './retrievalText';
import { ageText, originOf } from './traceWords';

/** A row of the view. `retrieval` is the id of its `RetrievalRow`. */
export type RetrievalNode =
  | { readonly kind: 'retrieval'; readonly retrieval: string }
  | { readonly kind: 'retrievedTrace'; readonly retrieval: string; readonly id: TraceId }
  | { readonly kind: 'retrievalFact'; readonly retrieval: string; readonly icon: string; readonly text: string };

const PAINT_PAUSE = 150;
/** Ages are repainted this often while somebody can see them. */
const AGE_PAUSE = 30_000;

/** The sidebar view Retrievals: what Transaction Search was asked for, how far it is, what can be done about it. */
export class RetrievalsTree implements TreeDataProvider<RetrievalNode>, Disposable {
  private readonly changed = new EventEmitter<RetrievalNode | undefined>();
  private readonly painting = new Soon(() => this.changed.fire(undefined), PAINT_PAUSE);
  private readonly subscriptions: readonly Disposable[];
  private readonly timer: NodeJS.Timeout;
  private hasRows: boolean | undefined;

  readonly onDidChangeTreeData: Event<RetrievalNode | undefined> = this.changed.event;

  constructor(
    private readonly retrievals: Retrievals,
    private readonly traces: Traces,
    private readonly late: LateTree<RetrievalNode>,
    private readonly now: () => EpochMilliseconds,
  ) {
    late.provide(this);
    this.subscriptions = [retrievals.onDidChange(() => this.follow())];
    this.timer = setInterval(() => {
      if (late.view.visible) this.changed.fire(undefined);
    }, AGE_PAUSE);
    this.follow();
  }

  getChildren(node?: RetrievalNode): RetrievalNode[] {
    if (!node) return this.retrievals.rows.map(({ id }) => ({ kind: 'retrieval', retrieval: id }));
    const row = this.retrievals.get(node.retrieval);
    if (!row || node.kind !== 'retrieval') return [];
    const fact = (icon: string, text: string): RetrievalNode => ({
      kind: 'retrievalFact',
      retrieval: row.id,
      icon,
      text,
    });
    const note = retrievalNote(row, this.now(), l10n.t);
    return [
      ...(note ? [fact(row.state === 'failed' ? 'warning' : 'info', note)] : []),
      ...row.ids.map((id): RetrievalNode => ({ kind: 'retrievedTrace', retrieval: row.id, id })),
      fact('calendar', rangeText(row, this.now())),
      fact('globe', originOf(refsOf(row)[0]!)),
      ...(standOf(row, this.now()) === 'complete'
        ? [fact('history', l10n.t('Can be read again until {0}', instantText(expiryOf(row), this.now())))]
        : []),
    ];
  }

  getTreeItem(node: RetrievalNode): TreeItem {
    const row = this.retrievals.get(node.retrieval);
    if (!row) return new TreeItem('');
    switch (node.kind) {
      case 'retrieval':
        return this.rowItem(row, node);
      case 'retrievedTrace': {
        const ref = refsOf(row).find(({ id }) => id === node.id)!;
        const held = this.traces.peek(ref);
        const item = new TreeItem(held?.trace ? plainText(traceTitle(held.trace)) : node.id);
        item.tooltip = node.id;
        item.description = held?.trace ? node.id : '';
        item.iconPath = new ThemeIcon('pulse');
        item.contextValue = 'retrievedTrace';
        item.command = { command: 'xrayTraces.openRetrieval', title: l10n.t('Open in Timeline'), arguments: [node] };
        return item;
      }
      case 'retrievalFact': {
        const item = new TreeItem(node.text);
        item.iconPath = new ThemeIcon(node.icon);
        item.tooltip = node.text;
        return item;
      }
    }
  }

  getParent(node: RetrievalNode): RetrievalNode | undefined {
    return node.kind === 'retrieval' ? undefined : { kind: 'retrieval', retrieval: node.retrieval };
  }

  dispose(): void {
    clearInterval(this.timer);
    for (const one of this.subscriptions) one.dispose();
    this.painting.dispose();
    this.changed.dispose();
  }

  private rowItem(row: RetrievalRow, node: RetrievalNode): TreeItem {
    const now = this.now();
    const item = new TreeItem(this.title(row), TreeItemCollapsibleState.Collapsed);
    item.id = row.id;
    item.description = retrievalDescription(row, ageText(row.startedAt, now), now, l10n.t);
    item.iconPath = iconOf(row, now);
    item.contextValue = `retrieval.${standOf(row, now)}`;
    item.tooltip = tooltip(`${this.title(row)}\n${item.description}`, retrievalNote(row, now, l10n.t), row, now);
    item.accessibilityInformation = { label: `${this.title(row)}, ${item.description}` };
    if (row.state === 'running' || row.state === 'complete') {
      item.command = { command: 'xrayTraces.openRetrieval', title: l10n.t('Open in Timeline'), arguments: [node] };
    }
    return item;
  }

  private title(row: RetrievalRow): string {
    if (row.ids.length > 1) return l10n.t('{0} traces', row.ids.length);
    const trace = this.traces.peek(refsOf(row)[0]!)?.trace;
    // An ID as a whole would leave no room for how it stands; the row below has it.
    return trace ? plainText(traceTitle(trace)) : `${row.ids[0]!.slice(0, 15)}…`;
  }

  private follow(): void {
    this.painting.call();
    const { rows } = this.retrievals;
    const running = rows.filter(({ state }) => state === 'running').length;
    this.late.view.badge =
      running > 0 ? { value: running, tooltip: l10n.t('{0} retrievals running', running) } : undefined;
    if (this.hasRows === rows.length > 0) return;
    this.hasRows = rows.length > 0;
    void commands.executeCommand('setContext', HAS_RETRIEVALS, this.hasRows);
  }
}

function iconOf(row: RetrievalRow, now: EpochMilliseconds): ThemeIcon {
  switch (standOf(row, now)) {
    case 'running':
      return new ThemeIcon('loading~spin');
    case 'complete':
      return row.spans > 0
        ? new ThemeIcon('pass', new ThemeColor('testing.iconPassed'))
        : new ThemeIcon('circle-outline');
    case 'forgotten':
      return new ThemeIcon('history');
    case 'failed':
      return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
    case 'cancelled':
      return new ThemeIcon('circle-slash');
    case 'expired':
      return new ThemeIcon('watch');
  }
}

/** Plain text: what stands in it comes from AWS and from traces. */
function tooltip(head: string, note: string, row: RetrievalRow, now: EpochMilliseconds): MarkdownString {
  const text = [head, rangeText(row, now), originOf(refsOf(row)[0]!), row.ids.slice(0, 10).join('\n'), note];
  return new MarkdownString().appendText(text.filter(Boolean).join('\n'));
}

function rangeText({ range }: RetrievalRow, now: EpochMilliseconds): string {
  return l10n.t('Looked for in {0}', betweenText(range, now));
}
