import { GetTraceSegmentDestinationCommand } from '@aws-sdk/client-xray';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import { TraceError } from '../traces/traceError';
import type { Session } from './calls';
import { endsEverything } from './errors';

/** Where an account keeps its spans: X-Ray's own store, or Transaction Search's log group. */
export type Destination = 'XRay' | 'CloudWatchLogs' | 'unknown';

/** What was learnt, and what kept us from learning it. */
export interface DestinationAnswer {
  readonly destination: Destination;
  /** IAM action that was denied; '' otherwise. */
  readonly deniedAction: string;
}

/** An account is switched rarely, and asking costs a call for every trace that is not found. */
const REMEMBERED: Milliseconds = 15 * 60_000;

/** GetTraceSegmentDestination, remembered per connection. */
export class Destinations {
  /** Connections of which a span search has found spans. */
  private readonly seen = new Set<string>();
  private readonly known = new Map<string, { readonly destination: Destination; readonly until: EpochMilliseconds }>();

  /**
   * Where this connection's spans are. Being refused, or asking a service that does not know the question, is an answer:
   * 'unknown'. A switch that is under way (PENDING), and 'unknown', are not remembered; that it may not be asked is (`Denials`).
   * @throws TraceError for what no further call would survive either; the signal's reason
   */
  async ask(session: Session): Promise<DestinationAnswer> {
    const key = await session.connectionKey();
    const known = this.known.get(key);
    if (known && known.until > session.clock.now()) return { destination: known.destination, deniedAction: '' };
    session.report({ kind: 'progress', progress: { step: 'destination' } });
    try {
      const answer = await session.call({
        operation: 'GetTraceSegmentDestination',
        ids: [],
        unlessDenied: ['GetTraceSegmentDestination'],
        send: (client, options) => client.send(new GetTraceSegmentDestinationCommand({}), options),
        note: ({ Destination, Status }) => `${Destination ?? 'no destination'}, ${Status ?? 'no status'}`,
      });
      const destination = destinationOf(answer.Destination);
      if (destination !== 'unknown' && answer.Status === 'ACTIVE') {
        this.known.set(key, { destination, until: session.clock.now() + REMEMBERED });
      }
      return { destination, deniedAction: '' };
    } catch (error) {
      if (!(error instanceof TraceError) || endsEverything(error)) throw error;
      if (error.reason === 'accessDenied') {
        const { profile, region } = session.connection;
        const destination = this.seen.has(JSON.stringify([profile, region])) ? 'CloudWatchLogs' : 'unknown';
        return { destination, deniedAction: String(error.params['action']) };
      }
      const isAnswered =
        error.reason === 'invalidRequest' || error.reason === 'resourceNotFound' || error.reason === 'badResponse';
      if (isAnswered) return { destination: 'unknown', deniedAction: '' };
      throw error;
    }
  }

  /** Spans were found in the log group: who may not ask where they are need not guess any more. */
  spansSeen(profile: string, region: string): void {
    this.seen.add(JSON.stringify([profile, region]));
  }

  forget(): void {
    this.known.clear();
    this.seen.clear();
  }
}

function destinationOf(text: string | undefined): Destination {
  return text === 'XRay' || text === 'CloudWatchLogs' ? text : 'unknown';
}
