import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { parseFilter } from '../../src/filter/parse';
import { Icon } from '../ui/icon';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';

/** What is wrong with the text in the field, and where: the first problem, errors first. */
export function FilterProblems({ state: { draft } }: { readonly state: ResultsState }): VNode | null {
  const { strings } = useResults();
  const problems = useMemo(() => parseFilter(draft).problems, [draft]);
  const problem = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  if (!problem) return null;
  const part = draft.slice(problem.start, problem.end);
  return (
    <span class={`problem ${problem.severity}`}>
      <Icon name={problem.severity} />
      {strings.filterProblem}
      {part && <code>{part}</code>}
    </span>
  );
}
