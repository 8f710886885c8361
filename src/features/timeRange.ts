import { l10n, window } from 'vscode';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import { formatLocal, parseTime } from './typedTime';

/** `start` inclusive, `end` as the caller needs it. */
export interface TimeRange {
  readonly start: EpochMilliseconds;
  readonly end: EpochMilliseconds;
}

const MINUTE: Milliseconds = 60_000;

/** Asks for one of the usual ranges up to now, or for two times. undefined when the user closes the box. */
export async function askTimeRange(title: string, now: EpochMilliseconds): Promise<TimeRange | undefined> {
  const items = [5, 15, 60].map((minutes) => ({ label: l10n.t('Last {0} minutes', minutes), minutes }));
  const picked = await window.showQuickPick([...items, { label: l10n.t('From … to …'), minutes: 0 }], { title });
  if (!picked) return undefined;
  if (picked.minutes > 0) return { start: now - picked.minutes * MINUTE, end: now };
  const start = await askTime(title, l10n.t('From'), now - 60 * MINUTE, undefined);
  if (start === undefined) return undefined;
  const end = await askTime(title, l10n.t('To'), Math.min(now, start + 60 * MINUTE), start);
  return end === undefined ? undefined : { start, end };
}

async function askTime(
  title: string,
  label: string,
  value: EpochMilliseconds,
  after: EpochMilliseconds | undefined,
): Promise<EpochMilliseconds | undefined> {
  const text = await window.showInputBox({
    title: `${title} – ${label}`,
    prompt: l10n.t('Local time, or with a zone such as Z or +02:00'),
    value: formatLocal(value),
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const time = parseTime(typed);
      if (time === undefined) return l10n.t('A time looks like 2026-01-31 18:05');
      return after !== undefined && time <= after ? l10n.t('This is not after the start.') : undefined;
    },
  });
  return text === undefined ? undefined : parseTime(text);
}
