import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatCount, formatDuration } from '../../src/model/format';
import { shownStatus } from '../../src/model/shownStatus';
import type { SpanColumns } from '../../src/model/trace';
import type { SpanIndex } from '../../src/model/units';
import { fill, type PageStrings } from '../../src/protocol/strings';
import { lineFacts } from '../lineFacts';
import { countByService, durationStatistics, failuresOf, membersOf, spansBelow } from '../outline/lineStatistics';
import { LineKind } from '../outline/outline';
import { usePage } from '../page';
import type { State } from '../pageState';
import type { TraceView } from '../traceView';
import { StatusShape } from '../ui/statusShape';
import { FactLine, FactList } from './facts';

interface LineSummaryProps {
  readonly state: State;
  readonly view: TraceView;
}

/** What the details say of a line that is no single span: a service, a group, short spans, time not covered, hidden spans. */
export function LineSummary({ state, view }: LineSummaryProps): VNode {
  const { strings } = usePage();
  const { outline, line, layout } = state;
  const kind = outline.kind[line]! as LineKind;
  const { name, secondary } = lineFacts(view, outline, line, strings, layout.shorterThan);
  return (
    <>
      <div class="heading">
        <h2>
          {kind !== LineKind.Uninstrumented && <StatusShape {...shownStatus(outline, line)} />}
          <span>{name}</span>
        </h2>
        {secondary && <p class="secondary">{secondary}</p>}
      </div>
      <div class="panel line-summary" tabIndex={0} role="region" aria-label={strings.lineSummary}>
        <Summary kind={kind} state={state} view={view} />
      </div>
    </>
  );
}

function Summary({ kind, state, view }: LineSummaryProps & { readonly kind: LineKind }): VNode | null {
  switch (kind) {
    case LineKind.Span:
      return null;
    case LineKind.Service:
    case LineKind.ClientResponse:
      return <OfService state={state} view={view} />;
    case LineKind.Group:
    case LineKind.Short:
      return <OfSiblings state={state} view={view} />;
    case LineKind.Uninstrumented:
      return <OfGap state={state} view={view} />;
    case LineKind.Hidden:
      return <OfHidden state={state} view={view} />;
  }
}

function OfService({ state: { outline, line }, view }: LineSummaryProps): VNode {
  const { strings } = usePage();
  const { spans } = view.trace;
  const { segments, below, times } = useMemo(() => {
    const segments = membersOf(outline, line);
    return { segments, below: spansBelow(outline, line), times: durationStatistics(spans, segments) };
  }, [spans, outline, line]);
  return (
    <FactList>
      <FactLine label={strings.summarySegments} value={formatCount(segments.length)} />
      <FactLine label={strings.summarySpans} value={formatCount(below.length)} />
      <Failures spans={spans} members={below} />
      <FactLine label={strings.factStart} value={fill(strings.afterStart, formatDuration(outline.start[line]!))} />
      <FactLine label={strings.factDuration} value={formatDuration(outline.duration[line]!)} />
      {segments.length > 1 && times.ended > 0 && (
        <FactLine label={strings.summaryTotal} value={formatDuration(times.total)} />
      )}
      {times.running > 0 && <FactLine label={strings.summaryRunning} value={formatCount(times.running)} />}
    </FactList>
  );
}

function OfSiblings({ state: { outline, line }, view }: LineSummaryProps): VNode {
  const { strings, dispatch } = usePage();
  const { spans } = view.trace;
  const { members, times } = useMemo(() => {
    const members = membersOf(outline, line);
    return { members, times: durationStatistics(spans, members) };
  }, [spans, outline, line]);
  return (
    <FactList>
      <FactLine label={strings.summarySpans} value={formatCount(members.length)} />
      <Failures spans={spans} members={members} />
      {times.ended > 0 && (
        <>
          <FactLine label={strings.summaryTotal} value={formatDuration(times.total)} />
          <FactLine label={strings.summaryLeast} value={formatDuration(times.least)} />
          <FactLine label={strings.summaryMedian} value={formatDuration(times.median)} />
          <FactLine label={strings.summaryP95} value={formatDuration(times.p95)} />
          <FactLine label={strings.summaryMost} value={formatDuration(times.most)}>
            <button
              type="button"
              class="quiet link"
              onClick={() => dispatch({ type: 'selectSpan', span: times.slowest, open: true })}
            >
              {strings.summaryGoToSlowest}
            </button>
          </FactLine>
        </>
      )}
      {times.running > 0 && <FactLine label={strings.summaryRunning} value={formatCount(times.running)} />}
    </FactList>
  );
}

function OfGap({ state: { outline, line }, view }: LineSummaryProps): VNode {
  const { strings, dispatch } = usePage();
  const { spans } = view.trace;
  const parent = outline.span[line]!;
  return (
    <>
      <p class="note">{fill(strings.lineUninstrumentedDetail, nameOf(spans, parent, strings))}</p>
      <FactList>
        <FactLine label={strings.factStart} value={fill(strings.afterStart, formatDuration(outline.start[line]!))} />
        <FactLine label={strings.factDuration} value={formatDuration(outline.duration[line]!)} />
      </FactList>
      <button
        type="button"
        class="quiet link"
        onClick={() => dispatch({ type: 'selectSpan', span: parent, open: true })}
      >
        {fill(strings.summaryGoTo, nameOf(spans, parent, strings))}
      </button>
    </>
  );
}

function OfHidden({ state: { outline, line, layout }, view }: LineSummaryProps): VNode {
  const { strings, dispatch } = usePage();
  const { spans } = view.trace;
  const members = useMemo(() => membersOf(outline, line), [outline, line]);
  const show = (name: string): void =>
    dispatch({ type: 'layout', change: { hidden: layout.hidden.filter((one) => one !== name) } });
  return (
    <>
      <p class="note">{strings.lineHiddenDetail}</p>
      <FactList>
        {Array.from(countByService(spans, members), ([service, count]) => {
          const name = spans.strings[service]!;
          return (
            <FactLine key={service} label={name} value={formatCount(count)}>
              <button
                type="button"
                class="quiet link"
                aria-label={fill(strings.layoutShowService, name)}
                onClick={() => show(name)}
              >
                {strings.summaryShowAgain}
              </button>
            </FactLine>
          );
        })}
        <Failures spans={spans} members={members} />
      </FactList>
    </>
  );
}

/** Nothing where nothing failed. */
function Failures({
  spans,
  members,
}: {
  readonly spans: SpanColumns;
  readonly members: readonly SpanIndex[];
}): VNode | null {
  const { strings } = usePage();
  const { faults, errors, throttles } = failuresOf(spans, members);
  const words = [
    count(faults, strings.fault, strings.faults),
    count(errors, strings.error, strings.errors),
    count(throttles, strings.throttle, strings.throttles),
  ].filter(Boolean);
  return words.length === 0 ? null : <FactLine label={strings.failures} value={words.join(', ')} />;
}

function count(n: number, one: string, many: string): string {
  if (n === 0) return '';
  return n === 1 ? one : fill(many, formatCount(n));
}

function nameOf(spans: SpanColumns, span: SpanIndex, strings: PageStrings): string {
  return spans.strings[spans.name[span]!] || strings.unnamed;
}
