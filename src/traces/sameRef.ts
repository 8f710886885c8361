import type { TraceRef } from '../model/traceRef';

/** Whether two refs name the same trace. Cheaper than comparing their texts, where hundreds are compared. */
export function sameRef(a: TraceRef, b: TraceRef): boolean {
  return a.id === b.id && a.region === b.region && a.profile === b.profile && a.source === b.source;
}
