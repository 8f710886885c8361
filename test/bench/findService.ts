// node esbuild.mjs --run test/bench/findService.ts is of no use alone: find.ts runs it as a process of its own and is told the URL.
import { startService, type XRayService } from '../service/service';
import { DAY, LATENCY, SUMMARIES } from './findFigures';

const start = Number(process.argv[2]);
const service = await startService({ latencyMs: LATENCY });
fill(service);
process.once('disconnect', () => void service.close());
process.send?.(service.url);

/** Traces at even distances. */
function fill(into: XRayService): void {
  for (let trace = 0; trace < SUMMARIES; trace += 1) {
    const second = Math.floor((start + (trace / SUMMARIES) * DAY) / 1000);
    const id = `1-${second.toString(16)}-${trace.toString(16).padStart(24, '0')}`;
    const http = { request: { method: 'GET', url: `https://shop.example/orders/${trace}` }, response: { status: 200 } };
    into.put([
      JSON.stringify({
        id: (trace + 1).toString(16).padStart(16, '0'),
        trace_id: id,
        name: 'orders',
        start_time: second,
        end_time: second + 0.2,
        http,
        annotations: { tenant: `t${trace % 7}` },
      }),
    ]);
  }
}
