import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SpanDetails } from '../../src/model/details';
import { formatDuration } from '../../src/model/format';
import { Mark } from '../../src/model/trace';
import type { SpanIndex } from '../../src/model/units';
import type { DetailTab } from '../../src/protocol/messages';
import { fill, type PageStringKey } from '../../src/protocol/strings';
import { isFindKey } from '../keys';
import { usePage } from '../page';
import { shownStatus } from '../rowFacts';
import type { TraceView } from '../traceView';
import { Filled } from '../ui/filled';
import { Icon } from '../ui/icon';
import { StatusShape } from '../ui/statusShape';
import { Exceptions } from './exceptions';
import { FactPanel } from './facts';
import { Http } from './http';
import { Metadata } from './metadata';
import { Overview } from './overview';
import { Raw } from './raw';
import type { Reading } from './reading';
import { Sql } from './sql';
import { Tabs } from './tabs';
import { useDetails } from './useDetails';

interface DetailsProps {
  readonly view: TraceView;
  /** -1 = none. */
  readonly span: SpanIndex;
  /** Shown where no single span is selected. */
  readonly summary: ComponentChildren;
  readonly tab: DetailTab;
  readonly isAtRight: boolean;
  readonly onClose: () => void;
}

/** Everything known of the selected span. Columns are shown at once, the rest when the host has answered. */
export function Details({ view, span, summary, tab, isAtRight, onClose }: DetailsProps): VNode {
  const { strings, dispatch } = usePage();
  const box = useRef<HTMLElement>(null);
  const [asked, setAsked] = useState({ span: -1, reveal: false, whole: false });
  useEffect(() => setAsked({ span: -1, reveal: false, whole: false }), [view.trace.build, span]);
  const isAsked = span >= 0 && asked.span === span;
  const wanted = { reveal: isAsked && asked.reveal, whole: isAsked && asked.whole };
  const { details, failure, fetch } = useDetails(view.trace.build, span, wanted);
  const reading: Reading = {
    isRevealed: wanted.reveal,
    setRevealed: (reveal) => setAsked({ ...wanted, span, reveal }),
    isWhole: wanted.whole,
    showWhole: () => setAsked({ ...wanted, span, whole: true }),
    fetchWhole: () => fetch({ ...wanted, whole: true }),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (isFindKey(event)) {
      const field = box.current?.querySelector<HTMLElement>('.pane-find vscode-text-field');
      if (!field) return;
      field.focus();
      event.preventDefault();
      event.stopPropagation(); // else the find field of the page takes it
    }
  };
  const dock = isAtRight ? 'dockBottom' : 'dockRight';
  return (
    <aside class="details" role="region" aria-label={strings.details} ref={box} onKeyDown={onKeyDown}>
      <div class="pane-acts">
        <button
          type="button"
          class="quiet"
          title={strings[dock]}
          aria-label={strings[dock]}
          onClick={() => dispatch({ type: 'key', key: dock, page: 1 })}
        >
          <Icon name={isAtRight ? 'layout-panel' : 'layout-sidebar-right'} />
        </button>
        <button
          type="button"
          class="quiet close"
          title={strings.closeDetails}
          aria-label={strings.closeDetails}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {span < 0 ? (
        summary
      ) : (
        <>
          <Heading view={view} span={span} />
          <Tabs tab={tab} details={details} />
          <div
            class={`panel tab-${tab}`}
            role="tabpanel"
            id="details-panel"
            aria-labelledby={`tab-${tab}`}
            aria-busy={!details && !failure}
            key={tab}
            tabIndex={0}
          >
            {failure && <p class="note">{fill(strings.detailsFailed, failure)}</p>}
            {details && <Panel key={`${span}`} view={view} tab={tab} details={details} reading={reading} />}
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
  readonly reading: Reading;
}

function Panel({ view, tab, details, reading }: PanelProps): VNode {
  const { strings } = usePage();
  switch (tab) {
    case 'overview':
      return <Overview view={view} details={details} reading={reading} />;
    case 'resources':
      return (
        <FactPanel
          facts={details.resources}
          list="resources"
          reading={reading}
          none={strings.noneResources}
          findLabel={strings.findInResources}
          isFilter
        />
      );
    case 'annotations':
      return (
        <FactPanel
          facts={details.annotations}
          list="annotations"
          reading={reading}
          none={strings.noneAnnotations}
          findLabel={strings.findInAnnotations}
          isFilter
        />
      );
    case 'metadata':
      return <Metadata details={details} reading={reading} />;
    case 'exceptions':
      return <Exceptions view={view} details={details} />;
    case 'sql':
      return <Sql details={details} reading={reading} />;
    case 'http':
      return <Http details={details} reading={reading} />;
    case 'raw':
      return <Raw details={details} reading={reading} />;
  }
}
