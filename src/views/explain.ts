import type { EpochMilliseconds } from '../model/units';
import type { WantedTrace } from '../traces/source';
import { serviceOf } from '../traces/awsService';
import type { TraceError, TraceErrorParams } from '../traces/traceError';
import { explainCauses, type ExplainedCause } from './causeText';
import { explainQuery } from './explainQuery';
import type { Localize } from './localize';
import { regions } from './regions';
import { worksWithout } from './permissions';
import { stepLabel, type NextStepId, type OfferedStep } from './stepLabels';
import { causesOf, type NothingFacts } from './whyNothing';

/** A sentence that says what happened, one or two that say why and what helps, and the steps as buttons. */
export interface Explanation {
  readonly title: string;
  readonly detail: string;
  /** Most useful first; at most four. */
  readonly next: readonly OfferedStep[];
  /** Why a trace may not be there, most likely first; the detail says the first. Empty for everything else. */
  readonly causes: readonly ExplainedCause[];
}

/** What is known beside the error: empty texts where it is not, and of the trace what the place it was found at said. */
export interface ErrorContext extends Pick<Partial<WantedTrace>, 'around' | 'range' | 'sampled'> {
  readonly profile: string;
  readonly region: string;
  /** The trace it is about. */
  readonly id?: string;
  /** 12 digits where the credentials know it. */
  readonly account?: string | undefined;
  /** For tests; the clock's time otherwise. */
  readonly now?: EpochMilliseconds;
}

/** The sentences and next steps of every reason. The variable part stands in quotes or last. */
export function explain(error: TraceError, context: ErrorContext, t: Localize): Explanation {
  if (error.reason === 'notFound' || error.reason === 'malformedId') return explainMissing(error, context, t);
  // A permission that was missing on the way to a trace: what else may be so is worth knowing, too.
  const isOnTheWay = error.reason === 'accessDenied' && error.params['destination'] !== undefined;
  const causes = isOnTheWay ? explainCauses(causesOf(factsOf(context.id ?? '', error.params, context)), t) : [];
  return { ...explainReason(error, error.reason, context, t), causes };
}

function explainReason(
  error: TraceError,
  reason: Exclude<TraceError['reason'], 'notFound' | 'malformedId'>,
  context: ErrorContext,
  t: Localize,
): Omit<Explanation, 'causes'> {
  const { params } = error;
  const text = (name: string): string => String(params[name] ?? '');
  const profile = profileName(text('profile') || context.profile, t);
  const service = serviceOf(params['operation']) === 'logs' ? 'CloudWatch Logs' : 'X-Ray';
  const steps = (...ids: NextStepId[]): OfferedStep[] => ids.map((id) => ({ id, label: stepLabel(id, params, t) }));
  switch (reason) {
    case 'timeRangeNeeded':
      return {
        title: t('When did this happen? The ID does not tell: {0}', text('id')),
        detail: t(
          'X-Ray writes the time into its trace IDs, other tracers do not. Transaction Search needs a time range to look in.',
        ),
        next: steps('chooseRange', 'openReceipt'),
      };
    case 'accessDenied':
      return {
        title: t('AWS denies access: {0}', text('action')),
        detail: `${t(
          'The credentials of {0} may not do this. Add the action to their IAM policy, or select a profile that has it.',
          profile,
        )} ${worksWithout(text('action'), t)}`,
        next: steps('copyPolicy', 'selectProfile', 'retry', 'showLog'),
      };
    case 'credentialsExpired':
      return {
        title: t('The credentials of {0} have expired.', profile),
        detail: text('login')
          ? t('Sign in again; what had failed goes on when that is done.')
          : t('Renew them where they come from, then try again.'),
        next: text('login')
          ? steps('signIn', 'retry', 'selectProfile', 'showLog')
          : steps('retry', 'selectProfile', 'showLog'),
      };
    case 'signInNotRun':
      return { ...explainSignIn(params, profile, t), next: steps('signIn', 'retry', 'selectProfile', 'showLog') };
    case 'credentialsInvalid':
      return {
        title: t('AWS does not accept the credentials of {0}.', profile),
        detail: t(
          'The access key is unknown or the signature is wrong: a key may have been deleted or mistyped, or the session token belongs to another one.',
        ),
        next: steps('selectProfile', 'retry', 'showLog'),
      };
    case 'credentialsMissing':
      return {
        title: t('No AWS credentials found for {0}.', profile),
        detail:
          text('detail') === 'incomplete'
            ? t('Its section, or the sso-session it names, lacks settings it needs to sign in.')
            : t(
                'Select a profile of your AWS configuration, or sign in with the AWS CLI. The sample traces open without any.',
              ),
        next:
          text('detail') === 'incomplete'
            ? steps('openConfigFile', 'selectProfile', 'retry', 'showLog')
            : steps('selectProfile', 'retry', 'showLog'),
      };
    case 'mfaFailed':
      return {
        title: t('The one-time code was not accepted, for {0}.', profile),
        detail: t('A code can be used once and is valid for about 30 seconds. Try again with the next one.'),
        next: steps('retry', 'selectProfile', 'showLog'),
      };
    case 'dismissed':
      return {
        title: t('Cancelled: {0} was not signed in.', profile),
        detail: t('Nothing was asked of AWS.'),
        next: steps('retry', 'selectProfile'),
      };
    case 'wouldPrompt':
      return {
        title: t('Passed over, as it would have asked you: {0}', profile),
        detail: promptText(text('how'), t),
        next: steps('selectProfile', 'retry'),
      };
    case 'profileMissing':
      return {
        title: t('There is no {0} in the AWS configuration.', profile),
        detail: t(
          'It may have been renamed or removed, or never been in these files. In the config file its section is called [profile NAME].',
        ),
        next: steps('selectProfile', 'openConfigFile', 'retry', 'showLog'),
      };
    case 'processFailed':
      return {
        title: t('The credential process of {0} failed.', profile),
        detail: t('Run it in a terminal to see why. What it ended with: {0}', text('detail') || t('nothing readable')),
        next: steps('retry', 'openConfigFile', 'selectProfile', 'showLog'),
      };
    case 'untrusted':
      return {
        title: t('Signing in {0} would run a program, and you have not trusted this workspace.', profile),
        detail: t('Select the profile yourself, or trust the workspace: then its program may run.'),
        next: steps('selectProfile', 'manageTrust'),
      };
    case 'configMalformed':
      return {
        title:
          Number(params['line']) > 0
            ? t('Line {0} of the AWS configuration cannot be read: {1}', text('line'), text('file'))
            : t('The AWS configuration cannot be read: {0}', text('file')),
        detail: t('{0} Once it is mended, what had failed goes on.', configProblemText(text('what'), t)),
        next: steps('openConfigFile', 'retry', 'selectProfile', 'showLog'),
      };
    case 'clockSkew':
      return {
        title:
          Number(params['minutes']) > 0
            ? t('The clock of this computer is {0} minutes ahead of AWS.', Math.abs(Number(params['minutes'])))
            : t('The clock of this computer is {0} minutes behind AWS.', Math.abs(Number(params['minutes'] ?? 0))),
        detail: t(
          'AWS takes requests within five minutes of its own time. Set the clock (date, time, time zone), then try again.',
        ),
        next: steps('retry', 'showLog'),
      };
    case 'noRegion':
      return {
        title: text('region') ? t('This is not an AWS region: “{0}”', text('region')) : t('No AWS region is set.'),
        detail: text('region')
          ? t('Select the region the trace was recorded in.')
          : t('Neither the settings nor {0} name one. Select the region the trace was recorded in.', profile),
        next: steps('selectRegion', 'selectProfile'),
      };
    case 'throttled':
      return {
        title: t('{0} is throttling requests: {1}', service, text('operation')),
        detail: t(
          'It refused after several tries with growing waits. Others may be using the same account; try again in a moment.',
        ),
        next: steps('retry', 'openReceipt', 'showLog'),
      };
    case 'serverError':
      return {
        title: t('{0} has a problem: {1} answered with status {2}.', service, text('operation'), text('status')),
        detail: t('It stayed so after several tries. Try again in a moment.'),
        next: steps('retry', 'openReceipt', 'showLog'),
      };
    case 'network': {
      const region = unknownRegionOf(text('host'));
      if (region && /^E(?:NOTFOUND|AI_AGAIN)$/.test(text('code'))) {
        return {
          title: t('There seems to be no AWS region “{0}”: {1} has no address.', region, text('host')),
          detail: t(
            'Select the region the trace was recorded in. If it does exist, this computer cannot look up names.',
          ),
          next: steps('selectRegion', 'retry', 'openProxySettings', 'showLog'),
        };
      }
      if (/^E(?:NOTFOUND|AI_AGAIN)$/.test(text('code'))) {
        return {
          title: t('The name {0} cannot be looked up.', text('host') || t('of AWS')),
          detail: t(
            'Is this computer online? A VPN or the name servers may be missing. The network says: {0}',
            text('code'),
          ),
          next: steps('retry', 'openProxySettings', 'openEndpointSetting', 'showLog'),
        };
      }
      return {
        title: text('host')
          ? t('{0} cannot be reached at {1}.', service, text('host'))
          : t('{0} cannot be reached from this computer.', service),
        detail: t(
          'Check the connection, the proxy settings of VS Code and the endpoint setting. The network says: {0}',
          text('code') || t('no reason'),
        ),
        next: steps('retry', 'openProxySettings', 'openEndpointSetting', 'showLog'),
      };
    }
    case 'badResponse':
      return {
        title: t('The answer does not come from {0}: {1}', service, text('operation')),
        detail: t(
          'A proxy or a sign-in page may stand between, or the endpoint setting may point elsewhere. What came: {0}',
          text('detail') || t('nothing readable'),
        ),
        next: steps('retry', 'openProxySettings', 'openEndpointSetting', 'showLog'),
      };
    case 'invalidRequest':
      return {
        title: t('{0} refuses the request {1}.', service, text('operation')),
        detail: t('It says: {0}', text('message') || t('no reason')),
        next: steps('retry', 'openReceipt', 'showLog'),
      };
    case 'resourceNotFound':
      if (text('operation') === 'StartQuery') {
        return {
          title: t('There is no log group {0} in this account and region.', text('group') || 'aws/spans'),
          detail: t(
            'Transaction Search keeps spans there, and seems to be off here. Traces that X-Ray itself stores are found with Find Traces…',
          ),
          next: steps('selectRegion', 'selectProfile', 'retry', 'showLog'),
        };
      }
      if (service !== 'X-Ray') {
        return {
          title: t('{0} does not know what {1} asks for.', service, text('operation')),
          detail: t('A query and its results are kept for a while only. Run it again.'),
          next: steps('retry', 'openReceipt', 'showLog'),
        };
      }
      return {
        title: t('X-Ray does not know what {0} asks for.', text('operation')),
        detail:
          text('operation') === 'StartTraceRetrieval'
            ? t('Transaction Search seems to be off in this account and region: there is nothing to retrieve from.')
            : t('A retrieval is kept for an hour. Start it again.'),
        next:
          text('operation') === 'StartTraceRetrieval'
            ? steps('retry', 'selectRegion', 'selectProfile', 'openReceipt')
            : steps('retrieve', 'retry', 'showLog'),
      };
    case 'endlessPaging':
      return {
        title: t('{0} keeps sending pages without an end: {1}', service, text('operation')),
        detail: t('Stopped after {0} pages. What had arrived is kept.', text('pages')),
        next: steps('retry', 'openReceipt', 'showLog'),
      };
    case 'retrievalFailed':
      return {
        title: t('The retrieval from Transaction Search failed.'),
        detail: t('AWS gives no reason. Start it again; a shorter time range can help.'),
        next: steps('retrieve', 'chooseRange', 'openReceipt', 'showLog'),
      };
    case 'retrievalTimeout':
      return {
        title: t('The retrieval from Transaction Search took longer than its 60 minutes.'),
        detail: t('Choose a shorter time range: the less there is to read, the sooner it ends.'),
        next: steps('chooseRange', 'retrieve', 'openReceipt', 'showLog'),
      };
    case 'retrievalCancelled':
      return {
        title: t('The retrieval from Transaction Search was cancelled by somebody else.'),
        detail: t('Another client of this account ended it. Start it again.'),
        next: steps('retrieve', 'openReceipt', 'showLog'),
      };
    case 'malformedQuery':
    case 'queryLimit':
    case 'queryFailed':
    case 'noTraceIds': {
      const { next, ...said } = explainQuery(reason, error, t);
      return { ...said, next: steps(...next) };
    }
    case 'unreadableFile':
      return {
        title: t('This file holds no trace: {0}', text('file')),
        detail:
          text('detail') || t('Traces are read from segment documents, BatchGetTraces output, span records and OTLP.'),
        next: steps('openAnother', 'showLog'),
      };
    case 'unexpected':
      return {
        title: t('Something went wrong that nobody foresaw.'),
        detail: t('The log has the details: please report them, with what you did before.'),
        next: steps('retry', 'showLog'),
      };
  }
}

/** An ID that is nowhere, or none: the most likely cause in the sentence, all of them as rows. */
function explainMissing({ reason, params }: TraceError, context: ErrorContext, t: Localize): Explanation {
  const id = String(params['id'] ?? '');
  const causes = explainCauses(causesOf(factsOf(id, params, context)), t);
  const [likeliest] = causes;
  const detail = likeliest ? t('{0}. {1}.', likeliest.title, likeliest.evidence) : '';
  if (reason === 'malformedId') {
    return {
      title: id ? t('This is not a trace ID: “{0}”', id) : t('This is not a trace ID.'),
      detail: `${likeliest?.kind === 'placeholder' ? detail : ''} ${t(
        'A trace ID looks like 1-5f84c7a1-0123456789abcdef01234567, or is 32 hexadecimal digits. Placeholders such as “xmpl” in examples are none.',
      )}`.trim(),
      next: [offered('openAnother', t)],
      causes,
    };
  }
  const where = context.region || t('this region');
  const isInBoth = params['retrievalTried'] === true && params['destination'] === 'CloudWatchLogs';
  const action = String(params['action'] ?? '');
  const steps = new Set<NextStepId>([...causes.slice(0, 1).map(({ step }) => step.id), ...stepsOfNotFound(params)]);
  return {
    title: isInBoth
      ? t('Neither X-Ray nor Transaction Search in {0} has the trace {1}', where, id)
      : t('X-Ray in {0} has no trace {1}', where, id),
    detail: [
      detail,
      params['destination'] === 'unknown'
        ? t(
            'Whether this account uses Transaction Search could not be asked; the permission missing is: {0}',
            action || 'xray:GetTraceSegmentDestination',
          )
        : '',
    ]
      .filter(Boolean)
      .join(' '),
    next: [...steps].slice(0, 4).map((step) => offered(step, t)),
    causes,
  };
}

function factsOf(id: string, params: TraceErrorParams, context: ErrorContext): NothingFacts {
  const { profile, region, account, sampled, around, range, now = Date.now() } = context;
  const text = (name: string): string | undefined =>
    typeof params[name] === 'string' && params[name] !== '' ? params[name] : undefined;
  const number = (name: string): number | undefined => (typeof params[name] === 'number' ? params[name] : undefined);
  const destination = params['destination'];
  return {
    now,
    profile,
    region,
    account,
    destination: destination === 'XRay' || destination === 'CloudWatchLogs' ? destination : 'unknown',
    indexedPercent: number('indexedPercent'),
    deniedAction: text('action'),
    id:
      id === ''
        ? undefined
        : {
            text: id,
            sampled,
            around,
            range,
            retrievalTried: params['retrievalTried'] === true,
            retriedFor: number('retriedFor'),
          },
  };
}

function stepsOfNotFound(params: TraceErrorParams): NextStepId[] {
  if (params['destination'] === 'XRay') return ['findElsewhere', 'retry', 'openReceipt', 'selectRegion'];
  return params['retrievalTried'] === true
    ? ['findElsewhere', 'retry', 'chooseRange', 'openReceipt']
    : ['retrieve', 'findElsewhere', 'retry', 'openReceipt'];
}

function offered(id: NextStepId, t: Localize): OfferedStep {
  return { id, label: stepLabel(id, {}, t) };
}

function explainSignIn(params: TraceErrorParams, profile: string, t: Localize): Pick<Explanation, 'title' | 'detail'> {
  if (params['closed'] === true) {
    return {
      title: t('The sign-in of {0} was ended before it was done.', profile),
      detail: t('Sign in again; what had failed goes on when that is done.'),
    };
  }
  if (params['status'] !== undefined) {
    return {
      title: t('The AWS CLI did not sign in {0}.', profile),
      detail: t('Its terminal says why. It ended with status {0}.', String(params['status'])),
    };
  }
  return {
    title: t('The AWS CLI could not be started to sign in {0}.', profile),
    detail: t(
      'Install version 2 of the AWS CLI, so that there is an “aws” on the PATH of VS Code. A sign-in elsewhere is noticed too.',
    ),
  };
}

function promptText(how: string, t: Localize): string {
  switch (how) {
    case 'mfa':
      return t('Its role wants a one-time code.');
    case 'process':
      return t('It runs a program to get its credentials.');
    default:
      return t('Its sign-in has expired.');
  }
}

/** Why a shared file or a line of it cannot be read (`ConfigProblem`). */
export function configProblemText(what: string, t: Localize): string {
  switch (what) {
    case 'noHeaderEnd':
      return t('The name of a section ends with “]”.');
    case 'noSection':
      return t('It stands before the first [section].');
    case 'noEquals':
      return t('A setting is written name = value.');
    case 'noText':
      return t('The file is no UTF-8 text.');
    default:
      return t('The file is there, but may not be read.');
  }
}

/** The region in the name of an endpoint of AWS, where it is none that offers X-Ray; '' for all others. */
function unknownRegionOf(host: string): string {
  const region = /^[a-z-]+\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?$/.exec(host)?.[1] ?? '';
  return regions.has(region) ? '' : region;
}

function profileName(profile: string, t: Localize): string {
  return profile ? t('profile “{0}”', profile) : t('this environment');
}
