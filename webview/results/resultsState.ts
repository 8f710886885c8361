import type {
  ResultsHostMessage,
  ResultsIntent,
  ResultsLayout,
  Restriction,
  WireQuery,
  WireStatus,
} from '../../src/protocol/results';
import { withGroup } from '../../src/filter/compose';
import type { ResultsStrings } from '../../src/protocol/resultsStrings';
import { defaultLayout } from './columns';
import { noFilter, type Filtering } from './filtering';
import { noSummaries, type Summaries } from './summaries';

export type Explained = Extract<ResultsHostMessage, { readonly kind: 'explained' }>;

/** Everything the results page shows, but for the scroll position: that belongs to the element that scrolls. */
export interface ResultsState {
  /** null until the host has spoken. */
  readonly strings: ResultsStrings | null;
  readonly locale: string;
  readonly query: WireQuery | null;
  /** The search and its query as the host wrote them, for the intent. */
  readonly search: string;
  readonly saved: string;
  readonly status: WireStatus | null;
  readonly layout: ResultsLayout;
  readonly summaries: Summaries;
  /** All rows, in the order of `layout.sorting`. */
  readonly order: Uint32Array;
  /** What is in the field. */
  readonly draft: string;
  /** What rows are judged by: the draft, or the last one that could be read. */
  readonly filtering: Filtering;
  /** `Verdict` of each row. */
  readonly verdicts: Uint8Array;
  /** Rows that pass the filter, in order: what the charts show. */
  readonly passed: Uint32Array;
  /** Those of them within the restriction: what the table shows. */
  readonly rows: Uint32Array;
  /** Rows that pass although nobody can tell whether the filter holds: summaries do not say. */
  readonly unsure: number;
  readonly restriction: Restriction | null;
  /** Filters that were applied one after the other, and which of them is in force. */
  readonly history: readonly string[];
  readonly at: number;
  /** Row with the focus, and where a range begins; -1 = none. */
  readonly focused: number;
  readonly anchor: number;
  readonly selected: ReadonlySet<number>;
  /** IDs of another time or build, looked for as rows arrive. */
  readonly wanted: { readonly focused: string; readonly top: string; readonly selected: ReadonlySet<string> };
  /** The rows are of the build before: they stay until those of this one are there, so that nothing moves or loses the focus. */
  readonly isStale: boolean;
  /** The table scrolls whenever this is a new object. */
  readonly scrollTo: { readonly row: number; readonly toTop: boolean } | null;
  /** Where there is no room beside the table, the refiners lie over it: only when asked for, and not remembered. */
  readonly refinersOver: boolean;
  /** What the host last said about a text in the field. */
  readonly explained: Explained | null;
  /** Grow when the host asks for the focus in the field, or for the list of columns. */
  readonly filterRequests: number;
  readonly columnRequests: number;
}

const NO_ROWS = new Uint32Array(0);

export const initialResults: ResultsState = {
  strings: null,
  locale: 'en',
  query: null,
  search: '',
  saved: '',
  status: null,
  layout: defaultLayout,
  summaries: noSummaries,
  order: NO_ROWS,
  draft: '',
  filtering: noFilter,
  verdicts: new Uint8Array(0),
  passed: NO_ROWS,
  rows: NO_ROWS,
  unsure: 0,
  restriction: null,
  history: [''],
  at: 0,
  focused: -1,
  anchor: -1,
  selected: new Set(),
  wanted: { focused: '', top: '', selected: new Set() },
  isStale: false,
  scrollTo: null,
  refinersOver: false,
  explained: null,
  filterRequests: 0,
  columnRequests: 0,
};

/** Selected rows that are shown, in order; where none is selected, the one with the focus. */
export function chosenRows({ rows, selected, focused }: ResultsState): number[] {
  const chosen = Array.from(rows.filter((row) => selected.has(row)));
  return chosen.length > 0 || focused < 0 || !rows.includes(focused) ? chosen : [focused];
}

/** The expression as X-Ray would get it: with the group the search is in, which the field does not show. */
export function copiedFilter({ query, draft }: Pick<ResultsState, 'query' | 'draft'>): string {
  return withGroup(query?.group ?? '', draft.trim());
}

/** What the user did, ready to be kept; null before the host has named a query. */
export function intentOf(state: ResultsState, topRow: number): ResultsIntent | null {
  const { query, summaries, wanted } = state;
  if (!query) return null;
  const idOf = (row: number, before: string): string => (row < 0 ? before : (summaries.ids[row] ?? before));
  return {
    version: 1,
    search: state.search,
    query: state.saved,
    filter: state.filtering.text,
    restriction: state.restriction,
    focused: idOf(state.focused, wanted.focused),
    top: idOf(topRow, wanted.top),
  };
}
