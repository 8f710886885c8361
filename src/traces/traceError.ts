/** Why something could not be done. `views/explain.ts` has the sentence and the next step for each. */
export type TraceErrorReason =
  /** Not a trace ID. params: id */
  | 'malformedId'
  /** X-Ray answered, and has no such trace. params: id, destination ('XRay' | 'CloudWatchLogs' | 'unknown'), retrievalTried, action (IAM action that was denied on the way; absent when none was) */
  | 'notFound'
  /** The ID carries no plausible time and no hint was given. params: id */
  | 'timeRangeNeeded'
  /** params: action (IAM action, e.g. `xray:BatchGetTraces`) */
  | 'accessDenied'
  /** Expired SSO or session token. params: profile, login ('sso' | 'login' | '') */
  | 'credentialsExpired'
  /** The AWS CLI did not run to its end. params: profile, login ('sso' | 'login'), closed (its terminal was closed) */
  | 'signInNotRun'
  /** Refused by AWS: unknown key, bad signature. params: profile */
  | 'credentialsInvalid'
  /** Nothing found to sign with, or a provider failed. params: profile */
  | 'credentialsMissing'
  /** params: profile */
  | 'mfaFailed'
  /** The user dismissed a prompt. It ends what asked for it, and is shown as cancelled, never as an error. params: profile */
  | 'dismissed'
  /** A connection that must not prompt would have. params: profile, how ('mfa' | 'signIn' | 'process') */
  | 'wouldPrompt'
  /** The shared files have no such profile (any more). params: profile */
  | 'profileMissing'
  /** A `credential_process` failed or gave nothing usable. params: profile, detail ('exit N', 'not started', 'no JSON', …) */
  | 'processFailed'
  /** A program would have to run for a profile nobody picked in this untrusted workspace. params: profile */
  | 'untrusted'
  /** The shared config or credentials file cannot be read. params: profile, file, line (0: as a whole), what (`ConfigProblem`) */
  | 'configMalformed'
  /** This computer's clock is wrong, says AWS. params: minutes (positive: ahead) */
  | 'clockSkew'
  | 'noRegion'
  /** Still throttled after all retries. params: operation */
  | 'throttled'
  /** 5xx after all retries. params: operation, status */
  | 'serverError'
  /** Connection refused, reset, name not resolved, TLS. params: operation, code, host */
  | 'network'
  /** The answer is no JSON (a proxy's HTML page, a truncated body) or not the operation's shape. params: operation, detail */
  | 'badResponse'
  /** InvalidRequestException. params: operation, message */
  | 'invalidRequest'
  /** ResourceNotFoundException. params: operation, group (of StartQuery: the log groups asked for) */
  | 'resourceNotFound'
  /** A NextToken repeated itself or never ended. params: operation, pages */
  | 'endlessPaging'
  /** RetrievalStatus FAILED. params: ids */
  | 'retrievalFailed'
  /** RetrievalStatus TIMEOUT, or 60 minutes passed. params: ids */
  | 'retrievalTimeout'
  /** RetrievalStatus CANCELLED by someone else. params: ids */
  | 'retrievalCancelled'
  /** A Logs Insights query that cannot be run. params: message, start, end (offsets into the query, -1 where not told) */
  | 'malformedQuery'
  /** Too many Logs Insights queries run in this account. params: operation */
  | 'queryLimit'
  /** A Logs Insights query ended without its results. params: status ('Failed' | 'Timeout' | 'Cancelled' | …) */
  | 'queryFailed'
  /** A Logs Insights query of the user's own found rows, and none names a trace. params: rows, fields (their names) */
  | 'noTraceIds'
  /** A file that holds no trace. params: file, detail */
  | 'unreadableFile'
  /** A bug of ours, or an error nobody foresaw. params: operation */
  | 'unexpected';

export type TraceErrorParams = Readonly<Record<string, string | number | boolean>>;

/** An error without sentences. Cancelling is no error: it is `signal.aborted` and the signal's own reason. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  constructor(
    readonly reason: TraceErrorReason,
    readonly params: TraceErrorParams = {},
    override readonly cause?: unknown,
  ) {
    super(reason);
  }
}

/**
 * Whether a caught value is a `TraceError`. Not `instanceof`: the AWS engines are a bundle of their own, with a class of their own.
 */
export function isTraceError(error: unknown): error is TraceError {
  return error instanceof Error && error.name === 'TraceError' && 'reason' in error && 'params' in error;
}

/** Whether a caught value means that the user does not want it any more, and so is no error. */
export function isCancel(error: unknown): boolean {
  if (isTraceError(error)) return error.reason === 'dismissed';
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}
