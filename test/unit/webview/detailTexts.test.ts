import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { ExceptionDetails } from '../../../src/model/details';
import { isLibraryFrame } from '../../../src/model/libraryFrame';
import { chainsOf } from '../../../webview/details/exceptionChains';
import { filterQuery } from '../../../webview/details/filterQuery';
import { queryOf, requestLines } from '../../../webview/details/httpFacts';
import { formatSql } from '../../../webview/details/sqlText';

function formatted(statement: string): string {
  return formatSql(statement)
    .map(({ text }) => text)
    .join('');
}

const parameters = (statement: string): string[] =>
  formatSql(statement)
    .filter(({ kind }) => kind === 'parameter')
    .map(({ text }) => text);

describe('SQL in lines', () => {
  it('indents subqueries and keeps lists in parentheses together', () => {
    assert.equal(
      formatted('DELETE FROM t WHERE id IN (SELECT id FROM u WHERE a BETWEEN 1 AND 2 AND b=?) AND c IN (1, 2)'),
      'DELETE FROM t\nWHERE id IN (\n  SELECT id\n  FROM u\n  WHERE a BETWEEN 1 AND 2\n    AND b=?\n)\n  AND c IN (1, 2)',
    );
    assert.equal(
      formatted('INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT DO UPDATE SET a = 1, b = 2 RETURNING id'),
      'INSERT INTO t (a, b)\nVALUES (?, ?) ON CONFLICT DO UPDATE\nSET a = 1,\n  b = 2\nRETURNING id',
    );
  });

  it('takes parameters of every style, and none inside texts, names or comments', () => {
    assert.deepEqual(parameters('x = ? and y = $2 and z = :name and w = @p and v = %s and u = %(n)s'), [
      '?',
      '$2',
      ':name',
      '@p',
      '%s',
      '%(n)s',
    ]);
    assert.deepEqual(parameters(`select '?', "a?", \`b?\`, c::text -- ?\n/* $1 */`), []);
  });

  it('changes nothing but white space, whatever the text', () => {
    const words = fc.constantFrom(
      'select',
      'from',
      '(',
      ')',
      ',',
      'and',
      "'it''s  x'",
      '?',
      '--c\n',
      'left join',
      '/*',
      '"',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
        const statement = parts.join(' ');
        assert.equal(formatted(statement).replace(/\s/g, ''), statement.replace(/\s/g, ''));
      }),
    );
  });
});

const exception = (id: string, causedBy = ''): ExceptionDetails => ({
  id,
  causedBy,
  type: id,
  message: '',
  remote: false,
  truncated: 0,
  skipped: 0,
  frames: [],
  outermostFirst: false,
  recordedAt: undefined,
});

const order = (...exceptions: readonly ExceptionDetails[]): string[] =>
  chainsOf(exceptions).map(
    ({ exception: { id }, isCause, missingCause }) =>
      `${isCause ? '< ' : ''}${id}${missingCause && ` ? ${missingCause}`}`,
  );

describe('exceptions in order', () => {
  it('follows causes wherever they stand in the list', () => {
    assert.deepEqual(order(exception('c'), exception('a', 'b'), exception('b', 'c'), exception('d')), [
      'a',
      '< b',
      '< c',
      'd',
    ]);
  });

  it('names a cause that is not there, and ends in a circle', () => {
    assert.deepEqual(order(exception('a', 'x')), ['a ? x']);
    assert.deepEqual(order(exception('a', 'b'), exception('b', 'a')), ['a', '< b']);
    assert.deepEqual(order(exception(''), exception('')), ['', '']);
  });
});

const fact = (key: string, value: string) => ({ key, value, more: 0, type: 'string', secret: false }) as const;

const is = (path: string, label = ''): boolean => isLibraryFrame({ path, label, line: 1 });

describe('facts put otherwise', () => {
  it('makes a query of a value, with quotes where it must', () => {
    assert.equal(filterQuery('tier', 'gold'), 'tier=gold');
    assert.equal(filterQuery('a b', 'say "hi"'), '"a b"="say \\"hi\\""');
    assert.equal(filterQuery('k', '-1'), 'k="-1"');
    assert.equal(filterQuery('k', 'x\ny'), '');
  });

  it('takes a URL to pieces without trusting it', () => {
    assert.deepEqual(queryOf('https://h/p?a=1&b=x+y%20z&c&d=%E0%A4%A#f?g=1'), [
      ['a', '1'],
      ['b', 'x y z'],
      ['c', ''],
      ['d', '%E0%A4%A'],
    ]);
    assert.deepEqual(queryOf('no query'), []);
  });

  it('reads OpenTelemetry of both ages', () => {
    assert.deepEqual(
      requestLines([fact('http.method', 'GET'), fact('http.target', '/x'), fact('http.status_code', '404')]),
      {
        request: 'GET /x',
        response: '404 Not Found',
        secret: false,
      },
    );
  });

  it('tells frames of libraries', () => {
    const libraries = [
      '/app/node_modules/a/b.js',
      'node:internal/x',
      'node',
      '/var/runtime/index.mjs',
      '/usr/lib/python3.12/json.py',
      '/v/site-packages/x.py',
    ];
    assert.deepEqual(
      libraries.map((path) => is(path)),
      libraries.map(() => true),
    );
    assert.deepEqual(
      ['/var/task/index.js', 'src/a.ts', 'Orders.java', '<handler>.ts'].map((path) => is(path)),
      [false, false, false, false],
    );
    assert.equal(is('Thread.java', 'java.lang.Thread.run'), true);
  });
});
