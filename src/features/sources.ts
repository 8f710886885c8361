import type { SourceKind } from '../model/traceRef';
import type { OpenTraces } from '../traces/source';
import { TraceError } from '../traces/traceError';
import type { How } from '../traces/traces';

/** Who fetches traces of each source. */
export function sourceOf(
  aws: (how: How) => OpenTraces,
  samples: OpenTraces,
): (source: SourceKind, how: How) => OpenTraces {
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
