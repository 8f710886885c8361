import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { formatCount } from '../model/format';
import type { EpochMilliseconds } from '../model/units';
import type { HeldSearch, SearchQuery } from '../traces/search';
import { foundDescription, foundFacts, foundLabel, foundSpoken, foundStatus } from './foundText';
import { plainText } from './plainText';
import { oneLine, queryTitle, queryWords } from './queryText';
import type { SearchNodeOf } from './searchNodes';
import { searchRow } from './searchText';
import { statusIcon } from './statusIcon';
import { ageText } from './traceWords';

/** Longest value in a tooltip. */
const LONGEST = 300;

export function searchItem(held: HeldSearch, now: EpochMilliseconds): TreeItem {
  const { label, description } = searchRow(held, now, l10n.t);
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  item.description = description;
  item.iconPath = new ThemeIcon(STATE_ICONS[held.state]);
  item.contextValue = `search.${held.query.kind}.${held.state}${(held.end?.left.length ?? 0) > 0 ? '.left' : ''}`;
  item.accessibilityInformation = { label: `${l10n.t('Search')}: ${label}, ${description}` };
  return item;
}

const STATE_ICONS: Readonly<Record<HeldSearch['state'], string>> = {
  running: 'loading~spin',
  done: 'search',
  cancelled: 'circle-slash',
  failed: 'warning',
};

export function searchTooltip({ query, connection, between }: HeldSearch): MarkdownString {
  return facts(queryTitle(query, l10n.t), [
    ...queryFacts(query),
    [
      l10n.t('Searched range'),
      `${new Date(between.start).toLocaleString()} – ${new Date(between.end).toLocaleString()}`,
    ],
    [l10n.t('Profile'), connection.profile || l10n.t('default credentials')],
    [l10n.t('Region'), connection.region],
  ]);
}

export function foundItem(node: SearchNodeOf<'found'>, now: EpochMilliseconds): TreeItem {
  const { summary } = node;
  const item = new TreeItem(foundLabel(summary));
  item.description = foundDescription(summary, now, l10n.t);
  item.iconPath = statusIcon(foundStatus(summary));
  item.contextValue = 'found';
  item.command = { command: 'xrayTraces.openFound', title: l10n.t('Open in Timeline'), arguments: [node] };
  item.accessibilityInformation = { label: foundSpoken(summary, now, l10n.t) };
  return item;
}

export function foundTooltip({ summary }: SearchNodeOf<'found'>): MarkdownString {
  return facts(foundLabel(summary), foundFacts(summary, l10n.t));
}

export function footerItem({ label, description, name }: SearchNodeOf<'searchFooter'>): TreeItem {
  const item = new TreeItem(label);
  item.description = description;
  item.iconPath = new ThemeIcon(name === '0' ? 'info' : 'clockface', new ThemeColor('descriptionForeground'));
  item.contextValue = 'searchFooter';
  item.tooltip = `${label}, ${description}`;
  item.accessibilityInformation = { label: `${label}, ${description}` };
  return item;
}

export function leftItem(node: SearchNodeOf<'searchLeft'>): TreeItem {
  const item = new TreeItem(node.label);
  item.description = node.description;
  item.iconPath = new ThemeIcon(node.isCap ? 'fold-down' : 'warning');
  item.contextValue = 'searchLeft';
  item.tooltip = node.detail;
  item.command = { command: 'xrayTraces.loadMoreFound', title: l10n.t('Load More'), arguments: [node] };
  item.accessibilityInformation = { label: `${node.label}, ${node.description}` };
  return item;
}

export function noteItem(node: SearchNodeOf<'searchNote'>): TreeItem {
  const item = new TreeItem(node.label);
  item.description = node.description;
  item.iconPath = new ThemeIcon(node.icon);
  item.contextValue = 'searchNote';
  item.tooltip = `${node.detail}\n${l10n.t('Click: {0}', node.stepLabel)}`;
  item.command = { command: 'xrayTraces.takeSearchStep', title: node.stepLabel, arguments: [node] };
  item.accessibilityInformation = { label: `${node.label}, ${node.description}, ${node.stepLabel}` };
  return item;
}

export function moreItem(node: SearchNodeOf<'moreFound'>): TreeItem {
  const item = new TreeItem(l10n.t('{0} more…', formatCount(node.hidden)));
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { command: 'xrayTraces.showMoreFound', title: l10n.t('Show More'), arguments: [node] };
  return item;
}

export function savedItem({ row }: SearchNodeOf<'savedQuery'>, now: EpochMilliseconds): TreeItem {
  const title = plainText(queryTitle(row.query, l10n.t));
  const item = new TreeItem(plainText(oneLine(row.name)));
  item.description = plainText(
    [...(row.name === title ? [] : [title]), ...queryWords(row.query, now, l10n.t)].join(' · '),
  );
  item.iconPath = new ThemeIcon(row.pinned ? 'pinned' : row.scope === 'global' ? 'globe' : 'bookmark');
  item.contextValue = `savedQuery.${row.scope}.${row.query.kind}${row.pinned ? '.pinned' : ''}`;
  item.command = { command: 'xrayTraces.runQuery', title: l10n.t('Run'), arguments: [{ kind: 'savedQuery', row }] };
  item.accessibilityInformation = {
    label: [
      l10n.t('Saved query'),
      item.label as string,
      item.description,
      row.pinned ? l10n.t('pinned') : '',
      row.scope === 'global' ? l10n.t('in all workspaces') : '',
    ]
      .filter(Boolean)
      .join(', '),
  };
  return item;
}

export function pastItem({ row }: SearchNodeOf<'pastQuery'>, now: EpochMilliseconds): TreeItem {
  const item = new TreeItem(plainText(queryTitle(row.query, l10n.t)));
  item.description = plainText([...queryWords(row.query, now, l10n.t), ageText(row.at, now)].join(' · '));
  item.iconPath = new ThemeIcon('history');
  item.contextValue = `pastQuery.${row.query.kind}`;
  item.command = { command: 'xrayTraces.runQuery', title: l10n.t('Run'), arguments: [{ kind: 'pastQuery', row }] };
  item.accessibilityInformation = { label: `${l10n.t('Earlier query')}: ${item.label as string}, ${item.description}` };
  return item;
}

export function queryTooltip(title: string, query: SearchQuery): MarkdownString {
  return facts(title, [...queryFacts(query), ['', l10n.t('Click to run it')]]);
}

function queryFacts(query: SearchQuery): readonly Fact[] {
  const [range = ''] = queryWords({ ...query, group: '', filter: '' } as SearchQuery, Date.now(), l10n.t).slice(
    query.kind === 'spans' ? 1 : 0,
  );
  if (query.kind === 'spans') return [[l10n.t('Range'), range]];
  return [
    [l10n.t('Filter'), query.filter || l10n.t('none')],
    [l10n.t('Group'), query.group],
    [l10n.t('Range'), range],
    [
      l10n.t('Time of a trace'),
      query.timeRangeType === 'Event' ? l10n.t('any of its segments’') : l10n.t('the one in its ID'),
    ],
  ];
}

type Fact = readonly [name: string, value: string];

/** Text of others goes in as text: it can hold no link, image or command. */
function facts(title: string, rows: readonly Fact[]): MarkdownString {
  const tooltip = new MarkdownString();
  tooltip.appendMarkdown('**').appendText(cut(title)).appendMarkdown('**');
  for (const [name, value] of rows) {
    if (value) tooltip.appendMarkdown('  \n').appendText(name ? `${name}: ${cut(value)}` : cut(value));
  }
  return tooltip;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
