import type { VNode } from 'preact';
import { formatCount, formatDuration } from '../../src/model/format';
import { shownStatus } from '../../src/model/shownStatus';
import { Mark } from '../../src/model/trace';
import type { Milliseconds } from '../../src/model/units';
import type { SpanMenuContext } from '../../src/protocol/messages';
import { fill, type PageStrings } from '../../src/protocol/strings';
import { lineFacts } from '../lineFacts';
import { LineKind, type LineIndex, type Outline } from '../outline/outline';
import { PureComponent } from '../pure';
import { hasRoomForSecondary, keptChip, type Chip } from '../rowFacts';
import { isParent, type Family } from '../rows';
import type { TimeScale } from '../timeScale';
import type { TraceView } from '../traceView';
import { Icon } from '../ui/icon';
import { StatusShape } from '../ui/statusShape';
import { Bar } from './bar';
import type { Columns } from './columns';

export interface RowProps {
  readonly view: TraceView;
  readonly outline: Outline;
  readonly line: LineIndex;
  readonly family: Family;
  /** Counted from 0 among the visible rows. */
  readonly row: number;
  readonly strings: PageStrings;
  readonly columns: Columns;
  readonly scale: TimeScale;
  /** Siblings shorter than this share a line. */
  readonly shorterThan: Milliseconds;
  readonly isCollapsed: boolean;
  readonly isSelected: boolean;
  /** The row that Tab reaches. */
  readonly isActive: boolean;
  /** Out of sight: stands so many pixels below the top of the slab. */
  readonly outside: number | undefined;
  /** The critical path is underlined. */
  readonly hasPath: boolean;
  readonly match: 'none' | 'match' | 'current';
}

/** Id of a row's element, by which it gets the focus. */
export function rowId(line: LineIndex): string {
  return `row-${line}`;
}

/** One line of the outline. Clicks are handled by the list: `data-line` and `data-part` say where they fell. */
export class Row extends PureComponent<RowProps> {
  override render(): VNode {
    const { view, outline, line, family, row, columns, scale, strings, isCollapsed, hasPath, match } = this.props;
    const { isSelected, isActive, outside } = this.props;
    const { spans, build } = view.trace;
    const isSpan = outline.kind[line] === LineKind.Span;
    const span = outline.span[line]!;
    const hasChildren = isParent(outline, line);
    const menu: SpanMenuContext = { webviewSection: 'span', span, build, preventDefaultContextMenuItems: true };
    const isRunning = isSpan && (spans.marks[span]! & Mark.InProgress) !== 0;
    return (
      <div
        role="row"
        id={rowId(line)}
        class={`row ${KIND_CLASS[outline.kind[line]! as LineKind]}${isSelected ? ' selected' : ''}${match === 'none' ? '' : ` ${match}`}`}
        style={outside === undefined ? IN_LINE : { position: 'absolute', top: `${outside}px`, left: 0, right: 0 }}
        tabIndex={isActive ? 0 : -1}
        data-line={line}
        data-vscode-context={isSpan ? JSON.stringify(menu) : NO_MENU}
        aria-rowindex={row + 1}
        aria-level={outline.depth[line]! + 1}
        aria-posinset={family.position[line]}
        aria-setsize={family.size[line]}
        aria-selected={isSelected}
        aria-expanded={hasChildren ? !isCollapsed : undefined}
      >
        <NameCell {...this.props} hasChildren={hasChildren} />
        {columns.duration > 0 && (
          <div role="gridcell" class="number">
            {durationText(outline, line, isRunning)}
          </div>
        )}
        {columns.self > 0 && (
          <div role="gridcell" class="number self">
            {!isSpan || isRunning ? '' : formatDuration(spans.self[outline.last[line]!]!)}
          </div>
        )}
        <div role="gridcell" class="bars" data-part="bar">
          <Bar
            view={view}
            outline={outline}
            line={line}
            scale={scale}
            strings={strings}
            hasPath={hasPath}
            isFolded={isCollapsed}
          />
        </div>
      </div>
    );
  }
}

const IN_LINE = { position: '', top: '', left: '', right: '' };

const NO_MENU = JSON.stringify({ preventDefaultContextMenuItems: true });

const KIND_CLASS: Readonly<Record<LineKind, string>> = {
  [LineKind.Span]: 'span',
  [LineKind.Service]: 'of-service',
  [LineKind.ClientResponse]: 'of-service',
  [LineKind.Group]: 'group',
  [LineKind.Short]: 'short',
  [LineKind.Uninstrumented]: 'uninstrumented',
  [LineKind.Hidden]: 'hidden-spans',
};

function durationText(outline: Outline, line: LineIndex, isRunning: boolean): string {
  switch (outline.kind[line]! as LineKind) {
    case LineKind.Service:
    case LineKind.ClientResponse:
    case LineKind.Hidden:
      return '';
    case LineKind.Group:
    case LineKind.Short:
      return formatDuration(outline.total[line]!);
    case LineKind.Uninstrumented:
    case LineKind.Span:
      return isRunning ? '—' : formatDuration(outline.duration[line]!);
  }
}

/** Twistie, shape and the cell's margins, in pixels. */
const FIXED_WIDTH = 64;

function NameCell(props: RowProps & { readonly hasChildren: boolean }): VNode {
  const { view, outline, line, strings, columns, isCollapsed, hasChildren, shorterThan } = props;
  const { name, secondary, chips: facts, tone } = lineFacts(view, outline, line, strings, shorterThan);
  const isFoldedSpan = isCollapsed && hasChildren && outline.kind[line] === LineKind.Span;
  const below = outline.end[line]! - line - 1;
  const chips: readonly Chip[] = isFoldedSpan
    ? [{ text: fill(strings.hiddenBelow, formatCount(below)), tone: 'muted' }, ...facts]
    : facts;
  const indent = Math.min(outline.depth[line]! * columns.indent, columns.mostIndent);
  const room = columns.name - indent - FIXED_WIDTH;
  const { kept, others } = keptChip(room, name, chips);
  return (
    <div role="gridcell" class="name" title={secondary ? `${name} — ${secondary}` : name}>
      <span class="guides" style={{ width: `${indent}px` }} />
      <span class={`twistie${hasChildren ? '' : ' leaf'}`} data-part={hasChildren ? 'twistie' : undefined}>
        {hasChildren && <Icon name={isCollapsed ? 'chevron-right' : 'chevron-down'} />}
      </span>
      {outline.kind[line] === LineKind.Uninstrumented ? (
        <span class="no-status" />
      ) : (
        <StatusShape {...shownStatus(outline, line)} />
      )}
      <span class={`title ${tone}`}>{name}</span>
      {secondary && hasRoomForSecondary(room, name, secondary, chips) && <span class="secondary">{secondary}</span>}
      {kept && <ChipView {...kept} />}
      <span class="chips">
        {others.map((chip, index) => (
          <ChipView key={index} {...chip} />
        ))}
      </span>
    </div>
  );
}

function ChipView({ text, tone }: Chip): VNode {
  return (
    <span class={`chip ${tone}`}>
      {tone === 'link' && <Icon name="link-external" />}
      {text}
    </span>
  );
}
