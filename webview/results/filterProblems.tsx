import type { VNode } from 'preact';
import { Icon } from '../ui/icon';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';

/** What is wrong with the text in the field, and where; else what stands at the cursor. In the host's words, as soon as they are there. */
export function FilterProblems({ state: { draft, explained } }: { readonly state: ResultsState }): VNode | null {
  const { strings } = useResults();
  if (!explained || explained.text !== draft || explained.severity === 'none') return null;
  const { severity, start, end, problem } = explained;
  const part = draft.slice(start, end);
  return (
    <span class={`problem ${severity}`} title={strings.filterProblem}>
      <Icon name={severity} />
      {problem}
      {part.trim() !== '' && <code>{part}</code>}
    </span>
  );
}

/** Help on what stands at the cursor, while the field has the focus. */
export function FilterHelp({ state: { draft, explained } }: { readonly state: ResultsState }): VNode | null {
  if (!explained || explained.text !== draft || explained.help === '') return null;
  return (
    <span class="help">
      {explained.help} <code>{explained.example}</code>
    </span>
  );
}
