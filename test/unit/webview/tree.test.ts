import assert from 'node:assert/strict';
import { afterActions, afterKeys, CHECKOUT, drawnState, rowNames, selectedName, spanNamed } from './drawnPage';

const ALL = ['shop', 'checkout', 'cart', 'payments', 'attempt 1', 'attempt 2', 'render', 'audit'];

describe('tree of the timeline page', () => {
  const state = drawnState(CHECKOUT);

  it('shows every span, in order', () => {
    assert.deepEqual(rowNames(state), ALL);
  });

  it('hides what is below a collapsed span, and shows it again', () => {
    const collapsed = afterActions(state, { type: 'toggle', line: spanNamed(state, 'checkout') });
    assert.deepEqual(rowNames(collapsed), ['shop', 'checkout', 'render', 'audit']);
    const expanded = afterActions(collapsed, { type: 'toggle', line: spanNamed(state, 'checkout') });
    assert.deepEqual(rowNames(expanded), ALL);
  });

  it('leaves a leaf alone', () => {
    assert.equal(afterActions(state, { type: 'toggle', line: spanNamed(state, 'cart') }), state);
  });

  it('collapses and expands all', () => {
    const collapsed = afterKeys(state, 'collapseAll');
    assert.deepEqual(rowNames(collapsed), ['shop', 'audit']);
    assert.deepEqual(rowNames(afterKeys(collapsed, 'expandAll')), ALL);
  });

  it('moves the selection up to the row that hides it', () => {
    const selected = afterActions(state, { type: 'selectSpan', span: spanNamed(state, 'attempt 2'), open: false });
    assert.equal(
      selectedName(afterActions(selected, { type: 'toggle', line: spanNamed(state, 'checkout') })),
      'checkout',
    );
  });

  it('unfolds what hides a span that is selected', () => {
    const selected = afterActions(afterKeys(state, 'collapseAll'), {
      type: 'selectSpan',
      span: spanNamed(state, 'attempt 1'),
      open: false,
    });
    assert.equal(selectedName(selected), 'attempt 1');
    assert.ok(rowNames(selected).includes('attempt 1'));
  });

  it('changes one level at a time', () => {
    const levels = afterKeys(state, 'levelUp');
    assert.deepEqual(rowNames(levels), ['shop', 'checkout', 'cart', 'payments', 'render', 'audit']);
    assert.deepEqual(rowNames(afterKeys(levels, 'levelUp')), ['shop', 'checkout', 'render', 'audit']);
    assert.deepEqual(rowNames(afterKeys(levels, 'levelUp', 'levelUp', 'levelDown')), [
      'shop',
      'checkout',
      'render',
      'audit',
    ]);
    assert.deepEqual(rowNames(afterKeys(levels, 'levelDown')), ALL);
  });

  it('expands the siblings of the selected span', () => {
    const drawing = `
      root 0 100
        a 0 10
          b 0 5
        c 20 30
          d 20 25
    `;
    const folded = afterKeys(drawnState(drawing), 'down', 'down', 'left', 'down', 'left');
    assert.deepEqual(rowNames(folded), ['root', 'a', 'c']);
    assert.deepEqual(rowNames(afterKeys(folded, 'expandSiblings')), ['root', 'a', 'b', 'c', 'd']);
  });
});

describe('keys in the tree', () => {
  const state = drawnState(CHECKOUT);

  it('starts at the first row', () => {
    assert.equal(selectedName(afterKeys(state, 'down')), 'shop');
    assert.equal(selectedName(afterKeys(state, 'up')), 'shop');
  });

  it('moves row by row, page by page, and stops at the ends', () => {
    assert.equal(selectedName(afterKeys(state, 'down', 'down', 'down')), 'cart');
    assert.equal(selectedName(afterKeys(state, 'first', 'pageDown')), 'payments');
    assert.equal(selectedName(afterKeys(state, 'first', 'pageDown', 'pageUp')), 'shop');
    assert.equal(selectedName(afterKeys(state, 'last', 'down')), 'audit');
    assert.equal(selectedName(afterKeys(state, 'last', 'first', 'up')), 'shop');
  });

  it('collapses, then goes to the parent; expands, then goes to the first child', () => {
    const onPayments = afterActions(state, { type: 'selectSpan', span: spanNamed(state, 'payments'), open: false });
    const collapsed = afterKeys(onPayments, 'left');
    assert.equal(selectedName(collapsed), 'payments');
    assert.equal(rowNames(collapsed).includes('attempt 1'), false);
    assert.equal(selectedName(afterKeys(collapsed, 'left')), 'checkout');
    assert.equal(selectedName(afterKeys(collapsed, 'right')), 'payments');
    assert.equal(selectedName(afterKeys(collapsed, 'right', 'right')), 'attempt 1');
  });

  it('stays at a root without a parent', () => {
    const onAudit = afterKeys(state, 'last');
    assert.equal(selectedName(afterKeys(onAudit, 'left')), 'audit');
  });

  it('goes round the spans that failed themselves', () => {
    const names: string[] = [];
    for (let at = state, n = 0; n < 4; n++) names.push(selectedName((at = afterKeys(at, 'nextFailure'))));
    assert.deepEqual(names, ['payments', 'attempt 1', 'attempt 2', 'payments']);
    assert.equal(selectedName(afterKeys(state, 'previousFailure')), 'attempt 2');
  });

  it('goes to failures of one kind', () => {
    const throttled = afterActions(state, { type: 'failure', step: 1, status: 3 });
    assert.equal(selectedName(throttled), 'attempt 1');
    assert.equal(afterActions(state, { type: 'failure', step: 1, status: 2 }), state);
  });

  it('opens the details with Enter, closes them with Escape, then clears the search', () => {
    const found = afterActions(state, { type: 'find', query: 'cart' });
    const opened = afterKeys(found, 'down', 'open');
    assert.equal(opened.detailsOpen, true);
    const closed = afterKeys(opened, 'escape');
    assert.equal(closed.detailsOpen, false);
    assert.equal(closed.query, 'cart');
    assert.equal(afterKeys(closed, 'escape').query, '');
  });

  it('does nothing without a trace', () => {
    const empty = drawnState('');
    for (const key of [
      'down',
      'left',
      'right',
      'last',
      'nextFailure',
      'levelUp',
      'expandSiblings',
      'zoomIn',
      'open',
    ] as const) {
      assert.equal(afterKeys(empty, key).line, -1, key);
    }
  });
});
