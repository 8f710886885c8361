import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { HostMessage } from '../src/protocol/messages';
import { Details } from './details/details';
import { LineSummary } from './details/lineSummary';
import { FailureBanner, LimitBanner, LoadingBanner, WatchBanner } from './header/banners';
import { Header } from './header/header';
import { LeftOut } from './header/leftOut';
import { Toolbar } from './header/toolbar';
import type { PageHost } from './host';
import { intentOf, type TopRow } from './intent';
import { isFindKey } from './keys';
import { PageContext, usePage, type Page } from './page';
import { initialState, selectedSpan, type State } from './pageState';
import { reduce } from './state';
import { EmptyTrace, FailedPage } from './states/message';
import { LoadingPage } from './states/loading';
import { throttle } from './throttle';
import { Timeline } from './timeline/timeline';
import { useSize } from './timeline/useSize';
import type { TraceView } from './traceView';
import { useDocumentFind } from './useDocumentFind';
import { Splitter } from './ui/splitter';

interface AppProps {
  readonly host: PageHost;
  /** Hands the app's ear to the channel, which is older than the app. */
  readonly onListening: (receive: (message: HostMessage) => void) => void;
}

/** How often what the user did is kept, at most, in milliseconds. */
const KEEP_EVERY = 250;

export function App({ host, onListening }: AppProps): VNode {
  const [state, dispatch] = useReducer(reduce, initialState);
  const topRow = useRef<TopRow>(null);
  const latest = useRef(state);
  latest.current = state;
  const keepNow = (): void => host.keep(intentOf(latest.current, topRow.current));
  const keep = useMemo(() => throttle(keepNow, KEEP_EVERY), [host]);

  useLayoutEffect(() => {
    onListening((message) => dispatch({ type: 'host', message, top: topRow.current }));
    window.addEventListener('pagehide', keep.flush);
    return () => window.removeEventListener('pagehide', keep.flush);
  }, []);

  const { ref, view, selectedBy } = state;
  const span = selectedSpan(state);
  useLayoutEffect(() => {
    if (ref !== '') keepNow(); // at once: until then, VS Code would restore nothing, or the trace this panel showed before
  }, [ref]);
  useEffect(() => {
    if (view) keep();
  });
  useEffect(() => {
    if (view && span >= 0 && selectedBy === 'user') host.send({ kind: 'selected', spanId: view.keys.keyOf(span) });
  }, [span, selectedBy]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isFindKey(event)) return;
      event.preventDefault();
      dispatch({ type: 'key', key: 'find', page: 1 });
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  useDocumentFind(state, host, dispatch);

  const { strings, locale } = state;
  const page = useMemo<Page | null>(
    () =>
      strings && {
        strings,
        locale,
        dispatch,
        host,
        act: (id, span, link) =>
          host.send({
            kind: 'act',
            id,
            span: span ?? null,
            build: latest.current.view?.trace.build ?? 0,
            ...(link !== undefined && { link }),
          }),
      },
    [strings, locale, host],
  );
  if (!page) return <main class="page" aria-busy="true" />;
  return (
    <PageContext.Provider value={page}>
      <main class="page">
        <Body state={state} topRow={topRow} keep={keep} />
      </main>
    </PageContext.Provider>
  );
}

interface BodyProps {
  readonly state: State;
  readonly topRow: RefObject<TopRow | null>;
  readonly keep: () => void;
}

/** The page's states: waiting, failed, empty, or a trace (which stays while it is refreshed, and when that fails). */
function Body({ state, topRow, keep }: BodyProps): VNode {
  const { view, loading, failure, watch } = state;
  const treeRef = useRef<HTMLDivElement>(null);
  if (!view) return failure ? <FailedPage failure={failure} /> : <LoadingPage loading={loading} />;
  const { trace } = view;
  return (
    <>
      <Header trace={trace} />
      {loading && <LoadingBanner loading={loading} />}
      {failure && <FailureBanner failure={failure} />}
      <LimitBanner trace={trace} />
      {watch && <WatchBanner watch={watch} />}
      {trace.spans.count === 0 ? (
        <EmptyTrace />
      ) : (
        <>
          <Toolbar state={state} view={view} treeRef={treeRef} />
          <LeftOut state={state} view={view} />
          <Panes state={state} view={view} topRow={topRow} keep={keep} treeRef={treeRef} />
        </>
      )}
    </>
  );
}

/** From this width on, the details stand right of the timeline, else below it. Pixels. */
const WIDE = 900;
const LEAST_DETAILS = 160;
const LEAST_TIMELINE = 200;

interface PanesProps extends BodyProps {
  readonly view: TraceView;
  readonly treeRef: RefObject<HTMLDivElement | null>;
}

function Panes({ state, view, topRow, keep, treeRef }: PanesProps): VNode {
  const { strings, dispatch } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const isWide = state.detailsDock === 'auto' ? width >= WIDE : state.detailsDock === 'right';
  const [room, wanted, byDefault] = isWide
    ? [width, state.detailsWidth, Math.min(500, width * 0.36)]
    : [height, state.detailsHeight, height * 0.45];
  const most = Math.max(LEAST_DETAILS, room - LEAST_TIMELINE);
  const size = Math.round(Math.min(most, Math.max(LEAST_DETAILS, wanted || byDefault)));
  return (
    <div class={`panes ${isWide ? 'wide' : 'stacked'}`} ref={box}>
      <Timeline state={state} view={view} topRow={topRow} onScrolled={keep} treeRef={treeRef} />
      {state.detailsOpen && (
        <div class="details-pane" style={isWide ? { width: `${size}px` } : { height: `${size}px` }}>
          <Splitter
            orientation={isWide ? 'vertical' : 'horizontal'}
            label={strings.detailsSplitter}
            size={size}
            least={LEAST_DETAILS}
            most={most}
            isBehind
            onResize={(pixels) => dispatch({ type: 'resize', what: isWide ? 'detailsWidth' : 'detailsHeight', pixels })}
          />
          <Details
            view={view}
            span={selectedSpan(state)}
            summary={
              state.line < 0 ? <p class="note">{strings.selectSpan}</p> : <LineSummary state={state} view={view} />
            }
            tab={state.tab}
            isAtRight={isWide}
            onClose={() => {
              dispatch({ type: 'details', open: false });
              treeRef.current?.focus();
            }}
          />
        </div>
      )}
    </div>
  );
}
