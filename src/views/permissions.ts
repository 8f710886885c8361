import type { Localize } from './localize';

/** IAM actions each feature needs, in the words of the README's table. A read action of X-Ray supports no resource but `*`. */
export const FEATURE_ACTIONS: readonly { readonly feature: string; readonly actions: readonly string[] }[] = [
  { feature: 'open traces by ID, look for one elsewhere', actions: ['xray:BatchGetTraces'] },
  { feature: 'find traces', actions: ['xray:GetTraceSummaries'] },
  { feature: 'choose a group to find in', actions: ['xray:GetGroups'] },
  {
    feature: 'open traces of Transaction Search',
    actions: [
      'xray:GetTraceSegmentDestination',
      'xray:StartTraceRetrieval',
      'xray:ListRetrievedTraces',
      'xray:CancelTraceRetrieval',
    ],
  },
  {
    feature: 'find spans of Transaction Search',
    actions: ['logs:StartQuery', 'logs:GetQueryResults', 'logs:StopQuery'],
  },
  { feature: 'say how much of Transaction Search is indexed', actions: ['xray:GetIndexingRules'] },
];

/** What AWS's managed policy `AWSXrayReadOnlyAccess` (version 8) allows of these. Source: AWS managed policy reference. */
export const READ_ONLY_ACCESS: readonly string[] = ['xray:BatchGetTraces', 'xray:GetTraceSummaries', 'xray:GetGroups'];

const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+$/;

/**
 * The IAM policy that allows an action, ready to be attached; everything this extension can use where no action is given.
 * @param action e.g. `xray:BatchGetTraces`; anything else gives the whole policy
 */
export function policyFor(action: string): string {
  const Action = ACTION.test(action) ? [action] : FEATURE_ACTIONS.flatMap(({ actions }) => actions);
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', Action }] };
  return `${JSON.stringify(policy, null, 2)}\n`;
}

/** What goes on as before although an action is denied. */
export function worksWithout(action: string, t: Localize): string {
  switch (action) {
    case 'xray:BatchGetTraces':
      return t('Without it, traces open only from Transaction Search; finding traces and the samples work.');
    case 'xray:GetTraceSummaries':
      return t('Without it, traces still open by their ID; only finding them by time and filter needs it.');
    case 'xray:GetGroups':
      return t('Without it, finding traces still works; name a group in the filter: group.name = "…"');
    case 'xray:GetTraceSegmentDestination':
      return t(
        'Without it, indexed traces still open; whether this account uses Transaction Search is found out by trying.',
      );
    case 'xray:StartTraceRetrieval':
    case 'xray:ListRetrievedTraces':
    case 'xray:GetRetrievedTracesGraph':
      return t(
        'Without it, indexed traces still open and are found; those in CloudWatch Logs alone open where logs:StartQuery and logs:GetQueryResults are allowed.',
      );
    case 'xray:CancelTraceRetrieval':
      return t('Without it, retrievals still work; one that is given up runs on at AWS.');
    case 'xray:GetIndexingRules':
      return t('Without it, everything still works; only the indexed share stays unknown.');
    case 'logs:StartQuery':
    case 'logs:GetQueryResults':
      return t(
        'Without it, traces still open by their ID and are found in X-Ray’s index; only finding spans needs it.',
      );
    case 'logs:StopQuery':
      return t('Without it, finding spans still works; a query that is cancelled runs on and is billed.');
    case 'sts:AssumeRole':
    case 'sso:GetRoleCredentials':
      return t('Without it, this profile cannot be used at all; others can.');
    case 'kms:Decrypt':
      return t('Without it, only what this key encrypts is out of reach.');
    default:
      return t('Everything else works as before.');
  }
}
