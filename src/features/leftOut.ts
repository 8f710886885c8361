import { MOST_IDS } from '../ids/openArgument';
import type { SplitIds } from '../ids/splitIds';
import { maskText } from '../model/secrets';
import type { Localize } from '../views/localize';

/** Refused words that are shown. */
const MOST_SHOWN = 3;

/** What of a text is not opened: how many IDs too many, and the words that are no IDs. Empty when all of it is. */
export function leftOutText({ refused, left }: Pick<SplitIds, 'refused' | 'left'>, t: Localize): string {
  const words = refused.slice(0, MOST_SHOWN).map(maskText).join(', ');
  const more = refused.length - MOST_SHOWN;
  return [
    left > 0 ? t('{0} more are left out: at most {1} are opened at once', left, MOST_IDS) : '',
    refused.length > 0 ? t('not a trace ID: {0}', more > 0 ? t('{0} and {1} more', words, more) : words) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
