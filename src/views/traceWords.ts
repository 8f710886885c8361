import { l10n } from 'vscode';
import type { Status } from '../model/trace';
import type { TraceRef } from '../model/traceRef';
import type { EpochMilliseconds } from '../model/units';
import { ageWords, statusWords } from './words';

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
  return statusWords(status, l10n.t);
}

/** How long ago something was: `12 min ago`, `now`. */
export function ageText(time: EpochMilliseconds, now: EpochMilliseconds): string {
  return ageWords(time, now, l10n.t);
}
