import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { excluding, including, stateOf } from '../../src/filter/compose';
import { formatCount } from '../../src/model/format';
import type { ResultsStringKey, ResultsStrings } from '../../src/protocol/resultsStrings';
import { fill } from '../../src/protocol/strings';
import { Icon } from '../ui/icon';
import { StatusMark } from '../ui/statusMark';
import { statusWord } from './cells';
import { countRefiners, statusOfFlag, type Refinement, type Refiner, type RefinerKind } from './refiners';
import { useResults } from './resultsPage';
import type { ResultsState } from './resultsState';
import { termOf } from './terms';

const TITLES: Readonly<Record<RefinerKind, ResultsStringKey>> = {
  status: 'refineStatus',
  http: 'refineHttp',
  service: 'refineService',
  url: 'refineUrl',
  user: 'refineUser',
  annotation: 'refineAnnotation',
  cause: 'refineCause',
};

/** Values shown before "more". */
const TOP = 10;
/** Values shown after it: beyond these, typing finds faster than reading. */
const MOST = 200;

/** What the traces have in common, with counts: a click adds it to the expression or excludes it. */
export function RefinersPane({ state }: { readonly state: ResultsState }): VNode {
  const { strings } = useResults();
  const { summaries, rows } = state;
  const refiners = useMemo(() => countRefiners(summaries, rows), [summaries, rows]);
  const isNarrowed = rows.length !== summaries.count;
  const of = isNarrowed
    ? fill(strings.ofShown, formatCount(rows.length), formatCount(summaries.count))
    : fill(strings.ofLoaded, formatCount(summaries.count));
  return (
    <nav class="refiners" aria-label={strings.refiners}>
      <p class="of note">{of}</p>
      {refiners
        .filter(({ values }) => values.length > 0)
        .map((refiner) => (
          <RefinerList key={refiner.kind} refiner={refiner} state={state} isNarrowed={isNarrowed} />
        ))}
    </nav>
  );
}

interface RefinerListProps {
  readonly refiner: Refiner;
  readonly state: ResultsState;
  readonly isNarrowed: boolean;
}

function RefinerList({ refiner: { kind, values }, state, isNarrowed }: RefinerListProps): VNode {
  const { strings } = useResults();
  const [isOpen, setOpen] = useState(true);
  const [isLong, setLong] = useState(false);
  const [wanted, setWanted] = useState('');
  const title = strings[TITLES[kind]];
  const isSearchable = values.length > TOP;
  const needle = wanted.trim().toLowerCase();
  const matching = needle === '' ? values : values.filter(({ text }) => text.toLowerCase().includes(needle));
  const first = matching.slice(0, isLong || needle !== '' ? MOST : TOP);
  const shown = [...first, ...usedValues(matching.slice(first.length), state)];
  const more = matching.length - shown.length;
  return (
    <section class="refiner">
      <h2>
        <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
          {title}
          {values.length > 1 && kind !== 'status' && <span class="note">{formatCount(values.length)}</span>}
        </button>
      </h2>
      {isOpen && isSearchable && (
        <input
          class="field"
          placeholder={fill(strings.findValue, title)}
          aria-label={fill(strings.findValue, title)}
          spellcheck={false}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || wanted === '') return;
            event.stopPropagation();
            setWanted('');
          }}
        />
      )}
      {isOpen && (
        <ul>
          {shown.map((value) => (
            <Value key={value.key} value={value} state={state} isNarrowed={isNarrowed} />
          ))}
        </ul>
      )}
      {isOpen && matching.length === 0 && <p class="note nothing">{strings.noValue}</p>}
      {isOpen && (more > 0 || (isLong && needle === '')) && (
        <button type="button" class="quiet link more" onClick={() => setLong(!isLong)}>
          {isLong ? strings.showLess : fill(strings.showMore, formatCount(matching.length - TOP))}
        </button>
      )}
    </section>
  );
}

/** Values that the expression names stay in sight, however few traces have them: what was excluded is shown by none. */
function usedValues(values: readonly Refinement[], { draft, summaries }: ResultsState): readonly Refinement[] {
  if (draft === '') return [];
  // Most are passed over at once: to know for certain, their term and the expression have to be read.
  const mayBeUsed = ({ text }: Refinement): boolean => {
    const [last = ''] = text.split(' = ').slice(-1);
    return draft.includes(last);
  };
  return values.filter((value) => {
    const term = mayBeUsed(value) ? termOf(value, summaries) : '';
    return term !== '' && stateOf(draft, term) !== 'none';
  });
}

interface ValueProps {
  readonly value: Refinement;
  readonly state: ResultsState;
  readonly isNarrowed: boolean;
}

function Value({ value, state, isNarrowed }: ValueProps): VNode {
  const { strings, dispatch } = useResults();
  const { draft, summaries } = state;
  const term = useMemo(() => termOf(value, summaries), [value, summaries]);
  const how = useMemo(() => (term === '' ? 'none' : stateOf(draft, term)), [draft, term]);
  const text = valueText(value, strings);
  const include = (): void =>
    // Taking out what is in is what excluding does first.
    dispatch({ type: 'apply', text: how === 'included' ? excluding(draft, term) : including(draft, term) });
  const exclude = (): void => {
    const without = how === 'included' ? excluding(draft, term) : draft;
    dispatch({ type: 'apply', text: how === 'excluded' ? taken(draft, term) : excluding(without, term) });
  };
  const count =
    isNarrowed && value.shown !== value.loaded ? fill(strings.countOf, value.shown, value.loaded) : undefined;
  return (
    <li class={`value ${how}${value.shown === 0 ? ' absent' : ''}`}>
      <button
        type="button"
        class="quiet include"
        disabled={term === ''}
        aria-pressed={how === 'included'}
        title={fill(
          term === '' ? strings.cannotRefine : how === 'included' ? strings.included : strings.include,
          term || text,
        )}
        onClick={(event) => (event.altKey ? exclude() : include())}
      >
        {value.kind === 'status' && <StatusMark status={statusOfFlag(value.index)} label="" />}
        {how === 'included' && value.kind !== 'status' && <Icon name="check" />}
        {how === 'excluded' && <Icon name="circle-slash" />}
        <span class="text">{text}</span>
        {value.detail !== '' && <span class="note detail">{detailText(value, strings)}</span>}
      </button>
      <button
        type="button"
        class="quiet exclude"
        disabled={term === ''}
        aria-pressed={how === 'excluded'}
        aria-label={fill(how === 'excluded' ? strings.excluded : strings.exclude, text)}
        title={fill(how === 'excluded' ? strings.excluded : strings.exclude, term || text)}
        onClick={exclude}
      >
        <Icon name={how === 'excluded' ? 'add' : 'remove'} />
      </button>
      <span class="count" title={count}>
        {formatCount(value.shown)}
      </span>
    </li>
  );
}

/** The filter without the exclusion of a term: including it takes that out, and taking it out again leaves neither. */
function taken(filter: string, term: string): string {
  return excluding(including(filter, term), term);
}

function valueText({ kind, index, text }: Refinement, strings: ResultsStrings): string {
  return kind === 'status' ? statusWord(statusOfFlag(index), strings) : text;
}

function detailText({ kind, detail }: Refinement, strings: ResultsStrings): string {
  if (kind !== 'cause') return detail.replace(/^AWS::/, '').replace(/::/g, ' ');
  if (detail === 'fault') return strings.causeFault;
  return detail === 'error' ? strings.causeError : strings.causeResponseTime;
}
