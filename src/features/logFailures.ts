import type { Disposable, LogOutputChannel } from 'vscode';
import type { TraceError } from '../traces/traceError';
import type { Traces } from '../traces/traces';
import { describeError } from './describeError';

/** Writes to the log why traces did not come; the page and the tree show it to the user. */
export function logFailures(
  traces: Pick<Traces, 'onDidChange' | 'peek'>,
  log: Pick<LogOutputChannel, 'info' | 'error'>,
): Disposable {
  const logged = new WeakSet<TraceError>(); // one error can stand for hundreds of traces
  return traces.onDidChange((ref) => {
    const error = traces.peek(ref)?.error;
    if (!error || logged.has(error)) return;
    logged.add(error);
    const line = `${ref.id}: ${describeError(error)}`;
    // That a trace is not there is an answer, whatever could not be asked on the way to it.
    if (error.reason === 'notFound') log.info(line);
    else log.error(line);
  });
}
