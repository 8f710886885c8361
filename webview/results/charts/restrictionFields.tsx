import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { including } from '../../../src/filter/compose';
import { formatDuration } from '../../../src/model/format';
import type { Restriction } from '../../../src/protocol/results';
import { Button } from '../../ui/controls';
import { Icon } from '../../ui/icon';
import { useResults } from '../resultsPage';
import type { ResultsState } from '../resultsState';
import { durationTerm } from '../terms';
import { timeText, typedDuration, typedTime } from '../typed';

const OPEN: Restriction = { from: null, to: null, least: null, most: null };

/** The chart's rectangle in figures: what the mouse can drag, the keyboard can type. */
export function RestrictionFields({ state }: { readonly state: ResultsState }): VNode {
  const { strings, dispatch } = useResults();
  const { restriction, query, draft } = state;
  const range = query ?? { start: 0, end: 0 };
  const set = (change: Partial<Restriction>): void =>
    dispatch({ type: 'restrict', restriction: { ...OPEN, ...restriction, ...change } });
  const time = (value: number | null | undefined): string => (typeof value === 'number' ? timeText(value, range) : '');
  const hasDurations = restriction !== null && (restriction.least !== null || restriction.most !== null);
  return (
    <span class="restriction">
      <Field
        label={strings.least}
        sign={strings.leastShort}
        hint={strings.durationHint}
        text={durationText(restriction?.least)}
        read={typedDuration}
        onRead={(least) => set({ least })}
      />
      <Field
        label={strings.most}
        sign={strings.mostShort}
        hint={strings.durationHint}
        text={durationText(restriction?.most)}
        read={typedDuration}
        onRead={(most) => set({ most })}
      />
      <Field
        label={strings.from}
        sign={strings.from}
        hint={strings.timeHint}
        text={time(restriction?.from)}
        read={(text) => typedTime(text, range)}
        onRead={(from) => set({ from })}
        isWide
      />
      <Field
        label={strings.to}
        sign={strings.to}
        hint={strings.timeHint}
        text={time(restriction?.to)}
        read={(text) => typedTime(text, range)}
        onRead={(to) => set({ to })}
        isWide
      />
      {hasDurations && (
        <Button
          kind="icon"
          label={strings.restrictToFilter}
          onClick={() => {
            dispatch({ type: 'apply', text: including(draft, durationTerm(restriction)) });
            set({ least: null, most: null });
          }}
        >
          <Icon name="filter" />
        </Button>
      )}
      {restriction && (
        <Button
          kind="icon"
          label={strings.clearRestriction}
          onClick={() => dispatch({ type: 'restrict', restriction: null })}
        >
          <Icon name="close" />
        </Button>
      )}
    </span>
  );
}

function durationText(value: number | null | undefined): string {
  return typeof value === 'number' ? formatDuration(value) : '';
}

interface FieldProps {
  readonly label: string;
  readonly sign: string;
  readonly hint: string;
  /** Of the value in force. */
  readonly text: string;
  readonly read: (text: string) => number | null | undefined;
  readonly onRead: (value: number | null) => void;
  readonly isWide?: boolean;
}

/** Applies on Enter and when it is left; what cannot be read stays, marked. */
function Field({ label, sign, hint, text, read, onRead, isWide = false }: FieldProps): VNode {
  const { strings } = useResults();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const isBad = read(typed) === undefined;
  const apply = (): void => {
    const value = read(typed);
    if (value !== undefined && typed !== text) onRead(value);
  };
  return (
    <label
      class={`bound${isWide ? ' wide' : ''}`}
      title={isBad ? `${strings.cannotRead}: ${hint}` : `${label}, ${hint}`}
    >
      <span aria-hidden="true">{sign}</span>
      <input
        class="field"
        aria-label={label}
        aria-invalid={isBad}
        spellcheck={false}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply();
          else if (event.key === 'Escape') setTyped(text);
        }}
      />
    </label>
  );
}
