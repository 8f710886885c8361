import { formatAge } from '../model/format';
import { Status } from '../model/trace';
import type { EpochMilliseconds } from '../model/units';
import type { Localize } from './localize';

/** The word for a status; the same in tree, page and pick lists. */
export function statusWords(status: Status, t: Localize): string {
  switch (status) {
    case Status.Ok:
      return t('OK');
    case Status.Pending:
      return t('in progress');
    case Status.Error:
      return t('error');
    case Status.Throttle:
      return t('throttled');
    case Status.Fault:
      return t('fault');
  }
}

/** How long ago something was: `12 min ago`, `now`. */
export function ageWords(time: EpochMilliseconds, now: EpochMilliseconds, t: Localize): string {
  const age = formatAge(Math.max(0, now - time));
  return age === 'now' ? t('now') : t('{0} ago', age);
}
