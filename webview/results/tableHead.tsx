import type { VNode } from 'preact';
import type { ResultsMenuContext } from '../../src/protocol/results';
import type { ResultsStrings } from '../../src/protocol/resultsStrings';
import { fill } from '../../src/protocol/strings';
import { Icon } from '../ui/icon';
import { Splitter } from '../ui/splitter';
import { annotationKeyOf, type Column } from './columns';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';

const MENU = JSON.stringify({
  webviewSection: 'resultsHead',
  preventDefaultContextMenuItems: true,
} satisfies ResultsMenuContext);

interface TableHeadProps {
  readonly state: ResultsState;
  readonly columns: readonly Column[];
  readonly template: string;
  readonly width: number;
}

/** A column's title: of an annotation, its key. */
export function columnTitle({ id, label }: Pick<Column, 'id' | 'label'>, strings: ResultsStrings): string {
  return label ? strings[label] : (annotationKeyOf(id) ?? '');
}

/** Titles that sort, and lines between them that resize. */
export function TableHead({ state, columns, template, width }: TableHeadProps): VNode {
  const { strings, dispatch } = useResults();
  const [first] = state.layout.sorting;
  return (
    <div class="head" role="rowgroup" style={{ width: `${width}px` }} data-vscode-context={MENU}>
      <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {columns.map((column, index) => {
          const title = columnTitle(column, strings);
          const isSorted = first?.column === column.id;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={isSorted ? (first.descending ? 'descending' : 'ascending') : 'none'}
              class={`title${column.isNumber ? ' number' : ''}`}
            >
              <button
                type="button"
                class="quiet"
                title={fill(strings.sortBy, title)}
                onClick={() => dispatch({ type: 'sort', column: column.id })}
              >
                <span>{title}</span>
                {isSorted && <Icon name={first.descending ? 'chevron-down' : 'chevron-up'} />}
              </button>
              <Splitter
                orientation="vertical"
                label={fill(strings.columnWidth, title)}
                size={column.width}
                least={column.least}
                most={2000}
                onResize={(pixels) => dispatch({ type: 'width', column: column.id, pixels })}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
