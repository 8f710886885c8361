import type { ComponentChildren, VNode } from 'preact';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { Icon } from '../ui/icon';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';

/** What was asked, where, and whether it is still being asked. */
export function Head({ state }: { readonly state: ResultsState }): VNode {
  const { strings, send } = useResults();
  const { query, status } = state;
  const isRunning = status?.state === 'running';
  return (
    <header class="results-head">
      <h1 title={query?.title}>{query?.title}</h1>
      {query?.group && <span class="chip plain">{fill(strings.group, query.group)}</span>}
      {query?.conditions && (
        <code class="conditions" title={query.conditions}>
          {query.conditions}
        </code>
      )}
      <span class="grow" />
      <span class="origin" title={query?.origin}>
        {query?.origin}
      </span>
      <span class="progress" role="status">
        {isRunning && (
          <>
            <Icon name="loading codicon-modifier-spin" />
            <span class="progress-text">{status.progress || strings.working}</span>
          </>
        )}
        {status?.state === 'cancelled' && <span>{strings.wasCancelled}</span>}
      </span>
      {isRunning && (
        <button type="button" class="quiet link" onClick={() => send({ kind: 'cancel' })}>
          {strings.cancel}
        </button>
      )}
      {status && !isRunning && (
        <button
          type="button"
          class="quiet tool"
          title={strings.runAgain}
          aria-label={strings.runAgain}
          onClick={() => send({ kind: 'again' })}
        >
          <Icon name="refresh" />
        </button>
      )}
    </header>
  );
}

/** How much of what there is: shown, found, scanned, searched; what was not and why; and more, where there is. */
export function Foot({ state }: { readonly state: ResultsState }): VNode {
  const { strings, send } = useResults();
  const { status, rows } = state;
  return (
    <footer class="results-foot">
      <span class="counts" role="status">
        <Count template={strings.shownOf} value={rows.length} />
        {status && (
          <>
            <Count template={strings.found} value={status.found} />
            <Count template={strings.scanned} value={status.scanned} />
          </>
        )}
      </span>
      {status?.billed && <span>{status.billed}</span>}
      {status && status.slices > 0 && (
        <span>{fill(strings.slicesDone, formatCount(status.slicesDone), formatCount(status.slices))}</span>
      )}
      {status?.reached && <span>{status.reached}</span>}
      {status && status.left.length > 0 && status.state !== 'running' && (
        <span class="left" title={status.left.join('\n')}>
          <Icon name="warning" />
          <span>{status.left[0]}</span>
          {status.left.length > 1 && <span class="note">+{status.left.length - 1}</span>}
        </span>
      )}
      {status?.canLoadMore && (
        <button type="button" class="quiet link" onClick={() => send({ kind: 'more' })}>
          {strings.loadMore}
        </button>
      )}
      {status && status.state !== 'kept' && (
        <button
          type="button"
          class="quiet link"
          title={strings.receiptHint}
          onClick={() => send({ kind: 'act', id: 'openReceipt' })}
        >
          {strings.receipt}
        </button>
      )}
    </footer>
  );
}

function Count({ template, value }: { readonly template: string; readonly value: number }): VNode {
  const [before, after] = template.split('{0}');
  const number: ComponentChildren = <b>{formatCount(value)}</b>;
  return (
    <span>
      {before}
      {number}
      {after}
    </span>
  );
}
