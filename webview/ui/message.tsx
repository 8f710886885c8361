import type { VNode } from 'preact';
import type { CauseRow, NextStep } from '../../src/protocol/messages';
import { Button } from './controls';
import { Icon } from './icon';

export interface MessageProps {
  readonly icon: string;
  readonly title: string;
  readonly detail: string;
  readonly next: readonly NextStep[];
  readonly causes?: readonly CauseRow[];
  /** Spoken before the causes. */
  readonly causesLabel: string;
  /** Interrupts a screen reader. */
  readonly isAlert?: boolean;
  readonly onAct: (id: string) => void;
}

/** A message where the rows would be, with the next thing to do. */
export function Message(props: MessageProps): VNode {
  const { icon, title, detail, next, causes = [], causesLabel, isAlert = false, onAct } = props;
  return (
    <div class="message" role={isAlert ? 'alert' : 'status'}>
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{detail}</p>
      <div class="next">
        {next.map(({ id, label }, index) => (
          <Button key={id} kind={index === 0 ? 'primary' : 'secondary'} onClick={() => onAct(id)}>
            {label}
          </Button>
        ))}
      </div>
      {causes.length > 1 && <Causes causes={causes} label={causesLabel} onAct={onAct} />}
    </div>
  );
}

interface CausesProps {
  readonly causes: readonly CauseRow[];
  readonly label: string;
  readonly onAct: (id: string) => void;
}

/** Why nothing is here: each cause with what speaks for it, and what to do. */
function Causes({ causes, label, onAct }: CausesProps): VNode {
  return (
    <ol class="causes" aria-label={label}>
      {causes.map(({ title, evidence, step }) => (
        <li key={title}>
          <div>
            <span class="cause">{title}</span>
            <span class="secondary">{evidence}</span>
          </div>
          <button type="button" class="quiet link" onClick={() => onAct(step.id)}>
            {step.label}
          </button>
        </li>
      ))}
    </ol>
  );
}
