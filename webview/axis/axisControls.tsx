import type { VNode } from 'preact';
import type { AxisChoice } from '../../src/protocol/messages';
import { usePage } from '../page';
import { Icon } from '../ui/icon';

interface AxisControlsProps {
  readonly axis: AxisChoice;
  /** The trace knows when it began: only then is there a time of day. */
  readonly hasStart: boolean;
}

/** How the ruler's times are written, and whether the minimap is open: at the ruler, in the head of the names. */
export function AxisControls({ axis, hasStart }: AxisControlsProps): VNode {
  const { strings, dispatch } = usePage();
  const texts: Readonly<Record<AxisChoice['times'], string>> = {
    relative: strings.timesRelative,
    local: strings.timesLocal,
    utc: strings.timesUtc,
  };
  return (
    <span class="axis-controls">
      {hasStart && (
        <select
          aria-label={strings.timesLabel}
          title={strings.timesLabel}
          value={axis.times}
          onChange={(event) =>
            dispatch({ type: 'axis', change: { times: event.currentTarget.value as AxisChoice['times'] } })
          }
        >
          {Object.entries(texts).map(([value, text]) => (
            <option key={value} value={value} selected={value === axis.times}>
              {text}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        class="quiet squeeze"
        title={strings.toggleSqueeze}
        aria-label={strings.toggleSqueeze}
        aria-pressed={axis.squeeze}
        onClick={() => dispatch({ type: 'axis', change: { squeeze: !axis.squeeze } })}
      >
        <Icon name="fold" />
      </button>
      <button
        type="button"
        class="quiet"
        title={strings.toggleMinimap}
        aria-label={strings.toggleMinimap}
        aria-pressed={axis.minimap}
        onClick={() => dispatch({ type: 'axis', change: { minimap: !axis.minimap } })}
      >
        <Icon name={axis.minimap ? 'fold-up' : 'fold-down'} />
      </button>
    </span>
  );
}
