import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { buildTrace } from '../../../src/model/buildTrace';
import { rawPlace } from '../../../src/model/rawDocument';
import { readTraceFile } from '../../../src/model/readTraceFile';
import { spanDetails } from '../../../src/model/spanDetails';
import { Mark, type Trace } from '../../../src/model/trace';
import { DRAWN_ID, DRAWN_START } from './drawTrace';

const id = fc.constantFrom('a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7', '');
const time = fc.oneof(
  fc.integer({ min: 0, max: 2000 }).map((milliseconds) => Math.round((DRAWN_START + milliseconds / 1000) * 1e6) / 1e6),
  fc.constantFrom<unknown>(undefined, 0, null, 'x', '1694542352.25', 1_694_542_352_250, 5, -1, Number.MAX_VALUE),
);
const noise = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 7, 'x', [], {}, [{}], { a: { b: [1] } }, true) },
);

/** A (sub)segment as a broken client might write it. Few ids, so that duplicates, cycles and orphans are common. */
const { segment } = fc.letrec<{ segment: Record<string, unknown> }>((tie) => ({
  segment: fc.record(
    {
      id: fc.oneof({ weight: 8, arbitrary: id }, { weight: 1, arbitrary: noise }),
      name: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('n', 'm', 'o') }, { weight: 1, arbitrary: noise }),
      trace_id: fc.constant(DRAWN_ID),
      start_time: time,
      end_time: time,
      in_progress: fc.constantFrom<unknown>(undefined, true, false, 'true'),
      parent_id: fc.oneof({ weight: 3, arbitrary: id }, { weight: 2, arbitrary: noise }),
      type: fc.constantFrom<unknown>(undefined, 'subsegment', 3),
      inferred: fc.constantFrom<unknown>(undefined, true),
      fault: fc.constantFrom<unknown>(undefined, true, false, 'yes'),
      http: fc.oneof(noise, fc.constant({ request: { method: 'GET', url: '/x' }, response: { status: 503 } })),
      aws: noise,
      cause: fc.oneof(noise, fc.constant({ exceptions: [{ stack: [{ line: null }] }] })),
      annotations: noise,
      metadata: noise,
      links: noise,
      sql: noise,
      subsegments: fc.option(
        fc.oneof({ weight: 5, arbitrary: fc.array(tie('segment'), { maxLength: 3 }) }, { weight: 1, arbitrary: noise }),
        { nil: undefined },
      ),
    },
    { requiredKeys: ['trace_id'] },
  ),
}));

const record = fc.record({
  traceId: fc.constant('6500aa100123456789abcdef01234567'),
  spanId: id,
  parentSpanId: fc.oneof(id, noise),
  name: fc.constantFrom<unknown>('n', 'm', undefined, 3),
  startTimeUnixNano: fc.constantFrom<unknown>('1694542352000000991', 1694542352500000000, 0, undefined, 'x'),
  endTimeUnixNano: fc.constantFrom<unknown>('1694542353000000991', 1694542352700000000, null, undefined),
  attributes: noise,
  status: noise,
  events: noise,
  links: noise,
  resource: noise,
});

const documents = fc.array(
  fc.oneof(segment, record).map((value) => JSON.stringify(value)),
  { maxLength: 10 },
);

/** Everything of a trace that must not depend on the order of its documents, as text. */
function contents(trace: Trace): string {
  const { spans } = trace;
  const rows = Array.from({ length: spans.count }, (_, span) => ({
    id: spans.id[span],
    depth: spans.depth[span],
    parent: spans.parent[span],
    end: spans.end[span],
    start: spans.start[span],
    duration: spans.duration[span],
    self: spans.self[span],
    status: spans.status[span],
    below: spans.below[span],
    marks: spans.marks[span],
    httpStatus: spans.httpStatus[span],
    texts: [spans.name, spans.service, spans.origin, spans.method, spans.url].map(
      (column) => spans.strings[column[span]!],
    ),
    versions: trace.replaced.get(span)?.length ?? 0,
    raw: rawPlace(trace, trace.documentOf[span]!, trace.ordinalOf[span]!).text,
  }));
  const { id: traceId, start, duration, counts, problems, depth } = trace;
  return JSON.stringify({ traceId, start, duration, counts, problems, depth, rows }, null, 1);
}

/** How many (sub)segments and spans the documents hold, counted the simplest way. */
function countReceived(texts: readonly string[]): number {
  const count = (value: { subsegments?: unknown }): number =>
    1 +
    (Array.isArray(value.subsegments) ? value.subsegments : [])
      .filter((child: unknown) => typeof child === 'object' && child !== null && !Array.isArray(child))
      .reduce((sum: number, child: object) => sum + count(child), 0);
  return texts.reduce((sum, text) => sum + count(JSON.parse(text) as object), 0);
}

describe('any documents', () => {
  it('build a sound pre-order forest with finite times', () => {
    fc.assert(
      fc.property(documents, (texts) => {
        const { spans, duration, start } = buildTrace({ documents: texts });
        assert.ok(Number.isFinite(start) && Number.isFinite(duration) && duration >= 0);
        for (let span = 0; span < spans.count; span++) {
          const parent = spans.parent[span]!;
          assert.ok(parent < span && parent >= -1);
          assert.equal(spans.depth[span], parent < 0 ? 0 : spans.depth[parent]! + 1);
          assert.ok(spans.end[span]! > span && spans.end[span]! <= (parent < 0 ? spans.count : spans.end[parent]!));
          for (const column of [spans.start, spans.duration, spans.self]) {
            assert.ok(Number.isFinite(column[span]!) && column[span]! >= 0);
          }
          assert.ok(spans.self[span]! <= spans.duration[span]!);
          assert.ok(spans.marks[span]! < Mark.OtherTrace * 2);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('reach every received (sub)segment from exactly one row', () => {
    fc.assert(
      fc.property(documents, (texts) => {
        const trace = buildTrace({ documents: texts });
        const places = [...trace.replaced.values()].flat().map(({ document, ordinal }) => `${document}/${ordinal}`);
        for (let span = 0; span < trace.spans.count; span++)
          places.push(`${trace.documentOf[span]}/${trace.ordinalOf[span]}`);
        assert.equal(new Set(places).size, places.length);
        const unreadable = trace.problems.find(({ kind }) => kind === 'unreadableDocument')?.count ?? 0;
        if (unreadable === 0) assert.equal(places.length, countReceived(texts));
      }),
      { numRuns: 150 },
    );
  });

  it('give the raw text of exactly the span', () => {
    fc.assert(
      fc.property(documents, (texts) => {
        const trace = buildTrace({ documents: texts });
        for (let span = 0; span < trace.spans.count; span++) {
          const details = spanDetails(trace, span, { reveal: true });
          JSON.stringify(details);
          if (trace.spans.marks[span]! & Mark.Unreadable) continue;
          const raw = JSON.parse(details.raw) as { id?: unknown; spanId?: unknown; name?: unknown };
          const named = typeof raw.name === 'string' ? raw.name : '';
          assert.equal(details.name, named);
          const identified = raw.id ?? raw.spanId;
          if (typeof identified === 'string') assert.equal(details.id, identified);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('build the same trace in any order', () => {
    const shuffledToo = documents.chain((texts) =>
      fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length })),
    );
    fc.assert(
      fc.property(shuffledToo, ([texts, shuffled]) => {
        assert.equal(contents(buildTrace({ documents: shuffled })), contents(buildTrace({ documents: texts })));
      }),
      { numRuns: 150 },
    );
  });

  it('never make the readers throw, whatever the text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      documents.map((texts) => texts.join('\n')),
      fc
        .tuple(documents, fc.nat(400))
        .map(([texts, cut]) =>
          JSON.stringify({ Traces: [{ Id: DRAWN_ID, Segments: texts.map((Document) => ({ Document })) }] }).slice(
            0,
            -cut,
          ),
        ),
    );
    fc.assert(
      fc.property(text, (file) => {
        const { traces } = readTraceFile(file);
        for (const input of traces) {
          const trace = buildTrace(input);
          for (let span = 0; span < trace.spans.count; span++) spanDetails(trace, span, { reveal: false });
        }
        buildTrace({ documents: [file] });
      }),
      { numRuns: 150 },
    );
  });
});
