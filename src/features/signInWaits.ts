import type { AwsEngines } from '../traces/source';
import { isTraceError, type TraceError, type TraceErrorReason } from '../traces/traceError';

export type Login = 'sso' | 'login';

export interface SignInWaitsOptions {
  readonly engines: () => Promise<Pick<AwsEngines, 'forget' | 'signIns'>>;
  /** Says that a profile's sign-in has expired, and offers to sign in. @returns whether the user wants to; false when it is dismissed */
  readonly offer: (profile: string, login: Login) => Promise<boolean>;
  /** Signs in with the AWS CLI. Rejects with a TraceError; with anything when `signal` aborts: it is not needed any more. */
  readonly signIn: (profile: string, login: Login, signal: AbortSignal) => Promise<void>;
  /** Watches files and folders that need not exist. */
  readonly watch: (paths: readonly string[], changed: () => void) => { dispose(): void };
  readonly report: (error: unknown) => void;
}

/** Something that failed, to be done again when its profile can sign. */
interface Wait {
  readonly error: TraceError;
  readonly profile: string;
  readonly region: string;
  /** A change of what may let it go on: new tokens, other shared files, trust. */
  readonly until: 'tokens' | 'files' | 'trust';
  readonly goOn: () => void;
}

interface Running {
  readonly done: Promise<void>;
  readonly controller: AbortController;
}

/**
 * What failed because its profile cannot sign in goes on by itself as soon as it can: after a sign-in here, after one anywhere
 * else, after the files were mended. However many wait for a profile, the user is told once.
 */
export class SignInWaits {
  private readonly waits = new Map<string, Wait>();
  /** Profiles of which the user was told, and has not answered. */
  private readonly offered = new Set<string>();
  private readonly running = new Map<string, Running>();
  private readonly stopped = new AbortController();
  private tokens: { dispose(): void } | undefined;
  private checking: Promise<void> = Promise.resolve();

  constructor(private readonly options: SignInWaitsOptions) {}

  /**
   * Takes note of a failure. The same key takes the place of what was noted before.
   * @returns whether the user is being told of it here
   */
  wait(key: string, error: TraceError, connection: { profile: string; region: string }, goOn: () => void): boolean {
    const until = untilOf(error);
    if (!until) {
      this.drop(key);
      return false;
    }
    const { profile, region } = connection;
    const isKnown = this.waits.get(key)?.error === error;
    this.waits.set(key, { error, profile, region, until, goOn });
    const login = loginOf(error);
    if (!login || isKnown) return login !== undefined; // once dismissed, the same failure is not told of again
    void this.watchTokens();
    void this.tell(profile, login);
    return true;
  }

  /** Whether errors like this one are told by the one message about their profile. */
  isTold(error: TraceError): boolean {
    return loginOf(error) !== undefined;
  }

  /** It does not wait any more: it was done, cancelled or removed. */
  drop(key: string): void {
    this.waits.delete(key);
  }

  /** Signs in and lets everything go on that waits for it. Whoever asks meanwhile shares it. Rejects with what went wrong. */
  signIn(profile: string, login: Login): Promise<void> {
    const running = this.running.get(profile);
    if (running) return running.done;
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      try {
        await this.options.signIn(profile, login, controller.signal);
        (await this.options.engines()).forget(profile);
        this.goOn((wait) => wait.profile === profile);
      } catch (error) {
        if (!controller.signal.aborted) throw error;
      } finally {
        this.running.delete(profile);
      }
    };
    const done = run();
    this.running.set(profile, { done, controller });
    return done;
  }

  /** The shared files have changed. */
  filesChanged(): void {
    this.check(({ until }) => until !== 'trust');
  }

  /** The workspace has become trusted. */
  trustGranted(): void {
    this.goOn(({ until }) => until === 'trust');
  }

  dispose(): void {
    this.stopped.abort();
    this.tokens?.dispose();
    for (const { controller } of this.running.values()) controller.abort();
    this.waits.clear();
  }

  private async tell(profile: string, login: Login): Promise<void> {
    if (this.offered.has(profile) || this.running.has(profile)) return;
    this.offered.add(profile);
    let isWanted = false;
    try {
      isWanted = await this.options.offer(profile, login);
    } finally {
      this.offered.delete(profile);
    }
    const isWaiting = [...this.waits.values()].some((wait) => wait.profile === profile);
    if (!isWanted || !isWaiting) return; // signed in elsewhere since
    await this.signIn(profile, login).catch(this.options.report);
  }

  private async watchTokens(): Promise<void> {
    if (this.tokens) return;
    this.tokens = { dispose: () => undefined }; // for the moment it takes
    try {
      const { signIns } = await this.options.engines();
      if (this.stopped.signal.aborted) return;
      this.tokens = this.options.watch(signIns.folders(), () => this.check(({ until }) => until === 'tokens'));
    } catch (error) {
      this.tokens = undefined; // the next one that waits tries again
      this.options.report(error);
      return;
    }
    this.check(({ until }) => until === 'tokens'); // it may have come in that moment
  }

  /** Asks for each profile, one after the other, whether it can sign now. */
  private check(isMeant: (wait: Wait) => boolean): void {
    this.checking = this.checking.then(() => this.checkNow(isMeant)).catch(this.options.report);
  }

  private async checkNow(isMeant: (wait: Wait) => boolean): Promise<void> {
    const { signal } = this.stopped;
    const profiles = new Map([...this.waits.values()].filter(isMeant).map(({ profile, region }) => [profile, region]));
    for (const [profile, region] of profiles) {
      if (signal.aborted) return;
      const aws = await this.options.engines();
      aws.forget(profile);
      if (!(await aws.signIns.isSignedIn(profile, region, signal))) continue;
      this.goOn((wait) => wait.profile === profile && wait.until !== 'trust');
      this.running.get(profile)?.controller.abort();
    }
  }

  private goOn(isMeant: (wait: Wait) => boolean): void {
    const ready = [...this.waits].filter(([, wait]) => isMeant(wait));
    for (const [key] of ready) this.waits.delete(key);
    for (const [, wait] of ready) wait.goOn();
  }
}

/** How the profile's user signs in again; undefined when that is not what is wrong. */
export function loginOf(error: unknown): Login | undefined {
  if (!isTraceError(error) || error.reason !== 'credentialsExpired') return undefined;
  const login = error.params['login'];
  return login === 'sso' || login === 'login' ? login : undefined;
}

/** Failures that a change of the files can mend. */
const MENDED_BY_FILES = new Set<TraceErrorReason>([
  'credentialsExpired',
  'profileMissing',
  'configMalformed',
  'credentialsMissing',
]);

function untilOf(error: TraceError): Wait['until'] | undefined {
  if (loginOf(error)) return 'tokens';
  if (error.reason === 'untrusted') return 'trust';
  return MENDED_BY_FILES.has(error.reason) ? 'files' : undefined;
}
