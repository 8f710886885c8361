import type { TraceErrorParams } from '../traces/traceError';
import type { Localize } from './localize';

/** What can be done about an error or a cause. `features/nextSteps.ts` does it. */
export type NextStepId = (typeof NEXT_STEPS)[number];

export const NEXT_STEPS = [
  'retry',
  'retrieve',
  'chooseRange',
  'findElsewhere',
  'findAround',
  'findSpans',
  'editSearch',
  'signIn',
  'openConfigFile',
  'manageTrust',
  'selectProfile',
  'selectRegion',
  'openEndpointSetting',
  'openProxySettings',
  'copyPolicy',
  'openAnother',
  'openReceipt',
  'showLog',
] as const;

export interface OfferedStep {
  readonly id: NextStepId;
  readonly label: string;
}

/** The words on the button of a step. */
export function stepLabel(id: NextStepId, params: TraceErrorParams, t: Localize): string {
  switch (id) {
    case 'retry':
      return t('Try Again');
    case 'retrieve':
      return t('Retrieve from Transaction Search');
    case 'chooseRange':
      return t('Choose Time Range…');
    case 'findElsewhere':
      return t('Find Elsewhere…');
    case 'findAround':
      return t('Find Traces Around Then…');
    case 'findSpans':
      return t('Find Spans…');
    case 'editSearch':
      return t('Edit Search…');
    case 'signIn':
      return params['login'] === 'login' ? t('Sign In (aws login)') : t('Sign In (aws sso login)');
    case 'openConfigFile':
      return t('Open File');
    case 'manageTrust':
      return t('Manage Workspace Trust');
    case 'selectProfile':
      return t('Select Profile…');
    case 'selectRegion':
      return t('Select Region…');
    case 'openEndpointSetting':
      return t('Endpoint Setting');
    case 'openProxySettings':
      return t('Proxy Settings');
    case 'copyPolicy':
      return t('Copy IAM Policy');
    case 'openAnother':
      return t('Open Trace…');
    case 'openReceipt':
      return t('Show Receipt');
    case 'showLog':
      return t('Show Log');
  }
}
