import assert from 'node:assert/strict';
import { SummaryWriter } from '../../../src/panels/wireSummaries';
import type { ResultsIntent } from '../../../src/protocol/results';
import { chosenRows, copiedFilter, initialResults, intentOf } from '../../../webview/results/resultsState';
import {
  after,
  afterMessages,
  foundState,
  numberOf,
  queryMessage,
  RANGE,
  shownNumbers,
  statusMessage,
  summariesMessage,
  summary,
} from './foundState';

const FIVE = [1, 2, 3, 4, 5].map((n) => summary(n, n === 3 ? { fault: true, httpStatus: 503 } : {}));

const INTENT: ResultsIntent = {
  version: 1,
  search: 'search-1',
  query: '{}',
  filter: 'duration > 0.02',
  restriction: { from: null, to: null, least: null, most: 40 },
  focused: FIVE[3]!.id,
  top: '',
};

describe('the state of the results page', () => {
  it('shows the newest first, and what arrives later in its place', () => {
    const writer = new SummaryWriter();
    const state = afterMessages(
      initialResults,
      queryMessage(),
      summariesMessage([FIVE[0]!, FIVE[3]!], writer),
      summariesMessage([FIVE[4]!, FIVE[1]!], writer),
    );
    assert.deepEqual(shownNumbers(state), [5, 4, 2, 1]);
  });

  it('drops what belongs to a search that is shown no more', () => {
    const state = afterMessages(foundState(FIVE), queryMessage({ build: 2, end: 2 }), summariesMessage(FIVE));
    assert.equal(state.summaries.count, 0);
  });

  it('applies what is typed as soon as it can be read, and keeps the last filter until then', () => {
    const typed = after(foundState(FIVE), { type: 'draft', text: 'duration > 0.02' });
    assert.deepEqual(shownNumbers(typed), [5, 4, 3]);
    const broken = after(typed, { type: 'draft', text: 'duration > ' });
    assert.deepEqual(shownNumbers(broken), [5, 4, 3]);
    assert.equal(broken.draft, 'duration > ');
    assert.equal(broken.filtering.text, 'duration > 0.02');
  });

  it('keeps rows that nobody can judge, and counts them', () => {
    const state = after(foundState(FIVE), { type: 'apply', text: 'service("shop") { fault }' });
    assert.equal(state.rows.length, 5);
    assert.equal(state.unsure, 5);
  });

  it('goes back and forth between filters; a new one ends what was ahead', () => {
    const filtered = after(foundState(FIVE), { type: 'apply', text: 'fault' }, { type: 'apply', text: 'ok' });
    const back = after(filtered, { type: 'undo' });
    assert.deepEqual([back.draft, shownNumbers(back)], ['fault', [3]]);
    assert.equal(after(back, { type: 'undo' }, { type: 'undo' }).draft, '');
    assert.equal(after(back, { type: 'redo' }).draft, 'ok');
    assert.equal(after(back, { type: 'apply', text: 'error' }, { type: 'redo' }).draft, 'error');
  });

  it('first takes back what was only typed', () => {
    const typed = after(foundState(FIVE), { type: 'apply', text: 'fault' }, { type: 'draft', text: 'fault AND err' });
    assert.equal(after(typed, { type: 'undo' }).draft, 'fault');
  });

  it('begins with the filter that was sent, which undo leads back to', () => {
    const state = after(foundState(FIVE, null, { filter: 'ok' }), { type: 'apply', text: 'ok AND fault' });
    assert.equal(after(state, { type: 'undo' }, { type: 'undo' }).draft, 'ok');
  });

  it('restricts to times and durations; an open restriction is none', () => {
    const state = foundState(FIVE);
    const restriction = { from: 1_002_000, to: 1_004_000, least: 30, most: null };
    const restricted = after(state, { type: 'restrict', restriction });
    assert.deepEqual(shownNumbers(restricted), [4, 3]);
    assert.equal(restricted.passed.length, 5);
    const open = { from: null, to: null, least: null, most: null };
    assert.equal(after(restricted, { type: 'restrict', restriction: open }).restriction, null);
  });

  it('leaves out rows without a duration only where durations are restricted', () => {
    const state = foundState([...FIVE, summary(6, { duration: undefined })]);
    const limit = (change: object) =>
      after(state, { type: 'restrict', restriction: { from: null, to: null, least: null, most: null, ...change } });
    assert.deepEqual(shownNumbers(limit({ from: 1_005_000 })), [6, 5]);
    assert.deepEqual(shownNumbers(limit({ least: 0 })), [5, 4, 3, 2, 1]);
  });

  it('moves the focus, never beyond the ends', () => {
    const state = foundState(FIVE);
    const focused = (...moves: readonly ('up' | 'down' | 'pageDown' | 'last' | 'first')[]): number => {
      const moved = after(state, ...moves.map((move) => ({ type: 'move', move, page: 3, extend: false }) as const));
      return numberOf(moved.summaries.ids[moved.focused]!);
    };
    assert.equal(focused('down'), 5);
    assert.equal(focused('down', 'down'), 4);
    assert.equal(focused('up'), 1);
    assert.equal(focused('down', 'pageDown'), 2);
    assert.equal(focused('last', 'down'), 1);
    assert.equal(focused('last', 'first'), 5);
  });

  it('selects with Space, ranges with Shift, all with Ctrl+A', () => {
    const down = { type: 'move', move: 'down', page: 3, extend: false } as const;
    const moved = after(foundState(FIVE), down, down);
    const range = after(moved, { ...down, extend: true }, { ...down, extend: true });
    const numbers = (state: typeof range): number[] =>
      chosenRows(state).map((row) => numberOf(state.summaries.ids[row]!));
    assert.deepEqual(numbers(moved), [4], 'without a selection, the row with the focus');
    assert.deepEqual(numbers(range), [4, 3, 2]);
    assert.deepEqual(numbers(after(range, { type: 'move', move: 'up', page: 3, extend: true })), [4, 3]);
    const toggled = after(range, { type: 'select', row: range.focused, how: 'toggle' });
    assert.deepEqual(numbers(toggled), [4, 3]);
    assert.equal(after(range, { type: 'selectAll' }).selected.size, 5);
  });

  it('acts only on selected rows that are shown', () => {
    const all = after(foundState(FIVE), { type: 'selectAll' }, { type: 'apply', text: 'fault' });
    assert.deepEqual(
      chosenRows(all).map((row) => numberOf(all.summaries.ids[row]!)),
      [3],
    );
  });

  it('keeps focus and selection while more arrives', () => {
    const writer = new SummaryWriter();
    const first = afterMessages(initialResults, queryMessage(), summariesMessage(FIVE.slice(0, 2), writer));
    const selected = after(first, { type: 'select', row: 0, how: 'only' });
    const more = afterMessages(selected, summariesMessage(FIVE.slice(2), writer));
    assert.equal(numberOf(more.summaries.ids[more.focused]!), 1);
    assert.deepEqual([...more.selected], [0]);
  });

  it('restores filter, restriction and focus of the same search', () => {
    const state = foundState(FIVE, INTENT);
    assert.equal(state.draft, 'duration > 0.02');
    assert.deepEqual(shownNumbers(state), [4, 3]);
    assert.equal(state.summaries.ids[state.focused], INTENT.focused);
    assert.deepEqual(intentOf(state, -1), { ...INTENT, query: '{}' });
  });

  it('keeps what the user filtered by, and finds the focus again, when a search runs anew', () => {
    const before = after(foundState(FIVE), { type: 'apply', text: 'fault' }, { type: 'select', row: 2, how: 'only' });
    const again = afterMessages(before, queryMessage({ build: 2 }), summariesMessage(FIVE.toReversed(), undefined, 2));
    assert.equal(again.draft, 'fault');
    assert.equal(again.summaries.ids[again.focused], FIVE[2]!.id);
  });

  it('keeps rows, focus and selection while the host sends them anew because a trace has changed', () => {
    const selected = after(
      foundState(FIVE),
      { type: 'select', row: 1, how: 'only' },
      { type: 'select', row: 3, how: 'toggle' },
    );
    const between = afterMessages(selected, queryMessage({ build: 2 }));
    assert.deepEqual(shownNumbers(between), [5, 4, 3, 2, 1], 'nothing flickers');
    const changed = [...FIVE.toReversed(), summary(6)];
    const again = afterMessages(between, summariesMessage(changed, undefined, 2), statusMessage(2));
    assert.deepEqual(shownNumbers(again), [6, 5, 4, 3, 2, 1]);
    assert.deepEqual(
      chosenRows(again).map((row) => numberOf(again.summaries.ids[row]!)),
      [4, 2],
    );
    assert.equal(again.summaries.ids[again.focused], FIVE[3]!.id);
    const own = after(again, { type: 'select', row: again.focused, how: 'only' });
    assert.equal(afterMessages(own, summariesMessage([summary(7)], undefined, 2)).selected.size, 1);
  });

  it('selects again what comes later of a search that runs anew, unless the user has chosen something else', () => {
    const selected = after(foundState(FIVE), { type: 'selectAll' });
    const writer = new SummaryWriter();
    const begun = afterMessages(
      selected,
      queryMessage({ build: 2, end: RANGE.end + 1 }),
      summariesMessage(FIVE.slice(0, 2), writer, 2),
    );
    assert.equal(begun.selected.size, 2);
    const rest = summariesMessage(FIVE.slice(2), writer, 2);
    assert.equal(afterMessages(begun, rest).selected.size, 5);
    const chosen = after(begun, { type: 'select', row: 0, how: 'only' });
    assert.deepEqual([...afterMessages(chosen, rest).selected], [0]);
  });

  it('drops the rows of the run before when a run anew finds nothing', () => {
    const state = afterMessages(foundState(FIVE), queryMessage({ build: 2 }), statusMessage(2));
    assert.equal(state.rows.length, 0);
    assert.equal(state.summaries.count, 0);
  });

  it('copies the expression with the group it is asked for in', () => {
    const state = foundState(FIVE, null, { group: 'checkout', filter: 'ok' });
    assert.equal(copiedFilter(state), 'group.name = "checkout" AND ok');
    assert.equal(copiedFilter(after(state, { type: 'draft', text: '' })), 'group.name = "checkout"');
    assert.equal(copiedFilter(foundState(FIVE)), '');
  });

  it('takes over the filter of a search that the user changed nothing of', () => {
    const state = afterMessages(foundState(FIVE, null, { filter: 'ok' }), queryMessage({ build: 2, filter: 'fault' }));
    assert.equal(state.draft, 'fault');
  });

  it('never shows no column at all', () => {
    const state = after(foundState(FIVE), { type: 'columns', columns: [] });
    assert.ok(state.layout.columns.length > 0);
  });
});
