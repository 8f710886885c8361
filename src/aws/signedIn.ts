import type { SignIns } from '../traces/source';
import { isTraceError } from '../traces/traceError';
import type { Credentials } from './credentials';

/**
 * Whether a profile can be signed in with now. What it resolves is kept, so that the calls that waited for it ask no further.
 * A profile that would ask for a code or run a program counts too: more than trying cannot be done without the user. Any other
 * failure means no, and whoever asks goes on waiting.
 */
export function isSignedIn(credentials: Credentials): SignIns['isSignedIn'] {
  return async (profile, region, signal) => {
    try {
      await credentials.resolve({ profile, region, quiet: true }, signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      return isTraceError(error) && error.reason === 'wouldPrompt' && error.params['how'] !== 'signIn';
    }
  };
}
