import { formatCount, formatDuration } from '../model/format';
import type { Trace } from '../model/trace';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { HeldTrace } from '../traces/traces';
import { isBilled, isIncomplete, type Watch } from '../traces/watches';
import type { Localize } from './localize';

/** An incomplete trace that began longer ago is not offered to be watched: what is missing will hardly come. */
const STILL_COMING: Milliseconds = 3_600_000;

/** What the timeline and the tree say of watching a trace, and what can be done about it. */
export interface WatchOffer {
  readonly text: string;
  readonly isRunning: boolean;
  /** The page's act, or the command of the same name. */
  readonly act: 'watchTrace' | 'stopWatching';
  readonly label: string;
}

/** undefined where there is nothing to say: the trace is complete, or so old that nothing will come. */
export function watchOffer(
  held: Pick<HeldTrace, 'trace' | 'engine'> | undefined,
  watch: Watch | undefined,
  now: EpochMilliseconds,
  t: Localize,
): WatchOffer | undefined {
  const { trace } = held ?? {};
  if (!trace) return undefined;
  if (watch) return { text: watchText(watch, t), ...actionOf(watch, t) };
  if (!isIncomplete(trace) || trace.start < now - STILL_COMING) return undefined;
  return {
    text: t('This trace may not be complete: {0}', missingText(trace, t)),
    isRunning: false,
    act: 'watchTrace',
    // It asks first where each try costs.
    label: isBilled(held) ? t('Watch Until Complete…') : t('Watch Until Complete'),
  };
}

/** `+2 spans since 10:02:03`, and what happens next or why it ended. */
export function watchText({ state, added, since, wait }: Watch, t: Localize): string {
  const time = new Date(since).toLocaleTimeString();
  const news =
    added === 0
      ? t('nothing new since {0}', time)
      : added === 1
        ? t('+1 span since {0}', time)
        : t('+{0} spans since {1}', formatCount(added), time);
  switch (state) {
    case 'waiting':
      return t('Watching: {0}. Next try in {1}', news, formatDuration(wait));
    case 'asking':
      return t('Watching: {0}. Asking X-Ray…', news);
    case 'complete':
      return t('Complete now: {0}', news);
    case 'quiet':
      return t('No longer watched, as nothing new came for a while: {0}', news);
    case 'spent':
      return t('No longer watched, as each try is billed and there were many: {0}', news);
    case 'hidden':
      return t('No longer watched, as it was out of sight: {0}', news);
    case 'failed':
      return t('No longer watched, as a try failed: {0}', news);
  }
}

function actionOf({ state }: Watch, t: Localize): Omit<WatchOffer, 'text'> {
  switch (state) {
    case 'waiting':
    case 'asking':
      return { isRunning: true, act: 'stopWatching', label: t('Stop') };
    case 'complete':
      return { isRunning: false, act: 'stopWatching', label: t('OK') };
    case 'quiet':
    case 'spent':
    case 'hidden':
    case 'failed':
      return { isRunning: false, act: 'watchTrace', label: t('Watch Again') };
  }
}

function missingText({ counts }: Trace, t: Localize): string {
  return [
    counts.inProgress > 0 ? t('{0} in progress', formatCount(counts.inProgress)) : '',
    counts.parentMissing > 0 ? t('{0} parent missing', formatCount(counts.parentMissing)) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
