import type { EpochMilliseconds } from '../model/units';
import type { WireQuery, WireStatus } from '../protocol/results';
import type { HeldSearch } from '../traces/search';
import { rangeAt } from '../traces/searchRuns';
import { explainCauses } from '../views/causeText';
import { explain } from '../views/explain';
import type { Localize } from '../views/localize';
import { betweenText, queryTitle, queryWords, rangeText } from '../views/queryText';
import { billedText, leftRows, reachedText } from '../views/searchText';
import type { Cause } from '../views/whyNothing';
import type { SavedSearch } from './savedSearch';

/** What the page's head and filter say about a search. @param between the range as of its start; that of a run now where it has none */
export function wireQuery(
  { query, connection }: SavedSearch,
  build: number,
  between: HeldSearch['between'] | undefined,
  now: EpochMilliseconds,
  t: Localize,
): WireQuery {
  const isTraces = query.kind === 'traces';
  const range = between ?? rangeAt(query.range, now);
  const words = query.range.kind === 'last' ? capitalised(rangeText(query.range, now, t)) : '';
  return {
    build,
    title: [words, betweenText(range, now)].filter(Boolean).join(', '),
    origin: [connection.profile || t('default credentials'), connection.region].join(' · '),
    group: isTraces ? query.group : '',
    filter: isTraces ? query.filter.trim() : '',
    conditions: isTraces ? queryWords(query, now, t).slice(1).join(' · ') : queryTitle(query, t),
    takesFilter: isTraces,
    start: range.start,
    end: range.end,
  };
}

function capitalised(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}

/** How far a search is, and why there is nothing where nothing was found. @param causes of an empty search, most likely first */
export function wireStatus(
  held: HeldSearch,
  build: number,
  progress: string,
  causes: () => readonly Cause[],
  now: EpochMilliseconds,
  t: Localize,
): WireStatus {
  const { end, counts, query } = held;
  const isSpans = query.kind === 'spans'; // a Logs Insights query has no slices
  const left = leftRows(held, now, t);
  return {
    build,
    state: held.state,
    progress: held.state === 'running' ? progress : '',
    found: held.summaries.length,
    scanned: counts?.scanned ?? 0,
    billed: isSpans ? billedText(counts, t) : '',
    slicesDone: isSpans ? 0 : (counts?.slicesDone ?? 0),
    slices: isSpans ? 0 : (counts?.slices ?? 0),
    reached: reachedText(held, now, t),
    left: left.map(({ why, label, description, detail }) =>
      why === 'cap' ? detail : [label, description].filter(Boolean).join(', '),
    ),
    canLoadMore: held.state !== 'running' && (end?.left.length ?? 0) > 0,
    message: messageOf(held, causes, t),
  };
}

function messageOf(held: HeldSearch, causes: () => readonly Cause[], t: Localize): WireStatus['message'] {
  if (held.state === 'failed' && held.error) {
    const { title, detail, next } = explain(held.error, held.connection, t);
    return { title, detail, next };
  }
  if (held.summaries.length > 0 || held.state === 'running') return null;
  if (held.state === 'cancelled') {
    return {
      title: t('Cancelled.'),
      detail: t('Nothing had arrived yet.'),
      next: [
        { id: 'retry', label: t('Try Again') },
        { id: 'editSearch', label: t('Edit Search…') },
      ],
    };
  }
  const explained = explainCauses(causes(), t);
  const [first] = explained;
  return {
    title: t('No traces found'),
    detail: first ? `${first.title}. ${first.evidence}.` : t('Nothing in this range matches.'),
    next: distinctSteps(explained.map(({ step }) => step)).slice(0, 3),
    causes: explained.map(({ title, evidence, step }) => ({ title, evidence, step })),
  };
}

function distinctSteps<Step extends { readonly id: string }>(steps: readonly Step[]): readonly Step[] {
  return [...new Map(steps.map((step) => [step.id, step])).values()];
}

/** After a reload only the query is known: offers to run it, and asks nothing of AWS by itself. */
export function keptStatus(build: number, t: Localize): WireStatus {
  return {
    build,
    state: 'kept',
    progress: '',
    found: 0,
    scanned: 0,
    billed: '',
    slicesDone: 0,
    slices: 0,
    reached: '',
    left: [],
    canLoadMore: false,
    message: {
      title: t('Results are not kept when the window closes'),
      detail: t('The search itself is. Nothing has been asked of AWS.'),
      next: [{ id: 'runAgain', label: t('Run the Search Again') }],
    },
  };
}
