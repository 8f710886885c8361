import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../src/model/format';
import type { ProblemKind } from '../../src/model/trace';
import type { WireTrace } from '../../src/protocol/messages';
import { fill, type PageStringKey } from '../../src/protocol/strings';
import { usePage } from '../page';

const SENTENCES: Readonly<Record<ProblemKind, PageStringKey>> = {
  unreadableDocument: 'problemUnreadableDocument',
  wrongType: 'problemWrongType',
  idMissing: 'problemIdMissing',
  nameMissing: 'problemNameMissing',
  duplicateId: 'problemDuplicateId',
  parentMissing: 'problemParentMissing',
  parentCycle: 'problemParentCycle',
  severalRoots: 'problemSeveralRoots',
  startMissing: 'problemStartMissing',
  endMissing: 'problemEndMissing',
  endBeforeStart: 'problemEndBeforeStart',
  timeRepaired: 'problemTimeRepaired',
  outsideParent: 'problemOutsideParent',
  otherTraceId: 'problemOtherTraceId',
  inProgress: 'problemInProgress',
  limitExceeded: 'problemLimitExceeded',
};

/** Moves a popup left as far as it would reach beyond the page. */
function keepInSight(popup: HTMLElement | null): void {
  if (!popup) return;
  const beyond = popup.getBoundingClientRect().right - (window.innerWidth - 8);
  if (beyond > 0) popup.style.left = `${-beyond}px`;
}

/** What was odd about the received documents, behind one word in the header; each line leads to its first span. */
export function Oddities({ trace }: { readonly trace: WireTrace }): VNode | null {
  const { strings, dispatch } = usePage();
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event): void => {
      const isKey = event instanceof KeyboardEvent;
      if (isKey ? event.key === 'Escape' : !box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, [isOpen]);
  const { problems } = trace;
  if (problems.length === 0) return null;
  const title = problems.length === 1 ? strings.oddity : fill(strings.oddities, problems.length);
  return (
    <span class="oddities" ref={box}>
      <button type="button" class="quiet link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {title}
      </button>
      {isOpen && (
        <div class="popup" ref={keepInSight} role="group" aria-label={strings.odditiesOf}>
          {problems.map(({ kind, count, spans }) => {
            const text = fill(strings[SENTENCES[kind]], formatCount(count));
            const first = spans[0];
            return first === undefined ? (
              <p key={kind}>{text}</p>
            ) : (
              <button
                key={kind}
                type="button"
                class="quiet link"
                onClick={() => dispatch({ type: 'selectSpan', span: first, open: true })}
              >
                {text}
              </button>
            );
          })}
        </div>
      )}
    </span>
  );
}
