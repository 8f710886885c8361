import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ColumnId } from '../../src/protocol/results';
import { Icon } from '../ui/icon';
import { annotationColumn, annotationKeyOf, FIXED_COLUMNS, placeColumns } from './columns';
import { Popup } from './popup';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';
import { annotationKeys } from './summaries';
import { columnTitle } from './tableHead';

/** Which columns are shown: those of every trace, and annotations that were found. */
export function ColumnsMenu({ state }: { readonly state: ResultsState }): VNode {
  const { strings, dispatch } = useResults();
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const { columns } = state.layout;
  useEffect(() => {
    if (state.columnRequests > 0) setOpen(true);
  }, [state.columnRequests]);
  const found = useMemo(() => (isOpen ? annotationKeys(state.summaries) : []), [isOpen, state.summaries]);
  const chosen = columns.map(annotationKeyOf).filter((key) => key !== undefined);
  const annotations = [...new Set([...chosen, ...found])].toSorted();
  const titled = placeColumns({ columns: FIXED_COLUMNS, widths: {} }, 0);
  const item = (id: ColumnId, title: string): VNode => {
    const isShown = columns.includes(id);
    const change = (): void =>
      dispatch({ type: 'columns', columns: isShown ? columns.filter((one) => one !== id) : [...columns, id] });
    return (
      <label key={id}>
        <input type="checkbox" checked={isShown} disabled={isShown && columns.length === 1} onChange={change} />
        <span>{title}</span>
      </label>
    );
  };
  return (
    <span class="columns-menu" ref={box}>
      <button
        type="button"
        class="quiet tool"
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="list-unordered" />
        {strings.columns}
      </button>
      {isOpen && (
        <Popup label={strings.columns} anchor={box} onClose={() => setOpen(false)}>
          {titled.map((column) => item(column.id, columnTitle(column, strings)))}
          {annotations.length > 0 && <h3 class="note">{strings.annotations}</h3>}
          {annotations.map((key) => item(annotationColumn(key), key))}
          <button type="button" class="quiet link" onClick={() => dispatch({ type: 'resetLayout' })}>
            {strings.resetColumns}
          </button>
        </Popup>
      )}
    </span>
  );
}
