import type { VNode } from 'preact';
import { fill } from '../../src/protocol/strings';
import { PLAIN_LAYOUT } from '../outline/layout';
import { usePage } from '../page';
import type { State } from '../pageState';
import type { TraceView } from '../traceView';
import { Icon } from '../ui/icon';

/** What the layout leaves out, each with the way back: the span in focus, hidden services. Nothing where all is shown. */
export function LeftOut({ state, view }: { readonly state: State; readonly view: TraceView }): VNode | null {
  const { strings, dispatch } = usePage();
  const { focus, hidden } = state.layout;
  if (focus === null && hidden.length === 0) return null;
  const { spans } = view.trace;
  const focused = focus === null ? -1 : view.keys.spanOf(focus);
  return (
    <div class="left-out" role="group" aria-label={strings.leftOut}>
      {focused >= 0 && (
        <Removable
          text={fill(strings.layoutFocus, spans.strings[spans.name[focused]!] || strings.unnamed)}
          label={strings.layoutLeaveFocus}
          onRemove={() => dispatch({ type: 'layout', change: { focus: null } })}
        />
      )}
      {hidden.map((service) => (
        <Removable
          key={service}
          text={fill(strings.layoutWithout, service)}
          label={fill(strings.layoutShowService, service)}
          onRemove={() => dispatch({ type: 'layout', change: { hidden: hidden.filter((one) => one !== service) } })}
        />
      ))}
      <button
        type="button"
        class="quiet link"
        onClick={() => dispatch({ type: 'layout', change: { focus: PLAIN_LAYOUT.focus, hidden: PLAIN_LAYOUT.hidden } })}
      >
        {strings.layoutShowAll}
      </button>
    </div>
  );
}

interface RemovableProps {
  readonly text: string;
  readonly label: string;
  readonly onRemove: () => void;
}

function Removable({ text, label, onRemove }: RemovableProps): VNode {
  return (
    <span class="chip muted removable">
      {text}
      <button type="button" class="quiet" title={label} aria-label={label} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
