import type { Disposable, LogOutputChannel } from 'vscode';
import type { TraceError } from '../traces/traceError';
import type { Traces } from '../traces/traces';
import { describeError } from './describeError';

/** Writes to the log why traces did not come; the page and the tree show it to the user. */
export function logFailures(traces: Traces, log: LogOutputChannel): Disposable {
  const logged = new WeakSet<TraceError>(); // one error can stand for hundreds of traces
  return traces.onDidChange((ref) => {
    const error = traces.peek(ref)?.error;
    if (!error || logged.has(error)) return;
    logged.add(error);
    log.error(`${ref.id}: ${describeError(error)}`);
  });
}
