import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTrace } from '../../../../src/model/buildTrace';
import { readTraceFile } from '../../../../src/model/readTraceFile';
import type { SpanColumns } from '../../../../src/model/trace';
import { buildOutline } from '../../../../webview/outline/buildOutline';
import { LineKind, PLAIN_OUTLINE, type Outline, type OutlineOptions } from '../../../../webview/outline/outline';
import { drawTrace } from '../../model/drawTrace';

function drawn(drawing: string): { readonly spans: SpanColumns; readonly duration: number } {
  return buildTrace({ documents: drawTrace(drawing) });
}

const WORDS: Readonly<Record<number, string>> = {
  [LineKind.Service]: 'service',
  [LineKind.ClientResponse]: 'client response',
  [LineKind.Group]: 'group',
  [LineKind.Short]: 'short',
  [LineKind.Uninstrumented]: 'uninstrumented',
  [LineKind.Hidden]: 'hidden',
};

/** The outline as an indented text: kind where it is no span, names of what it stands for, how many. */
function textOf(spans: SpanColumns, outline: Outline): string[] {
  const name = (span: number): string => spans.strings[spans.name[span]!]!;
  return Array.from({ length: outline.count }, (_, line) => {
    const [kind, span, last] = [outline.kind[line]!, outline.span[line]!, outline.last[line]!];
    const indent = '  '.repeat(outline.depth[line]!);
    if (kind === LineKind.Span) return indent + (span === last ? name(span) : `${name(span)} … ${name(last)}`);
    if (kind === LineKind.Uninstrumented) {
      return `${indent}uninstrumented ${outline.start[line]!}+${outline.duration[line]!}`;
    }
    return `${indent}${WORDS[kind]!} ${name(span)} ×${outline.members[line]!}`;
  });
}

function lines(drawing: string, options: Partial<OutlineOptions>): string[] {
  const { spans, duration } = drawn(drawing);
  return textOf(spans, buildOutline(spans, { ...PLAIN_OUTLINE, ...options }, duration));
}

const service = (drawing: string, name: string): number => {
  const { spans } = drawn(drawing);
  return spans.service.find((string) => spans.strings[string] === name)!;
};

describe('outline by call chain', () => {
  it('lists the spans as they are where nothing is folded', () => {
    const { spans, duration } = drawn('shop 0 100\n  cart 10 20\n    db 12 15\n  pay 30 90');
    const outline = buildOutline(spans, PLAIN_OUTLINE, duration);
    assert.deepEqual(textOf(spans, outline), ['shop', '  cart', '    db', '  pay']);
    assert.deepEqual([...outline.lineOf], [0, 1, 2, 3]);
  });

  it('shows only a subtree in focus', () => {
    const { spans, duration } = drawn('shop 0 100\n  cart 10 20\n    db 12 15\n  pay 30 90');
    const outline = buildOutline(spans, { ...PLAIN_OUTLINE, focus: 1 }, duration);
    assert.deepEqual(textOf(spans, outline), ['cart', '  db']);
    assert.deepEqual([...outline.lineOf], [-1, 0, 1, -1]);
  });

  it('keeps matches and the way to them', () => {
    const { spans, duration } = drawn('shop 0 100\n  cart 10 20\n    db 12 15\n  pay 30 90\n    bank 40 50');
    const outline = buildOutline(spans, { ...PLAIN_OUTLINE, only: Uint32Array.of(2) }, duration);
    assert.deepEqual(textOf(spans, outline), ['shop', '  cart', '    db']);
  });
});

describe('outline with hidden services', () => {
  const SHOP = `
    shop        0 100
      stock    10  50 segment
        db     12  30 fault
        cache  30  40 segment
      pay      60  90 segment`;

  it('moves what they called up beside a line that counts them', () => {
    assert.deepEqual(lines(SHOP, { hidden: new Set([service(SHOP, 'stock')]) }), [
      'shop',
      '  hidden stock ×2',
      '  cache',
      '  pay',
    ]);
  });

  it('lets their failures show above', () => {
    const { spans, duration } = drawn(SHOP);
    const hidden = new Set([service(SHOP, 'stock')]);
    const outline = buildOutline(spans, { ...PLAIN_OUTLINE, hidden }, duration);
    assert.equal(outline.status[1], 4);
    assert.equal(outline.below[0], 4);
    assert.equal(outline.lineOf[2], 1, 'the hidden fault is shown by the line of what is hidden');
  });
});

describe('outline with groups', () => {
  const QUERIES = `
    shop  0 100
      db 10  12
      db 12  14
      db 14  16 fault
      db 16  18
      db 18  21
      pay 30 40
      db 50  52`;

  it('has five like siblings in a row as one line, with their worst status and their time together', () => {
    const { spans, duration } = drawn(QUERIES);
    const outline = buildOutline(spans, { ...PLAIN_OUTLINE, groups: true }, duration);
    assert.deepEqual(textOf(spans, outline).slice(0, 3), ['shop', '  group db ×5', '    db']);
    assert.deepEqual(textOf(spans, outline).slice(-2), ['  pay', '  db']);
    assert.equal(outline.status[1], 4);
    assert.equal(Math.round(outline.start[1]!), 10);
    assert.equal(Math.round(outline.duration[1]!), 11);
    assert.equal(Math.round(outline.total[1]!), 11);
    assert.equal(outline.end[1], 7);
  });

  it('leaves four alone, and does not mix resources', () => {
    const drawing = 'shop 0 100\n  db 1 2\n  db 2 3\n  db 3 4\n  db 4 5\n  other 5 6';
    assert.equal(lines(drawing, { groups: true }).length, 6);
  });
});

describe('outline with short spans folded', () => {
  it('gathers siblings that are short with all below them; failures and long tails stay', () => {
    const drawing = `
      shop      0 100
        a       1   2
        b       2   3 fault
        c       3   4
          tail  4  60
        d      60  61
        e      62  90`;
    assert.deepEqual(lines(drawing, { shorterThan: 5 }), [
      'shop',
      '  short a ×2',
      '    a',
      '    d',
      '  b',
      '  c',
      '    tail',
      '  e',
    ]);
  });
});

describe('outline with chains folded', () => {
  it('puts spans with a single child on one line', () => {
    const drawing = 'shop 0 100\n  a 1 90\n    b 2 80\n      c 3 40\n      d 40 70';
    const { spans, duration } = drawn(drawing);
    const outline = buildOutline(spans, { ...PLAIN_OUTLINE, chains: true }, duration);
    assert.deepEqual(textOf(spans, outline), ['shop … b', '  c', '  d']);
    assert.deepEqual([...outline.lineOf], [0, 0, 0, 1, 2]);
    assert.equal(outline.members[0], 3);
  });

  it('ends a chain before a failure', () => {
    assert.deepEqual(lines('shop 0 100\n  a 1 90\n    b 2 80 fault', { chains: true }), ['shop … a', '  b']);
  });
});

describe('outline with uninstrumented time', () => {
  it('has a line for time of a parent that no child covers', () => {
    assert.deepEqual(lines('shop 0 100\n  a 10 40\n  b 30 60\n  c 60.5 80', { uninstrumented: true }), [
      'shop',
      '  uninstrumented 0+10',
      '  a',
      '  b',
      '  c',
      '  uninstrumented 80+20',
    ]);
  });

  it('leaves out what is below 1 ms or 1 % of the trace, spans without children and what runs still', () => {
    assert.equal(lines('shop 0 1000\n  a 9 995', { uninstrumented: true }).length, 2);
    assert.equal(lines('shop 0 5\n  a 0.5 4.5', { uninstrumented: true }).length, 2);
    assert.equal(lines('shop 0 -\n  a 10 40', { uninstrumented: true }).length, 2);
  });

  it('counts inferred children for nothing', () => {
    const drawing = 'shop 0 100\n  dynamo 0 100 aws\n    twin 0 100 inferred';
    assert.equal(lines(drawing, { uninstrumented: true }).length, 3);
  });
});

describe('outline by service', () => {
  const FUNCTIONS = `
    api           0 100 origin=AWS::ApiGateway::Stage
      Lambda      1  99
        upload    5  95 segment origin=AWS::Lambda
          upload 20  95 segment origin=AWS::Lambda::Function
            init 10  20
            S3   30  40 aws
              S3 30  40 inferred origin=AWS::S3::Bucket
            S3   50  60 aws
              S3 50  60 inferred origin=AWS::S3::Bucket`;

  it('groups segments by name and origin in order of first start, inferred ones last, one row per caller', () => {
    assert.deepEqual(lines(FUNCTIONS, { hierarchy: 'byService' }), [
      'service api ×1',
      '  api',
      '    Lambda',
      'service upload ×1',
      '  upload',
      'service upload ×1',
      '  upload',
      '    init',
      '    S3',
      '    S3',
      'client response S3 ×2',
      '  S3',
      '  S3',
    ]);
  });

  it('keeps subsegments whose segment never came', () => {
    const drawing = 'api 0 100\nlost 20 30 streamed parent=00000000000000ff';
    assert.deepEqual(lines(drawing, { hierarchy: 'byService' }), [
      'service api ×1',
      '  api',
      'service lost ×1',
      '  lost',
    ]);
  });
});

describe('outlines of random traces', () => {
  const anyDrawing = fc
    .array(
      fc.record({
        depth: fc.nat(5),
        name: fc.constantFrom('a', 'b', 'c'),
        start: fc.nat(50),
        length: fc.nat(50),
        word: fc.constantFrom('', 'segment', 'inferred', 'fault', 'streamed'),
      }),
      { minLength: 1, maxLength: 25 },
    )
    .map((rows) => {
      let before = -1;
      return rows
        .map(({ depth, name, start, length, word }) => {
          before = Math.min(depth, before + 1);
          return `${'  '.repeat(before)}${name} ${start} ${start + length} ${word}`;
        })
        .join('\n');
    });
  const anyOptions = fc.record({
    hierarchy: fc.constantFrom('callChain' as const, 'byService' as const),
    focus: fc.integer({ min: -1, max: 3 }),
    hide: fc.boolean(),
    groups: fc.boolean(),
    chains: fc.boolean(),
    shorterThan: fc.constantFrom(0, 10, 30),
    uninstrumented: fc.boolean(),
  });

  it('show every span in one line, in pre-order, below its own parent line', () => {
    fc.assert(
      fc.property(anyDrawing, anyOptions, (drawing, { hide, ...rest }) => {
        const { spans, duration } = drawn(drawing);
        const focus = Math.min(rest.focus, spans.count - 1);
        const hidden = new Set(hide && focus < 0 ? [spans.service[0]!] : []);
        const outline = buildOutline(spans, { ...PLAIN_OUTLINE, ...rest, focus, hidden }, duration);
        for (let line = 0; line < outline.count; line++) {
          const parent = outline.parent[line]!;
          assert.ok(parent < line && outline.end[line]! > line && outline.end[line]! <= outline.count);
          assert.equal(outline.depth[line], parent < 0 ? 0 : outline.depth[parent]! + 1);
          assert.ok(parent < 0 || outline.end[line]! <= outline.end[parent]!);
          assert.ok(outline.duration[line]! >= 0);
        }
        const shown = Array.from({ length: spans.count }, (_, span) => span).filter(
          (span) => focus < 0 || (span >= focus && span < spans.end[focus]!),
        );
        const members = Array.from(outline.members).filter(
          (_, line) => outline.kind[line] === LineKind.Span || outline.kind[line] === LineKind.Hidden,
        );
        if (rest.hierarchy === 'callChain') {
          for (const span of shown) assert.ok(outline.lineOf[span]! >= 0);
          assert.equal(
            members.reduce((sum, count) => sum + count, 0),
            shown.length,
          );
        } else if (focus < 0 && !hide) assert.ok(outline.lineOf.every((line) => line >= 0));
      }),
      { numRuns: 500 },
    );
  });

  it('are the plain one again once all is switched off', () => {
    fc.assert(
      fc.property(anyDrawing, (drawing) => {
        const { spans, duration } = drawn(drawing);
        const folded = buildOutline(spans, { ...PLAIN_OUTLINE, shorterThan: 1e-9 }, duration);
        const plain = buildOutline(spans, PLAIN_OUTLINE, duration);
        for (const column of ['kind', 'span', 'parent', 'depth', 'end', 'status', 'below', 'lineOf'] as const) {
          assert.deepEqual(Array.from(folded[column]), Array.from(plain[column]), column);
        }
      }),
    );
  });
});

const RECORDED = join(PROJECT_ROOT, '../shared/data/servitrace/thumbnail_app.traces.json');
if (existsSync(RECORDED)) {
  describe('outline by service of a recorded trace', () => {
    it('has the headings and rows of the X-Ray console’s own picture', () => {
      const { spans, duration } = buildTrace(readTraceFile(readFileSync(RECORDED, 'utf8')).traces[0]!);
      const outline = buildOutline(spans, { ...PLAIN_OUTLINE, hierarchy: 'byService' }, duration);
      assert.deepEqual(textOf(spans, outline), [
        'service production-thumbnail-generator/production ×1',
        '  production-thumbnail-generator/production',
        '    Lambda',
        'service thumbnail-generator-production-upload ×1',
        '  thumbnail-generator-production-upload',
        'service thumbnail-generator-production-upload ×1',
        '  thumbnail-generator-production-upload',
        '    Initialization',
        '    S3',
        '    S3',
        'service thumbnail-generator-production-thumbnail-generator ×1',
        '  thumbnail-generator-production-thumbnail-generator',
        '    Dwell Time',
        '    Attempt #1',
        'service thumbnail-generator-production-thumbnail-generator ×1',
        '  thumbnail-generator-production-thumbnail-generator',
        '    Initialization',
        '    S3',
        '    S3',
        'client response S3 ×4',
        '  S3',
        '  S3',
        '  S3',
        '  S3',
      ]);
    });
  });
}
