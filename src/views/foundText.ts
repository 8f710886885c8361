import { formatDuration } from '../model/format';
import { maskText } from '../model/secrets';
import { Status } from '../model/trace';
import { urlPath } from '../model/traceTitle';
import type { EpochMilliseconds } from '../model/units';
import { startOf } from '../traces/searchRuns';
import type { TraceSummary } from '../traces/source';
import type { Localize } from './localize';
import { plainText } from './plainText';
import { oneLine } from './queryText';
import { ageWords, statusWords } from './words';

/** The worst that is known of a found trace. */
export function foundStatus(summary: TraceSummary): Status {
  if (summary.fault) return Status.Fault;
  if (summary.throttle) return Status.Throttle;
  if (summary.error) return Status.Error;
  return summary.partial ? Status.Pending : Status.Ok;
}

/** What a found trace is called: method and path of its request, else its root's name, else its ID. URLs can hold secrets. */
export function foundLabel(summary: TraceSummary): string {
  const path = urlPath(summary.url);
  const called = path ? [summary.method.toUpperCase(), path].filter(Boolean).join(' ') : summary.name;
  return plainText(oneLine(maskText(called))) || summary.id;
}

/** The grey words of a found trace: what went wrong, how long it took, how old it is, what answered. */
export function foundDescription(summary: TraceSummary, now: EpochMilliseconds, t: Localize): string {
  return foundWords(summary, now, t).filter(Boolean).join(' · ');
}

/** For screen readers: all that the row's shape, colour and words say. */
export function foundSpoken(summary: TraceSummary, now: EpochMilliseconds, t: Localize): string {
  return [foundLabel(summary), ...foundWords(summary, now, t)].filter(Boolean).join(', ');
}

function foundWords(summary: TraceSummary, now: EpochMilliseconds, t: Localize): readonly string[] {
  const status = foundStatus(summary);
  const isCalled = urlPath(summary.url) !== '';
  return [
    statusText(summary, t),
    summary.partial && status !== Status.Pending ? t('in progress') : '',
    summary.duration === undefined ? '' : formatDuration(summary.duration),
    ageWords(startOf(summary), now, t),
    isCalled ? plainText(oneLine(maskText(summary.name))) : '',
  ];
}

/** `fault 503`, `200`, `OK`: that all is well goes without saying beside an HTTP status. */
function statusText(summary: TraceSummary, t: Localize): string {
  const status = foundStatus(summary);
  if (status === Status.Ok && summary.httpStatus > 0) return String(summary.httpStatus);
  return [statusWords(status, t), summary.httpStatus || ''].filter(Boolean).join(' ');
}

/** Names and values of a found trace's tooltip; '' = not known, left out. */
export function foundFacts(summary: TraceSummary, t: Localize): readonly (readonly [name: string, value: string])[] {
  return [
    [t('Status'), [statusWords(foundStatus(summary), t), summary.httpStatus || ''].filter(Boolean).join(' ')],
    [t('Request'), maskText([summary.method, summary.url].filter(Boolean).join(' '))],
    [t('Entry point'), maskText(summary.name)],
    [t('Started'), new Date(startOf(summary)).toLocaleString()],
    [t('Duration'), summary.duration === undefined ? '' : formatDuration(summary.duration)],
    [t('Response time'), summary.responseTime === undefined ? '' : formatDuration(summary.responseTime)],
    [t('Complete'), summary.partial ? t('no, segments are still missing') : ''],
    [t('Root causes'), list(summary.rootCauses.map(({ text }) => text))],
    [t('Users'), list(summary.users)],
    [t('Services'), list(summary.services.map(({ name }) => name))],
    [t('Annotations'), list([...summary.annotations].map(([key, values]) => `${key}=${values.map(String).join('|')}`))],
    [t('ID'), summary.id],
  ];
}

/** Values of others, each once, as far as a tooltip has room for them. */
function list(values: readonly string[]): string {
  return [...new Set(values)].slice(0, 12).map(maskText).join(', ');
}
