import type { RefObject, VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { completeAt, type Completion } from '../../src/filter/complete';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';
import { knownOf } from './rowSubject';

interface FilterFieldProps {
  readonly state: ResultsState;
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  readonly onLeave: () => void;
  readonly onSearch: () => void;
}

/** Milliseconds after the last key until the host is asked for its words. */
const PAUSE = 120;
const LIST = 'filter-suggestions';

/**
 * The field of the expression, with suggestions from what was found. What can be read applies at once; Enter remembers it, Ctrl+Enter sends it.
 * Suggestions open by typing and with Ctrl+Space; Tab or Enter takes the one with the mark.
 */
export function FilterField({ state, fieldRef, onLeave, onSearch }: FilterFieldProps): VNode {
  const { strings, dispatch, send } = useResults();
  const { draft, filtering, summaries } = state;
  const [at, setAt] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const caret = useRef<number | null>(null);
  const known = useMemo(() => (isOpen ? knownOf(summaries) : undefined), [isOpen, summaries]);
  const offers = useMemo(() => (known && at >= 0 ? completeAt(draft, at, known) : []), [known, draft, at]);
  const isShown = isOpen && offers.length > 0;

  useEffect(() => {
    if (at < 0 && draft === filtering.text && filtering.problems.length === 0) return undefined;
    const timer = setTimeout(() => send({ kind: 'explain', text: draft, at: Math.max(0, at) }), PAUSE);
    return () => clearTimeout(timer);
  }, [draft, at]);
  useEffect(() => {
    if (caret.current === null) return;
    fieldRef.current?.setSelectionRange(caret.current, caret.current);
    setAt(caret.current);
    caret.current = null;
  }, [draft]);

  const take = (offer: Completion): void => {
    const before = draft.slice(0, offer.start);
    const gap = before === '' || /[\s({!,:[]$/.test(before) || offer.insert.startsWith(' ') ? '' : ' ';
    const insert = offer.start === at ? gap + offer.insert : offer.insert;
    caret.current = before.length + insert.length;
    setMarked(-1);
    dispatch({ type: 'draft', text: before + insert + draft.slice(offer.end) });
    fieldRef.current?.focus();
  };
  const move = (step: 1 | -1): void =>
    setMarked((marked + step + offers.length + (marked < 0 && step < 0 ? 1 : 0)) % offers.length);
  const onKeyDown = (event: KeyboardEvent): void => {
    const isControl = event.ctrlKey || event.metaKey;
    const offer = isShown ? offers[marked] : undefined;
    if (event.key === ' ' && isControl) {
      setOpen(true);
      setMarked(0);
    } else if (event.key === 'Enter' && offer && !isControl) take(offer);
    else if (event.key === 'Tab' && offer && !event.shiftKey) take(offer);
    else if (event.key === 'Enter') {
      setOpen(false);
      dispatch({ type: 'apply' });
      if (isControl) onSearch();
    } else if (event.key === 'Escape' && isShown) setOpen(false);
    else if (event.key === 'Escape') onLeave();
    else if (event.key === 'ArrowDown') {
      if (isShown) move(1);
      else onLeave();
    } else if (event.key === 'ArrowUp' && isShown) move(-1);
    else return;
    event.preventDefault();
  };
  const follow = (): void => setAt(fieldRef.current?.selectionStart ?? -1);

  return (
    <span class="filter-field">
      <input
        ref={fieldRef}
        class="field code"
        role="combobox"
        value={draft}
        placeholder={strings.filterPlaceholder}
        aria-label={strings.filter}
        aria-invalid={filtering.text !== draft}
        aria-expanded={isShown}
        aria-controls={LIST}
        aria-autocomplete="list"
        aria-activedescendant={isShown && marked >= 0 ? `${LIST}-${marked}` : undefined}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => {
          setOpen(true);
          setMarked(-1);
          setAt(event.currentTarget.selectionStart ?? -1);
          dispatch({ type: 'draft', text: event.currentTarget.value });
        }}
        onKeyUp={follow}
        onClick={follow}
        onFocus={follow}
        onBlur={() => {
          setOpen(false);
          setAt(-1);
          dispatch({ type: 'apply' });
        }}
        onKeyDown={onKeyDown}
      />
      <ul class={`suggestions${isShown ? '' : ' closed'}`} id={LIST} role="listbox" aria-label={strings.suggestions}>
        {isShown &&
          offers.map((offer, index) => (
            <li
              key={`${offer.kind} ${offer.label}`}
              id={`${LIST}-${index}`}
              role="option"
              class={index === marked ? 'marked' : ''}
              aria-selected={index === marked}
              {...(index === marked && { ref: intoSight })}
              onPointerDown={(event) => {
                event.preventDefault(); // the field keeps the focus
                take(offer);
              }}
            >
              <span class={`codicon codicon-${ICONS[offer.kind]}`} aria-hidden="true" />
              <code>{offer.label}</code>
            </li>
          ))}
      </ul>
    </span>
  );
}

const ICONS = {
  keyword: 'symbol-keyword',
  operator: 'symbol-operator',
  value: 'symbol-value',
  connective: 'link',
} as const;

function intoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
