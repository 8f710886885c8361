import { TraceStore } from '../service/store';
import { demoTraces } from './traces';

/** The moment of the bundled samples; the checkout in them began six minutes earlier. */
const SAMPLE_TIME = Date.UTC(2026, 10, 20, 10, 20, 26, 118);

/** File name in media/samples → key of the demo trace. */
const SAMPLES: Readonly<Record<string, string>> = {
  'checkout.json': 'checkout-failed',
  'receipt.json': 'receipts-sent',
  'search.json': 'search-request',
};

/** The contents of media/samples: one BatchGetTraces output per file, one trace each, made from the demo at a fixed time. */
export function sampleFiles(): Record<string, string> {
  const traces = new Map(demoTraces(SAMPLE_TIME).map((trace) => [trace.key, trace]));
  const write = ([file, key]: [string, string]): [string, string] => {
    const trace = traces.get(key);
    if (!trace) throw new RangeError(`no demo trace "${key}"`);
    const store = new TraceStore();
    store.put(trace.documents);
    const { id, duration: Duration, returned: Segments } = store.trace(trace.id);
    const output = { Traces: [{ Id: id, Duration, LimitExceeded: false, Segments }], UnprocessedTraceIds: [] };
    return [file, `${JSON.stringify(output, undefined, 1)}\n`];
  };
  return Object.fromEntries(Object.entries(SAMPLES).map(write));
}
