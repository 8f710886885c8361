import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { flushSync } from '../flushSync';
import { useSize } from '../timeline/useSize';
import { ROW_HEIGHT, rowsPerPage, scrollToShow, visibleWindow } from '../window';
import { isLongRange, timeFormat } from './cells';
import { placeColumns } from './columns';
import { tableKey } from './keys';
import { serverCount } from './refiners';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';
import { TableHead } from './tableHead';
import { TableRow, tableRowId } from './tableRow';

interface TableProps {
  readonly state: ResultsState;
  readonly tableRef: RefObject<HTMLDivElement | null>;
  /** Kept up to date with the first row on screen, for what is persisted; -1 = the top. */
  readonly topRow: RefObject<number>;
  readonly onScrolled: () => void;
  readonly onOpen: (row: number) => void;
  readonly onCommand: (what: 'openSelected' | 'copyIds') => void;
}

/** Pixels of the head; the style sheet has the same number (`--head-height`). */
const HEAD_HEIGHT = 26;
/** Pixels an arrow key scrolls sideways. */
const SIDEWAYS = 80;

/**
 * The rows found. Only those in sight are in the document, in a layer that stays where it is while the (empty) content scrolls by beneath, as
 * in the timeline.
 */
export function Table({ state, tableRef, topRow, onScrolled, onOpen, onCommand }: TableProps): VNode {
  const { strings, locale, dispatch } = useResults();
  const { rows, summaries, layout, query, focused, selected } = state;
  const size = useSize(tableRef);
  const height = Math.max(0, size.height - HEAD_HEIGHT);
  const [scrollTop, setScrollTop] = useState(0);
  const hasDates = query !== null && isLongRange(query.end - query.start);
  const columns = useMemo(
    () => placeColumns(layout, size.width, hasDates),
    [layout.columns, layout.widths, size.width, hasDates],
  );
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const template = columns.map((column) => `${column.width}px`).join(' ');
  const range = query ? query.end - query.start : 0;
  const time = useMemo(() => timeFormat(locale, range), [locale, range]);
  const isOneServer = serverCount(summaries) === 1;
  const total = rows.length * ROW_HEIGHT;
  const top = Math.min(scrollTop, Math.max(0, total - height));

  useScrollTarget(state, tableRef, height, setScrollTop);
  useAnchor(rows, tableRef, topRow, setScrollTop);
  useEffect(() => {
    topRow.current = top > 0 ? (rows[Math.floor(top / ROW_HEIGHT)] ?? -1) : -1;
    onScrolled();
  }, [top, rows]);
  useEffect(() => {
    // Whoever opens the page, or comes back to it, can use the keys at once. Never takes the focus from anything.
    const focus = (): void => {
      if (document.hasFocus() && document.activeElement === document.body)
        tableRef.current?.focus({ preventScroll: true });
    };
    focus();
    window.addEventListener('focus', focus);
    return () => window.removeEventListener('focus', focus);
  }, [tableRef]);

  const { from, to } = visibleWindow(top, height, rows.length);
  const inSight = Array.from(rows.subarray(from, to));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return; // heads and splitters have keys of their own
    const key = tableKey(event);
    if (!key) return;
    if (key.kind === 'do' && key.what === 'escape' && selected.size === 0 && !state.restriction) return;
    event.preventDefault();
    if (key.kind === 'move') dispatch({ type: 'move', move: key.move, page: rowsPerPage(height), extend: key.extend });
    else if (key.kind === 'sideways') tableRef.current?.scrollBy({ left: key.by * SIDEWAYS });
    else doKey(key.what);
  };
  const doKey = (what: 'open' | 'openSelected' | 'toggle' | 'range' | 'selectAll' | 'escape' | 'copyIds'): void => {
    switch (what) {
      case 'open':
        if (focused >= 0 && rows.includes(focused)) onOpen(focused);
        return;
      case 'toggle':
      case 'range':
        return dispatch({ type: 'select', row: focused, how: what });
      case 'selectAll':
        return dispatch({ type: 'selectAll' });
      case 'escape':
        return dispatch(selected.size > 0 ? { type: 'clearSelection' } : { type: 'restrict', restriction: null });
      case 'openSelected':
      case 'copyIds':
        return onCommand(what);
    }
  };
  const onPress = (event: MouseEvent): void => {
    const row = rowUnder(event);
    if (row < 0) return;
    const how = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only';
    // The menu is about what is selected: a row that is not becomes so.
    if (event.type === 'contextmenu') {
      if (!selected.has(row)) dispatch({ type: 'select', row, how: 'only' });
    } else dispatch({ type: 'select', row, how });
  };

  return (
    <div
      role="grid"
      class="table"
      ref={tableRef}
      tabIndex={0}
      aria-label={strings.table}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      aria-activedescendant={inSight.includes(focused) ? tableRowId(focused) : undefined}
      onScroll={(event) => {
        const { scrollTop } = event.currentTarget;
        flushSync(() => setScrollTop(scrollTop));
      }}
      onKeyDown={onKeyDown}
      onClick={onPress}
      onContextMenu={onPress}
      onDblClick={(event) => {
        const row = rowUnder(event);
        if (row >= 0) onOpen(row);
      }}
    >
      <TableHead state={state} columns={columns} template={template} width={width} />
      <div class="content" role="rowgroup" style={{ height: `${total}px`, width: `${width}px` }}>
        <div class="layer" role="presentation" style={{ height: `${height}px` }}>
          <div class="slab" role="presentation" style={{ transform: `translateY(${from * ROW_HEIGHT - top}px)` }}>
            {inSight.map((row, index) => (
              <TableRow
                key={row}
                summaries={summaries}
                row={row}
                index={from + index}
                columns={columns}
                template={template}
                strings={strings}
                time={time}
                isOneServer={isOneServer}
                isSelected={selected.has(row)}
                isFocused={row === focused}
                isUnsure={state.verdicts[row] === 2}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function rowUnder(event: MouseEvent): number {
  const element = (event.target as Element).closest<HTMLElement>('[data-row]');
  return element ? Number(element.dataset['row']) : -1;
}

/** Scrolls where the state says, once per target. */
function useScrollTarget(
  { scrollTo, rows }: ResultsState,
  tableRef: RefObject<HTMLDivElement | null>,
  height: number,
  setScrollTop: (top: number) => void,
): void {
  const done = useRef<ResultsState['scrollTo']>(null);
  useLayoutEffect(() => {
    const table = tableRef.current;
    if (!table || !scrollTo || scrollTo === done.current || height === 0) return;
    const at = rows.indexOf(scrollTo.row);
    done.current = scrollTo;
    if (at < 0) return;
    table.scrollTop = scrollTo.toTop ? at * ROW_HEIGHT : scrollToShow(at, table.scrollTop, height, rows.length, 1);
    setScrollTop(table.scrollTop);
  }, [scrollTo, height]);
}

/** Rows that arrive above what is being read do not push it away. */
function useAnchor(
  rows: Uint32Array,
  tableRef: RefObject<HTMLDivElement | null>,
  topRow: RefObject<number>,
  setScrollTop: (top: number) => void,
): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const [table, row] = [tableRef.current, topRow.current ?? -1];
    const hasGrown = rows.length > before.current.length;
    before.current = rows;
    if (!table || row < 0 || !hasGrown || table.scrollTop === 0) return;
    const at = rows.indexOf(row);
    if (at < 0) return;
    const wanted = at * ROW_HEIGHT + (table.scrollTop % ROW_HEIGHT);
    if (wanted === table.scrollTop) return;
    table.scrollTop = wanted;
    setScrollTop(table.scrollTop);
  }, [rows]);
}
