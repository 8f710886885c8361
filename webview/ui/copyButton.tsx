import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../page';
import { Icon } from './icon';

interface CopyButtonProps {
  /** Or what gives it, where it is long or has to be fetched. */
  readonly text: string | (() => string | Promise<string>);
  readonly label: string;
  /** Shows the label beside the icon. */
  readonly isNamed?: boolean;
}

/** Copies a text as it is shown (secrets stay masked until revealed) and says so for a moment. */
export function CopyButton({ text, label, isNamed = false }: CopyButtonProps): VNode {
  const { strings } = usePage();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [isDone]);
  const shown = isDone ? strings.copied : label;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    setDone(true);
  };
  return (
    <button
      type="button"
      class={`quiet copy ${isNamed ? 'named' : ''}`}
      title={shown}
      aria-label={shown}
      onClick={() => void copy() /* a refusal is reported as trouble */}
    >
      <Icon name={isDone ? 'check' : 'copy'} />
      {isNamed && <span>{shown}</span>}
    </button>
  );
}
