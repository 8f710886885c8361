import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { AxisControls } from '../axis/axisControls';
import type { Clock } from '../axis/clock';
import { useMeasuring } from '../axis/measure';
import { notches, notchLabels, rulerTicks, type RulerTick } from '../axis/ruler';
import { usePage } from '../page';
import type { State } from '../pageState';
import type { TimeScale } from '../timeScale';
import { Splitter } from '../ui/splitter';
import { labelWidth } from './barGeometry';
import type { Columns } from './columns';

interface HeadProps {
  readonly state: State;
  readonly columns: Columns;
  readonly scale: TimeScale;
  readonly marks: readonly RulerTick[];
}

/** The ruler's lines: the same for the head and behind the rows. */
export function useRuler(scale: TimeScale, clock: Clock): readonly RulerTick[] {
  const { locale } = usePage();
  return useMemo(() => rulerTicks(scale, clock, locale), [scale, clock.times, clock.start, locale]);
}

/** The head of the columns, with the ruler over the bars. Not part of the tree for screen readers: its cells speak for themselves. */
export function Head({ state, columns, scale, marks }: HeadProps): VNode {
  const { strings, dispatch } = usePage();
  const ruler = useRef<HTMLDivElement>(null);
  useMeasuring(ruler, scale);
  return (
    <div class="head">
      <div class="name">
        {strings.columnName}
        {columns.bars > 0 && (
          <AxisControls axis={state.axis} hasStart={state.view !== null && state.view.trace.start > 0} />
        )}
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
      <div class="ruler" ref={ruler} aria-hidden="true">
        {marks.map(({ x, label }) => (
          <span key={x} class="tick" style={{ left: `${x}px` }}>
            {x + labelWidth(label) < scale.width && label}
          </span>
        ))}
        {notchLabels(scale).map(({ label, at, long }) => (
          <span key={at} class="notch-label" style={{ left: `${at}px`, width: `${long}px` }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The ruler's lines, behind all rows. */
export function GridLines({
  columns,
  scale,
  marks,
}: {
  readonly columns: Columns;
  readonly scale: TimeScale;
  readonly marks: readonly RulerTick[];
}): VNode {
  const left = columns.name + columns.duration + columns.self;
  return (
    <div class="grid-lines" aria-hidden="true" style={{ left: `${left}px` }}>
      {marks.map(({ x }) => (
        <i key={x} style={{ left: `${x}px` }} />
      ))}
      {notches(scale).map(({ left, right }) => (
        <b key={left} class="notch" style={{ left: `${left}px`, width: `${right - left}px` }} />
      ))}
    </div>
  );
}
