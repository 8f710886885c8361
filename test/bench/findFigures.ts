import type { Milliseconds } from '../../src/model/units';

export const SUMMARIES = 10_000;
export const LATENCY: Milliseconds = 50;
/** The traces are spread over it. */
export const DAY: Milliseconds = 24 * 60 * 60_000;
