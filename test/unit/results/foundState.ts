import { SummaryWriter } from '../../../src/panels/wireSummaries';
import type { ResultsHostMessage, ResultsIntent, WireQuery } from '../../../src/protocol/results';
import { englishResultsStrings } from '../../../src/protocol/resultsStrings';
import type { TraceSummary } from '../../../src/traces/source';
import { reduceResults, type ResultsDo } from '../../../webview/results/resultsReducer';
import { initialResults, type ResultsState } from '../../../webview/results/resultsState';
import { noSummaries, withMore, type Summaries } from '../../../webview/results/summaries';

export const RANGE = { start: 1_000_000, end: 1_100_000 };

/** A summary with what a test says about it; `n` makes its ID and its start, a second after that of `n - 1`. */
export function summary(n: number, facts: Partial<TraceSummary> = {}): TraceSummary {
  return {
    id: `1-00000000-${n.toString(16).padStart(24, '0')}`,
    start: RANGE.start + n * 1000,
    duration: n * 10,
    responseTime: undefined,
    fault: false,
    error: false,
    throttle: false,
    partial: false,
    name: 'shop',
    method: 'GET',
    url: `https://shop.example.com/items/${n}`,
    httpStatus: 200,
    clientIp: '',
    userAgent: '',
    users: [],
    services: [],
    annotations: new Map(),
    rootCauses: [],
    matchedAt: undefined,
    revision: 0,
    ...facts,
  };
}

/** The page's columns of summaries that came in several messages. */
export function columnsOf(...messages: readonly (readonly TraceSummary[])[]): Summaries {
  const writer = new SummaryWriter();
  return messages.reduce((all, summaries) => withMore(all, writer.write(summaries)), noSummaries);
}

export function wireQuery(changes: Partial<WireQuery> = {}): WireQuery {
  return {
    build: 1,
    title: 'Last hour',
    origin: 'dev · us-east-1',
    group: '',
    filter: '',
    conditions: '',
    takesFilter: true,
    ...RANGE,
    ...changes,
  };
}

export function afterMessages(state: ResultsState, ...messages: readonly ResultsHostMessage[]): ResultsState {
  return messages.reduce((before, message) => reduceResults(before, { type: 'host', message, topRow: -1 }), state);
}

export function queryMessage(changes: Partial<WireQuery> = {}): ResultsHostMessage {
  return { kind: 'query', query: wireQuery(changes), search: 'search-1', saved: '{}' };
}

export function summariesMessage(
  summaries: readonly TraceSummary[],
  writer = new SummaryWriter(),
  build = 1,
): ResultsHostMessage {
  return { kind: 'summaries', build, summaries: writer.write(summaries) };
}

export function statusMessage(build = 1): ResultsHostMessage {
  const words = { progress: '', reached: '', billed: '', left: [], message: null };
  return {
    kind: 'status',
    status: { build, state: 'done', found: 0, scanned: 9, slicesDone: 8, slices: 8, canLoadMore: false, ...words },
  };
}

/** The page's state after the host has greeted it and sent summaries. */
export function foundState(
  summaries: readonly TraceSummary[],
  intent: ResultsIntent | null = null,
  query: Partial<WireQuery> = {},
): ResultsState {
  return afterMessages(
    initialResults,
    { kind: 'init', strings: englishResultsStrings, locale: 'en', layout: null, intent },
    queryMessage(query),
    summariesMessage(summaries),
  );
}

export function after(state: ResultsState, ...actions: readonly ResultsDo[]): ResultsState {
  return actions.reduce(reduceResults, state);
}

/** The numbers of the shown summaries, in order: what `summary` made them of. */
export function shownNumbers({ rows, summaries }: ResultsState): number[] {
  return Array.from(rows, (row) => numberOf(summaries.ids[row]!));
}

export function numberOf(id: string): number {
  return Number.parseInt(id.slice(-24), 16);
}
