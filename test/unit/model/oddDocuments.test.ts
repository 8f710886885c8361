import assert from 'node:assert/strict';
import { buildTrace } from '../../../src/model/buildTrace';
import { rawDocument } from '../../../src/model/rawDocument';
import { spanDetails } from '../../../src/model/spanDetails';
import { Mark, type Trace } from '../../../src/model/trace';
import { assertLinear } from '../growth';
import { DRAWN_START, drawDocuments, drawTrace } from './drawTrace';

function kinds(trace: Trace): string[] {
  return trace.problems.map(({ kind, count }) => `${kind}:${count}`).toSorted();
}

function names(trace: Trace): string[] {
  return [...trace.spans.name].map(
    (index, span) => '  '.repeat(trace.spans.depth[span]!) + trace.spans.strings[index]!,
  );
}

function document(members: object): string {
  return JSON.stringify({ id: 'a', name: 'n', start_time: DRAWN_START, end_time: DRAWN_START + 1, ...members });
}

describe('versions of the same span', () => {
  it('replaces an in-progress document by the complete one, and keeps the other reachable', () => {
    const [pending] = drawTrace('a 0 - id=00000000000000aa');
    const [complete] = drawTrace('a 0 100 id=00000000000000aa');
    for (const documents of [
      [pending!, complete!],
      [complete!, pending!],
    ]) {
      const trace = buildTrace({ documents });
      assert.equal(trace.spans.count, 1);
      assert.equal(trace.spans.duration[0], 100);
      assert.equal(trace.spans.marks[0]! & Mark.InProgress, 0);
      assert.equal(trace.documents[trace.documentOf[0]!], complete);
      assert.equal(trace.documents[trace.replaced.get(0)![0]!.document], pending);
      assert.deepEqual(kinds(trace), ['duplicateId:1']);
    }
  });

  it('keeps the children of both versions', () => {
    const pending = drawTrace('a 0 - id=aa\n  early 1 2 id=e1');
    const complete = drawTrace('a 0 100 id=aa\n  late 5 6 id=e2');
    assert.deepEqual(names(buildTrace({ documents: [...pending, ...complete] })), ['a', '  early', '  late']);
  });

  it('folds a document that came twice, also where its subsegments have no ids', () => {
    const [text] = drawDocuments('a 0 100\n  b 1 2').map((one) => {
      delete (one['subsegments'] as { id?: string }[])[0]!.id;
      return JSON.stringify(one);
    });
    const trace = buildTrace({ documents: [text!, text!, text!] });
    assert.deepEqual(names(trace), ['a', '  b']);
    assert.equal(trace.replaced.get(1)!.length, 2);
    const nameless = '{"name":"x","trace_id":"t","start_time":1694542352,"end_time":1694542353}';
    assert.equal(buildTrace({ documents: [nameless, nameless] }).spans.count, 1);
  });

  it('folds a subsegment that was streamed and is embedded as well', () => {
    const embedded = drawTrace('a 0 100 id=aa\n  b 5 9 id=bb\n    c 6 7 id=cc');
    const streamed = drawTrace('b 5 9 id=bb streamed parent=aa').map((text) =>
      text.replace('{', '{"type":"subsegment",'),
    );
    for (const documents of [
      [...embedded, ...streamed],
      [...streamed, ...embedded],
    ]) {
      const trace = buildTrace({ documents });
      assert.deepEqual(names(trace), ['a', '  b', '    c']);
      assert.deepEqual([...trace.spans.depth], [0, 1, 2]);
    }
  });

  it('keeps two complete spans that merely share an id', () => {
    const trace = buildTrace({ documents: drawTrace('client 0 100 id=aa\nserver 10 90 id=aa\nchild 20 30 parent=aa') });
    assert.equal(trace.spans.count, 3);
    assert.deepEqual(kinds(trace), ['duplicateId:2', 'severalRoots:2']);
    assert.equal(trace.replaced.size, 0);
  });

  it('stays linear when everything has the same id', () => {
    assertLinear(
      'spans of one id',
      (length) => Array.from({ length }, (_, n) => document({ name: `n${n}`, start_time: DRAWN_START + n / 1e5 })),
      (documents) => assert.equal(buildTrace({ documents }).spans.count, documents.length),
    );
  });
});

describe('cycles', () => {
  it('cuts a cycle at its earliest span and keeps what hangs below', () => {
    const trace = buildTrace({
      documents: drawTrace('a 5 9 id=aa parent=cc\nb 0 9 id=bb parent=aa\nc 7 9 id=cc parent=bb\nd 8 9 parent=aa'),
    });
    assert.deepEqual(names(trace), ['b', '  c', '    a', '      d']);
    assert.deepEqual(
      kinds(trace),
      ['outsideParent:1', 'parentCycle:1'].filter((kind) => kinds(trace).includes(kind)),
    );
    assert.ok(trace.spans.marks[0]! & Mark.CycleCut);
  });

  it('cuts a span that is its own parent', () => {
    const trace = buildTrace({ documents: drawTrace('a 0 9 id=aa parent=aa') });
    assert.deepEqual([...trace.spans.parent], [-1]);
    assert.deepEqual(kinds(trace), ['parentCycle:1']);
  });

  it('survives two spans that are nested in each other', () => {
    const trace = buildTrace({
      documents: [...drawTrace('a 0 9 id=aa\n  b 1 8 id=bb'), ...drawTrace('b 1 8 id=bb\n  a 0 9 id=aa')],
    });
    assert.equal(trace.spans.count, 2);
    assert.deepEqual([...trace.spans.parent], [-1, 0]);
  });
});

describe('times', () => {
  const cases: readonly (readonly [unknown, number, boolean])[] = [
    [`${DRAWN_START}.5`, 500, true],
    [DRAWN_START * 1000 + 500, 500, true],
    [DRAWN_START * 1e6 + 500_000, 500, true],
    [DRAWN_START * 1e9 + 500_000_000, 500, true],
    ['2023-09-12T18:12:32.500Z', 500, true],
    [DRAWN_START + 0.5, 500, false],
  ];
  for (const [value, milliseconds, isRepaired] of cases) {
    it(`reads ${JSON.stringify(value)}`, () => {
      const trace = buildTrace({ documents: [document({}), document({ id: 'b', parent_id: 'a', start_time: value })] });
      assert.equal(trace.spans.start[1], milliseconds);
      assert.equal((trace.spans.marks[1]! & Mark.TimeRepaired) !== 0, isRepaired);
    });
  }

  for (const value of [0, -1, null, 'soon', {}, [], true, 1e300, 5]) {
    it(`takes ${JSON.stringify(value)} for no time and places the span at its parent`, () => {
      const trace = buildTrace({
        documents: [document({}), document({ id: 'b', name: 'x', parent_id: 'a', start_time: value, end_time: value })],
      });
      assert.equal(trace.spans.start[1], 0);
      assert.equal(trace.spans.duration[1], 0);
      assert.ok(trace.spans.marks[1]! & Mark.StartMissing);
      assert.ok(trace.spans.marks[1]! & Mark.EndMissing);
      assert.equal(trace.duration, 1000);
      assert.equal(trace.start, DRAWN_START * 1000);
    });
  }

  it('takes a span without start from where its nearest timed ancestor starts', () => {
    const trace = buildTrace({
      documents: drawDocuments('a 0 90\n  b 40 80\n    c 0 1\n      d 0 1').map((one) => {
        const b = (one['subsegments'] as Record<string, unknown>[])[0]!;
        const c = (b['subsegments'] as Record<string, unknown>[])[0]!;
        delete c['start_time'];
        delete (c['subsegments'] as Record<string, unknown>[])[0]!['start_time'];
        return JSON.stringify(one);
      }),
    });
    assert.deepEqual([...trace.spans.start], [0, 40, 40, 40]);
  });

  it('draws an end before its start with no length', () => {
    const trace = buildTrace({ documents: [document({ end_time: DRAWN_START - 1 })] });
    assert.equal(trace.spans.duration[0], 0);
    assert.deepEqual(kinds(trace), ['endBeforeStart:1']);
  });

  it('has start 0 when no span has a time', () => {
    const trace = buildTrace({ documents: ['{"id":"a","name":"x"}'] });
    assert.deepEqual([trace.start, trace.duration, trace.spans.start[0]], [0, 0, 0]);
  });

  it('takes the clock as it is when no time is of this century', () => {
    const trace = buildTrace({ documents: [document({ start_time: 1, end_time: 3.5 })] });
    assert.deepEqual([trace.start, trace.duration], [1000, 2500]);
  });
});

describe('documents that are none', () => {
  const texts = [
    '',
    '   ',
    '{',
    'null',
    '42',
    '"text"',
    '[]',
    '{}',
    '<html></html>',
    '{"resourceSpans":[]}',
    'T1SCgA=',
    '[1,2]',
  ];
  for (const text of texts) {
    it(`gives ${JSON.stringify(text)} a row that says why`, () => {
      const trace = buildTrace({ documents: [text, ...drawTrace('a 0 10')] });
      const unreadable = [...trace.spans.marks.keys()].filter((span) => trace.spans.marks[span]! & Mark.Unreadable);
      assert.ok(unreadable.length >= 1);
      for (const span of unreadable) {
        assert.match(trace.spans.strings[trace.spans.name[span]!]!, /^Unreadable: ./);
        assert.equal(rawDocument(trace, span).text, text);
        assert.equal(spanDetails(trace, span, { reveal: false }).problems[0], 'unreadableDocument');
      }
      assert.equal(trace.duration, 10);
    });
  }

  it('reads a daemon datagram, comments, trailing commas and a byte order mark', () => {
    const inner =
      '{"id":"aa",/* c */"name":"n","start_time":1694542352,"end_time":1694542353,"subsegments":[{"name":"s","start_time":1694542352,}, // end\n],}';
    for (const text of [`{"format": "json", "version": 1}\n${inner}`, inner, `\ufeff${inner}`]) {
      const trace = buildTrace({ documents: [text] });
      assert.deepEqual(names(trace), ['n', '  s']);
      const { from, to } = rawDocument(trace, 1);
      assert.equal(text.slice(from, to), '{"name":"s","start_time":1694542352,}');
    }
  });

  it('keeps what has wrong types in every field', () => {
    const fields = [
      'id',
      'name',
      'trace_id',
      'parent_id',
      'start_time',
      'end_time',
      'in_progress',
      'http',
      'aws',
      'sql',
      'cause',
      'annotations',
      'metadata',
      'links',
      'subsegments',
      'origin',
      'namespace',
      'service',
      'user',
    ];
    const values: unknown[] = [null, true, 7, 'text', [], [1], {}, { __proto__: null, a: [{}] }];
    for (const field of fields) {
      for (const value of values) {
        const text = document({ trace_id: 't', [field]: value });
        const trace = buildTrace({ documents: [text] });
        assert.equal(trace.spans.count, 1);
        const details = spanDetails(trace, 0, { reveal: false });
        assert.equal(details.raw, text);
        JSON.stringify(details);
      }
    }
  });

  it('is not misled by __proto__ and constructor', () => {
    const text =
      '{"id":"__proto__","name":"constructor","trace_id":"t","start_time":1694542352,"end_time":1694542353,"__proto__":{"fault":true},"annotations":{"__proto__":1,"constructor":2},"subsegments":[{"id":"toString","name":"__proto__","parent_id":"hasOwnProperty"}]}';
    const trace = buildTrace({ documents: [text] });
    assert.deepEqual(names(trace), ['constructor', '  __proto__']);
    assert.equal(trace.counts.faults, 0);
    const keys = spanDetails(trace, 0, { reveal: false }).annotations.map(({ key }) => key);
    assert.deepEqual(keys, ['__proto__', 'constructor']);
    assert.equal(({} as { fault?: boolean }).fault, undefined);
  });
});

describe('size', () => {
  it('builds, describes and finds a document nested 20,000 deep', () => {
    const depth = 20_000;
    const open = '{"name":"s","id":"x","start_time":1694542352,"end_time":1694542353,"subsegments":[';
    const text = `${Array.from({ length: depth }, (_, n) => open.replace('"x"', `"${n}"`)).join('')}${']}'.repeat(depth)}`;
    const trace = buildTrace({ documents: [text] });
    assert.equal(trace.spans.count, depth);
    assert.equal(trace.depth, depth);
    assert.equal(trace.spans.end[0], depth);
    const { from, to } = rawDocument(trace, depth - 1);
    assert.match(text.slice(from, to), /^\{"name":"s","id":"19999".*\[\]\}$/);
    assert.equal(spanDetails(trace, depth - 1, { reveal: false }).id, '19999');
  });

  it('survives metadata nested 20,000 deep', () => {
    const text = `{"id":"a","name":"n","start_time":1694542352,"end_time":1694542353,"metadata":{"d":{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}},"aws":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`;
    const details = spanDetails(buildTrace({ documents: [text] }), 0, { reveal: false });
    assert.equal(details.metadata.count, 1);
    assert.equal(details.metadata.json.length, 40_000 + '{"d":{"deep":}}'.length);
    assert.ok(details.resources.length === 1);
  });

  it('links a chain of 15,000 documents in any order', () => {
    const length = 15_000;
    const documents = Array.from({ length }, (_, n) => {
      const at = (n * 7919) % length; // 7919 is prime: every place once
      return `{"id":"${at}","parent_id":"${at === 0 ? '' : at - 1}","trace_id":"t","name":"n","start_time":1694542352,"end_time":1694542353}`;
    });
    const trace = buildTrace({ documents });
    assert.equal(trace.depth, length);
    assert.equal(trace.spans.id[length - 1], String(length - 1));
    assert.deepEqual(trace.problems, []);
  });
});
