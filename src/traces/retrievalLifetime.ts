import type { Milliseconds } from '../model/units';

/** How long AWS lets a retrieval run, and its token be used. Source: StartTraceRetrieval, API reference. */
export const RETRIEVAL_LIFETIME: Milliseconds = 60 * 60_000;
