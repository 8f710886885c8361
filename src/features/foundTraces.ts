import { maskText } from '../model/secrets';
import type { SummariesEnd, TraceSummary } from '../traces/source';
import type { Localize } from '../views/localize';

/** With this many results a search asks for no more. */
export const MOST_FOUND = 100;

/** What Enter takes in a pick list with boxes: the checked ones, else the one in front. */
export function acceptedOf<Item>(pick: {
  readonly selectedItems: readonly Item[];
  readonly activeItems: readonly Item[];
}): readonly Item[] {
  return pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
}

/** What a listed trace called and its ID. URLs can hold tokens and passwords. */
export function detailOf({ method, url, id }: TraceSummary): string {
  return asText([maskText([method, url].filter(Boolean).join(' ')), id].filter(Boolean).join('  '));
}

/** How a search ended: what was found, what was looked at, and whether all of the range was. */
export function endText(end: SummariesEnd, t: Localize): string {
  const counts = t('{0} traces found, {1} looked at', end.found, end.scanned);
  if (end.left.length === 0) return counts;
  return end.left.every(({ why }) => why === 'cap')
    ? `${counts}; ${t('there are more')}`
    : `${counts}; ${t('a part of the time range was not searched')}`;
}

/** Text of a trace for a label: `$(name)` would become an icon. */
export function asText(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
