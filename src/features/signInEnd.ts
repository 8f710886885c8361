import { TraceError } from '../traces/traceError';

/** What a shell answers when there is no such program. */
const NOT_FOUND = 127;

/** How a terminal ended, as VS Code tells. */
export interface TerminalEnd {
  /** undefined: the program never started, or was still running when the terminal was closed. */
  readonly code: number | undefined;
  readonly closedByUser: boolean;
}

/** What is wrong with a sign-in that ended so; undefined when it went well. */
export function signInError(end: TerminalEnd, profile: string, login: 'sso' | 'login'): TraceError | undefined {
  if (end.code === 0) return undefined;
  if (end.code !== undefined && end.code !== NOT_FOUND) return new TraceError('credentialsExpired', { profile, login });
  return new TraceError('signInNotRun', { profile, login, closed: end.closedByUser && end.code === undefined });
}
