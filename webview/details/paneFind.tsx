import type { RefObject, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import { TextField } from '../ui/controls';
import { Icon } from '../ui/icon';

interface PaneFindProps {
  readonly label: string;
  readonly query: string;
  /** Which of how many is the current one, from 0; -1 where none is. */
  readonly at: number;
  readonly count: number;
  readonly onQuery: (query: string) => void;
  /** Goes to the next or previous one; absent where only what is found is shown. */
  readonly onStep?: (step: 1 | -1) => void;
  /** Where the focus goes after Escape. */
  readonly back: RefObject<HTMLElement | null>;
}

/** The find field of one tab of the details. Ctrl+F in the pane leads to it. */
export function PaneFind({ label, query, at, count, onQuery, onStep, back }: PaneFindProps): VNode {
  const { strings } = usePage();
  const field = useRef<HTMLElement>(null);
  const leave = (): void => {
    onQuery('');
    back.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') leave();
    else if (event.key === 'Enter' && onStep) onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'ArrowDown') back.current?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const position = onStep
    ? fill(strings.findCount, formatCount(at + 1), formatCount(count))
    : fill(strings.paneFound, formatCount(count));
  return (
    <span class={`find pane-find${query && count === 0 ? ' none' : ''}`} role="search">
      <TextField
        value={query}
        label={label}
        placeholder={label}
        fieldRef={field}
        onInput={onQuery}
        onKeyDown={onKeyDown}
      >
        {query && (
          <>
            <span class="count" role="status">
              {count === 0 ? strings.findNone : position}
            </span>
            {onStep && (
              <>
                <Step icon="arrow-up" label={strings.panePrevious} onClick={() => onStep(-1)} />
                <Step icon="arrow-down" label={strings.paneNext} onClick={() => onStep(1)} />
              </>
            )}
            <Step icon="close" label={strings.findClear} onClick={leave} />
          </>
        )}
      </TextField>
    </span>
  );
}

function Step({
  icon,
  label,
  onClick,
}: {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
}): VNode {
  return (
    <button type="button" class="quiet" title={label} aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
