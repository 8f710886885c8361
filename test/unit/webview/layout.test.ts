import assert from 'node:assert/strict';
import { intentOf, readIntent } from '../../../webview/intent';
import type { LayoutSwitch } from '../../../webview/outline/layout';
import { LineKind } from '../../../webview/outline/outline';
import { selectedSpan, spansInSight, type State } from '../../../webview/pageState';
import { afterActions, afterKeys, afterMessages, CHECKOUT, drawnState, selectedName, spanNamed } from './drawnPage';

const QUERIES = `
  shop      0 1000
    db     10   20 aws
    db     20   30 aws
    db     30   40 aws
    db     40   50 aws
    db     50   60 aws fault
    render 500 990
      paint 510 980
`;

const SWITCHES: readonly LayoutSwitch[] = ['byService', 'groups', 'chains', 'short', 'uninstrumented', 'onlyMatches'];

/** What is on screen: a line per row, by kind and span. */
function picture({ outline, rows, line }: State): string[] {
  return Array.from(rows, (row) => `${row === line ? '>' : ' '}${outline.kind[row]!} ${outline.span[row]!}`);
}

function select(state: State, name: string): State {
  return afterActions(state, { type: 'selectSpan', span: spanNamed(state, name), open: false });
}

describe('layout of the timeline', () => {
  for (const which of SWITCHES) {
    it(`turns back exactly what it turned: ${which}`, () => {
      const folded = afterActions(drawnState(CHECKOUT), { type: 'find', query: 'attempt' });
      const before = select(afterActions(folded, { type: 'toggle', line: 3 }), 'payments');
      const after = afterActions(before, { type: 'turn', which }, { type: 'turn', which });
      assert.deepEqual(picture(after), picture(before));
      assert.deepEqual(after.layout, before.layout);
      assert.deepEqual([...after.hits], [...before.hits]);
    });
  }

  it('keeps a group that was opened open, also while another switch is turned', () => {
    const grouped = afterActions(drawnState(QUERIES), { type: 'turn', which: 'groups' });
    assert.deepEqual(picture(grouped), [' 0 0', ' 3 1', ' 0 6', ' 0 7']);
    assert.equal(spansInSight(grouped), 3);
    const opened = afterActions(grouped, { type: 'toggle', line: 1 });
    assert.equal(opened.rows.length, 9);
    const off = afterActions(opened, { type: 'turn', which: 'groups' });
    assert.equal(off.rows.length, 8);
    assert.deepEqual(picture(afterActions(off, { type: 'turn', which: 'groups' })), picture(opened));
  });

  it('opens a group for the failure in it', () => {
    const grouped = afterActions(drawnState(QUERIES), { type: 'turn', which: 'groups' });
    const failure = afterKeys(grouped, 'nextFailure');
    assert.equal(selectedName(failure), 'db');
    assert.equal(selectedSpan(failure), 5);
  });

  it('has lines that are no span: selected, but no span of the details', () => {
    const grouped = afterActions(drawnState(QUERIES), { type: 'turn', which: 'groups' });
    const selected = afterActions(grouped, { type: 'select', line: 1, open: true });
    assert.equal(selected.line, 1);
    assert.equal(selectedSpan(selected), -1);
  });

  it('focuses on a span, and leaves the focus for what lies outside of it', () => {
    const focused = afterKeys(select(drawnState(QUERIES), 'render'), 'focusSpan');
    assert.equal(spansInSight(focused), 2);
    assert.equal(selectedName(focused), 'render');
    const outside = select(focused, 'shop');
    assert.equal(outside.layout.focus, null);
    assert.equal(selectedName(outside), 'shop');
  });

  it('hides a service, its failures still to be found, and shows it again', () => {
    const drawing = 'shop 0 100\n  stock 10 50 segment\n    db 12 30 fault\n    cache 30 40 segment';
    const hidden = afterKeys(select(drawnState(drawing), 'stock'), 'hideService');
    assert.deepEqual(hidden.layout.hidden, ['stock']);
    assert.equal(hidden.outline.kind[hidden.line], LineKind.Hidden);
    assert.equal(afterKeys(hidden, 'nextFailure').line, hidden.line);
    assert.equal(spansInSight(afterKeys(hidden, 'showAll')), 4);
  });

  it('shows only matches, and follows what is typed', () => {
    const state = afterActions(
      drawnState(QUERIES),
      { type: 'find', query: 'paint' },
      { type: 'turn', which: 'onlyMatches' },
    );
    assert.equal(spansInSight(state), 3);
    assert.equal(spansInSight(afterActions(state, { type: 'find', query: 'db' })), 6);
    assert.equal(spansInSight(afterActions(state, { type: 'find', query: '' })), 8);
  });

  it('steps through matches in the order of the rows, in either hierarchy', () => {
    const drawing = 'a 0 100\n  b 10 90 segment\n    x 20 30\n  x 95 99';
    const state = afterActions(drawnState(drawing), { type: 'turn', which: 'byService' }, { type: 'find', query: 'x' });
    const lines = Array.from(state.hits, (span) => state.outline.lineOf[span]!);
    assert.deepEqual(
      lines,
      lines.toSorted((one, other) => one - other),
    );
    assert.equal(selectedSpan(afterActions(state, { type: 'findStep', step: 1 })), state.hits[0]);
  });

  it('comes back after a reload', () => {
    const before = afterActions(
      select(drawnState(QUERIES), 'paint'),
      { type: 'turn', which: 'groups' },
      { type: 'turn', which: 'uninstrumented' },
      { type: 'toggle', line: 2 },
    );
    const kept = readIntent(JSON.parse(JSON.stringify(intentOf(before, { line: 1, offset: 2 }))));
    const after = drawnState(QUERIES, kept);
    assert.deepEqual(picture(after), picture(before));
    assert.deepEqual(after.layout, before.layout);
    assert.deepEqual(after.scrollTo, { kind: 'top', line: 1, offset: 2 });
  });

  it('does for a span of a menu what a command asks', () => {
    const state = drawnState(CHECKOUT);
    const { build } = state.view!.trace;
    const about = { build, span: spanNamed(state, 'payments') };
    const focused = afterMessages(state, { kind: 'run', action: 'focusSpan', about });
    assert.equal(selectedName(focused), 'payments');
    assert.equal(spansInSight(focused), 3);
    const stale = { build: build + 1, span: 0 };
    assert.equal(afterMessages(state, { kind: 'run', action: 'focusSpan', about: stale }).layout.focus, null);
  });
});
