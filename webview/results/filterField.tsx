import type { RefObject, VNode } from 'preact';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';

interface FilterFieldProps {
  readonly state: ResultsState;
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  readonly onLeave: () => void;
  readonly onSearch: () => void;
}

/** The field of the expression. What can be read applies at once; Enter remembers it, Ctrl+Enter sends it. */
export function FilterField({ state, fieldRef, onLeave, onSearch }: FilterFieldProps): VNode {
  const { strings, dispatch } = useResults();
  const { draft, filtering } = state;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      dispatch({ type: 'apply' });
      if (event.ctrlKey || event.metaKey) onSearch();
    } else if (event.key === 'Escape' || event.key === 'ArrowDown') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <span class="filter-field">
      <input
        ref={fieldRef}
        class="field code"
        value={draft}
        placeholder={strings.filterPlaceholder}
        aria-label={strings.filter}
        aria-invalid={filtering.text !== draft}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => dispatch({ type: 'draft', text: event.currentTarget.value })}
        onBlur={() => dispatch({ type: 'apply' })}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
