import { TraceError } from '../traces/traceError';
import type { Login } from './signInWaits';

/** What a shell answers when there is no such program. */
const NOT_FOUND = 127;

/** How the AWS CLI ended, as VS Code tells. */
export interface ProgramEnd {
  /** undefined: the program never started, or was still running when it was ended. */
  readonly code: number | undefined;
  readonly closedByUser: boolean;
}

/** What is wrong with a sign-in that ended so; undefined when it went well. */
export function signInError(end: ProgramEnd, profile: string, login: Login): TraceError | undefined {
  if (end.code === 0) return undefined;
  const status = end.code !== undefined && end.code !== NOT_FOUND ? { status: end.code } : {};
  return new TraceError('signInNotRun', {
    profile,
    login,
    closed: end.closedByUser && end.code === undefined,
    ...status,
  });
}
