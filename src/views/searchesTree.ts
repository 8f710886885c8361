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
import type { EpochMilliseconds } from '../model/units';
import type { Searches } from '../traces/searches';
import { Soon } from '../traces/soon';
import type { QueryHistory } from './queryHistory';
import { queryTitle } from './queryText';
import type { SavedQueries } from './savedQueries';
import {
  footerItem,
  foundItem,
  foundTooltip,
  leftItem,
  moreItem,
  noteItem,
  pastItem,
  queryTooltip,
  savedItem,
  searchItem,
  searchTooltip,
} from './searchItems';
import { searchNodeId, type SearchNode, type SearchNodeOf } from './searchNodes';
import { searchNotes } from './searchNotes';
import { footerRows, leftRows } from './searchText';
import type { WhyEmpty } from './whyEmpty';

/** Results shown of one search before `n more…`. */
export const MOST_SHOWN = 500;
/** Milliseconds between repaints of a search that runs: hundreds of rows go to the screen each time. */
const PAINT_PAUSE = 250;

/** Searches and what they found, saved queries, history. */
export class SearchesTree implements TreeDataProvider<SearchNode>, Disposable {
  private readonly changed = new EventEmitter<SearchNode | SearchNode[] | undefined>();
  private readonly subscriptions: Disposable[];
  /** One object for each search: VS Code repaints a row by the identity of its node. */
  private readonly searchNodes = new Map<string, SearchNodeOf<'search'>>();
  /** How many results are shown, where the user asked for more. */
  private readonly limits = new Map<string, number>();
  private readonly toPaint = new Set<string>();
  private readonly painting = new Soon(() => this.paint(), PAINT_PAUSE);
  private has = { searches: false, history: false };

  readonly onDidChangeTreeData: Event<SearchNode | SearchNode[] | undefined> = this.changed.event;

  constructor(
    private readonly searches: Searches,
    private readonly saved: SavedQueries,
    private readonly history: QueryHistory,
    private readonly whyEmpty: WhyEmpty,
    private readonly now: () => EpochMilliseconds,
  ) {
    this.subscriptions = [
      searches.onDidChange((id) => this.follow(id)),
      saved.onDidChange(() => this.refresh()),
      history.onDidChange(() => this.refresh()),
      whyEmpty.onDidChange(() => this.refresh()),
    ];
    this.tellWhatThereIs();
  }

  /** Paints all rows anew; what was expanded and selected stays, by the rows' ids. */
  refresh(): void {
    this.tellWhatThereIs();
    this.changed.fire(undefined);
  }

  /** Shows the next results behind an `n more…` row. */
  showMore(search: string): void {
    this.limits.set(search, this.limitOf(search) + MOST_SHOWN);
    this.refresh();
  }

  /** The row of a search. */
  nodeOf(id: string): SearchNodeOf<'search'> {
    const node = this.searchNodes.get(id) ?? { kind: 'search', id };
    this.searchNodes.set(id, node);
    return node;
  }

  getTreeItem(node: SearchNode): TreeItem {
    const item = this.item(node);
    item.id = searchNodeId(node);
    return item;
  }

  /** Tooltips are made when the mouse is over a row, not for all. */
  resolveTreeItem(item: TreeItem, node: SearchNode): TreeItem {
    const tooltip = this.tooltip(node);
    if (tooltip) item.tooltip = tooltip;
    return item;
  }

  getParent(node: SearchNode): SearchNode | undefined {
    switch (node.kind) {
      case 'found':
      case 'moreFound':
      case 'searchNote':
      case 'searchFooter':
      case 'searchLeft':
        return this.nodeOf(node.search);
      case 'savedQuery':
        return { kind: 'savedQueries' };
      case 'pastQuery':
        return { kind: 'queryHistory' };
      case 'search':
      case 'savedQueries':
      case 'queryHistory':
        return undefined;
    }
  }

  getChildren(node?: SearchNode): SearchNode[] {
    switch (node?.kind) {
      case undefined:
        return this.roots();
      case 'search':
        return this.searchChildren(node.id);
      case 'savedQueries':
        return this.saved.rows.map((row) => ({ kind: 'savedQuery', row }));
      case 'queryHistory':
        return this.history.rows.map((row) => ({ kind: 'pastQuery', row }));
      case 'found':
      case 'moreFound':
      case 'searchNote':
      case 'searchFooter':
      case 'searchLeft':
      case 'savedQuery':
      case 'pastQuery':
        return [];
    }
  }

  dispose(): void {
    this.painting.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private roots(): SearchNode[] {
    return [
      ...this.searches.list().map(({ id }) => this.nodeOf(id)),
      ...(this.saved.rows.length > 0 ? [{ kind: 'savedQueries' } as const] : []),
      ...(this.history.rows.length > 0 ? [{ kind: 'queryHistory' } as const] : []),
    ];
  }

  private searchChildren(id: string): SearchNode[] {
    const held = this.searches.peek(id);
    if (!held) return [];
    const shown = held.summaries.slice(0, this.limitOf(id));
    const hidden = held.summaries.length - shown.length;
    return [
      ...searchNotes(held, () => this.whyEmpty.causesOf(held), l10n.t),
      ...shown.map((summary): SearchNode => ({ kind: 'found', search: id, summary })),
      ...(hidden > 0 ? [{ kind: 'moreFound', search: id, hidden } as const] : []),
      ...footerRows(held, shown.length, this.now(), l10n.t).map((texts, index): SearchNode => ({
        kind: 'searchFooter',
        search: id,
        name: `${index}`,
        ...texts,
      })),
      ...leftRows(held, this.now(), l10n.t).map(({ why, ...texts }, index): SearchNode => ({
        kind: 'searchLeft',
        search: id,
        name: `${why} ${index}`,
        isCap: why === 'cap',
        ...texts,
      })),
    ];
  }

  private limitOf(search: string): number {
    return this.limits.get(search) ?? MOST_SHOWN;
  }

  private item(node: SearchNode): TreeItem {
    switch (node.kind) {
      case 'search': {
        const held = this.searches.peek(node.id);
        return held ? searchItem(held, this.now()) : new TreeItem('');
      }
      case 'found':
        return foundItem(node, this.now());
      case 'moreFound':
        return moreItem(node);
      case 'searchNote':
        return noteItem(node);
      case 'searchFooter':
        return footerItem(node);
      case 'searchLeft':
        return leftItem(node);
      case 'savedQuery':
        return savedItem(node, this.now());
      case 'pastQuery':
        return pastItem(node, this.now());
      case 'savedQueries':
        return groupItem(l10n.t('Saved Queries'), 'bookmark', TreeItemCollapsibleState.Expanded, node.kind);
      case 'queryHistory':
        return groupItem(l10n.t('History'), 'history', TreeItemCollapsibleState.Collapsed, node.kind);
    }
  }

  private tooltip(node: SearchNode): TreeItem['tooltip'] {
    switch (node.kind) {
      case 'search': {
        const held = this.searches.peek(node.id);
        return held && searchTooltip(held);
      }
      case 'found':
        return foundTooltip(node);
      case 'savedQuery':
        return queryTooltip(node.row.name, node.row.query);
      case 'pastQuery':
        return queryTooltip(queryTitle(node.row.query, l10n.t), node.row.query);
      case 'moreFound':
      case 'searchNote':
      case 'searchFooter':
      case 'searchLeft':
      case 'savedQueries':
      case 'queryHistory':
        return undefined;
    }
  }

  private follow(id: string): void {
    this.toPaint.add(id);
    this.painting.call();
  }

  private paint(): void {
    const ids = [...this.toPaint];
    this.toPaint.clear();
    // A search that came or went changes the rows at the top; any other only its own.
    const isKnown = ids.every((id) => this.searchNodes.has(id) && this.searches.peek(id));
    for (const id of ids) {
      if (this.searches.peek(id)) continue;
      this.searchNodes.delete(id);
      this.limits.delete(id);
    }
    if (isKnown) this.changed.fire(ids.map((id) => this.nodeOf(id)));
    else this.refresh();
  }

  /** For the menus: Clear has nothing to do in an empty list. */
  private tellWhatThereIs(): void {
    const has = { searches: this.searches.list().length > 0, history: this.history.rows.length > 0 };
    if (has.searches !== this.has.searches) {
      void commands.executeCommand('setContext', 'xrayTraces.hasSearches', has.searches);
    }
    if (has.history !== this.has.history) {
      void commands.executeCommand('setContext', 'xrayTraces.hasQueryHistory', has.history);
    }
    this.has = has;
  }
}

function groupItem(label: string, icon: string, state: TreeItemCollapsibleState, context: string): TreeItem {
  const item = new TreeItem(label, state);
  item.iconPath = new ThemeIcon(icon);
  item.contextValue = context;
  return item;
}
