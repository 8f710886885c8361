import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Milliseconds } from '../model/units';
import type { AwsEnvironment, Connection } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { orAborted } from './abort';
import { toCredentialError } from './credentialErrors';
import { NodeRequests } from './nodeRequests';
import { sharedFiles } from './profiles';

/** What requests are signed with. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
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
    const pending = this.pending.get(profile) ?? this.begin(connection);
    pending.waiters += 1;
    try {
      return await orAborted(pending.promise, signal);
    } catch (error) {
      const stillGood = identity?.expiration && identity.expiration.getTime() > this.environment.clock.now();
      if (stillGood && !signal.aborted) return identity;
      throw error;
    } finally {
      pending.waiters -= 1;
      if (pending.waiters === 0 && this.pending.get(profile) === pending) {
        this.pending.delete(profile);
        pending.controller.abort(signal.reason);
      }
    }
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

  forget(): void {
    this.known.clear();
    for (const { controller } of this.pending.values()) controller.abort(new DOMException('Forgotten', 'AbortError'));
    this.pending.clear();
  }

  private begin(connection: Connection): Pending {
    const { profile } = connection;
    const controller = new AbortController();
    const promise = this.provide(connection, this.environment, controller.signal).then(
      (identity) => {
        if (!controller.signal.aborted) this.known.set(profile, identity);
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

/** The SDK's providers: the shared files for a named profile, the default chain for ''. */
const provideFromSdk: Provide = async (connection, environment, signal) => {
  const { env } = environment;
  const { profile, region } = connection;
  // The chain reads the process's environment; keys in ours come first, as they would there.
  const [accessKeyId, secretAccessKey] = [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']];
  if (!profile && !env['AWS_PROFILE'] && accessKeyId && secretAccessKey) {
    const sessionToken = env['AWS_SESSION_TOKEN'];
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  }
  const requestHandler = new NodeRequests(signal);
  const name = profile || env['AWS_PROFILE'];
  const options = {
    ...(name ? { profile: name } : {}),
    ...sharedFiles(env),
    mfaCodeProvider: async (serial: string) => {
      try {
        return await orAborted(environment.promptMfa(profile, serial, signal), signal);
      } catch (error) {
        throw signal.aborted ? error : new TraceError('mfaFailed', { profile }, error);
      }
    },
    clientConfig: { requestHandler },
    parentClientConfig: { region, requestHandler },
  };
  // A named profile never falls through to the machine's own role, as the chain would have it.
  const provider = profile ? fromIni(options) : fromNodeProviderChain(options);
  return await provider({ callerClientConfig: { region: () => Promise.resolve(region), requestHandler } });
};
