import type { Milliseconds } from '../model/units';
import type { AwsEnvironment, Connection } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { orAborted } from './abort';
import { toCredentialError } from './credentialErrors';
import { readSections } from './profiles';
import { provideFromSdk } from './provideFromSdk';
import { planOf } from './signingPlan';

/** What requests are signed with. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  /** Account the credentials are for, where the provider knows it. */
  readonly accountId?: string;
}

/** Asks the profile's provider once. `signal` ends its network and its prompts. */
export type Provide = (connection: Connection, environment: AwsEnvironment, signal: AbortSignal) => Promise<Identity>;

/** Credentials with less time left are asked for anew. */
const RENEW_BEFORE: Milliseconds = 5 * 60_000;

interface Pending {
  readonly promise: Promise<Identity>;
  readonly controller: AbortController;
  waiters: number;
}

/** The one owner of credentials: one resolution per profile, shared by everything that asks, so that MFA prompts once. */
export class Credentials {
  private readonly known = new Map<string, Identity>();
  private readonly pending = new Map<string, Pending>();

  constructor(
    private readonly environment: AwsEnvironment,
    private readonly provide: Provide = provideFromSdk,
  ) {}

  /** Whether `resolve` answers at once. */
  has(profile: string): boolean {
    const identity = this.known.get(profile);
    const expiry = identity?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    return identity !== undefined && expiry - this.environment.clock.now() > RENEW_BEFORE;
  }

  /**
   * What to sign with for a profile. Failures are not remembered.
   * @throws TraceError, or the signal's reason at once when it aborts; the resolution goes on while others wait for it
   */
  async resolve(connection: Connection, signal: AbortSignal): Promise<Identity> {
    signal.throwIfAborted();
    const { profile } = connection;
    const identity = this.known.get(profile);
    if (identity && this.has(profile)) return identity;
    if (connection.quiet) {
      if (identity && this.isGood(identity)) return identity;
      await this.refuseToPrompt(profile);
      signal.throwIfAborted();
    }
    const pending = this.pending.get(profile) ?? this.begin(connection);
    pending.waiters += 1;
    try {
      return await orAborted(pending.promise, signal);
    } catch (error) {
      if (identity?.expiration && this.isGood(identity) && !signal.aborted) return identity;
      throw connection.quiet && needsSignIn(error) ? wouldPrompt(profile, 'signIn') : error;
    } finally {
      pending.waiters -= 1;
      if (pending.waiters === 0) {
        if (this.pending.get(profile) === pending) this.pending.delete(profile);
        pending.controller.abort(signal.reason); // nothing, where it has settled
      }
    }
  }

  /** Whether `resolve` would ask for a code or run a program. Asks nobody; a sign-in that has expired is not seen. */
  async wouldPrompt(profile: string): Promise<boolean> {
    const identity = this.known.get(profile);
    return !(identity && this.isGood(identity)) && (await this.promptOf(profile)) !== undefined;
  }

  /**
   * After AWS refused an identity: what to sign with instead.
   * @returns undefined when the provider has nothing newer
   */
  async renew(connection: Connection, refused: Identity, signal: AbortSignal): Promise<Identity | undefined> {
    if (this.known.get(connection.profile) === refused) this.known.delete(connection.profile);
    const identity = await this.resolve(connection, signal);
    const isSame = identity.accessKeyId === refused.accessKeyId && identity.sessionToken === refused.sessionToken;
    if (isSame) this.known.delete(connection.profile);
    return isSame ? undefined : identity;
  }

  /** Account of a profile's credentials, if they were resolved and tell. */
  accountOf(profile: string): string | undefined {
    return this.known.get(profile)?.accountId;
  }

  /**
   * Asks anew from the next call on: for one profile, or for all. Who waits already gets what comes, and nobody after: a prompt
   * on screen stays there.
   */
  forget(profile?: string): void {
    if (profile === undefined) {
      this.known.clear();
      this.pending.clear();
    } else {
      this.known.delete(profile);
      this.pending.delete(profile);
    }
  }

  private isGood({ expiration }: Identity): boolean {
    return (expiration?.getTime() ?? Number.POSITIVE_INFINITY) > this.environment.clock.now();
  }

  /** For connections that must not prompt; a code that is being asked for already is not waited for either. */
  private async refuseToPrompt(profile: string): Promise<void> {
    const how = await this.promptOf(profile);
    if (how) throw wouldPrompt(profile, how);
  }

  /** What the shared files say it takes of the user, or of a program of theirs. */
  private async promptOf(profile: string): Promise<'mfa' | 'process' | undefined> {
    const { env } = this.environment;
    const plan = planOf(profile, await readSections(env), env);
    if (plan.usesEnvironmentKeys) return undefined;
    if (plan.needsMfa) return 'mfa';
    return plan.processOf === undefined ? undefined : 'process';
  }

  private begin(connection: Connection): Pending {
    const { profile } = connection;
    const controller = new AbortController();
    const promise = this.provide(connection, this.environment, controller.signal).then(
      (identity) => {
        if (this.pending.get(profile) === pending) this.known.set(profile, identity);
        return identity;
      },
      (error: unknown) => {
        throw toCredentialError(error, profile);
      },
    );
    const pending: Pending = { promise, controller, waiters: 0 };
    const over = (): void => {
      if (this.pending.get(profile) === pending) this.pending.delete(profile);
    };
    promise.then(over, over);
    this.pending.set(profile, pending);
    return pending;
  }
}

function wouldPrompt(profile: string, how: 'mfa' | 'signIn' | 'process'): TraceError {
  return new TraceError('wouldPrompt', { profile, how });
}

function needsSignIn(error: unknown): boolean {
  return error instanceof TraceError && error.reason === 'credentialsExpired' && error.params['login'] !== '';
}
