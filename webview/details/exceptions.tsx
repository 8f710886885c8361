import type { VNode } from 'preact';
import type { ExceptionDetails } from '../../src/model/details';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';

/** The exceptions of a span, each with its frames; causes come after what they caused. */
export function Exceptions({ exceptions }: { readonly exceptions: readonly ExceptionDetails[] }): VNode {
  return (
    <>
      {exceptions.map((exception, index) => (
        <Exception
          key={index}
          exception={exception}
          isCause={exceptions.some(({ causedBy }) => causedBy !== '' && causedBy === exception.id)}
        />
      ))}
    </>
  );
}

function Exception({ exception, isCause }: { readonly exception: ExceptionDetails; readonly isCause: boolean }): VNode {
  const { strings } = usePage();
  const { type, message, frames, remote, truncated, skipped, outermostFirst } = exception;
  return (
    <article class="exception">
      {isCause && <p class="note">{strings.causedBy}</p>}
      <p class="what">
        <b>{type}</b>
        {type && message && ': '}
        {message}
        {remote && <span class="chip muted">{strings.remoteException}</span>}
      </p>
      <ol class="frames">
        {frames.map(({ label, path, line }, index) => (
          <li key={index}>
            {label && <span class="label">{label} </span>}
            <span class="path">
              {path}
              {line !== undefined && `:${line}`}
            </span>
          </li>
        ))}
      </ol>
      {outermostFirst && frames.length > 1 && <p class="note">{strings.outermostFirst}</p>}
      {truncated > 0 && <p class="note">{fill(strings.framesTruncated, truncated)}</p>}
      {skipped > 0 && <p class="note">{fill(strings.exceptionsSkipped, skipped)}</p>}
    </article>
  );
}
