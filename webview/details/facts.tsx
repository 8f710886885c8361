import type { ComponentChildren, VNode } from 'preact';
import type { Fact } from '../../src/model/details';
import { usePage } from '../page';
import { CopyButton } from '../ui/copyButton';

/** Reveals a span's masked values, or masks them again. */
export interface Revealing {
  readonly isRevealed: boolean;
  readonly setRevealed: (isRevealed: boolean) => void;
}

/** A list of keys and values, as VS Code would write it. */
export function FactList({ children }: { readonly children: ComponentChildren }): VNode {
  return <dl class="fact-list">{children}</dl>;
}

/** One line of it. The value is text of the trace and is only ever shown as text. */
export function FactLine({
  label,
  value,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly children?: ComponentChildren;
}): VNode {
  const { strings } = usePage();
  return (
    <div class="fact">
      <dt title={label}>{breakable(label)}</dt>
      <dd>
        <span class="value">{value}</span>
        {children}
        {value && <CopyButton text={value} label={strings.copyValue} />}
      </dd>
    </div>
  );
}

/** Facts of the document, in its order. */
export function FactLines({
  facts,
  revealing,
}: {
  readonly facts: readonly Fact[];
  readonly revealing: Revealing;
}): VNode {
  const { strings } = usePage();
  const { isRevealed, setRevealed } = revealing;
  return (
    <>
      {facts.map((fact, index) => (
        <FactLine key={index} label={fact.key} value={fact.value}>
          {fact.secret && (
            <button type="button" class="quiet link reveal" onClick={() => setRevealed(!isRevealed)}>
              {isRevealed ? strings.hide : strings.reveal}
            </button>
          )}
        </FactLine>
      ))}
    </>
  );
}

/** A dotted path that may wrap behind its dots and underscores rather than anywhere. */
function breakable(path: string): ComponentChildren {
  return path.split(/(?<=[._])/).map((part, index) => (index === 0 ? part : [<wbr key={index} />, part]));
}
