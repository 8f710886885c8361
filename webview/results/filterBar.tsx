import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icon';
import { FilterField } from './filterField';
import { FilterHelp, FilterProblems } from './filterProblems';
import { useResults } from './resultsPage';
import { copiedFilter, type ResultsState } from './resultsState';

interface FilterBarProps {
  readonly state: ResultsState;
  readonly tableRef: RefObject<HTMLDivElement | null>;
  readonly onSearch: () => void;
}

/** The expression: shown, edited, copied, taken back, and sent. */
export function FilterBar({ state, tableRef, onSearch }: FilterBarProps): VNode {
  const { strings, dispatch } = useResults();
  const { query, draft, history, at } = state;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (state.filterRequests > 0) field.current?.focus();
  }, [state.filterRequests]);
  const isOwn = query !== null && draft.trim() !== query.filter.trim();
  const canUndo = at > 0 || draft !== history[at];
  return (
    <div class="filter-bar" role="search">
      <span class="group">
        <Button kind="icon" label={strings.undo} disabled={!canUndo} onClick={() => dispatch({ type: 'undo' })}>
          <Icon name="arrow-left" />
        </Button>
        <Button
          kind="icon"
          label={strings.redo}
          disabled={at >= history.length - 1}
          onClick={() => dispatch({ type: 'redo' })}
        >
          <Icon name="arrow-right" />
        </Button>
      </span>
      <FilterField
        state={state}
        fieldRef={field}
        onLeave={() => tableRef.current?.focus()}
        onSearch={() => query?.takesFilter && onSearch()}
      />
      <span class="group">
        <CopyFilter text={copiedFilter(state)} />
        <Button
          kind="icon"
          label={strings.resetFilter}
          disabled={!isOwn}
          onClick={() => dispatch({ type: 'apply', text: query?.filter ?? '' })}
        >
          <Icon name="discard" />
        </Button>
      </span>
      {query?.takesFilter && (
        <Button
          kind={isOwn ? 'primary' : 'secondary'}
          label={strings.searchAgainHint}
          disabled={state.filtering.text !== draft}
          onClick={onSearch}
        >
          {strings.searchAgain}
        </Button>
      )}
      <FilterNotes state={state} />
    </div>
  );
}

/** What is wrong with the expression, and which rows nobody can judge. */
function FilterNotes({ state }: { readonly state: ResultsState }): VNode | null {
  const { strings } = useResults();
  const { unsure, draft, filtering, query, explained } = state;
  const isBroken = filtering.text !== draft;
  const isLocal = query && !query.takesFilter && draft !== '';
  const isExplained =
    explained?.text === draft && draft !== '' && (explained.severity !== 'none' || explained.help !== '');
  if (!isBroken && unsure === 0 && !isExplained && !isLocal) return null;
  return (
    <div class="filter-notes" role="status">
      <FilterProblems state={state} />
      {isBroken && <span>{strings.filterBroken}</span>}
      {!isBroken && unsure > 0 && (
        <span>{unsure === 1 ? strings.unsureOne : fill(strings.unsure, formatCount(unsure))}</span>
      )}
      {isLocal && <span>{strings.localOnly}</span>}
      {!isBroken && <FilterHelp state={state} />}
    </div>
  );
}

function CopyFilter({ text }: { readonly text: string }): VNode {
  const { strings, send } = useResults();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [isDone]);
  return (
    <Button
      kind="icon"
      label={isDone ? strings.copied : strings.copyFilter}
      disabled={text === ''}
      onClick={() => {
        send({ kind: 'copy', text, what: 'filter', count: 1 });
        setDone(true);
      }}
    >
      <Icon name={isDone ? 'check' : 'copy'} />
    </Button>
  );
}
