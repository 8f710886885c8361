import type { VNode } from 'preact';
import type { Fact, SpanDetails, TraceLink } from '../../src/model/details';
import { formatDuration } from '../../src/model/format';
import { Mark, type ProblemKind, type Status } from '../../src/model/trace';
import { fill, type PageStringKey, type PageStrings } from '../../src/protocol/strings';
import { localTime } from '../header/startTime';
import { usePage } from '../page';
import { statusWord } from '../rowFacts';
import type { TraceView } from '../traceView';
import { FactLine, FactLines, FactList } from './facts';
import { requestLines } from './httpFacts';
import type { Reading } from './reading';
import { Section } from './section';

interface OverviewProps {
  readonly view: TraceView;
  readonly details: SpanDetails;
  readonly reading: Reading;
}

/** What the span was: times, request and response, cause, links, and where to go next. */
export function Overview({ view, details, reading }: OverviewProps): VNode {
  const { strings, act } = usePage();
  const { span } = details;
  return (
    <>
      <FactList>
        <TimeLines view={view} details={details} />
        <RequestLines details={details} reading={reading} />
        <FactLines facts={details.overview.filter(isNews)} reading={reading} />
        <FactLine label={strings.factId} value={details.id} />
        {details.parentId && <FactLine label={strings.factParent} value={details.parentId} />}
        {details.logGroups.length > 0 && (
          <FactLine label={strings.factLogGroups} value={details.logGroups.join('\n')} />
        )}
        {details.versions > 1 && <FactLine label={strings.factVersions} value={String(details.versions)} />}
      </FactList>
      <Cause details={details} />
      <Odd problems={details.problems} />
      {details.links.length > 0 && (
        <Section title={strings.sectionLinks}>
          {details.links.map((link, index) => (
            <Link key={index} link={link} reading={reading} onOpen={() => act('openLinkedTrace', span, index)} />
          ))}
        </Section>
      )}
      <Section title={strings.sectionNext}>
        <button type="button" class="quiet link" onClick={() => act('openRaw', span)}>
          {strings.openRaw}
        </button>
        <button type="button" class="quiet link" onClick={() => act('copySpanId', span)}>
          {strings.copySpanId}
        </button>
      </Section>
    </>
  );
}

/** Said by the status already. */
const FLAGS = ['fault', 'error', 'throttle', 'in_progress'];

function isNews({ key, value }: Fact): boolean {
  return !(FLAGS.includes(key) && value === 'true');
}

/** One line each; all that is known of them is in the tab. */
function RequestLines({ details: { http }, reading }: Pick<OverviewProps, 'details' | 'reading'>): VNode {
  const { strings } = usePage();
  const { request, response, secret } = requestLines(http);
  const { isRevealed, setRevealed } = reading;
  return (
    <>
      {request && (
        <FactLine label={strings.factRequest} value={request}>
          {secret && (
            <button type="button" class="quiet link reveal" onClick={() => setRevealed(!isRevealed)}>
              {isRevealed ? strings.hide : strings.reveal}
            </button>
          )}
        </FactLine>
      )}
      {response && <FactLine label={strings.factResponse} value={response} />}
    </>
  );
}

function TimeLines({ view, details }: Pick<OverviewProps, 'view' | 'details'>): VNode {
  const { strings, locale } = usePage();
  const { spans } = view.trace;
  const { span, start } = details;
  const isRunning = (spans.marks[span]! & Mark.InProgress) !== 0;
  const isPlaced = (spans.marks[span]! & Mark.StartMissing) === 0;
  const after = fill(strings.afterStart, formatDuration(spans.start[span]!));
  return (
    <>
      <FactLine label={strings.factStatus} value={statusWord(spans.status[span] as Status, strings)} />
      {isPlaced && (
        <FactLine
          label={strings.factStart}
          value={start === undefined ? after : `${after} · ${localTime(start, locale, Date.now())}`}
        />
      )}
      {!isRunning && (
        <>
          <FactLine label={strings.factDuration} value={formatDuration(spans.duration[span]!)} />
          <FactLine label={strings.factSelf} value={formatDuration(spans.self[span]!)} />
        </>
      )}
    </>
  );
}

/** `cause` may only say a sentence, or name the span or exception where the failure was recorded. */
function Cause({ details }: { readonly details: SpanDetails }): VNode | null {
  const { strings, dispatch } = usePage();
  const { message, reference, span } = details.cause;
  if (!message && !reference) return null;
  return (
    <Section title={strings.factCause}>
      {message && <p class="cause">{message}</p>}
      {reference &&
        (span === undefined ? (
          <p class="note">
            {strings.factCausedBy} {reference}
          </p>
        ) : (
          <button type="button" class="quiet link" onClick={() => dispatch({ type: 'selectSpan', span, open: true })}>
            {strings.factCausedBy} {reference}
          </button>
        ))}
    </Section>
  );
}

function Odd({ problems }: { readonly problems: readonly string[] }): VNode | null {
  const { strings } = usePage();
  if (problems.length === 0) return null;
  return (
    <Section title={strings.sectionOdd}>
      {problems.map((problem) => (
        <p key={problem} class="note">
          {problemWords(problem, strings)}
        </p>
      ))}
    </Section>
  );
}

const ODD: Readonly<Record<string, PageStringKey | undefined>> = {
  unreadableDocument: 'oddUnreadableDocument',
  wrongType: 'oddWrongType',
  idMissing: 'oddIdMissing',
  nameMissing: 'oddNameMissing',
  duplicateId: 'oddDuplicateId',
  parentMissing: 'oddParentMissing',
  parentCycle: 'oddParentCycle',
  startMissing: 'oddStartMissing',
  endMissing: 'oddEndMissing',
  endBeforeStart: 'oddEndBeforeStart',
  timeRepaired: 'oddTimeRepaired',
  outsideParent: 'oddOutsideParent',
  otherTraceId: 'oddOtherTraceId',
  inProgress: 'oddInProgress',
} satisfies Partial<Record<ProblemKind, PageStringKey>>;

/** The sentence for a problem; one this page does not know yet is shown by its name. */
function problemWords(problem: string, strings: PageStrings): string {
  const key = Object.hasOwn(ODD, problem) ? ODD[problem] : undefined;
  return key ? strings[key] : problem;
}

const DIRECTIONS: Readonly<Record<TraceLink['direction'], PageStringKey>> = {
  parent: 'linkParent',
  child: 'linkChild',
  unknown: 'linkUnknown',
};

function Link({
  link,
  reading,
  onOpen,
}: {
  readonly link: TraceLink;
  readonly reading: Reading;
  readonly onOpen: () => void;
}): VNode {
  const { strings } = usePage();
  return (
    <div class="trace-link">
      <button type="button" class="quiet link" onClick={onOpen}>
        <span class="codicon codicon-link-external" aria-hidden="true" /> {link.traceId}
      </button>
      <span class="secondary"> {strings[DIRECTIONS[link.direction]]}</span>
      {link.facts.length > 0 && (
        <FactList>
          <FactLines facts={link.facts} reading={reading} />
        </FactList>
      )}
    </div>
  );
}
