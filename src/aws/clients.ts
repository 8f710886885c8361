import { XRayClient } from '@aws-sdk/client-xray';
import type { Logger } from '@smithy/types';
import type { AwsEnvironment, Connection } from '../traces/source';
import { TraceError } from '../traces/traceError';
import type { Credentials, Identity } from './credentials';
import { Denials } from './denials';
import { InFlight } from './inFlight';
import { NodeRequests } from './nodeRequests';
import { configuredEndpoint, readSections } from './profiles';

/** What a call needs: a client signed in with one identity, and the connection's gate. */
export interface Link<Client = XRayClient> {
  /** Profile, region and endpoint: the same for everything that asks the same service as the same user. */
  readonly key: string;
  readonly host: string;
  readonly client: Client;
  readonly identity: Identity;
  readonly gate: InFlight;
}

/** Where calls get their links from: `Clients` for X-Ray, `LogsClients` for CloudWatch Logs. */
export interface Links<Client = XRayClient> {
  readonly credentials: Credentials;
  readonly denials: Denials;
  /** @throws TraceError when there is no region, a malformed endpoint or nothing to sign with; the signal's reason */
  readonly link: (connection: Connection, signal: AbortSignal) => Promise<Link<Client>>;
}

/** SDK clients and gates, one each per profile, region and endpoint. */
export class Clients implements Links {
  readonly denials = new Denials();
  private readonly links = new Map<string, Link>();
  private readonly gates = new Map<string, InFlight>();
  private readonly profileEndpoints = new Map<string, string | undefined>();
  private readonly requestHandler = new NodeRequests();

  constructor(
    private readonly environment: AwsEnvironment,
    readonly credentials: Credentials,
  ) {}

  async link(connection: Connection, signal: AbortSignal): Promise<Link> {
    const { profile, region } = connection;
    if (!isRegion(region)) throw new TraceError('noRegion', { profile, region });
    const endpoint = await this.endpointOf(profile);
    signal.throwIfAborted();
    const identity = await this.credentials.resolve(connection, signal);
    const key = JSON.stringify([profile, region, endpoint ?? '']);
    const known = this.links.get(key);
    if (known?.identity === identity) return known;

    const client = new XRayClient({
      region,
      credentials: identity,
      maxAttempts: 1, // the one retry policy is ours, and reports its waits
      retryMode: 'standard',
      requestHandler: this.requestHandler,
      disableClockSkewCorrection: true, // see clockSkew.ts
      logger: SILENT,
      // A custom endpoint together with FIPS or dual stack in the shared config is an error of the SDK.
      ...(endpoint ? { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false } : {}),
    });
    const gate = this.gates.get(key) ?? new InFlight();
    this.gates.set(key, gate);
    const host = endpoint
      ? new URL(endpoint).host
      : `xray.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
    const link: Link = { key, host, client, identity, gate };
    this.links.set(key, link);
    return link;
  }

  /** Makes clients anew from the next call on: those of one profile, or all. Calls under way go on. */
  forget(profile?: string): void {
    this.denials.forget(profile);
    for (const [key, { client }] of this.links) {
      if (profile !== undefined && (JSON.parse(key) as string[])[0] !== profile) continue;
      client.destroy();
      this.links.delete(key);
      this.gates.delete(key);
    }
    if (profile === undefined) this.profileEndpoints.clear();
    else this.profileEndpoints.delete(profile);
  }

  private async endpointOf(profile: string): Promise<string | undefined> {
    const endpoint = this.environment.endpoint()?.trim() || (await this.profileEndpoint(profile));
    if (endpoint === undefined) return undefined;
    if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint;
    throw new TraceError('network', { operation: 'endpoint', code: 'ERR_INVALID_URL', host: endpoint });
  }

  private async profileEndpoint(profile: string): Promise<string | undefined> {
    if (!this.profileEndpoints.has(profile)) {
      const { env } = this.environment;
      this.profileEndpoints.set(profile, configuredEndpoint(profile, await readSections(env), env));
    }
    return this.profileEndpoints.get(profile);
  }
}

/**
 * Without `info`, the SDK's middleware makes no copy of every answer for a log nobody keeps: a tenth of the time a page of
 * summaries takes.
 */
const SILENT = { debug: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Logger;

/** A region becomes part of a host name. */
export function isRegion(region: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(region);
}
