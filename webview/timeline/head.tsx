import type { VNode } from 'preact';
import { usePage } from '../page';
import { ticks, type TimeScale } from '../timeScale';
import { Splitter } from '../ui/splitter';
import { labelWidth } from './barGeometry';
import type { Columns } from './columns';

/** Pixels between the lines of the ruler, at least. */
const TICK_SPACING = 84;

/** The head of the columns, with the ruler over the bars. Not part of the tree for screen readers: its cells speak for themselves. */
export function Head({ columns, scale }: { readonly columns: Columns; readonly scale: TimeScale }): VNode {
  const { strings, dispatch } = usePage();
  return (
    <div class="head">
      <div class="name">
        {strings.columnName}
        <Splitter
          orientation="vertical"
          label={strings.nameSplitter}
          size={columns.name}
          least={columns.leastName}
          most={columns.mostName}
          onResize={(pixels) => dispatch({ type: 'resize', what: 'nameWidth', pixels })}
        />
      </div>
      {columns.duration > 0 && <div class="number">{strings.columnDuration}</div>}
      {columns.self > 0 && <div class="number self">{strings.columnSelf}</div>}
      <div class="ruler" aria-hidden="true">
        {ticks(scale, TICK_SPACING).map(({ time, label }) => (
          <span key={time} class="tick" style={{ left: `${scale.toX(time)}px` }}>
            {scale.toX(time) + labelWidth(label) < scale.width && label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The ruler's lines, behind all rows. */
export function GridLines({ columns, scale }: { readonly columns: Columns; readonly scale: TimeScale }): VNode {
  const left = columns.name + columns.duration + columns.self;
  return (
    <div class="grid-lines" aria-hidden="true" style={{ left: `${left}px` }}>
      {ticks(scale, TICK_SPACING).map(({ time }) => (
        <i key={time} style={{ left: `${scale.toX(time)}px` }} />
      ))}
    </div>
  );
}
