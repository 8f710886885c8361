import type { ComponentChildren, VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Fact } from '../../src/model/details';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import { CopyButton } from '../ui/copyButton';
import { Icon } from '../ui/icon';
import { filterQuery } from './filterQuery';
import { Marked } from './marked';
import { PaneFind } from './paneFind';
import type { FactListName, Reading } from './reading';

/** Longer values are shortened until all of them is asked for. */
const SHORT = 800;
/** From this many on, a list has a field to find in. */
const FINDABLE = 6;
/** Most facts of one list that a host sends. */
const MOST_SENT = 1000;

/** A list of keys and values, as VS Code would write it. */
export function FactList({ children }: { readonly children: ComponentChildren }): VNode {
  return <dl class="fact-list">{children}</dl>;
}

interface FactLineProps {
  /** The whole key. */
  readonly label: string;
  /** What is shown of it; all of it, where nothing else is said. */
  readonly shown?: string;
  readonly value: string;
  /** Characters that were cut off. */
  readonly more?: number;
  readonly query?: string;
  /** What to copy, where that is not the value as it is shown. */
  readonly copied?: () => Promise<string>;
  /** Asks for what was cut off. */
  readonly onMore?: () => void;
  readonly children?: ComponentChildren;
}

/** One line of it. The value is text of the trace and is only ever shown as text. */
export function FactLine(props: FactLineProps): VNode {
  const { label, shown = label, value, more = 0, query = '', copied, onMore, children } = props;
  const { strings } = usePage();
  const [isAll, setAll] = useState(false);
  const isShort = !isAll && value.length > SHORT && query === '';
  const hidden = isShort ? value.length - SHORT + more : isAll ? more : 0;
  return (
    <div class="fact">
      <dt title={label}>{query ? <Marked text={label} query={query} /> : breakable(shown)}</dt>
      <dd>
        <span class="value">
          <Marked text={isShort ? value.slice(0, SHORT) : value} query={query} />
          {hidden > 0 && '…'}
        </span>
        {hidden > 0 && (
          <button
            type="button"
            class="quiet link more"
            onClick={() => {
              setAll(true);
              if (more > 0) onMore?.();
            }}
          >
            {fill(strings.showAll, formatCount(hidden))}
          </button>
        )}
        {children}
        {value && <CopyButton text={copied ?? value} label={strings.copyValue} />}
      </dd>
    </div>
  );
}

interface FactLinesProps {
  readonly facts: readonly Fact[];
  readonly reading: Reading;
  /** The list they stand in, each in its place: what was cut of them can then be had. */
  readonly list?: FactListName;
  readonly query?: string;
  /** What keys begin with and need not say again. */
  readonly prefix?: RegExp;
  /** Their values can be looked for in the trace. */
  readonly isFilter?: boolean;
}

/** Facts of the document, in its order; with a query, those that it finds. */
export function FactLines({ facts, reading, list, query = '', prefix, isFilter = false }: FactLinesProps): VNode {
  const { strings, dispatch } = usePage();
  const { isRevealed, setRevealed } = reading;
  return (
    <>
      {facts.map((fact, index) => {
        if (!isFound(fact, query)) return null;
        const filter = isFilter && !fact.secret && fact.type !== 'json' ? filterQuery(fact.key, fact.value) : '';
        const isFetched = list !== undefined && fact.more > 0;
        return (
          <FactLine
            key={index}
            label={fact.key}
            {...(prefix && { shown: fact.key.replace(prefix, '') || fact.key })}
            value={fact.value}
            more={fact.more}
            query={query}
            {...(isFetched && {
              copied: async () => (await reading.fetchWhole())[list][index]?.value ?? fact.value,
              onMore: reading.showWhole,
            })}
          >
            {fact.secret && (
              <button type="button" class="quiet link reveal" onClick={() => setRevealed(!isRevealed)}>
                {isRevealed ? strings.hide : strings.reveal}
              </button>
            )}
            {filter && (
              <button
                type="button"
                class="quiet filter"
                title={strings.filterValue}
                aria-label={strings.filterValue}
                onClick={() => dispatch({ type: 'find', query: filter })}
              >
                <Icon name="filter" />
              </button>
            )}
          </FactLine>
        );
      })}
    </>
  );
}

function isFound({ key, value }: Fact, query: string): boolean {
  const wanted = query.toLowerCase();
  return wanted === '' || key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted);
}

interface FactPanelProps extends FactLinesProps {
  readonly none: string;
  readonly findLabel: string;
}

/** A tab that is a list of facts, with a field to find in it where it is long. */
export function FactPanel({ none, findLabel, ...lines }: FactPanelProps): VNode {
  const { strings } = usePage();
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const { facts } = lines;
  if (facts.length === 0) return <p class="note">{none}</p>;
  const found = facts.filter((fact) => isFound(fact, query)).length;
  return (
    <>
      {facts.length >= FINDABLE && (
        <div class="pane-tools">
          <PaneFind label={findLabel} query={query} at={-1} count={found} onQuery={setQuery} back={box} />
        </div>
      )}
      <div ref={box} tabIndex={-1}>
        <FactList>
          <FactLines {...lines} query={query} />
        </FactList>
      </div>
      {facts.length >= MOST_SENT && <p class="note">{fill(strings.firstOnly, formatCount(facts.length))}</p>}
    </>
  );
}

/** A dotted path that may wrap behind its dots and underscores rather than anywhere. */
function breakable(path: string): ComponentChildren {
  return path.split(/(?<=[._])/).map((part, index) => (index === 0 ? part : [<wbr key={index} />, part]));
}
