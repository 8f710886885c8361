import { formatCount, formatDuration } from '../model/format';
import type { Milliseconds } from '../model/units';
import type { Localize } from './localize';
import { worksWithout } from './permissions';
import { stepLabel, type OfferedStep } from './stepLabels';
import type { Cause } from './whyNothing';

/** A cause as it is shown: what may be so, what speaks for it, and what to do next. */
export interface ExplainedCause {
  readonly kind: Cause['kind'];
  readonly title: string;
  readonly evidence: string;
  readonly step: OfferedStep;
}

const DAY: Milliseconds = 86_400_000;
const LONGEST_FILTER = 120;

/** The sentences of causes, in their order. */
export function explainCauses(causes: readonly Cause[], t: Localize): readonly ExplainedCause[] {
  return causes.map((cause) => ({
    kind: cause.kind,
    ...wordsOf(cause, t),
    step: { id: cause.step, label: stepLabel(cause.step, {}, t) },
  }));
}

type Words = Pick<ExplainedCause, 'title' | 'evidence'>;

function wordsOf(cause: Cause, t: Localize): Words {
  switch (cause.kind) {
    case 'malformed':
      return {
        title: t('This is not a trace ID'),
        evidence: t('“{0}” is neither 1-, 8 and 24 hexadecimal digits, nor 32 of them', cut(cause.text)),
      };
    case 'placeholder':
      return { title: t('This ID is an example, no request has it'), evidence: placeholderText(cause, t) };
    case 'notSampled':
      return {
        title: t('It was not sampled: X-Ray never got it'),
        evidence: t('The log line says so beside the ID (Sampled=0)'),
      };
    case 'expired':
      return cause.of === 'id'
        ? {
            title: t('It is older than X-Ray keeps traces'),
            evidence: t('The ID is {0} days old; X-Ray keeps 30 days', days(cause.age)),
          }
        : {
            title: t('The range is older than X-Ray keeps traces'),
            evidence: t('It ends {0} days ago; X-Ray keeps 30 days', days(cause.age)),
          };
    case 'outOfRange':
      return {
        title: t('The time range excludes it'),
        evidence: t('The ID is of {0}, which is not in the range that was looked in', timeText(cause.time)),
      };
    case 'future':
      return {
        title: t('The range lies in the future'),
        evidence: t('It begins after the clock of this computer'),
      };
    case 'denied':
      return {
        title: t('A permission is missing: {0}', cause.action),
        evidence: worksWithout(cause.action, t),
      };
    case 'notIndexed':
      return {
        title: t('It may be in Transaction Search only'),
        evidence:
          cause.percent === undefined
            ? t('This account keeps its spans in CloudWatch Logs, and X-Ray indexes only some of them')
            : t('This account keeps its spans in CloudWatch Logs, and X-Ray indexes {0} % of them', cause.percent),
      };
    case 'arriving':
      return {
        title: t('It may still be on its way'),
        evidence: arrivingText(cause, t),
      };
    case 'elsewhere':
      return {
        title: t('It may be in another region or account'),
        evidence: t(
          'Asked: {0}',
          [
            cause.profile ? t('profile “{0}”', cause.profile) : t('default credentials'),
            cause.region || t('no region'),
            cause.account ? t('account {0}', cause.account) : t('account unknown'),
          ].join(' · '),
        ),
      };
    case 'perhapsNotSampled':
      return {
        title: t('It may not have been sampled'),
        evidence: t('Nothing beside the ID says so; X-Ray’s default is one request a second and 5 % of the rest'),
      };
    case 'otherTracer':
      return {
        title: t('Another tracer may have made the ID'),
        evidence: t('Its first digits are no time, which X-Ray writes there; its traces may go somewhere else'),
      };
    case 'unsearched':
      return {
        title: t('Not all of the range was searched'),
        evidence: t('Parts left: {0}', cause.parts),
      };
    case 'filter':
      return {
        title: t('The filter may exclude everything'),
        evidence: filterText(cause, t),
      };
    case 'group':
      return {
        title: t('The group may exclude everything'),
        evidence: t('Only traces of one group were asked for: {0}', cut(cause.group)),
      };
    case 'shortRange':
      return {
        title: t('The range may be too short'),
        evidence: t('It is {0} long', formatDuration(cause.length)),
      };
    case 'rangeByStart':
      return {
        title: t('The range means when traces began'),
        evidence: t('A trace that began before it and went on in it is found by the time of its events'),
      };
    case 'nothingTraced':
      return {
        title: t('Nothing may have been traced then'),
        evidence:
          cause.of === 'spans'
            ? t('There is no span record of this range')
            : t('X-Ray looked at no trace of this range'),
      };
  }
}

function placeholderText({ text, origin }: Extract<Cause, { kind: 'placeholder' }>, t: Localize): string {
  switch (origin) {
    case 'aws':
      return t('It stands in the documentation of AWS: {0}', cut(text));
    case 'w3c':
      return t('It stands in the specification W3C Trace Context: {0}', cut(text));
    case 'b3':
      return t('It stands in the specification of B3 headers: {0}', cut(text));
    case 'opentelemetry':
      return t('It stands in the documentation of OpenTelemetry: {0}', cut(text));
    case 'example':
      return t('Its digits count up or repeat, as people type them: {0}', cut(text));
  }
}

function filterText({ filter, scanned, of }: Extract<Cause, { kind: 'filter' }>, t: Localize): string {
  if (scanned === 0) return t('No trace was even looked at with it: {0}', cut(filter));
  return of === 'spans'
    ? t('{0} records were read, none of them matches: {1}', formatCount(scanned), cut(filter))
    : t('{0} traces were looked at, none of them matches: {1}', formatCount(scanned), cut(filter));
}

function arrivingText({ age, retriedFor }: Extract<Cause, { kind: 'arriving' }>, t: Localize): string {
  if (age === undefined) return t('The range reaches up to now; new traces take up to 30 seconds');
  const old = formatDuration(Math.round(age / 1000) * 1000);
  return retriedFor > 0
    ? t('It is {0} old; asked again and again for {1}', old, formatDuration(retriedFor))
    : t('It is {0} old; new traces take up to 30 seconds', old);
}

function days(age: Milliseconds): string {
  return String(Math.floor(age / DAY));
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function cut(text: string): string {
  return text.length > LONGEST_FILTER ? `${text.slice(0, LONGEST_FILTER)}…` : text;
}
