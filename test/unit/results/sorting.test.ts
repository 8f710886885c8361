import {
  array,
  assert as check,
  boolean,
  constantFrom,
  integer,
  oneof,
  option,
  property,
  record,
  uniqueArray,
} from 'fast-check';
import assert from 'node:assert/strict';
import type { ColumnId, Sorting } from '../../../src/protocol/results';
import { FIXED_COLUMNS } from '../../../webview/results/columns';
import { comparator, resorted, sortedRows, withNewRows } from '../../../webview/results/sorting';
import { columnsOf, numberOf, summary } from './foundState';

const COLUMNS: readonly ColumnId[] = [...FIXED_COLUMNS, 'annotation:tenant'];

const someSummary = record({
  start: option(integer({ min: 1, max: 5 }), { nil: undefined }),
  duration: option(integer({ min: 0, max: 3 }), { nil: undefined }),
  fault: boolean(),
  httpStatus: constantFrom(0, 200, 503),
  method: constantFrom('', 'GET', 'get', 'POST'),
  users: array(constantFrom('ada', 'Bob')),
  tenant: option(oneof(integer({ min: 0, max: 3 }), constantFrom('acme', 'globex'), boolean()), {
    nil: undefined,
  }),
});

const drawn = array(someSummary, { maxLength: 30 }).map((facts) =>
  facts.map(({ tenant, ...rest }, n) =>
    summary(n, { ...rest, annotations: new Map(tenant === undefined ? [] : [['tenant', [tenant]]]) }),
  ),
);
const sortings = uniqueArray(record({ column: constantFrom(...COLUMNS), descending: boolean() }), {
  minLength: 1,
  maxLength: 3,
  selector: ({ column }) => column,
});

function order(facts: Parameters<typeof summary>[1][], sorting: readonly Sorting[]): number[] {
  const summaries = columnsOf(facts.map((one, n) => summary(n, one)));
  return Array.from(sortedRows(summaries, sorting), (row) => numberOf(summaries.ids[row]!));
}

describe('sorting results', () => {
  it('puts what has no value last, up and down', () => {
    const facts = [{ duration: 5 }, { duration: undefined }, { duration: 9 }];
    assert.deepEqual(order(facts, [{ column: 'duration', descending: false }]), [0, 2, 1]);
    assert.deepEqual(order(facts, [{ column: 'duration', descending: true }]), [2, 0, 1]);
    const users = [{ users: [] }, { users: ['zoe'] }, { users: ['Ada'] }];
    assert.deepEqual(order(users, [{ column: 'user', descending: false }]), [2, 1, 0]);
    assert.deepEqual(order(users, [{ column: 'user', descending: true }]), [1, 2, 0]);
  });

  it('keeps the order of the sorting before among equals', () => {
    const facts = [
      { method: 'POST', duration: 1 },
      { method: 'GET', duration: 3 },
      { method: 'GET', duration: 2 },
    ];
    const byDuration = resorted([], 'duration');
    assert.deepEqual(order(facts, byDuration), [1, 2, 0]);
    assert.deepEqual(order(facts, resorted(byDuration, 'method')), [1, 2, 0]);
    assert.deepEqual(order(facts, resorted(resorted(byDuration, 'method'), 'method')), [0, 1, 2]);
  });

  it('puts the worst status first, and among failures the higher number', () => {
    const facts = [
      {},
      { fault: true, httpStatus: 500 },
      { fault: true, httpStatus: 503 },
      { error: true, httpStatus: 404 },
    ];
    assert.deepEqual(order(facts, [{ column: 'status', descending: true }]), [2, 1, 3, 0]);
  });

  it('sorts numbers of an annotation by size', () => {
    const facts = [10, 9, 'a'].map((items) => ({ annotations: new Map([['items', [items]]]) }));
    assert.deepEqual(order(facts, [{ column: 'annotation:items', descending: false }]), [1, 0, 2]);
  });

  it('is a total order, whatever there is: no two rows are equal, and none comes before one that comes before it', () => {
    check(
      property(drawn, sortings, (all, sorting) => {
        const summaries = columnsOf(all);
        const compare = comparator(summaries, sorting);
        const rows = sortedRows(summaries, sorting);
        for (let index = 1; index < rows.length; index++) assert.ok(compare(rows[index - 1]!, rows[index]!) < 0);
        assert.equal(new Set(rows).size, all.length);
      }),
    );
  });

  it('merges what arrives into the very order that sorting all would give', () => {
    check(
      property(drawn, sortings, integer({ min: 0, max: 30 }), (all, sorting, at) => {
        const first = columnsOf(all.slice(0, at));
        const whole = columnsOf(all.slice(0, at), all.slice(at));
        assert.deepEqual(withNewRows(sortedRows(first, sorting), whole, sorting), sortedRows(whole, sorting));
      }),
    );
  });
});
