import type { VNode } from 'preact';
import type { CauseRow, NextStep } from '../../src/protocol/messages';
import { usePage } from '../page';
import type { State } from '../pageState';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icon';

interface MessageProps {
  readonly icon: string;
  readonly title: string;
  readonly detail: string;
  readonly next: readonly NextStep[];
  readonly causes?: readonly CauseRow[];
  /** Interrupts a screen reader. */
  readonly isAlert?: boolean;
}

/** A message where the rows would be, with the next thing to do. */
function Message({ icon, title, detail, next, causes = [], isAlert = false }: MessageProps): VNode {
  const { act } = usePage();
  return (
    <div class="message" role={isAlert ? 'alert' : 'status'}>
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{detail}</p>
      <div class="next">
        {next.map(({ id, label }, index) => (
          <Button key={id} kind={index === 0 ? 'primary' : 'secondary'} onClick={() => act(id)}>
            {label}
          </Button>
        ))}
      </div>
      {causes.length > 1 && <Causes causes={causes} />}
    </div>
  );
}

/** Why nothing is here: each cause with what speaks for it, and what to do. */
function Causes({ causes }: { readonly causes: readonly CauseRow[] }): VNode {
  const { act, strings } = usePage();
  return (
    <ol class="causes" aria-label={strings.causes}>
      {causes.map(({ title, evidence, step }) => (
        <li key={title}>
          <div>
            <span class="cause">{title}</span>
            <span class="secondary">{evidence}</span>
          </div>
          <button type="button" class="quiet link" onClick={() => act(step.id)}>
            {step.label}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Nothing came, and why. */
export function FailedPage({ failure }: { readonly failure: NonNullable<State['failure']> }): VNode {
  return <Message icon="error" isAlert {...failure} />;
}

/** A trace came, without a single span. */
export function EmptyTrace(): VNode {
  const { strings } = usePage();
  const next = [{ id: 'refresh', label: strings.refresh }];
  return <Message icon="inbox" title={strings.emptyTitle} detail={strings.emptyDetail} next={next} />;
}
