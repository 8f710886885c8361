import type { XRayService } from '../service/service';
import { spanTraffic } from './spanTraffic';
import { demoTraces, type DemoTrace } from './traces';
import { demoTraffic } from './traffic';

const GROUPS = [
  { GroupName: 'payments', FilterExpression: 'service("payments")' },
  { GroupName: 'slow-checkouts', FilterExpression: 'http.url CONTAINS "/checkout" AND responsetime > 1' },
];

/**
 * Puts the demo's traces into a service, those of its ordinary traffic too, with two groups to search by; and turns Transaction
 * Search on, as some of them are only there.
 * @returns the traces that tell a story
 */
export function fillWithDemo(service: XRayService, now: number): DemoTrace[] {
  const traces = demoTraces(now);
  service.configure({
    destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' },
    indexing: { desired: 5, actual: 4.8 },
    groups: GROUPS,
  });
  for (const { documents, indexed, limitExceeded = false } of [...traces, ...demoTraffic(now)])
    service.put(documents, { indexed, limitExceeded });
  for (const { documents } of spanTraffic(now)) service.put(documents, { indexed: false });
  return traces;
}
