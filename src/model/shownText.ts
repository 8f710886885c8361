import { fact, type FactOptions } from './facts';
import { maskText } from './secrets';

const LONGEST = 10_000;

/** A value as text that may be shown; '' for what is not there. Masked unless `reveal`, cut unless `whole`. */
export function shownText(value: unknown, options: FactOptions): string {
  if (typeof value !== 'string') return value === undefined || value === null ? '' : fact('', value, options).value;
  const text = options.whole ? value : value.slice(0, LONGEST);
  return options.reveal ? text : maskText(text);
}
