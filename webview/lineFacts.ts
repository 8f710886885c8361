import { formatCount, formatDuration } from '../src/model/format';
import { Mark } from '../src/model/trace';
import type { Milliseconds } from '../src/model/units';
import { fill, type PageStrings } from '../src/protocol/strings';
import { LineKind, type LineIndex, type Outline } from './outline/outline';
import { repeatChips, rowChips, secondaryText, type Chip } from './rowFacts';
import type { TraceView } from './traceView';

/** What a row says of its line, in words. */
export interface LineFacts {
  readonly name: string;
  /** The quieter word behind the name; '' = none. */
  readonly secondary: string;
  readonly chips: readonly Chip[];
  /** How the name is set: a heading, or words of ours rather than of the trace. */
  readonly tone: 'plain' | 'service' | 'inferred' | 'ours';
}

/** @param shorterThan the time below which siblings are folded */
export function lineFacts(
  view: TraceView,
  outline: Outline,
  line: LineIndex,
  strings: PageStrings,
  shorterThan: Milliseconds,
): LineFacts {
  const { spans } = view.trace;
  const kind = outline.kind[line]! as LineKind;
  const span = outline.span[line]!;
  const members = formatCount(outline.members[line]!);
  const text = (column: Uint32Array, of = span): string => spans.strings[column[of]!] ?? '';
  const nameOf = (of: number): string => text(spans.name, of) || strings.unnamed;
  switch (kind) {
    case LineKind.Span: {
      const last = outline.last[line]!;
      const chips = [...rowChips(spans, span, strings), ...repeatChips(spans, last, strings)];
      const isInferred = (spans.marks[span]! & Mark.Inferred) !== 0;
      const above = outline.parent[line]!;
      if (above >= 0 && outline.kind[above] === LineKind.ClientResponse) {
        return { name: callerOf(view, span) || nameOf(span), secondary: '', chips, tone: 'inferred' };
      }
      const name = last === span ? nameOf(span) : chainOf(outline.members[line]!, nameOf(span), nameOf(last));
      return { name, secondary: secondaryText(spans, span), chips, tone: isInferred ? 'inferred' : 'plain' };
    }
    case LineKind.Service:
      return {
        name: text(spans.service) || strings.unnamed,
        secondary: text(spans.origin),
        chips: [],
        tone: 'service',
      };
    case LineKind.ClientResponse: {
      const secondary = fill(strings.lineClientResponse, text(spans.origin)).trim();
      return { name: text(spans.service) || strings.unnamed, secondary, chips: [], tone: 'service' };
    }
    case LineKind.Group: {
      const like = [text(spans.operation), text(spans.resource)].filter((one) => one && one !== nameOf(span));
      const chips: Chip[] = [fill(strings.chipTimes, members), ...like].map((one) => ({ text: one, tone: 'plain' }));
      return { name: nameOf(span), secondary: secondaryText(spans, span), chips, tone: 'plain' };
    }
    case LineKind.Short:
      return {
        name: fill(strings.lineShort, members, formatDuration(shorterThan)),
        secondary: '',
        chips: [],
        tone: 'ours',
      };
    case LineKind.Uninstrumented:
      return { name: strings.lineUninstrumented, secondary: '', chips: [], tone: 'ours' };
    case LineKind.Hidden:
      return { name: fill(strings.lineHidden, members, text(spans.service)), secondary: '', chips: [], tone: 'ours' };
  }
}

/** What the bar of a line says beside it. */
export function barText(view: TraceView, outline: Outline, line: LineIndex, strings: PageStrings): string {
  switch (outline.kind[line]! as LineKind) {
    case LineKind.Span:
      return view.trace.spans.marks[outline.span[line]!]! & Mark.InProgress
        ? strings.running
        : formatDuration(outline.duration[line]!);
    case LineKind.Group:
    case LineKind.Short:
      return fill(strings.lineTogether, formatDuration(outline.total[line]!));
    case LineKind.Hidden:
      return '';
    case LineKind.Service:
    case LineKind.ClientResponse:
    case LineKind.Uninstrumented:
      return formatDuration(outline.duration[line]!);
  }
}

/** An inferred segment was made of what its caller said: the service that called. */
function callerOf({ trace: { spans } }: TraceView, span: number): string {
  const parent = spans.parent[span]!;
  return parent < 0 ? '' : (spans.strings[spans.service[parent]!] ?? '');
}

function chainOf(length: number, first: string, last: string): string {
  return [first, ...(length > 2 ? ['…'] : []), last].join(' › ');
}
