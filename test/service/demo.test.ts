import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { scanText } from '../../src/ids/scanner';
import { parseTraceId } from '../../src/model/traceId';
import { demoLogs } from '../demo/logs';
import { writeDemoWorkspace } from '../demo/workspace';
import { demoTraces, type DemoTrace } from '../demo/traces';
import { demoTraffic } from '../demo/traffic';
import type { TraceSummary } from '../../src/traces/source';
import { readSummary } from '../../src/aws/readSummary';
import { TraceStore } from './store';
import { summaryOf } from './summaryOf';
import { objects, readDocuments } from './document';
import { withDescendants } from './embed';
import { isObject } from './wire';

const NOW = Date.UTC(2026, 10, 20, 10, 20, 0);
const APP = join(PROJECT_ROOT, 'test/demo/workspace');

interface Frame {
  readonly path: string;
  readonly line: number | null;
  readonly label: string;
}

function framesOf(traces: readonly DemoTrace[]): Frame[] {
  return traces
    .flatMap(({ documents }) => documents)
    .flatMap((text) => readDocuments(text))
    .filter(({ kind }) => kind === 'segment')
    .flatMap(({ value }) => withDescendants(value))
    .flatMap(({ cause }) => (isObject(cause) ? objects(cause['exceptions']) : []))
    .flatMap(({ stack }) => objects(stack) as unknown as Frame[]);
}

/** The file of the sample app that a frame names; undefined for frames of libraries. */
function appFile({ path }: Frame): string | undefined {
  if (path.includes('node_modules') || path.startsWith('..')) return undefined;
  const relative = path.endsWith('.py') ? `receipts/${basename(path)}` : /\/(src\/.*)$/.exec(path)?.[1];
  return relative && existsSync(join(APP, relative)) ? relative : undefined;
}

/** What a line of the app says where a frame with this label stands on it. */
const CALLS: Readonly<Record<string, RegExp>> = {
  'src/payments/client.ts:charge': /throw new (TooManyRequests|ProviderUnavailable)Error\(/,
  'src/lib/retry.ts:retry': /await attempt\(/,
  'src/handlers/checkout.ts:async handler': /await charge\(/,
  'src/inventory.ts:reserveStock': /throw new OutOfStockError\(/,
  'src/inventory.ts:async reserveStock': /await onHand\(/,
  'src/inventory.ts:onHand': /await pool\.query/,
  'src/server.ts:async <anonymous>': /await reserveStock\(/,
  'receipts/handler.py:handler': /send\(message\)/,
  'receipts/handler.py:send': /render\(/,
  'receipts/handler.py:render': /TEMPLATES\[language\]/,
};

/** A summary as the SDK hands it on. */
const asSent = (summary: object): object => JSON.parse(JSON.stringify(summary)) as object;

describe('the demo', () => {
  let traces: DemoTrace[];
  before(() => {
    traces = demoTraces(NOW);
  });

  it('is the same for the same now, and moves with it', () => {
    assert.deepEqual(demoTraces(NOW), traces);
    const later = demoTraces(NOW + 1000);
    assert.notEqual(later[0]?.id, traces[0]?.id);
    assert.equal(later[0]?.id.slice(10), traces[0]?.id.slice(10));
  });

  it('has IDs that carry the second of the trace, and documents of that trace only', () => {
    assert.equal(new Set(traces.map(({ id }) => id)).size, traces.length);
    for (const { id, start, documents, title } of traces) {
      assert.equal(parseTraceId(id), id);
      assert.equal(Number.parseInt(id.slice(2, 10), 16), Math.floor(start / 1000), title);
      const read = documents.flatMap((text) => readDocuments(text));
      assert.deepEqual([...new Set(read.map(({ traceId }) => traceId))], [id]);
      const began = Math.min(...read.map((document) => document.start ?? Infinity));
      assert.ok(Math.abs(began * 1000 - start) < 1500, `${title}: ${began * 1000 - start} ms off`);
      assert.ok(start < NOW, title);
    }
  });

  it('gives every span an id of its own', () => {
    for (const { documents, title } of traces) {
      const ids = documents
        .flatMap((text) => readDocuments(text))
        .flatMap(({ kind, id, value }) => (kind === 'span' ? [id] : withDescendants(value).map((node) => node['id'])));
      assert.equal(new Set(ids).size, ids.length, title);
    }
  });

  it('has a trace of exactly 10,000 spans, kept in Transaction Search only', () => {
    const huge = traces.find(({ key }) => key === 'nightly-import');
    assert.equal(huge?.documents.length, 10_000);
    assert.equal(huge?.indexed, false);
  });

  it('writes nanoseconds as JSON integers without losing a digit', () => {
    const [text] = traces.find(({ key }) => key === 'search-request')?.documents ?? [];
    const { startTimeUnixNano } = JSON.parse(text ?? '') as { startTimeUnixNano: number };
    const written = /"startTimeUnixNano":(\d{19}),/.exec(text ?? '')?.[1];
    assert.ok(written, text);
    assert.notEqual(written, String(startTimeUnixNano)); // the digits are finer than a double holds
  });

  it('links the checkout and its receipt both ways', () => {
    const [checkout, receipts] = traces;
    assert.ok(checkout?.documents.some((text) => text.includes(`"trace_id":"${receipts?.id}"`)));
    assert.ok(receipts?.documents.some((text) => text.includes(`"trace_id":"${checkout?.id}"`)));
  });

  it('names in its stack frames the lines of the sample app that make the call', () => {
    const seen = new Set<string>();
    for (const frame of framesOf(traces)) {
      const file = appFile(frame);
      if (!file) continue;
      const call = CALLS[`${file}:${frame.label}`];
      assert.ok(call, `no call known for ${file}:${frame.label}`);
      const line = readFileSync(join(APP, file), 'utf8').split('\n')[(frame.line ?? 0) - 1];
      assert.match(line ?? '', call, `${file}:${frame.line}`);
      seen.add(`${file}:${frame.label}`);
    }
    assert.deepEqual(
      [...seen].toSorted((a, b) => a.localeCompare(b)),
      Object.keys(CALLS).toSorted((a, b) => a.localeCompare(b)),
    );
  });
});

describe('the traffic of the demo', () => {
  const traffic = demoTraffic(NOW);
  const store = new TraceStore();
  before(() => {
    for (const { documents } of traffic) store.put(documents);
  });

  it('is the same for the same now, and moves with it', () => {
    assert.deepEqual(demoTraffic(NOW), traffic);
    assert.notEqual(demoTraffic(NOW + 1000)[0]?.id, traffic[0]?.id);
  });

  it('fills every range people are offered, the last hour more densely', () => {
    const since = (minutes: number): number => traffic.filter(({ start }) => start >= NOW - minutes * 60_000).length;
    const counts = [5, 15, 60, 6 * 60, 24 * 60, 3 * 24 * 60].map(since);
    for (const [index, count] of counts.entries()) assert.ok(count > (counts[index - 1] ?? 2), String(counts));
    assert.ok(traffic.every(({ start }) => start < NOW));
    assert.equal(new Set(traffic.map(({ id }) => id)).size, traffic.length);
  });

  it('has something of everything that results can be refined by', () => {
    const summaries = store.all({ region: '', accessKeyId: '' }).map((trace) => readSummary(asSent(summaryOf(trace))));
    const different = (read: (summary: TraceSummary) => unknown): number =>
      new Set(summaries.flatMap((summary) => (summary ? [read(summary)].flat() : []))).size;
    assert.ok(different(({ services }) => services.map(({ name }) => name)) >= 8);
    assert.ok(different(({ httpStatus }) => httpStatus) >= 5);
    assert.ok(different(({ users }) => users) >= 5);
    assert.ok(different(({ clientIp }) => clientIp) >= 4);
    assert.ok(different(({ annotations }) => [...annotations.keys()]) >= 6);
    assert.ok(different(({ rootCauses }) => rootCauses.map(({ text }) => text)) >= 4);
    for (const flag of ['fault', 'error', 'throttle', 'partial'] as const) {
      const flagged = summaries.filter((summary) => summary?.[flag]).length;
      assert.ok(flagged >= 2 && flagged < summaries.length / 3, `${flag}: ${flagged}`);
    }
  });
});

describe('the sample workspace', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-workspace-'));
    await writeDemoWorkspace(folder, NOW);
  });
  after(() => rm(folder, { recursive: true }));

  it('has the code that the frames name, a README, and logs', async () => {
    for (const file of ['README.md', 'src/handlers/checkout.ts', 'receipts/handler.py']) {
      assert.ok((await readFile(join(folder, file), 'utf8')).length > 100, file);
    }
    assert.deepEqual(
      (await readdir(join(folder, 'logs'))).toSorted((a, b) => a.localeCompare(b)),
      Object.keys(demoLogs(demoTraces(NOW))).toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it('mentions every log file of its README, and each exists', async () => {
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    const named = readme.match(/(?:logs|src|receipts)\/[\w/-]+\.\w+/g) ?? [];
    assert.ok(named.length >= 8, String(named));
    for (const file of named) assert.ok(existsSync(join(folder, file)), file);
  });

  it('has log lines that lead to every trace, and two that lead nowhere', () => {
    const traces = demoTraces(NOW);
    const found = new Set(Object.values(demoLogs(traces)).flatMap((text) => scanText(text).map(({ id }) => id)));
    for (const { id, title } of traces) assert.ok(found.delete(id), title);
    // The request that was not sampled, and the balancer's own ID; no placeholder, hash or UUID.
    assert.equal(found.size, 2, [...found].join(' '));
  });

  it('writes lines in the order of their times', () => {
    for (const [name, text] of Object.entries(demoLogs(demoTraces(NOW)))) {
      const times = (text.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? []).map((time) => Date.parse(time));
      if (name === 'alb-access.log') continue; // two times a line
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
        name,
      );
    }
  });
});
