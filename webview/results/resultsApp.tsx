import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { ResultsHostMessage, ResultsIntent, ResultsPageMessage } from '../../src/protocol/results';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { isFindKey } from '../keys';
import { throttle } from '../throttle';
import { useSize } from '../timeline/useSize';
import { Icon } from '../ui/icon';
import { Message } from '../ui/message';
import { Splitter } from '../ui/splitter';
import { Charts } from './charts/charts';
import { FilterBar } from './filterBar';
import { Foot, Head } from './headAndFoot';
import { historyKey } from './keys';
import { RefinersPane } from './refinersPane';
import { ResultsPageContext, useResults, type ResultsPage } from './resultsPage';
import { reduceResults } from './resultsReducer';
import { chosenRows, initialResults, intentOf, type ResultsState } from './resultsState';
import { Table } from './table';
import { LEAST_REFINERS, ROOM_FOR_REFINERS, Toolbar } from './toolbar';

interface ResultsAppProps {
  readonly send: (message: ResultsPageMessage) => void;
  readonly keep: (intent: ResultsIntent) => void;
  /** Hands the app's ear to the channel, which is older than the app. */
  readonly onListening: (receive: (message: ResultsHostMessage) => void) => void;
}

/** How often what the user did is kept, at most, in milliseconds. */
const KEEP_EVERY = 250;

export function ResultsApp({ send, keep: keepIntent, onListening }: ResultsAppProps): VNode {
  const [state, dispatch] = useReducer(reduceResults, initialResults);
  const topRow = useRef(-1);
  const tableRef = useRef<HTMLDivElement>(null);
  const latest = useRef(state);
  latest.current = state;
  const keep = useMemo(
    () =>
      throttle(() => {
        const intent = intentOf(latest.current, topRow.current);
        if (intent) keepIntent(intent);
      }, KEEP_EVERY),
    [],
  );

  const { search, layout, strings, locale } = state;
  const commands = useMemo(() => {
    const idsOf = (rows: readonly number[]): string[] => rows.map((row) => latest.current.summaries.ids[row]!);
    const chosen = (): string[] => idsOf(chosenRows(latest.current));
    return {
      open: (row: number): void => send({ kind: 'open', ids: idsOf([row]), how: 'preview' }),
      openSelected: (): void => {
        const ids = chosen();
        if (ids.length > 0) send({ kind: 'open', ids, how: 'keep' });
      },
      copyIds: (): void => {
        const ids = chosen();
        if (ids.length > 0) send({ kind: 'copy', text: ids.join('\n'), what: 'ids', count: ids.length });
      },
      search: (): void => send({ kind: 'search', filter: latest.current.draft.trim() }),
    };
  }, [send]);

  useLayoutEffect(() => {
    onListening((message) => {
      dispatch({ type: 'host', message, topRow: topRow.current });
      if (message.kind !== 'run') return;
      if (message.action === 'openSelected' || message.action === 'copyIds') commands[message.action]();
      else if (message.action === 'open' && latest.current.focused >= 0) commands.open(latest.current.focused);
    });
    window.addEventListener('pagehide', keep.flush);
    return () => window.removeEventListener('pagehide', keep.flush);
  }, []);
  useEffect(() => {
    if (search !== '') keep();
  });
  const isFirstLayout = useRef(true);
  useEffect(() => {
    if (!strings) return;
    if (!isFirstLayout.current) send({ kind: 'layout', layout });
    isFirstLayout.current = false;
  }, [layout, strings]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const inField = event.target instanceof HTMLInputElement;
      const step = inField ? undefined : historyKey(event);
      if (step) dispatch({ type: step });
      else if (isFindKey(event)) dispatch({ type: 'host', message: { kind: 'run', action: 'filter' }, topRow: -1 });
      else if (
        (event.ctrlKey || event.metaKey) &&
        event.key === 'Enter' &&
        !inField &&
        event.target !== tableRef.current
      )
        commands.search();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  const page = useMemo<ResultsPage | null>(
    () => strings && { strings, locale, dispatch, send },
    [strings, locale, send],
  );
  if (!page) return <div class="page" aria-busy="true" />;
  return (
    <ResultsPageContext.Provider value={page}>
      <div class="page results">
        <Head state={state} />
        <FilterBar state={state} tableRef={tableRef} onSearch={commands.search} />
        <Toolbar state={state} onCommand={(what) => commands[what]()} />
        <MessageBanner state={state} />
        <Panes
          state={state}
          tableRef={tableRef}
          topRow={topRow}
          onScrolled={keep}
          onOpen={commands.open}
          onCommand={(what) => commands[what]()}
        />
        <Foot state={state} />
      </div>
    </ResultsPageContext.Provider>
  );
}

interface PanesProps {
  readonly state: ResultsState;
  readonly tableRef: RefObject<HTMLDivElement | null>;
  readonly topRow: RefObject<number>;
  readonly onScrolled: () => void;
  readonly onOpen: (row: number) => void;
  readonly onCommand: (what: 'openSelected' | 'copyIds') => void;
}

const DEFAULT_REFINERS = 240;
/** Charts need this height above a table that still shows some rows. Pixels. */
const ROOM_FOR_CHARTS = 300;

function Panes({ state, tableRef, topRow, onScrolled, onOpen, onCommand }: PanesProps): VNode {
  const { strings, dispatch } = useResults();
  const { layout, summaries, rows } = state;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const most = Math.max(LEAST_REFINERS, size.width - (ROOM_FOR_REFINERS - LEAST_REFINERS));
  const width = Math.min(most, Math.max(LEAST_REFINERS, layout.refinersWidth || DEFAULT_REFINERS));
  const hasRows = summaries.count > 0;
  const isOver = size.width < ROOM_FOR_REFINERS;
  const hasRefiners = hasRows && (isOver ? state.refinersOver : layout.refinersOpen);
  const hasCharts = layout.chartsOpen && hasRows && size.height >= ROOM_FOR_CHARTS;
  return (
    <div class="results-panes" ref={box}>
      {hasRefiners && (
        <div class={`refiners-pane${isOver ? ' over' : ''}`} style={{ width: `${width}px` }}>
          <RefinersPane state={state} />
          <Splitter
            orientation="vertical"
            label={strings.refinersSplitter}
            size={width}
            least={LEAST_REFINERS}
            most={most}
            onResize={(pixels) => dispatch({ type: 'layout', change: { refinersWidth: pixels } })}
          />
        </div>
      )}
      <main class="found">
        {hasCharts && <Charts state={state} onOpen={onOpen} />}
        {hasRows && rows.length > 0 ? (
          <Table
            state={state}
            tableRef={tableRef}
            topRow={topRow}
            onScrolled={onScrolled}
            onOpen={onOpen}
            onCommand={onCommand}
          />
        ) : (
          <Nothing state={state} />
        )}
      </main>
    </div>
  );
}

/** A failure above what was found: nothing that arrived is lost. Without rows, the message stands in their place. */
function MessageBanner({ state }: { readonly state: ResultsState }): VNode | null {
  const { send } = useResults();
  const { status, summaries } = state;
  const message = status?.message;
  if (!message || summaries.count === 0) return null;
  const isFailure = status.state === 'failed';
  return (
    <div class={`banner${isFailure ? ' error' : ''}`} role={isFailure ? 'alert' : 'status'}>
      <Icon name={isFailure ? 'error' : 'info'} />
      <div>
        <span>
          <b>{message.title}</b> {message.detail}
        </span>
        {message.next.map(({ id, label }) => (
          <button key={id} type="button" class="quiet link" onClick={() => send({ kind: 'act', id })}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** What stands where the rows would be: ghosts while they are on their way, else why there are none and what to do. */
function Nothing({ state }: { readonly state: ResultsState }): VNode {
  const { strings, send, dispatch } = useResults();
  const { status, summaries } = state;
  if (summaries.count > 0) {
    const clear = (): void => {
      dispatch({ type: 'restrict', restriction: null });
      dispatch({ type: 'apply', text: state.query?.filter ?? '' });
    };
    const next = [
      { id: 'all', label: strings.clearAll },
      { id: 'undo', label: strings.stepBack },
    ];
    return (
      <Message
        icon="filter"
        title={strings.nothingShownTitle}
        detail={fill(strings.nothingShown, formatCount(summaries.count))}
        next={next}
        causesLabel={strings.causes}
        onAct={(id) => (id === 'all' ? clear() : dispatch({ type: 'undo' }))}
      />
    );
  }
  if (!status || status.state === 'running') return <Waiting />;
  const message = status.message ?? {
    title: strings.emptyTitle,
    detail: strings.emptyDetail,
    next: [],
  };
  const isFailure = status.state === 'failed';
  return (
    <Message
      {...message}
      icon={isFailure ? 'error' : status.state === 'kept' ? 'history' : 'inbox'}
      isAlert={isFailure}
      causesLabel={strings.causes}
      onAct={(id) => send({ kind: 'act', id })}
    />
  );
}

const GHOSTS = [64, 48, 72, 40, 56, 66, 44, 60, 52];

function Waiting(): VNode {
  const { strings } = useResults();
  return (
    <div class="ghost-table" aria-busy="true" aria-label={strings.waiting}>
      {GHOSTS.map((width, index) => (
        <div key={index} class="ghost-row">
          <i class="ghost" />
          <i class="ghost" style={{ width: `${width}%` }} />
          <i class="ghost" />
        </div>
      ))}
    </div>
  );
}
