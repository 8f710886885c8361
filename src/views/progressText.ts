import { l10n } from 'vscode';
import { formatBytes, formatCount, formatDuration } from '../model/format';
import type { Progress } from '../traces/source';

/** One line that says what is going on. */
export function progressText(progress: Progress | undefined): string {
  switch (progress?.step) {
    case undefined:
      return l10n.t('Loading trace…');
    case 'credentials':
      return l10n.t('Getting credentials…');
    case 'batch':
      return progress.total > 1
        ? l10n.t('Asking X-Ray: {0} of {1} traces', progress.done, progress.total)
        : l10n.t('Asking X-Ray…');
    case 'destination':
      return l10n.t('Not in X-Ray: asking where this account keeps its spans…');
    case 'retrieval':
      return l10n.t('Retrieving from Transaction Search: {0} spans so far…', progress.spans);
    case 'summaries':
      return l10n.t(
        'Searching: {0} found, {1} of {2} parts of the time range',
        progress.found,
        progress.slicesDone,
        progress.slices,
      );
    case 'query':
      return l10n.t(
        'Searching spans: {0} traces in {1} spans, {2} records ({3}) read',
        formatCount(progress.found),
        formatCount(progress.spans),
        formatCount(progress.records),
        formatBytes(progress.bytes),
      );
    case 'waiting':
      return l10n.t('Waiting {0} before the next try: {1}', formatDuration(progress.milliseconds), progress.reason);
    case 'arriving':
      return l10n.t(
        'Not there yet; new traces take up to 30 seconds. Next try in {0}',
        formatDuration(progress.milliseconds),
      );
  }
}
