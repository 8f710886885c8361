import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { formatCount, formatDuration } from '../../../src/model/format';
import { fill } from '../../../src/protocol/strings';
import { useSize } from '../../timeline/useSize';
import { timeFormat } from '../cells';
import { useResults } from '../resultsPage';
import { isWithin } from '../resultsReducer';
import type { ResultsState } from '../resultsState';
import { extentOf } from './axis';
import { useDrawing } from './canvas';
import { drawMarks, drawScatter } from './drawScatter';
import { boxOf, boxOfRestriction, hasPoint, LEAST_DRAG, restrictionOf, rowAt, scatterGeometry } from './scatter';
import { PointTip } from './pointTip';
import type { ChartTheme } from './theme';

interface ScatterProps {
  readonly state: ResultsState;
  readonly theme: ChartTheme;
  readonly onOpen: (row: number) => void;
}

/** Pixels from a point at which the pointer still means it. */
const REACH = 8;

/** Each trace as a point: when, and how long. A drag restricts the table, a click selects, a double click opens. */
export function ScatterChart({ state, theme, onOpen }: ScatterProps): VNode {
  const { strings, locale, dispatch } = useResults();
  const { summaries, passed, restriction, query } = state;
  const box = useRef<HTMLDivElement>(null);
  const points = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const range = query ?? { start: 0, end: 1 };
  const geometry = useMemo(
    () => scatterGeometry(summaries, passed, range, size),
    [summaries, passed, range.start, range.end, size],
  );
  const [drag, setDrag] = useState<{
    readonly from: readonly [number, number];
    readonly to: readonly [number, number];
  } | null>(null);
  const [hovered, setHovered] = useState(-1);
  const isDrag = drag !== null && Math.hypot(drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]) >= LEAST_DRAG;

  useDrawing(
    points,
    size,
    (context) => {
      const isLit = restriction ? (row: number): boolean => isWithin(summaries, row, restriction) : () => true;
      if (geometry) drawScatter(context, geometry, summaries, passed, isLit, theme, locale);
    },
    [geometry, restriction, theme, locale],
  );
  useDrawing(
    marks,
    size,
    (context) => {
      if (!geometry) return;
      const shown =
        isDrag && drag ? boxOf(geometry, drag.from, drag.to) : restriction && boxOfRestriction(geometry, restriction);
      const selected = [...state.selected].filter((row) => state.verdicts[row] !== 0);
      drawMarks(
        context,
        geometry,
        summaries,
        { box: shown ?? undefined, selected, focused: state.focused, hovered },
        theme,
      );
    },
    [geometry, restriction, theme, drag, hovered, state.selected, state.focused],
  );

  const at = (event: MouseEvent): readonly [number, number] => {
    const { left, top } = box.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const under = (event: MouseEvent): number => {
    const [x, y] = at(event);
    return geometry ? rowAt(geometry, summaries, passed, x, y, REACH) : -1;
  };
  const click = (event: MouseEvent): void => {
    const row = under(event);
    if (row >= 0) dispatch({ type: 'select', row, how: event.ctrlKey || event.metaKey ? 'toggle' : 'only' });
    else if (restriction) dispatch({ type: 'restrict', restriction: null });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      if (drag) setDrag(null);
      else dispatch({ type: 'restrict', restriction: null });
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const row = neighbour(state, event.key === 'ArrowRight' ? 1 : -1);
      if (row >= 0) dispatch({ type: 'select', row, how: 'show' });
    } else if (event.key === 'Enter' && state.focused >= 0) onOpen(state.focused);
    else if (event.key === ' ' && state.focused >= 0) dispatch({ type: 'select', row: state.focused, how: 'toggle' });
    else return;
    event.preventDefault();
  };

  return (
    <div
      class="chart scatter"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={strings.scatter}
      title={hovered < 0 ? strings.scatterHint : undefined}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0 || !geometry) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: at(event), to: at(event) });
      }}
      onPointerMove={(event) => {
        if (drag) setDrag({ ...drag, to: at(event) });
        else setHovered(under(event));
      }}
      onPointerUp={(event) => {
        if (!drag) return;
        setDrag(null);
        if (isDrag && geometry)
          dispatch({ type: 'restrict', restriction: restrictionOf(geometry, boxOf(geometry, drag.from, at(event))) });
        else click(event);
      }}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => setHovered(-1)}
      onDblClick={(event) => {
        const row = under(event);
        if (row >= 0) onOpen(row);
      }}
    >
      <canvas ref={points} role="img" aria-label={alternative(state, strings, locale)} />
      <canvas ref={marks} aria-hidden="true" />
      {!geometry && <p class="note">{strings.nothingToDraw}</p>}
      {geometry && hovered >= 0 && !drag && <PointTip state={state} row={hovered} geometry={geometry} />}
    </div>
  );
}

/** The chart in words. */
function alternative(
  { summaries, rows, query }: ResultsState,
  strings: ReturnType<typeof useResults>['strings'],
  locale: string,
): string {
  const extent = extentOf(summaries.duration, rows);
  if (!extent || !query) return strings.nothingToDraw;
  const time = timeFormat(locale, query.end - query.start);
  const [least, most] = extent;
  return fill(
    strings.scatterAlt,
    formatCount(rows.length),
    time(query.start),
    time(query.end),
    formatDuration(least),
    formatDuration(most),
  );
}

/** The shown row that begins next before or after the one with the focus. */
function neighbour({ summaries, rows, focused }: ResultsState, step: 1 | -1): number {
  const isAfter = (a: number, b: number): boolean => {
    const later = summaries.start[a]! - summaries.start[b]!;
    return later > 0 || (later === 0 && a > b);
  };
  let best = -1;
  for (const row of rows) {
    if (!hasPoint(summaries, row) || row === focused) continue;
    if (focused >= 0 && isAfter(row, focused) !== step > 0) continue;
    if (best < 0 || isAfter(best, row) === step > 0) best = row;
  }
  return best;
}
