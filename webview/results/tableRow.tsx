import type { VNode } from 'preact';
import type { EpochMilliseconds } from '../../src/model/units';
import type { ResultsMenuContext } from '../../src/protocol/results';
import type { ResultsStrings } from '../../src/protocol/resultsStrings';
import { PureComponent } from '../pure';
import { StatusMark } from '../ui/statusMark';
import { cellText, statusWord } from './cells';
import type { Column } from './columns';
import { serverOf } from './refiners';
import { statusOf, type Summaries } from './summaries';

interface TableRowProps {
  readonly summaries: Summaries;
  readonly row: number;
  /** Position among the shown rows. */
  readonly index: number;
  readonly columns: readonly Column[];
  readonly template: string;
  readonly strings: ResultsStrings;
  readonly time: (at: EpochMilliseconds) => string;
  /** URLs are shown without their server: it is the same for all. */
  readonly isOneServer: boolean;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly isUnsure: boolean;
}

const MENU = JSON.stringify({
  webviewSection: 'result',
  preventDefaultContextMenuItems: true,
} satisfies ResultsMenuContext);

/** Id of a row's element, for `aria-activedescendant`. */
export function tableRowId(row: number): string {
  return `result-${row}`;
}

/** One trace. */
export class TableRow extends PureComponent<TableRowProps> {
  override render(): VNode {
    const { row, index, columns, template, isSelected, isFocused, isUnsure } = this.props;
    const classes = ['row', isSelected && 'selected', isFocused && 'focused', isUnsure && 'unsure'];
    return (
      <div
        role="row"
        id={tableRowId(row)}
        class={classes.filter(Boolean).join(' ')}
        aria-rowindex={index + 2}
        aria-selected={isSelected}
        data-row={row}
        data-vscode-context={MENU}
        style={{ gridTemplateColumns: template }}
      >
        {columns.map((column, at) => this.cell(column, at))}
      </div>
    );
  }

  private cell({ id, isNumber }: Column, at: number): VNode {
    const { summaries, row, strings, time, isOneServer } = this.props;
    const text = cellText(summaries, row, id, strings, time);
    if (id === 'status') {
      const status = statusOf(summaries, row);
      return (
        <div key={id} role="gridcell" aria-colindex={at + 1} class="cell of-status">
          <StatusMark status={status} label={statusWord(status, strings)} />
          <span>{text}</span>
        </div>
      );
    }
    const isMissing = text === '';
    return (
      <div
        key={id}
        role="gridcell"
        aria-colindex={at + 1}
        aria-label={isMissing ? strings.unknown : undefined}
        class={`cell of-${id.startsWith('annotation:') ? 'annotation' : id}${isNumber ? ' number' : ''}${isMissing ? ' missing' : ''}`}
        title={text.length > 12 || id === 'url' ? text : undefined}
      >
        {isMissing ? strings.none : id === 'url' ? <Address text={text} isShort={isOneServer} /> : text}
      </div>
    );
  }
}

/** A URL whose server gives way where there is little room, or goes: the path tells requests apart. */
function Address({ text, isShort }: { readonly text: string; readonly isShort: boolean }): VNode {
  const at = serverOf(text).length;
  return (
    <>
      {!isShort && <span class="server">{text.slice(0, at)}</span>}
      <span class="path">{text.slice(at) || text}</span>
    </>
  );
}
