import type { VNode } from 'preact';
import { formatCount, formatDuration } from '../../src/model/format';
import { Mark } from '../../src/model/trace';
import type { SpanIndex } from '../../src/model/units';
import type { SpanMenuContext } from '../../src/protocol/messages';
import { fill, type PageStrings } from '../../src/protocol/strings';
import { PureComponent } from '../pure';
import { hasRoomForSecondary, keptChip, rowChips, secondaryText, shownStatus, type Chip } from '../rowFacts';
import { isParent } from '../rows';
import type { TimeScale } from '../timeScale';
import type { TraceView } from '../traceView';
import { Icon } from '../ui/icon';
import { StatusShape } from '../ui/statusShape';
import { Bar } from './bar';
import type { Columns } from './columns';

export interface RowProps {
  readonly view: TraceView;
  readonly span: SpanIndex;
  /** Counted from 0 among the visible rows. */
  readonly row: number;
  readonly strings: PageStrings;
  readonly columns: Columns;
  readonly scale: TimeScale;
  readonly isCollapsed: boolean;
  readonly isSelected: boolean;
  readonly match: 'none' | 'match' | 'current';
}

/** Id of a row's element, for `aria-activedescendant`. */
export function rowId(span: SpanIndex): string {
  return `row-${span}`;
}

/** One span, on one line. Clicks are handled by the list: `data-span` and `data-part` say where they fell. */
export class Row extends PureComponent<RowProps> {
  override render(): VNode {
    const { view, span, row, columns, scale, isCollapsed, isSelected, match } = this.props;
    const { spans, build } = view.trace;
    const hasChildren = isParent(spans, span);
    const menu: SpanMenuContext = { webviewSection: 'span', span, build, preventDefaultContextMenuItems: true };
    const isRunning = (spans.marks[span]! & Mark.InProgress) !== 0;
    return (
      <div
        role="row"
        id={rowId(span)}
        class={`row${isSelected ? ' selected' : ''}${match === 'none' ? '' : ` ${match}`}`}
        data-span={span}
        data-vscode-context={JSON.stringify(menu)}
        aria-rowindex={row + 1}
        aria-level={spans.depth[span]! + 1}
        aria-posinset={view.family.position[span]}
        aria-setsize={view.family.size[span]}
        aria-selected={isSelected}
        aria-expanded={hasChildren ? !isCollapsed : undefined}
      >
        <NameCell {...this.props} hasChildren={hasChildren} />
        {columns.duration > 0 && (
          <div role="gridcell" class="number">
            {isRunning ? '—' : formatDuration(spans.duration[span]!)}
          </div>
        )}
        {columns.self > 0 && (
          <div role="gridcell" class="number self">
            {isRunning ? '' : formatDuration(spans.self[span]!)}
          </div>
        )}
        <div role="gridcell" class="bars" data-part="bar">
          <Bar view={view} span={span} scale={scale} />
        </div>
      </div>
    );
  }
}

/** Twistie, shape and the cell's margins, in pixels. */
const FIXED_WIDTH = 64;

function NameCell(props: RowProps & { readonly hasChildren: boolean }): VNode {
  const { view, span, strings, columns, isCollapsed, hasChildren } = props;
  const { spans } = view.trace;
  const name = spans.strings[spans.name[span]!] || strings.unnamed;
  const secondary = secondaryText(spans, span);
  const chips = rowChips(spans, span, strings);
  if (isCollapsed && hasChildren) {
    chips.unshift({ text: fill(strings.hiddenBelow, formatCount(spans.end[span]! - span - 1)), tone: 'muted' });
  }
  const indent = Math.min(spans.depth[span]! * columns.indent, columns.mostIndent);
  const room = columns.name - indent - FIXED_WIDTH;
  const { kept, others } = keptChip(room, name, chips);
  return (
    <div role="gridcell" class="name" title={secondary ? `${name} — ${secondary}` : name}>
      <span class="guides" style={{ width: `${indent}px` }} />
      <span class={`twistie${hasChildren ? '' : ' leaf'}`} data-part={hasChildren ? 'twistie' : undefined}>
        {hasChildren && <Icon name={isCollapsed ? 'chevron-right' : 'chevron-down'} />}
      </span>
      <StatusShape {...shownStatus(spans, span)} />
      <span class={`title${spans.marks[span]! & Mark.Inferred ? ' inferred' : ''}`}>{name}</span>
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
