import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { AwsEnvironment, Connection } from '../../traces/source';
import { TraceError } from '../../traces/traceError';
import { isRegion, type Link, type Links } from '../clients';
import type { Credentials } from '../credentials';
import { Denials } from '../denials';
import { InFlight } from '../inFlight';
import { NodeRequests } from '../nodeRequests';
import { configuredEndpoint, readSections } from '../profiles';

/** Clients of CloudWatch Logs, one per profile, region and endpoint; with gates of their own, as their throttling is their own. */
export class LogsClients implements Links<CloudWatchLogsClient> {
  readonly denials = new Denials();
  private readonly links = new Map<string, Link<CloudWatchLogsClient>>();
  private readonly requestHandler = new NodeRequests();

  constructor(
    private readonly environment: AwsEnvironment,
    readonly credentials: Credentials,
  ) {}

  async link(connection: Connection, signal: AbortSignal): Promise<Link<CloudWatchLogsClient>> {
    const { profile, region } = connection;
    if (!isRegion(region)) throw new TraceError('noRegion', { profile, region });
    const endpoint = await this.endpointOf(profile);
    signal.throwIfAborted();
    const identity = await this.credentials.resolve(connection, signal);
    const key = JSON.stringify([profile, region, endpoint ?? '']);
    const known = this.links.get(key);
    if (known?.identity === identity) return known;
    const client = new CloudWatchLogsClient({
      region,
      credentials: identity,
      maxAttempts: 1, // as in clients.ts
      retryMode: 'standard',
      requestHandler: this.requestHandler,
      disableClockSkewCorrection: true,
      ...(endpoint ? { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false } : {}),
    });
    const host = endpoint
      ? new URL(endpoint).host
      : `logs.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
    const link = { key, host, client, identity, gate: known?.gate ?? new InFlight() };
    this.links.set(key, link);
    return link;
  }

  forget(profile?: string): void {
    this.denials.forget(profile);
    for (const [key, { client }] of this.links) {
      if (profile !== undefined && (JSON.parse(key) as string[])[0] !== profile) continue;
      client.destroy();
      this.links.delete(key);
    }
  }

  private async endpointOf(profile: string): Promise<string | undefined> {
    const { env } = this.environment;
    const endpoint =
      this.environment.logsEndpoint?.()?.trim() ||
      configuredEndpoint(profile, await readSections(env), env, 'cloudwatch_logs');
    if (endpoint === undefined || (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) {
      return endpoint;
    }
    throw new TraceError('network', { operation: 'logsEndpoint', code: 'ERR_INVALID_URL', host: endpoint });
  }
}
