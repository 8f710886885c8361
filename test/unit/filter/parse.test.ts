import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { evaluate } from '../../../src/filter/evaluate';
import type { Expression } from '../../../src/filter/expression';
import { parseFilter } from '../../../src/filter/parse';
import { printFilter } from '../../../src/filter/print';
import { summarySubject } from '../../../src/filter/summarySubject';
import { assertLinearIn } from '../growth';
import { ROWS } from './expressions';
import { wantedArbitrary, writtenAs } from './oracle';
import { summary } from './summaries';

describe('filter expressions', () => {
  it('are in a table of at least 200, half of them invalid', () => {
    const invalid = ROWS.filter(([verdict]) => verdict === 'invalid').length;
    assert.ok(ROWS.length >= 200, `${ROWS.length} expressions`);
    assert.ok(invalid >= 100 && ROWS.length - invalid >= 100, `${invalid} of ${ROWS.length} are invalid`);
    assert.equal(new Set(ROWS.map(([, text]) => text)).size, ROWS.length, 'each stands there once');
  });

  for (const row of ROWS) {
    const [verdict, marked] = row;
    it(`${verdict}: ${marked}`, () => {
      const text = marked.replace('¦', '');
      const { expression, problems } = parseFilter(text);
      const first = problems.find(({ severity }) => verdict !== 'invalid' || severity === 'error');
      if (verdict === 'valid') {
        assert.deepEqual(problems, []);
        assert.equal(expression ? printFilter(expression) : '', row[2] || text.trim());
        return;
      }
      assert.ok(first, 'no problem');
      const place = `${text.slice(0, first.start)}¦${text.slice(first.start)}`;
      const expected = first.expected.join(' ');
      if (verdict === 'warning') {
        assert.deepEqual([place, first.code, first.severity], [marked, row[3], 'warning']);
        if (row[4]) assert.equal(expected, row[4]);
        assert.equal(problems.length, 1);
        assert.equal(expression && printFilter(expression), row[2] || text);
      } else {
        assert.deepEqual([place, first.code, expected], [marked, row[2], row[3]]);
        assert.equal(first.severity, 'error');
        assert.equal(expression, undefined);
      }
    });
  }
});

/** The expression without its places. */
function bare(expression: unknown): unknown {
  return JSON.parse(
    JSON.stringify(expression ?? null, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
  );
}

/** More levels than there is stack for, were there a call for each. */
const LEVELS = 20_000;

const deep = (open: string, close: string): string => `${open.repeat(LEVELS)}fault${close.repeat(LEVELS)}`;

describe('parsing filter expressions', () => {
  it('reads what it prints as the same expression', () => {
    fc.assert(
      fc.property(wantedArbitrary, fc.nat(), (wanted, seed) => {
        const { expression, problems } = parseFilter(writtenAs(wanted, seed));
        assert.deepEqual(problems, []);
        const printed = printFilter(expression!);
        const again = parseFilter(printed);
        assert.deepEqual(bare(again.expression), bare(expression), printed);
        assert.equal(printFilter(again.expression!), printed);
      }),
    );
    for (const [, marked] of ROWS) {
      const { expression } = parseFilter(marked.replace('¦', ''));
      if (expression) assert.deepEqual(bare(parseFilter(printFilter(expression)).expression), bare(expression), marked);
    }
  });

  it('places every part where its text stands: cut out, it is the same expression', () => {
    fc.assert(
      fc.property(wantedArbitrary, fc.nat(), (wanted, seed) => {
        const text = writtenAs(wanted, seed);
        const visit = (expression: Expression): void => {
          const { start, end } = expression;
          const inBraces = parseFilter(text.slice(start, end)).expression;
          assert.deepEqual(bare(inBraces), bare(expression), text.slice(start, end));
          if (expression.kind === 'and' || expression.kind === 'or') expression.terms.forEach(visit);
          else if (expression.kind === 'not') visit(expression.term);
          else if ('filter' in expression && expression.filter) visit(expression.filter);
        };
        visit(parseFilter(text).expression!);
      }),
    );
  });

  it('never throws, and says of all it refuses where', () => {
    const piece = fc.constantFrom(
      ...'"\'(){}[],:#!=<>&|~\\.'.split(''),
      ' ',
      'AND',
      'OR ',
      'not ',
      'fault',
      'service(',
      'edge(',
      'id(name:',
      'annotation.',
      'annotation[',
      'rootcause.fault.service{',
      'json=#[',
      'duration',
      'user',
      '"x"',
      '5',
      '-1e',
      'true',
      '💥',
      '\u0000',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        const { expression, problems } = parseFilter(text);
        for (const { start, end } of problems) assert.ok(0 <= start && start <= end && end <= text.length, text);
        const isRefused = problems.some(({ severity }) => severity === 'error');
        assert.equal(expression === undefined, isRefused || text.trim() === '', text);
      }),
      { numRuns: 1000 },
    );
  });

  it('warns of expressions longer than X-Ray may take', () => {
    const long = `user = "${'x'.repeat(2000)}"`;
    assert.deepEqual(
      parseFilter(long).problems.map(({ code, start }) => [code, start]),
      [['tooLong', 2000]],
    );
  });

  for (const [open, close, printed] of [
    ['(', ')', 'fault'],
    ['!', '', 'fault'],
    ['!!!', '', 'fault'],
  ] as const) {
    it(`takes 20,000 times ${open} for what it is`, () => {
      assert.equal(printFilter(parseFilter(deep(open, close)).expression!), printed);
    });
  }

  for (const [open, close] of [
    ['!(', ')'],
    ['service(){', '}'],
    ['(a AND (b OR ', '))'],
    ['(a (', ') b)'],
  ] as const) {
    it(`refuses 20,000 levels of ${open}`, () => {
      const { expression, problems } = parseFilter(deep(open, close));
      assert.equal(expression, undefined);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
        ['tooDeep'],
      );
    });
  }

  it('takes JSON of any depth', () => {
    const json = `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`;
    const { expression } = parseFilter(`rootcause.json = #${json}`);
    assert.equal(evaluate(expression!, summarySubject(summary())), 'no');
  });

  it('takes 290 levels, which whoever walks the expression can recurse into', () => {
    const { expression } = parseFilter(`${'!('.repeat(290)}fault${')'.repeat(290)}`);
    assert.equal(evaluate(expression!, summarySubject(summary({ fault: true }))), 'yes');
    assert.equal(printFilter(expression!).length, 5 + 289 * 3 + 1);
  });

  for (const unit of [
    '(',
    '!',
    '!(',
    '{',
    '"',
    "'",
    '\\"',
    'service("a"){',
    'service(id(',
    'annotation[',
    'annotation[a',
    '#[',
    '#[{"',
    'rootcause.json=#[',
    'a',
    'a ',
    'a.',
    'fault OR ',
    'fault error ',
    '(a) ',
    '- ',
    '1',
    '1e',
    'user="',
    'not ',
    '\\\\',
    'http.urk ',
  ]) {
    it(`takes time in proportion to the length of “${unit}” repeated`, () => {
      assertLinearIn(unit, parseFilter);
    });
  }
});
