import assert from 'node:assert/strict';
import { logFailures } from '../../../src/features/logFailures';
import { buildTrace } from '../../../src/model/buildTrace';
import type { TraceRef } from '../../../src/model/traceRef';
import type { Arrival } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import { Traces } from '../../../src/traces/traces';

const refOf = (last: number): TraceRef => ({
  source: 'aws',
  profile: '',
  region: 'eu-west-1',
  id: `1-6a633a34-8f3c21d07be94a5566d1c0e${last}`,
});

/** Lines by level, after two traces have failed with one error. */
async function logged(failure: TraceError): Promise<{ readonly info: string[]; readonly error: string[] }> {
  const refs = [refOf(1), refOf(2)];
  async function* fail(): AsyncGenerator<Arrival> {
    await Promise.resolve();
    for (const { id } of refs) yield { kind: 'failed', id, error: failure };
  }
  const traces = new Traces({ sourceOf: () => fail, build: buildTrace, now: Date.now });
  const lines = { info: [] as string[], error: [] as string[] };
  const log = {
    info: (line: string) => void lines.info.push(line),
    error: (line: string) => void lines.error.push(line),
  };
  const logging = logFailures(traces, log);
  await traces.open(
    refs.map((ref) => ({ ref })),
    new AbortController().signal,
  );
  logging.dispose();
  return lines;
}

describe('the log of traces that did not come', () => {
  it('has no error for a trace that is not there, also where a permission was missing on the way', async () => {
    const params = { destination: 'unknown', retrievalTried: false, action: 'xray:StartTraceRetrieval' };
    const { info, error } = await logged(new TraceError('notFound', params));
    assert.deepEqual([info.length, error], [1, []]);
    assert.match(info[0]!, /: notFound .*StartTraceRetrieval/);
  });

  it('has one error for what failed, however many traces it stands for', async () => {
    const { info, error } = await logged(new TraceError('accessDenied', { action: 'xray:BatchGetTraces' }));
    assert.deepEqual([info, error.length], [[], 1]);
  });
});
