import type { SourceKind } from '../model/traceRef';
import type { AwsEngines, OpenTraces } from '../traces/source';
import { TraceError } from '../traces/traceError';
import type { How } from '../traces/traces';

/** Who fetches traces of each source. The AWS engines are loaded by the first trace that needs them. */
export function sourceOf(
  engines: () => Promise<AwsEngines>,
  samples: OpenTraces,
): (source: SourceKind, how: How) => OpenTraces {
  const aws = (how: How): OpenTraces =>
    async function* open(connection, wanted, signal) {
      const { openTraces, retrieveTraces } = await engines();
      signal.throwIfAborted();
      yield* (how === 'retrieve' ? retrieveTraces : openTraces)(connection, wanted, signal);
    };
  return (source, how) => {
    switch (source) {
      case 'aws':
        return aws(how);
      case 'sample':
        return samples;
      case 'file':
        // No command makes such a ref yet; one in an old state file opens as what it is: a file that cannot be read.
        throw new TraceError('unreadableFile', { file: '', detail: '' });
    }
  };
}
