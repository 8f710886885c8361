import type { RefObject, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import { spansInSight, type State } from '../pageState';
import type { TraceView } from '../traceView';
import { Button, TextField } from '../ui/controls';
import { Icon } from '../ui/icon';
import { isSearchingDocuments } from '../useDocumentFind';
import { LayoutSwitches } from './layoutSwitches';

interface ToolbarProps {
  readonly state: State;
  readonly view: TraceView;
  readonly treeRef: RefObject<HTMLDivElement | null>;
}

/** Find · what is folded · failures · time · details; at the end, how much of the trace is shown. */
export function Toolbar({ state, view, treeRef }: ToolbarProps): VNode {
  const { strings, dispatch } = usePage();
  const { counts, spans } = view.trace;
  const run = (key: 'expandAll' | 'collapseAll' | 'fitAll' | 'fitSelection' | 'toggleDetails'): void =>
    dispatch({ type: 'key', key, page: 1 });
  const hasFailures = counts.faults + counts.errors + counts.throttles > 0;
  return (
    <div class="toolbar" role="toolbar" aria-label={strings.toolbar}>
      <Find state={state} treeRef={treeRef} />
      <LayoutSwitches state={state} />
      <span class="group">
        <Button kind="icon" label={strings.expandAll} onClick={() => run('expandAll')}>
          <Icon name="expand-all" />
        </Button>
        <Button kind="icon" label={strings.collapseAll} onClick={() => run('collapseAll')}>
          <Icon name="collapse-all" />
        </Button>
      </span>
      {hasFailures && (
        <span class="group">
          <span class="word">{strings.failures}</span>
          <Button kind="icon" label={strings.failurePrevious} onClick={() => dispatch({ type: 'failure', step: -1 })}>
            <Icon name="arrow-up" />
          </Button>
          <Button kind="icon" label={strings.failureNext} onClick={() => dispatch({ type: 'failure', step: 1 })}>
            <Icon name="arrow-down" />
          </Button>
        </span>
      )}
      <span class="group">
        <Button kind="icon" label={strings.fitSelection} disabled={state.line < 0} onClick={() => run('fitSelection')}>
          <Icon name="zoom-in" />
        </Button>
        <Button kind="icon" label={strings.fitAll} disabled={state.zoom === null} onClick={() => run('fitAll')}>
          <Icon name="zoom-out" />
        </Button>
      </span>
      <span class="grow" />
      <span class="showing" role="status">
        {fill(strings.showing, formatCount(spansInSight(state)), formatCount(spans.count))}
      </span>
      <Button
        kind="icon"
        label={strings.toggleDetails}
        pressed={state.detailsOpen}
        onClick={() => run('toggleDetails')}
      >
        <Icon name="layout-sidebar-right" />
      </Button>
    </div>
  );
}

function Find({
  state,
  treeRef,
}: {
  readonly state: State;
  readonly treeRef: RefObject<HTMLDivElement | null>;
}): VNode {
  const { strings, dispatch } = usePage();
  const field = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (state.findRequests > 0) field.current?.focus();
  }, [state.findRequests]);
  const clear = (): void => dispatch({ type: 'find', query: '' });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') dispatch({ type: 'findStep', step: event.shiftKey ? -1 : 1 });
    else if (event.key === 'Escape') {
      clear();
      treeRef.current?.focus();
    } else if (event.key === 'ArrowDown') treeRef.current?.focus();
    else return;
    event.preventDefault();
  };
  const count = state.hits.length;
  const position =
    count === 0 ? strings.findNone : fill(strings.findCount, formatCount(state.hit + 1), formatCount(count));
  return (
    <span class={`find${state.query && count === 0 ? ' none' : ''}`} role="search">
      <TextField
        value={state.query}
        label={strings.find}
        placeholder={strings.find}
        fieldRef={field}
        onInput={(query) => dispatch({ type: 'find', query })}
        onKeyDown={onKeyDown}
      >
        {state.query && (
          <>
            <span class="count" role="status">
              {isSearchingDocuments(state) ? fill(strings.findSearching, position) : position}
            </span>
            <FindButton
              icon="arrow-up"
              label={strings.findPrevious}
              onClick={() => dispatch({ type: 'findStep', step: -1 })}
            />
            <FindButton
              icon="arrow-down"
              label={strings.findNext}
              onClick={() => dispatch({ type: 'findStep', step: 1 })}
            />
            <FindButton
              icon="filter"
              label={strings.layoutOnlyMatches}
              isPressed={state.layout.onlyMatches}
              onClick={() => dispatch({ type: 'turn', which: 'onlyMatches' })}
            />
            <FindButton icon="close" label={strings.findClear} onClick={clear} />
          </>
        )}
      </TextField>
    </span>
  );
}

function FindButton({
  icon,
  label,
  isPressed,
  onClick,
}: {
  readonly icon: string;
  readonly label: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}): VNode {
  return (
    <button
      type="button"
      class={`quiet${isPressed === true ? ' pressed' : ''}`}
      title={label}
      aria-label={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
