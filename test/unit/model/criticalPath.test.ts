import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { buildTrace } from '../../../src/model/buildTrace';
import { criticalPath } from '../../../src/model/criticalPath';
import { Mark, type SpanColumns } from '../../../src/model/trace';
import { drawTrace } from './drawTrace';

function drawnSpans(drawing: string): SpanColumns {
  return buildTrace({ documents: drawTrace(drawing) }).spans;
}

/** Shares by name, without those of 0. */
function shares(drawing: string): Record<string, number> {
  const spans = drawnSpans(drawing);
  const { share } = criticalPath(spans);
  return Object.fromEntries(
    Array.from(
      share,
      (value, span) => [spans.strings[spans.name[span]!]!, Math.round(value * 1e3) / 1e3] as const,
    ).filter(([, value]) => value > 0),
  );
}

describe('critical path', () => {
  it('is the span itself where it has no children', () => {
    assert.deepEqual(shares('shop 0 500'), { shop: 500 });
  });

  it('goes through the child that ended last, then through what ended before it began', () => {
    assert.deepEqual(
      shares(`
        shop      0 500
          first  10 200
          second 50 120
          third 220 480`),
      { shop: 10 + 20 + 20, first: 190, third: 260 },
    );
  });

  it('takes of overlapping children the later one whole, of the earlier one what came before', () => {
    assert.deepEqual(
      shares(`
        shop     0 100
          a      0  60
          b     40 100`),
      { a: 40, b: 60 },
    );
  });

  it('has the asynchronous tail of a child on it, and nothing outside of the root', () => {
    assert.deepEqual(
      shares(`
        shop        0 100
          queue    10  20
            worker 20 150`),
      { shop: 10, queue: 10, worker: 80 },
    );
  });

  it('gives the pause before a tail to the ancestor that was running', () => {
    assert.deepEqual(
      shares(`
        shop        0 100
          queue    10  20
            worker 50 100`),
      { shop: 10 + 30, queue: 10, worker: 50 },
    );
  });

  it('follows a child whose clock runs early', () => {
    assert.deepEqual(
      shares(`
        shop      0 100
          a      40 100
            b    20  90`),
      { shop: 20, a: 10, b: 70 },
    );
  });

  it('stays with the caller where the callee is only inferred', () => {
    assert.deepEqual(
      shares(`
        shop         0 100
          dynamo    20  80 aws
            dynamo-inferred 20 80 inferred`),
      { shop: 40, dynamo: 60 },
    );
  });

  it('is worked out for each root', () => {
    assert.deepEqual(
      shares(`
        shop      0 100
        audit   150 180 segment
          write 150 170`),
      { shop: 100, audit: 10, write: 20 },
    );
  });

  it('survives 20,000 levels', () => {
    const count = 20_000;
    const spans = {
      count,
      parent: Int32Array.from({ length: count }, (_, span) => span - 1),
      end: new Uint32Array(count).fill(count),
      start: new Float64Array(count),
      duration: new Float64Array(count).fill(1000),
      marks: new Uint32Array(count),
    } as unknown as SpanColumns;
    assert.equal(criticalPath(spans).share[count - 1], 1000);
  });
});

describe('critical path of random traces', () => {
  const time = fc.integer({ min: 0, max: 30 });
  const anySpans = fc
    .array(fc.record({ parent: fc.nat(), from: time, length: time, isInferred: fc.boolean() }), {
      minLength: 1,
      maxLength: 14,
    })
    .map((rows) =>
      rows.map((row, index) => ({ ...row, parent: index === 0 || row.parent % 5 === 0 ? -1 : row.parent % index })),
    )
    .map(columnsOf);

  it('agrees with a walk in steps of one millisecond', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        assert.deepEqual(Array.from(criticalPath(spans).share), sharesByTicks(spans));
      }),
      { numRuns: 1000 },
    );
  });

  it('tiles each root: no gap, no overlap, shares that sum to its duration', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const { sections, share } = criticalPath(spans);
        for (let root = 0; root < spans.count; root = spans.end[root]!) {
          const own = sections.filter(({ span }) => span >= root && span < spans.end[root]!);
          let cursor = spans.start[root]! + spans.duration[root]!;
          for (const { from, to } of own) {
            assert.equal(to, cursor);
            assert.ok(from < to);
            cursor = from;
          }
          assert.equal(cursor, spans.start[root]);
          const sum = share.subarray(root, spans.end[root]).reduce((total, value) => total + value, 0);
          assert.equal(sum, spans.duration[root]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

type Drawn = { readonly parent: number; readonly from: number; readonly length: number; readonly isInferred: boolean };

/** Columns in pre-order, made without the model: only what the path reads. */
function columnsOf(rows: readonly Drawn[]): SpanColumns {
  const order: number[] = [];
  const put = (row: number): void => {
    order.push(row);
    rows.forEach(({ parent }, child) => parent === row && put(child));
  };
  rows.forEach(({ parent }, row) => parent < 0 && put(row));
  const place = new Map(order.map((row, span) => [row, span]));
  const sizeOf = (row: number): number =>
    1 + rows.reduce((sum, { parent }, child) => sum + (parent === row ? sizeOf(child) : 0), 0);
  const column = (value: (row: number) => number) => order.map(value);
  return {
    count: rows.length,
    parent: Int32Array.from(column((row) => place.get(rows[row]!.parent) ?? -1)),
    end: Uint32Array.from(column((row) => place.get(row)! + sizeOf(row))),
    start: Float64Array.from(column((row) => rows[row]!.from)),
    duration: Float64Array.from(column((row) => rows[row]!.length)),
    marks: Uint32Array.from(column((row) => (rows[row]!.isInferred ? Mark.Inferred : 0))),
  } as unknown as SpanColumns;
}

/** The same question asked of every millisecond: who decided it? Slow and plain. */
function sharesByTicks(spans: SpanColumns): number[] {
  const all = Array.from({ length: spans.count }, (_, span) => span);
  const kids = (span: number): number[] => all.filter((child) => spans.parent[child] === span);
  const tree = (span: number): number[] => [span, ...kids(span).flatMap(tree)];
  const first = (span: number): number => Math.min(...tree(span).map((one) => spans.start[one]!));
  const last = (span: number): number => Math.max(...tree(span).map((one) => spans.start[one]! + spans.duration[one]!));
  const runs = (span: number, tick: number): boolean =>
    spans.start[span]! <= tick && tick < spans.start[span]! + spans.duration[span]!;
  const share = all.map(() => 0);

  function decide(span: number, from: number, to: number): void {
    const candidates = kids(span)
      .filter((child) => !(spans.marks[child]! & Mark.Inferred) || kids(child).length > 0)
      .toSorted((a, b) => last(b) - last(a) || first(a) - first(b) || a - b);
    for (let tick = to - 1; tick >= from;) {
      const waitedFor = candidates.find((child) => first(child) <= tick && last(child) > tick);
      if (waitedFor === undefined) {
        let owner = span;
        while (!runs(owner, tick)) owner = spans.parent[owner]!;
        share[owner]! += 1;
        tick--;
      } else {
        const begin = Math.max(from, first(waitedFor));
        decide(waitedFor, begin, tick + 1);
        tick = begin - 1;
      }
    }
  }

  for (const root of all.filter((span) => spans.parent[span] === -1)) {
    decide(root, spans.start[root]!, spans.start[root]! + spans.duration[root]!);
  }
  return share;
}
