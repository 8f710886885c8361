import type { Operation } from './context';
import { invalidRequest, optionalString, ServiceError } from './wire';

/** GetTraceSegmentDestination: whether the account keeps its spans in CloudWatch Logs (Transaction Search). */
export const getTraceSegmentDestination: Operation = (_input, { options }) => ({
  ...(options.destination ?? { Destination: 'XRay', Status: 'ACTIVE' }),
});

/** GetIndexingRules. Assumed: refused while Transaction Search is off, as users report that the rules cannot be read then. */
export const getIndexingRules: Operation = (_input, { options, now }) => {
  if (options.destination?.Destination !== 'CloudWatchLogs') {
    throw invalidRequest('Indexing rules need the trace segment destination CloudWatchLogs');
  }
  const Probabilistic = { DesiredSamplingPercentage: 1, ActualSamplingPercentage: 1 };
  return { IndexingRules: [{ Name: 'Default', ModifiedAt: now() / 1000 - 86_400, Rule: { Probabilistic } }] };
};

const DEFAULT_GROUP = {
  GroupName: 'Default',
  GroupARN: 'arn:aws:xray:us-east-1:111122223333:group/Default',
  InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
};

/** GetGroups: the group every account has. */
export const getGroups: Operation = (input, { tokens }) => {
  tokens.position('GetGroups', input);
  return { Groups: [DEFAULT_GROUP] };
};

/** GetGroup by name or ARN. Assumed: an unknown group is refused with InvalidRequestException. */
export const getGroup: Operation = (input) => {
  const name = optionalString(input, 'GroupName') ?? optionalString(input, 'GroupARN');
  if (name === undefined) throw invalidRequest('GroupName or GroupARN is required');
  if (name !== DEFAULT_GROUP.GroupName && name !== DEFAULT_GROUP.GroupARN)
    throw invalidRequest('The group does not exist');
  return { Group: DEFAULT_GROUP };
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
