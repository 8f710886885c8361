import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SpanDetails } from '../../src/model/details';
import { usePage } from '../page';
import { CopyButton } from '../ui/copyButton';
import { indentJson } from './json';

/** The span's own JSON: the tokens as received, indented; secrets masked by the host. */
export function Raw({ details }: { readonly details: SpanDetails }): VNode {
  const { strings, act } = usePage();
  const pieces = useMemo(() => indentJson(details.raw), [details.raw]);
  return (
    <>
      <div class="raw-tools">
        <button type="button" class="quiet link" onClick={() => act('openRaw', details.span)}>
          {strings.openRaw}
        </button>
        <CopyButton text={details.raw} label={strings.copyValue} />
      </div>
      {details.rawIsCut && <p class="note">{strings.rawCut}</p>}
      <pre class="raw">
        {pieces.map(({ kind, text }, index) =>
          kind === 'sign' ? (
            text
          ) : (
            <span key={index} class={kind}>
              {text}
            </span>
          ),
        )}
      </pre>
    </>
  );
}
