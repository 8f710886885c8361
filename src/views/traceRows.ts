import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { formatDuration } from '../model/format';
import { shownColumns } from '../model/shownColumns';
import type { TraceRef } from '../model/traceRef';
import type { EpochMilliseconds } from '../model/units';
import type { HeldTrace } from '../traces/traces';
import { isIncomplete, type Watch } from '../traces/watches';
import { progressText } from './progressText';
import { spanIcon, statusIcon } from './statusIcon';
import type { TraceNode, TraceOwner } from './tracesTree';
import { ageText, originOf, statusWord } from './traceWords';
import { spanDescription, spanStatusText } from './treeText';
import { watchOffer } from './watchText';

/** What rows are drawn from, besides themselves. */
export interface RowContext {
  readonly held: (ref: TraceRef) => HeldTrace | undefined;
  readonly watch: (ref: TraceRef) => Watch | undefined;
  readonly now: EpochMilliseconds;
}

/** How a row looks and what a click on it does. The tree adds the id. */
export function rowItem(node: TraceNode, context: RowContext): TreeItem {
  switch (node.kind) {
    case 'group': {
      const item = new TreeItem(l10n.t('{0} traces', node.group.traces.length), TreeItemCollapsibleState.Expanded);
      item.description = ageText(node.group.openedAt, context.now);
      item.iconPath = new ThemeIcon('layers');
      item.contextValue = 'group';
      return item;
    }
    case 'trace':
      return traceItem(node, context);
    case 'span':
      return spanItem(node);
    case 'more': {
      const item = new TreeItem(l10n.t('{0} more…', node.left));
      item.iconPath = new ThemeIcon('ellipsis');
      item.command = { command: 'xrayTraces.showMore', title: l10n.t('Show More'), arguments: [node] };
      return item;
    }
    case 'note': {
      const item = new TreeItem(node.text);
      item.description = node.description;
      item.tooltip = node.tooltip || node.text;
      item.iconPath = new ThemeIcon(node.icon);
      item.command = { command: 'xrayTraces.takeStep', title: node.text, arguments: [node] };
      item.accessibilityInformation = { label: [node.text, node.description].filter(Boolean).join(', ') };
      return item;
    }
  }
}

function spanItem(node: Extract<TraceNode, { kind: 'span' }>): TreeItem {
  const { trace, span } = node;
  const spans = shownColumns(trace.spans);
  const hasChildren = spans.end[span]! > span + 1;
  const name = spans.strings[spans.name[span]!] || l10n.t('(no name)');
  const item = new TreeItem(name, hasChildren ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None);
  item.description = spanDescription(trace, span);
  item.iconPath = spanIcon(spans, span);
  item.contextValue = 'span';
  item.command = { command: 'xrayTraces.showInTimeline', title: l10n.t('Open in Timeline'), arguments: [node] };
  item.accessibilityInformation = {
    label: `${name}, ${spanStatusText(spans, span)}, ${formatDuration(spans.duration[span]!)}`,
  };
  return item;
}

function traceItem({ opened }: TraceOwner, context: RowContext): TreeItem {
  const held = context.held(opened.ref);
  const { facts, ref } = opened;
  const name = facts?.title || ref.id;
  const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
  const words = facts
    ? [statusWord(facts.status), formatDuration(facts.duration), ageText(facts.start, context.now)]
    : [originOf(ref)];
  if (held?.loading) words.unshift(progressText(held.progress));
  else if (held?.error) words.unshift(held.error.reason === 'notFound' ? l10n.t('not found') : l10n.t('failed'));
  else if (held?.cancelled) words.unshift(l10n.t('cancelled'));
  const offer = ref.source === 'aws' ? watchOffer(held, context.watch(ref), context.now, l10n.t) : undefined;
  if (offer?.isRunning) words.unshift(l10n.t('watched: +{0}', context.watch(ref)?.added ?? 0));
  item.description = words.join(' · ');
  item.iconPath = held?.loading
    ? new ThemeIcon('loading~spin')
    : held?.error && !held.trace
      ? new ThemeIcon('warning')
      : facts
        ? statusIcon(facts.status)
        : new ThemeIcon('pulse');
  const isWatchable = held?.trace !== undefined && isIncomplete(held.trace);
  const watched = offer?.isRunning ? '.watched' : isWatchable ? '.incomplete' : '';
  item.contextValue = `trace.${ref.source}${held?.loading && !offer?.isRunning ? '.loading' : ''}${watched}`;
  item.command = {
    command: 'xrayTraces.showInTimeline',
    title: l10n.t('Open in Timeline'),
    arguments: [{ kind: 'trace', opened }],
  };
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  return item;
}
