/** One frame of a stack, as `cause.exceptions[].stack` has it. */
export interface Frame {
  readonly path: string;
  readonly line: number | null;
  readonly label: string;
}

/** Where the functions of the sample app are deployed. */
const TASK = '/var/task';
/** Where its containers keep it. */
const SERVER = '/srv/shop';

const INTERNALS: Frame = { path: 'node', line: null, label: 'process.processTicksAndRejections' };

/** The stack below `charge`, innermost first, as Node writes it. */
const CHARGE: readonly Frame[] = [
  { path: `${TASK}/src/lib/retry.ts`, line: 28, label: 'retry' },
  { path: `${TASK}/src/handlers/checkout.ts`, line: 55, label: 'async handler' },
  INTERNALS,
];

/** `TooManyRequestsError` thrown by the payments client. */
export const TOO_MANY_REQUESTS: readonly Frame[] = [
  { path: `${TASK}/src/payments/client.ts`, line: 87, label: 'charge' },
  ...CHARGE,
];

/** `ProviderUnavailableError` thrown by the payments client. */
export const PROVIDER_UNAVAILABLE: readonly Frame[] = [
  { path: `${TASK}/src/payments/client.ts`, line: 90, label: 'charge' },
  ...CHARGE,
];

/** `OutOfStockError` in the inventory service. */
export const OUT_OF_STOCK: readonly Frame[] = [
  { path: `${SERVER}/src/inventory.ts`, line: 32, label: 'reserveStock' },
  { path: `${SERVER}/src/server.ts`, line: 21, label: 'async <anonymous>' },
  { path: `${SERVER}/node_modules/express/lib/router/layer.js`, line: 95, label: 'Layer.handle [as handle_request]' },
  INTERNALS,
];

/** The database refusing a statement of the inventory service. */
export const SQL_FAILED: readonly Frame[] = [
  { path: `${SERVER}/node_modules/pg-protocol/dist/parser.js`, line: 306, label: 'parseErrorMessage' },
  { path: `${SERVER}/node_modules/pg/lib/client.js`, line: 526, label: 'Client.query' },
  { path: `${SERVER}/src/inventory.ts`, line: 22, label: 'onHand' },
  { path: `${SERVER}/src/inventory.ts`, line: 28, label: 'async reserveStock' },
  { path: `${SERVER}/src/server.ts`, line: 21, label: 'async <anonymous>' },
];

/** The KeyError in `receipts/handler.py`. Python: base names only, outermost first. */
export const KEY_ERROR: readonly Frame[] = [
  { path: 'tracer.py', line: 330, label: 'decorate' },
  { path: 'handler.py', line: 38, label: 'handler' },
  { path: 'handler.py', line: 24, label: 'send' },
  { path: 'handler.py', line: 19, label: 'render' },
];
