import type { Context, Operation } from './context';
import { invalidRequest, optionalString, ServiceError, type JsonObject } from './wire';

/** GetTraceSegmentDestination: whether the account keeps its spans in CloudWatch Logs (Transaction Search). */
export const getTraceSegmentDestination: Operation = (_input, { options }) => ({
  ...(options.destination ?? { Destination: 'XRay', Status: 'ACTIVE' }),
});

/** GetIndexingRules. Assumed: refused while Transaction Search is off, as users report that the rules cannot be read then. */
export const getIndexingRules: Operation = (_input, { options, now }) => {
  if (options.destination?.Destination !== 'CloudWatchLogs') {
    throw invalidRequest('Indexing rules need the trace segment destination CloudWatchLogs');
  }
  const { desired = 1, actual = 1 } = options.indexing ?? {};
  const Probabilistic = { DesiredSamplingPercentage: desired, ActualSamplingPercentage: actual };
  return { IndexingRules: [{ Name: 'Default', ModifiedAt: now() / 1000 - 86_400, Rule: { Probabilistic } }] };
};

/** The group every account has, and those of the options, with ARNs of the signer's region. */
export function groupsOf({ options, signer }: Context): JsonObject[] {
  return [{ GroupName: 'Default' }, ...(options.groups ?? [])].map((group) => ({
    ...group,
    GroupARN: `arn:aws:xray:${signer.region}:111122223333:group/${group.GroupName}`,
    InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
  }));
}

/** GetGroups, page by page. */
export const getGroups: Operation = (input, context) => {
  const { tokens, options } = context;
  const groups = groupsOf(context);
  const first = tokens.position('GetGroups', input);
  const end = first + (options.groupPageSize ?? 10);
  return {
    Groups: groups.slice(first, end),
    ...(end < groups.length ? { NextToken: tokens.issue('GetGroups', input, end) } : {}),
  };
};

/** GetGroup by name or ARN. Assumed: an unknown group is refused with InvalidRequestException. */
export const getGroup: Operation = (input, context) => {
  const name = optionalString(input, 'GroupName') ?? optionalString(input, 'GroupARN');
  if (name === undefined) throw invalidRequest('GroupName or GroupARN is required');
  const Group = groupsOf(context).find(({ GroupName, GroupARN }) => name === GroupName || name === GroupARN);
  if (!Group) throw invalidRequest('The group does not exist');
  return { Group };
};

/** An operation that is refused for everybody named in `denied`. Message as IAM words it. */
export function accessDenied(operation: string): ServiceError {
  return new ServiceError(
    403,
    'AccessDeniedException',
    `User: arn:aws:iam::111122223333:user/demo is not authorized to perform: xray:${operation} on resource: * ` +
      `because no identity-based policy allows the xray:${operation} action`,
  );
}
