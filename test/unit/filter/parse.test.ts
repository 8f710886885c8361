import assert from 'node:assert/strict';
import { parseFilter } from '../../../src/filter/parse';
import { printFilter } from '../../../src/filter/print';
import { ROWS } from './expressions';

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
