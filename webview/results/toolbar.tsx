import type { VNode } from 'preact';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icon';
import { RestrictionFields } from './charts/restrictionFields';
import { ColumnsMenu } from './columnsMenu';
import { useResults } from './resultsPage';
import { chosenRows, type ResultsState } from './resultsState';

interface ToolbarProps {
  readonly state: ResultsState;
  readonly onCommand: (what: 'openSelected' | 'copyIds') => void;
}

/** What is shown, what it is restricted to, and what can be done with the selected rows. */
export function Toolbar({ state, onCommand }: ToolbarProps): VNode {
  const { strings, dispatch } = useResults();
  const { refinersOpen, chartsOpen } = state.layout;
  const chosen = state.selected.size > 0 ? chosenRows(state).length : 0;
  return (
    <div class="results-tools" role="toolbar" aria-label={strings.tools}>
      <span class="group">
        <Button
          kind="icon"
          label={strings.toggleRefiners}
          pressed={refinersOpen}
          onClick={() => dispatch({ type: 'layout', change: { refinersOpen: !refinersOpen } })}
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
