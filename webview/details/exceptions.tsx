import type { VNode } from 'preact';
import type { ExceptionDetails, SpanDetails } from '../../src/model/details';
import { isLibraryFrame } from '../../src/model/libraryFrame';
import { Mark, Status } from '../../src/model/trace';
import type { SpanIndex } from '../../src/model/units';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import type { TraceView } from '../traceView';
import { CopyButton } from '../ui/copyButton';
import { chainsOf, stackText, type ChainLink } from './exceptionChains';

/** The exceptions of a span, each with its frames; causes come after what they caused. */
export function Exceptions({ view, details }: { readonly view: TraceView; readonly details: SpanDetails }): VNode {
  const { strings } = usePage();
  const { exceptions, cause } = details;
  const chains = chainsOf(exceptions);
  const isSaid = exceptions.some(({ message }) => message.includes(cause.message));
  return (
    <>
      {cause.message && !isSaid && <p class="cause-message">{cause.message}</p>}
      {chains.map((link, index) => (
        <Exception
          key={index}
          link={link}
          view={view}
          isElsewhere={link.exception.recordedAt !== chains[index - 1]?.exception.recordedAt}
        />
      ))}
      {chains.length === 0 && !cause.message && <None view={view} span={details.span} />}
      {chains.length === 0 && cause.message && <p class="note">{strings.messageOnly}</p>}
      {chains.length === 0 && cause.reference && cause.span === undefined && (
        <p class="note">{fill(strings.causeMissing, cause.reference)}</p>
      )}
      {cause.workingDirectory && (
        <p class="note">
          {strings.workingDirectory} <code>{cause.workingDirectory}</code>
        </p>
      )}
    </>
  );
}

/** No exception: said plainly, with the way to a failure below that has one. */
function None({ view, span }: { readonly view: TraceView; readonly span: SpanIndex }): VNode {
  const { strings, dispatch } = usePage();
  const { status, marks, end } = view.trace.spans;
  const isFailed = status[span]! >= Status.Error;
  if (!isFailed) return <p class="note">{strings.noneExceptions}</p>;
  const below = marks.findIndex((mark, at) => at > span && at < end[span]! && (mark & Mark.HasException) !== 0);
  return (
    <>
      <p class="note">{strings.noneExceptionsFailed}</p>
      {below >= 0 && (
        <p class="note">
          {strings.failedBelow}{' '}
          <button
            type="button"
            class="quiet link"
            onClick={() => dispatch({ type: 'selectSpan', span: below, open: true })}
          >
            {nameOf(view, below) || strings.unnamed}
          </button>
        </p>
      )}
    </>
  );
}

interface ExceptionProps {
  readonly link: ChainLink;
  readonly view: TraceView;
  /** It is recorded at another span than the one before. */
  readonly isElsewhere: boolean;
}

function Exception({ link, view, isElsewhere }: ExceptionProps): VNode {
  const { strings, dispatch } = usePage();
  const { exception, isCause, missingCause } = link;
  const { type, message, frames, remote, truncated, skipped, recordedAt } = exception;
  return (
    <article class={`exception${isCause ? ' is-cause' : ''}`}>
      {isCause && <p class="note caused-by">{strings.causedBy}</p>}
      <p class="what">
        <b>{type || strings.unnamedException}</b>
        {message && ': '}
        {message}
        {remote && (
          <span class="chip muted" title={strings.remoteExceptionDetail}>
            {strings.remoteException}
          </span>
        )}
        <CopyButton text={() => stackText(exception)} label={strings.copyStack} />
      </p>
      {isElsewhere && recordedAt !== undefined && (
        <p class="note">
          {strings.recordedAt}{' '}
          <button
            type="button"
            class="quiet link"
            onClick={() => dispatch({ type: 'selectSpan', span: recordedAt, open: true })}
          >
            {nameOf(view, recordedAt) || strings.unnamed}
          </button>
        </p>
      )}
      {frames.length > 0 && <Frames exception={exception} />}
      {truncated > 0 && <p class="note">{fill(strings.framesTruncated, truncated)}</p>}
      {skipped > 0 && <p class="note">{fill(strings.exceptionsSkipped, skipped)}</p>}
      {missingCause && <p class="note">{fill(strings.causeMissing, missingCause)}</p>}
    </article>
  );
}

/** In the order they were written, which is the one people of that language know; the frame that threw is marked. */
function Frames({ exception }: { readonly exception: ExceptionDetails }): VNode {
  const { strings } = usePage();
  const { frames, outermostFirst } = exception;
  const thrower = outermostFirst ? frames.length - 1 : 0;
  return (
    <>
      {frames.length > 1 && (
        <p class="note frame-order">{outermostFirst ? strings.outermostFirst : strings.innermostFirst}</p>
      )}
      <ol class="frames">
        {frames.map((frame, index) => (
          <li
            key={index}
            class={`${isLibraryFrame(frame) ? 'library' : ''}${index === thrower ? ' thrower' : ''}`}
            title={index === thrower ? strings.thrownHere : undefined}
          >
            {frame.label && <span class="label">{frame.label} </span>}
            <span class="path">
              {frame.path}
              {frame.line !== undefined && `:${frame.line}`}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function nameOf({ trace: { spans } }: TraceView, span: number): string {
  return spans.strings[spans.name[span]!] ?? '';
}
