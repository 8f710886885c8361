import type { VNode } from 'preact';
import type { PageStringKey } from '../../src/protocol/strings';
import { isOn, type LayoutSwitch } from '../outline/layout';
import { usePage } from '../page';
import type { State } from '../pageState';
import { Button } from '../ui/controls';

/** The two hierarchies, and what is folded, added or marked: each a switch that turns back exactly what it turned. */
export function LayoutSwitches({ state }: { readonly state: State }): VNode {
  const { strings, dispatch } = usePage();
  const isByService = isOn(state.layout, 'byService');
  const toHierarchy = (byService: boolean): void => {
    if (byService !== isByService) dispatch({ type: 'turn', which: 'byService' });
  };
  return (
    <>
      <span class="group choice" role="group" aria-label={strings.layoutHierarchy}>
        <Button
          kind="icon"
          label={strings.layoutCallChainDetail}
          pressed={!isByService}
          onClick={() => toHierarchy(false)}
        >
          {strings.layoutCallChain}
        </Button>
        <Button
          kind="icon"
          label={strings.layoutByServiceDetail}
          pressed={isByService}
          onClick={() => toHierarchy(true)}
        >
          {strings.layoutByService}
        </Button>
      </span>
      <span class="group switches">
        {SWITCHES.map(({ which, label, detail }) => (
          <Button
            key={which}
            kind="icon"
            label={strings[detail]}
            pressed={isOn(state.layout, which)}
            onClick={() => dispatch({ type: 'turn', which })}
          >
            {strings[label]}
          </Button>
        ))}
      </span>
    </>
  );
}

const SWITCHES: readonly {
  readonly which: LayoutSwitch;
  readonly label: PageStringKey;
  readonly detail: PageStringKey;
}[] = [
  { which: 'groups', label: 'layoutGroups', detail: 'layoutGroupsDetail' },
  { which: 'chains', label: 'layoutChains', detail: 'layoutChainsDetail' },
  { which: 'short', label: 'layoutShort', detail: 'layoutShortDetail' },
  { which: 'uninstrumented', label: 'layoutUninstrumented', detail: 'layoutUninstrumentedDetail' },
  { which: 'criticalPath', label: 'layoutCriticalPath', detail: 'layoutCriticalPathDetail' },
];
