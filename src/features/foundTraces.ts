import { maskText } from '../model/secrets';
import type { SummaryArrival, TraceSummary } from '../traces/source';
import type { Localize } from '../views/localize';

/** Search results listed at most; the newest. */
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

/** How a search ended: what was found, what was looked at, and what of it is listed. */
export function endText(end: Extract<SummaryArrival, { kind: 'end' }>, t: Localize): string {
  const counts = t('{0} traces found, {1} looked at', end.found, end.scanned);
  if (end.stopped) return `${counts}; ${t('there are too many to read all, and newer ones may be missing')}`;
  return end.capped ? `${counts}; ${t('only the newest {0} are listed', MOST_FOUND)}` : counts;
}

/** Text of a trace for a label: `$(name)` would become an icon. */
export function asText(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
