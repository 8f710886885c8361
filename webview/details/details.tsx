import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Fact, SpanDetails } from '../../src/model/details';
import { formatDuration } from '../../src/model/format';
import { Mark } from '../../src/model/trace';
import type { SpanIndex } from '../../src/model/units';
import type { DetailTab } from '../../src/protocol/messages';
import { fill, type PageStringKey } from '../../src/protocol/strings';
import { usePage } from '../page';
import { shownStatus } from '../rowFacts';
import type { TraceView } from '../traceView';
import { Filled } from '../ui/filled';
import { Icon } from '../ui/icon';
import { StatusShape } from '../ui/statusShape';
import { Exceptions } from './exceptions';
import { FactLines, FactList, type Revealing } from './facts';
import { Overview } from './overview';
import { Raw } from './raw';
import { Tabs } from './tabs';
import { useDetails } from './useDetails';

interface DetailsProps {
  readonly view: TraceView;
  /** -1 = none. */
  readonly span: SpanIndex;
  readonly tab: DetailTab;
  readonly onClose: () => void;
}

/** Everything known of the selected span. Columns are shown at once, the rest when the host has answered. */
export function Details({ view, span, tab, onClose }: DetailsProps): VNode {
  const { strings } = usePage();
  const [revealed, setRevealedSpan] = useState<SpanIndex>(-1);
  useEffect(() => setRevealedSpan(-1), [view.trace.build, span]);
  const isRevealed = span >= 0 && revealed === span;
  const { details, failure } = useDetails(view.trace.build, span, isRevealed);
  const revealing: Revealing = { isRevealed, setRevealed: (wanted) => setRevealedSpan(wanted ? span : -1) };
  return (
    <aside
      class="details"
      aria-label={strings.details}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <button
        type="button"
        class="quiet close"
        title={strings.closeDetails}
        aria-label={strings.closeDetails}
        onClick={onClose}
      >
        <Icon name="close" />
      </button>
      {span < 0 ? (
        <p class="note">{strings.selectSpan}</p>
      ) : (
        <>
          <Heading view={view} span={span} />
          <Tabs tab={tab} details={details} />
          <div
            class="panel"
            role="tabpanel"
            id="details-panel"
            aria-labelledby={`tab-${tab}`}
            aria-busy={!details && !failure}
            tabIndex={0}
          >
            {failure && <p class="note">{fill(strings.detailsFailed, failure)}</p>}
            {details && <Panel view={view} tab={tab} details={details} revealing={revealing} />}
          </div>
        </>
      )}
    </aside>
  );
}

function Heading({ view, span }: { readonly view: TraceView; readonly span: SpanIndex }): VNode {
  const { strings } = usePage();
  const { spans, duration } = view.trace;
  const marks = spans.marks[span]!;
  const own = spans.duration[span]!;
  const origin = spans.strings[spans.origin[span]!] ?? '';
  const share = duration > 0 && !(marks & Mark.InProgress) ? fill(strings.ofTrace, percent(own / duration)) : '';
  const key = kindOf(marks);
  return (
    <div class="heading">
      <h2>
        <StatusShape {...shownStatus(spans, span)} />
        <span>{spans.strings[spans.name[span]!] || strings.unnamed}</span>
      </h2>
      <p class="secondary">
        <Filled template={strings[key]}>
          {key === 'kindSegment' ? origin : <b>{spans.strings[spans.service[span]!]}</b>}
        </Filled>
        {' · '}
        {marks & Mark.InProgress ? strings.running : formatDuration(own)}
        {share && ` · ${share}`}
      </p>
    </div>
  );
}

function kindOf(marks: number): PageStringKey {
  if (marks & Mark.Inferred) return 'kindInferred';
  if (marks & Mark.AwsCall) return 'kindAws';
  if (marks & Mark.RemoteCall) return 'kindRemote';
  if (marks & Mark.Segment) return 'kindSegment';
  return marks & Mark.OpenTelemetry ? 'kindSpan' : 'kindSubsegment';
}

function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  return `${Math.round(share * 100)} %`;
}

interface PanelProps {
  readonly view: TraceView;
  readonly tab: DetailTab;
  readonly details: SpanDetails;
  readonly revealing: Revealing;
}

function Panel({ view, tab, details, revealing }: PanelProps): VNode {
  const { strings } = usePage();
  const list = (facts: readonly Fact[], none: string): VNode =>
    facts.length === 0 ? (
      <p class="note">{none}</p>
    ) : (
      <FactList>
        <FactLines facts={facts} revealing={revealing} />
      </FactList>
    );
  switch (tab) {
    case 'overview':
      return <Overview view={view} details={details} revealing={revealing} />;
    case 'resources':
      return list(details.resources, strings.noneResources);
    case 'annotations':
      return list(details.annotations, strings.noneAnnotations);
    case 'metadata':
      return list(details.metadata, strings.noneMetadata);
    case 'exceptions':
      return details.exceptions.length > 0 ? (
        <Exceptions exceptions={details.exceptions} />
      ) : (
        <p class="note">{strings.noneExceptions}</p>
      );
    case 'sql':
      return list(details.sql, strings.noneSql);
    case 'raw':
      return <Raw details={details} />;
  }
}
