import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SpanDetails } from '../../src/model/details';
import { usePage } from '../page';
import { CopyButton } from '../ui/copyButton';
import { indentJson } from './json';
import type { Reading } from './reading';

/** Characters laid out: every token is an element. */
const MOST = 64 * 1024;

/** The span's own JSON: the tokens as received, indented; secrets masked by the host. Copies are whole. */
export function Raw({ details, reading }: { readonly details: SpanDetails; readonly reading: Reading }): VNode {
  const { strings, act } = usePage();
  const { raw, rawIsCut } = details;
  const pieces = useMemo(() => indentJson(raw.slice(0, MOST)), [raw]);
  return (
    <>
      <div class="raw-tools">
        <button type="button" class="quiet link" onClick={() => act('openRaw', details.span)}>
          {strings.openRaw}
        </button>
        <CopyButton
          text={rawIsCut ? async () => (await reading.fetchWhole()).raw : raw}
          label={strings.copyJson}
          isNamed
        />
      </div>
      {(rawIsCut || raw.length > MOST) && <p class="note">{strings.rawCut}</p>}
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
