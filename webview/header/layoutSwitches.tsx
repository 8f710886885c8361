import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageStringKey } from '../../src/protocol/strings';
import { isOn, type LayoutSwitch } from '../outline/layout';
import { usePage } from '../page';
import type { State } from '../pageState';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icon';

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
          label={strings.layoutCallChain}
          hint={strings.layoutCallChainDetail}
          pressed={!isByService}
          onClick={() => toHierarchy(false)}
        >
          {strings.layoutCallChain}
        </Button>
        <Button
          kind="icon"
          label={strings.layoutByService}
          hint={strings.layoutByServiceDetail}
          pressed={isByService}
          onClick={() => toHierarchy(true)}
        >
          {strings.layoutByService}
        </Button>
      </span>
      <Switches state={state} />
    </>
  );
}

/** Words in the toolbar; where it is narrow (the style sheet says when) they stand in a small pane below a button. */
function Switches({ state }: { readonly state: State }): VNode {
  const { strings, dispatch } = usePage();
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const closeElsewhere = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeElsewhere);
    document.addEventListener('focusin', closeElsewhere);
    return () => {
      document.removeEventListener('pointerdown', closeElsewhere);
      document.removeEventListener('focusin', closeElsewhere);
    };
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen || event.key !== 'Escape') return;
    setOpen(false);
    box.current?.querySelector<HTMLElement>('.more')?.focus();
  };
  const isAnyOn = SWITCHES.some(({ which }) => isOn(state.layout, which));
  return (
    <span class="group folding" ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={`quiet more${isAnyOn ? ' pressed' : ''}`}
        title={strings.layoutMore}
        aria-label={strings.layoutMore}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="ellipsis" />
      </button>
      <span class={`group switches${isOpen ? ' open' : ''}`} role="group" aria-label={strings.layoutMore}>
        {SWITCHES.map(({ which, label, detail }) => (
          <Button
            key={which}
            kind="icon"
            label={strings[label]}
            hint={strings[detail]}
            pressed={isOn(state.layout, which)}
            onClick={() => dispatch({ type: 'turn', which })}
          >
            {strings[label]}
          </Button>
        ))}
      </span>
    </span>
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
