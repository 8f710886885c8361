import { l10n } from 'vscode';
import { formatAge } from '../model/format';
import { Status } from '../model/trace';
import type { TraceRef } from '../model/traceRef';
import type { EpochMilliseconds } from '../model/units';

/** Where a trace came from: profile and region, or that it is a sample or file. */
export function originOf(ref: TraceRef): string {
  switch (ref.source) {
    case 'aws':
      return [ref.profile || l10n.t('default credentials'), ref.region].join(' · ');
    case 'sample':
      return l10n.t('sample trace');
    case 'file':
      return l10n.t('file');
  }
}

/** The word for a status; the same in tree, page and pick lists. */
export function statusWord(status: Status): string {
  switch (status) {
    case Status.Ok:
      return l10n.t('OK');
    case Status.Pending:
      return l10n.t('in progress');
    case Status.Error:
      return l10n.t('error');
    case Status.Throttle:
      return l10n.t('throttled');
    case Status.Fault:
      return l10n.t('fault');
  }
}

/** How long ago something was: `12 min ago`, `now`. */
export function ageText(time: EpochMilliseconds, now: EpochMilliseconds): string {
  const age = formatAge(Math.max(0, now - time));
  return age === 'now' ? l10n.t('now') : l10n.t('{0} ago', age);
}
