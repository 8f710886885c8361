import type { ServiceOptions } from './options';
import type { Retrievals } from './retrievals';
import type { Signer, TraceStore } from './store';
import type { Tokens } from './tokens';
import type { JsonObject } from './wire';

/** What an operation works on. */
export interface Context {
  readonly store: TraceStore;
  readonly retrievals: Retrievals;
  readonly tokens: Tokens;
  readonly options: Readonly<ServiceOptions>;
  /** Whom the request is signed for. */
  readonly signer: Signer;
  /** Epoch milliseconds of the service's own clock. */
  readonly now: () => number;
}

/** One API operation: request body in, response body out; throws ServiceError for what AWS refuses. */
export type Operation = (input: JsonObject, context: Context) => JsonObject;
