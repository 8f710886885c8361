import assert from 'node:assert/strict';
import { finder, hitFrom } from '../../../webview/find';
import { NO_OUTLINE } from '../../../webview/outline/outline';
import { afterActions, afterKeys, CHECKOUT, drawnState, drawWire, rowNames, selectedName } from './drawnPage';

const { spans } = drawWire(CHECKOUT);
const names = (query: string): string[] =>
  Array.from(finder(spans).find(query), (span) => spans.strings[spans.name[span]!]!);

describe('find', () => {
  it('finds names, URLs, methods and ids, whatever the case', () => {
    assert.deepEqual(names('CART'), ['cart']);
    assert.deepEqual(names('pay.example.com/v2'), ['payments']);
    assert.deepEqual(names('post'), ['payments']);
    assert.deepEqual(names(spans.id[6]!), [spans.strings[spans.name[6]!]!]);
  });

  it('finds services with everything in them', () => {
    assert.equal(names('shop').length, 7);
  });

  it('finds HTTP statuses and status words', () => {
    assert.deepEqual(names('503'), ['payments', 'attempt 2']);
    assert.deepEqual(names('throttle'), ['attempt 1']);
    assert.deepEqual(names('fault'), ['payments', 'attempt 2']);
  });

  it('wants every word', () => {
    assert.deepEqual(names('attempt 429'), ['attempt 1']);
    assert.deepEqual(names('attempt nothing'), []);
  });

  it('finds nothing for nothing', () => {
    assert.deepEqual(names(''), []);
    assert.deepEqual(names('   '), []);
  });

  it('starts at the selection and goes round', () => {
    const outline = { ...NO_OUTLINE, lineOf: Int32Array.from({ length: 10 }, (_, span) => span) };
    assert.equal(hitFrom(Uint32Array.of(2, 5, 9), outline, 4), 1);
    assert.equal(hitFrom(Uint32Array.of(2, 5, 9), outline, 10), 0);
    assert.equal(hitFrom(new Uint32Array(0), outline, 1), -1);
  });
});

describe('stepping through matches', () => {
  it('shows the first match while typing, unfolding what hides it, and selects it only on Enter', () => {
    const typed = afterActions(afterKeys(drawnState(CHECKOUT), 'collapseAll'), { type: 'find', query: 'attempt' });
    assert.equal(selectedName(typed), '');
    assert.ok(rowNames(typed).includes('attempt 1'));
    assert.equal(typed.hit, 0);
    const entered = afterActions(typed, { type: 'findStep', step: 1 });
    assert.equal(selectedName(entered), 'attempt 1');
    assert.equal(selectedName(afterKeys(entered, 'nextMatch')), 'attempt 2');
    assert.equal(selectedName(afterKeys(entered, 'nextMatch', 'nextMatch')), 'attempt 1');
    assert.equal(selectedName(afterKeys(entered, 'previousMatch')), 'attempt 2');
  });

  it('does nothing without matches', () => {
    const none = afterActions(drawnState(CHECKOUT), { type: 'find', query: 'nowhere' });
    assert.equal(afterKeys(none, 'nextMatch'), none);
  });
});
