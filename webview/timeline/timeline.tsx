import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Crosshair } from '../axis/crosshair';
import { useDragToPan } from '../axis/dragToPan';
import { warpOf } from '../axis/idle';
import { Measured } from '../axis/measure';
import { Minimap, MINIMAP_ROOM } from '../axis/minimap';
import { flushSync } from '../flushSync';
import type { TopRow } from '../intent';
import { treeKey } from '../keys';
import { usePage } from '../page';
import { shownRange, type State } from '../pageState';
import { isCollapsed } from '../outline/folds';
import type { LineIndex } from '../outline/outline';
import { familyOf, rowOf, rowShowing } from '../rows';
import { timeScale } from '../timeScale';
import type { TraceView } from '../traceView';
import { ROW_HEIGHT, rowsPerPage, scrollToShow, visibleWindow } from '../window';
import { columnsFor, gridColumns } from './columns';
import { GridLines, Head, useRuler } from './head';
import { focusRow, useRovingFocus } from './rovingFocus';
import { Row } from './row';
import { useSize } from './useSize';
import { useWheel } from './wheel';

interface TimelineProps {
  readonly state: State;
  readonly view: TraceView;
  /** Kept up to date with the first row on screen, for what is persisted. */
  readonly topRow: RefObject<TopRow | null>;
  readonly onScrolled: () => void;
  readonly treeRef: RefObject<HTMLDivElement | null>;
}

/**
 * The rows: a tree of spans and their bars. Only rows in sight are in the document, in a layer that stays where it is while the
 * (empty) content scrolls by beneath: a fast scroll can then show rows a moment late, but never a blank.
 */
export function Timeline({ state, view, topRow, onScrolled, treeRef }: TimelineProps): VNode {
  const { strings, dispatch, act } = usePage();
  const { rows, outline, folds, line: selected } = state;
  const family = useMemo(() => familyOf(outline), [outline]);
  const depth = useMemo(() => outline.depth.reduce((most, one) => Math.max(most, one + 1), 0), [outline]);
  const size = useSize(treeRef);
  const [scrollTop, setScrollTop] = useState(0);
  const columns = useMemo(() => columnsFor(size.width, state.nameWidth, depth), [size.width, state.nameWidth, depth]);
  const range = shownRange(state);
  const warp = warpOf(state);
  const scale = useMemo(() => timeScale(range, columns.bars, warp), [range.from, range.to, columns.bars, warp]);
  const barsLeft = size.width - columns.bars;
  const boxRef = useRef<HTMLDivElement>(null);
  const clock = { times: state.axis.times, start: view.trace.start };
  const hasMinimap = state.axis.minimap && columns.bars > 0 && size.width > 0;
  const marks = useRuler(scale, clock);
  useWheel(treeRef, scale, barsLeft, dispatch);
  useDragToPan(treeRef, scale, view.trace.duration, state.zoom !== null, barsLeft, dispatch);
  useScrollTarget(state, treeRef, size.height, setScrollTop);

  useEffect(() => {
    // Whoever opens a trace, or comes back to it, can use the keys at once. Never takes the focus from anything.
    const focus = (): void => {
      if (document.hasFocus() && document.activeElement === document.body)
        treeRef.current?.focus({ preventScroll: true });
    };
    focus();
    window.addEventListener('focus', focus);
    return () => window.removeEventListener('focus', focus);
  }, [treeRef]);

  const height = rows.length * ROW_HEIGHT;
  const top = Math.min(scrollTop, Math.max(0, height - size.height));
  useEffect(() => {
    const line = rows[Math.floor(top / ROW_HEIGHT)];
    topRow.current = line === undefined ? null : { line, offset: top % ROW_HEIGHT };
    onScrolled();
  }, [top, rows]);

  const { from, to } = visibleWindow(top, size.height, rows.length);
  const current = outline.lineOf[state.hits[state.hit] ?? -1];
  // One row is always there to have the focus, also where it is out of sight.
  const selectedRow = selected < 0 ? -1 : rowOf(rows, selected);
  const activeRow = Math.max(0, selectedRow);
  const active = rows[activeRow] ?? -1;
  useRovingFocus(treeRef, active);

  const onKeyDown = (event: KeyboardEvent): void => {
    const key = treeKey(event);
    if (!key) return;
    event.preventDefault();
    if (key === 'copyTraceId') act('copyTraceId');
    else dispatch({ type: 'key', key, page: rowsPerPage(size.height) });
  };
  const lastClick = useRef<{ readonly place: Place; readonly at: number } | null>(null);
  const onClick = (event: MouseEvent): void => {
    const place = placeOf(event);
    const { line, part } = place;
    if (line < 0) return;
    if (event.detail === 1) lastClick.current = { place, at: event.timeStamp };
    if (part === 'twistie') dispatch({ type: 'toggle', line });
    else dispatch({ type: 'select', line, open: true });
  };
  // The first click may open the details, which then lie under the second: what counts is where the first one fell.
  useEffect(() => {
    const onDblClick = (event: MouseEvent): void => {
      const click = lastClick.current;
      if (!click || event.timeStamp - click.at > DOUBLE_CLICK) return;
      if (click.place.part === 'bar') dispatch({ type: 'key', key: 'fitSelection', page: 1 });
      else if (click.place.part !== 'twistie') dispatch({ type: 'toggle', line: click.place.line });
    };
    document.addEventListener('dblclick', onDblClick);
    return () => document.removeEventListener('dblclick', onDblClick);
  }, [dispatch]);

  /** @param outside where a row out of sight stands in the slab, in pixels */
  const rowAt = (row: number, outside?: number): VNode => {
    const line = rows[row]!;
    return (
      <Row
        key={line}
        view={view}
        outline={outline}
        line={line}
        family={family}
        row={row}
        strings={strings}
        columns={columns}
        scale={scale}
        shorterThan={state.layout.shorterThan}
        isCollapsed={isCollapsed(view, outline, folds, line)}
        isSelected={line === selected}
        isActive={row === activeRow}
        outside={outside}
        hasPath={state.layout.criticalPath}
        match={line === current ? 'current' : isHit(state.hitLines, line) ? 'match' : 'none'}
      />
    );
  };

  return (
    <div class="timeline" ref={boxRef} style={{ '--columns': gridColumns(columns), '--indent': `${columns.indent}px` }}>
      {hasMinimap && <Minimap state={state} view={view} width={columns.bars} left={barsLeft} />}
      <Head state={state} columns={columns} scale={scale} marks={marks} />
      <div
        role="treegrid"
        class="tree"
        ref={treeRef}
        tabIndex={-1}
        aria-label={strings.timeline}
        aria-rowcount={rows.length}
        aria-colcount={2 + Number(columns.duration > 0) + Number(columns.self > 0)}
        onFocus={(event) => {
          if (event.target === event.currentTarget) focusRow(active);
        }}
        onScroll={(event) => {
          const { scrollTop } = event.currentTarget;
          flushSync(() => setScrollTop(scrollTop));
        }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div class="content" role="presentation" style={{ height: `${height}px` }}>
          <div class="layer" role="presentation" style={{ height: `${size.height}px` }}>
            <GridLines columns={columns} scale={scale} marks={marks} />
            <div class="slab" role="presentation" style={{ transform: `translateY(${from * ROW_HEIGHT - top}px)` }}>
              {activeRow < from && rowAt(activeRow, -4 * ROW_HEIGHT)}
              {Array.from(rows.subarray(from, to), (_, index) => rowAt(from + index))}
              {activeRow >= to && rowAt(activeRow, (to - from + 1) * ROW_HEIGHT)}
            </div>
          </div>
        </div>
      </div>
      <Measured
        state={state}
        view={view}
        scale={scale}
        clock={clock}
        left={barsLeft}
        top={hasMinimap ? MINIMAP_ROOM : 0}
        onClosed={() => treeRef.current?.focus()}
      />
      <Crosshair boxRef={boxRef} scale={scale} clock={clock} barsLeft={barsLeft} top={hasMinimap ? MINIMAP_ROOM : 0} />
    </div>
  );
}

/** Scrolls when the state says where to, once per request, before the browser paints. */
function useScrollTarget(
  state: State,
  treeRef: RefObject<HTMLDivElement | null>,
  height: number,
  setScrollTop: (scrollTop: number) => void,
): void {
  const done = useRef<State['scrollTo']>(null);
  const shownHeight = useRef(0);
  useLayoutEffect(() => {
    const { scrollTo, rows } = state;
    const tree = treeRef.current;
    const isShrunk = height < shownHeight.current; // the details have opened below: what was shown must stay so
    shownHeight.current = height;
    const isDone = done.current === scrollTo && !(isShrunk && scrollTo?.kind === 'show');
    if (!tree || !scrollTo || isDone || height === 0) return;
    done.current = scrollTo;
    const row = rowShowing(rows, scrollTo.line);
    tree.scrollTop =
      scrollTo.kind === 'top'
        ? row * ROW_HEIGHT + scrollTo.offset
        : scrollToShow(row, tree.scrollTop, height, rows.length, 2);
    setScrollTop(tree.scrollTop);
  });
}

function isHit(hitLines: Uint32Array, line: LineIndex): boolean {
  return hitLines.length > 0 && rowOf(hitLines, line) >= 0;
}

/** Time between the clicks of a double click, at most, in milliseconds. */
const DOUBLE_CLICK = 800;

/** Where a click fell; line -1 = on no row. */
interface Place {
  readonly line: LineIndex;
  readonly part: string | undefined;
}

function placeOf(event: MouseEvent): Place {
  const target = event.target as Element;
  const row = target.closest<HTMLElement>('[data-line]');
  const part = target.closest<HTMLElement>('[data-part]')?.dataset['part'];
  return { line: row ? Number(row.dataset['line']) : -1, part };
}
