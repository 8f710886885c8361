import type { VNode } from 'preact';
import { formatCount, formatDuration } from '../../src/model/format';
import { Status } from '../../src/model/trace';
import type { WireTrace } from '../../src/protocol/messages';
import { fill, type PageStringKey } from '../../src/protocol/strings';
import { usePage } from '../page';
import { CopyButton } from '../ui/copyButton';
import { StatusShape } from '../ui/statusShape';
import { Oddities } from './oddities';
import { localTime } from './startTime';

/** What, which, when, how long, how bad, and how much of it can be trusted: answered without a click. */
export function Header({ trace }: { readonly trace: WireTrace }): VNode {
  const { strings, act } = usePage();
  return (
    <header class="header">
      <div class="headline">
        <h1 title={trace.title}>{trace.title || strings.unnamed}</h1>
        {trace.id && (
          <span class="trace-id">
            <code>{trace.id}</code>
            <CopyButton text={trace.id} label={strings.copyTraceId} />
          </span>
        )}
        <span class="grow" />
        {trace.origin && (
          <span class="origin" title={trace.origin}>
            {trace.origin}
          </span>
        )}
        {trace.receipt && (
          <button type="button" class="receipt" title={strings.openReceipt} onClick={() => act('openReceipt')}>
            {trace.receipt}
          </button>
        )}
      </div>
      <Facts trace={trace} />
    </header>
  );
}

function Facts({ trace }: { readonly trace: WireTrace }): VNode {
  const { strings, dispatch } = usePage();
  const { counts } = trace;
  const count = (n: number, one: PageStringKey, many: PageStringKey): string =>
    n === 1 ? strings[one] : fill(strings[many], formatCount(n));
  const failures = [
    { status: Status.Fault, n: counts.faults, text: count(counts.faults, 'fault', 'faults'), label: strings.nextFault },
    {
      status: Status.Error,
      n: counts.errors,
      text: count(counts.errors, 'error', 'errors'),
      label: strings.nextErrorOf,
    },
    {
      status: Status.Throttle,
      n: counts.throttles,
      text: count(counts.throttles, 'throttle', 'throttles'),
      label: strings.nextThrottle,
    },
  ];
  return (
    <div class="facts">
      <Duration trace={trace} />
      <Start trace={trace} />
      <Count text={count(trace.spans.count, 'span', 'spans')} />
      <Count text={count(counts.segments, 'segment', 'segments')} />
      <Count text={count(trace.services.length, 'service', 'services')} />
      {failures
        .filter(({ n }) => n > 0)
        .map(({ status, text, label }) => (
          <button
            key={status}
            type="button"
            class="quiet failure"
            title={label}
            onClick={() => dispatch({ type: 'failure', step: 1, status })}
          >
            <StatusShape status={status} />
            <Count text={text} />
          </button>
        ))}
      {counts.inProgress > 0 && <Count text={fill(strings.inProgressCount, formatCount(counts.inProgress))} />}
      {counts.parentMissing > 0 && <Count text={fill(strings.parentMissingCount, formatCount(counts.parentMissing))} />}
      <Oddities trace={trace} />
    </div>
  );
}

/** "42 spans" with the number in bold, wherever the language puts it. */
function Count({ text }: { readonly text: string }): VNode {
  const match = /^(.*?)(\d[\d.,\s]*\d|\d)(.*)$/s.exec(text);
  return match ? (
    <span>
      {match[1]}
      <b>{match[2]}</b>
      {match[3]}
    </span>
  ) : (
    <span>{text}</span>
  );
}

/** Below this share (and a millisecond) X-Ray's own duration is rounding; above, it is worth a word. */
const NOTEWORTHY = 0.01;

function Duration({ trace }: { readonly trace: WireTrace }): VNode {
  const { strings } = usePage();
  const { duration, reportedDuration: reported } = trace;
  const differs = reported !== null && Math.abs(reported - duration) > Math.max(1, duration * NOTEWORTHY);
  return (
    <span>
      <b>{formatDuration(duration)}</b> {strings.duration}
      {differs && <span class="secondary"> ({fill(strings.reportedDuration, formatDuration(reported))})</span>}
    </span>
  );
}

function Start({ trace }: { readonly trace: WireTrace }): VNode {
  const { strings, locale } = usePage();
  if (trace.start <= 0) return <span>{strings.startUnknown}</span>;
  return (
    <span title={new Date(trace.start).toISOString()}>
      <b>{localTime(trace.start, locale, Date.now())}</b> {strings.local}
    </span>
  );
}
