import type { XRayService } from '../service/service';
import { demoTraces, type DemoTrace } from './traces';

/** Puts the demo's traces into a service, and turns Transaction Search on, as some of them are only there. */
export function fillWithDemo(service: XRayService, now: number): DemoTrace[] {
  const traces = demoTraces(now);
  service.configure({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
  for (const { documents, indexed, limitExceeded = false } of traces)
    service.put(documents, { indexed, limitExceeded });
  return traces;
}
