import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { useSize } from '../timeline/useSize';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icon';
import { RestrictionFields } from './charts/restrictionFields';
import { ColumnsMenu } from './columnsMenu';
import { useResults } from './resultsPage';
import { chosenRows, type ResultsState } from './resultsState';

/** Pixels of the refiners, at least. */
export const LEAST_REFINERS = 150;
/** Pixels from which on the refiners have room beside the table; in less they lie over it, and must be asked for. */
export const ROOM_FOR_REFINERS = 510;

interface ToolbarProps {
  readonly state: ResultsState;
  readonly onCommand: (what: 'openSelected' | 'copyIds') => void;
}

/** What is shown, what it is restricted to, and what can be done with the selected rows. */
export function Toolbar({ state, onCommand }: ToolbarProps): VNode {
  const { strings, dispatch } = useResults();
  const bar = useRef<HTMLDivElement>(null);
  const isNarrow = useSize(bar).width < ROOM_FOR_REFINERS;
  const { refinersOpen, chartsOpen } = state.layout;
  const chosen = state.selected.size > 0 ? chosenRows(state).length : 0;
  return (
    <div class="results-tools" ref={bar} role="toolbar" aria-label={strings.tools}>
      <span class="group">
        <Button
          kind="icon"
          label={strings.toggleRefiners}
          pressed={isNarrow ? state.refinersOver : refinersOpen}
          onClick={() =>
            dispatch(
              isNarrow
                ? { type: 'refinersOver', isOpen: !state.refinersOver }
                : { type: 'layout', change: { refinersOpen: !refinersOpen } },
            )
          }
        >
          <Icon name="layout-sidebar-left" />
        </Button>
        <Button
          kind="icon"
          label={strings.toggleCharts}
          pressed={chartsOpen}
          onClick={() => dispatch({ type: 'layout', change: { chartsOpen: !chartsOpen } })}
        >
          <Icon name="graph-scatter" />
        </Button>
      </span>
      <ColumnsMenu state={state} />
      <RestrictionFields state={state} />
      <span class="grow" />
      {chosen > 0 && (
        <span class="chosen">
          <span role="status">{fill(strings.selectedCount, formatCount(chosen))}</span>
          <button
            type="button"
            class="quiet link"
            title={strings.openSelectedHint}
            onClick={() => onCommand('openSelected')}
          >
            {fill(strings.openSelected, formatCount(chosen))}
          </button>
          <button type="button" class="quiet link" onClick={() => onCommand('copyIds')}>
            {strings.copyIds}
          </button>
        </span>
      )}
    </div>
  );
}
