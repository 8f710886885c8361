import { l10n, MarkdownString } from 'vscode';
import { formatDuration } from '../model/format';
import { shownStatus } from '../model/shownStatus';
import { shownColumns } from '../model/shownColumns';
import { Mark, Status, type SpanColumns, type Trace } from '../model/trace';
import type { SpanIndex } from '../model/units';
import type { OpenedTrace } from './openedState';
import { originOf, statusWord } from './traceWords';

/** Longest piece of trace text in a tooltip. */
const LONGEST = 300;

/** A span's own status in a word; where only spans below it failed: `fault below`. */
export function spanStatusText(spans: SpanColumns, span: SpanIndex): string {
  const { status, isInherited } = shownStatus(spans, span);
  return isInherited ? l10n.t('{0} below', statusWord(status)) : statusWord(status);
}

/** The grey words beside a span's name: what is wrong first, then how long, then what it called. */
export function spanDescription(trace: Trace, span: SpanIndex): string {
  const spans = shownColumns(trace.spans);
  const status = spans.status[span]! as Status;
  const text = (column: Uint32Array): string => spans.strings[column[span]!] ?? '';
  const marks = spans.marks[span]!;
  return [
    shownStatus(spans, span).status === Status.Ok ? '' : spanStatusText(spans, span),
    spans.httpStatus[span]! > 0 && status !== Status.Ok ? String(spans.httpStatus[span]) : '',
    marks & Mark.InProgress && status !== Status.Pending ? l10n.t('in progress') : '',
    formatDuration(spans.duration[span]!),
    text(spans.operation) || text(spans.method),
    text(spans.resource),
    marks & Mark.Inferred ? l10n.t('inferred') : '',
    marks & Mark.ParentMissing ? l10n.t('parent missing') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The tooltip of a span. Text of the trace goes in as text: it can hold no link, image or command. */
export function spanTooltip(trace: Trace, span: SpanIndex): MarkdownString {
  const spans = shownColumns(trace.spans);
  const text = (column: Uint32Array): string => spans.strings[column[span]!] ?? '';
  const called = [text(spans.method), text(spans.url)].filter(Boolean).join(' ');
  return lines(text(spans.name) || l10n.t('(no name)'), [
    [l10n.t('Status'), spanStatusText(spans, span)],
    [l10n.t('Duration'), formatDuration(spans.duration[span]!)],
    [l10n.t('Starts at'), `+${formatDuration(spans.start[span]!)}`],
    [l10n.t('Service'), text(spans.service)],
    [l10n.t('Origin'), text(spans.origin)],
    [l10n.t('Request'), called],
    [l10n.t('HTTP status'), spans.httpStatus[span]! > 0 ? String(spans.httpStatus[span]) : ''],
    [l10n.t('Operation'), text(spans.operation)],
    [l10n.t('Resource'), text(spans.resource)],
    [l10n.t('ID'), spans.id[span]!],
  ]);
}

/** The tooltip of a trace. */
export function traceTooltip(opened: OpenedTrace, trace: Trace | undefined): MarkdownString {
  const { facts, ref } = opened;
  return lines(facts?.title || ref.id, [
    [l10n.t('ID'), ref.id],
    [l10n.t('From'), originOf(ref)],
    ...(facts
      ? ([
          [l10n.t('Started'), new Date(facts.start).toLocaleString()],
          [l10n.t('Duration'), formatDuration(facts.duration)],
          [l10n.t('Worst status'), statusWord(facts.status)],
        ] as const)
      : []),
    ...(trace
      ? ([
          [l10n.t('Segments'), String(trace.counts.segments)],
          [l10n.t('Rows'), String(trace.spans.count)],
          [l10n.t('Truncated'), trace.limitExceeded ? l10n.t('yes: X-Ray kept only part of it') : ''],
        ] as const)
      : []),
  ]);
}

function lines(title: string, facts: readonly (readonly [name: string, value: string])[]): MarkdownString {
  const tooltip = new MarkdownString();
  tooltip.appendMarkdown('**').appendText(cut(title)).appendMarkdown('**');
  for (const [name, value] of facts) {
    if (value) tooltip.appendMarkdown('  \n').appendText(`${name}: ${cut(value)}`);
  }
  return tooltip;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
