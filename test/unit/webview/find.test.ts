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

/** Spans as the host says them. */
const bits = (...found: number[]): Uint8Array => {
  const hits = new Uint8Array(1);
  for (const span of found) hits[0]! |= 1 << span;
  return hits;
};
const withHits = (query: string, ...hits: Uint8Array[]): string[] =>
  Array.from(finder(spans).find(query, hits), (span) => spans.strings[spans.name[span]!]!);

describe('find with what the host finds', () => {
  it('adds spans whose documents hold a term, and wants every term somewhere', () => {
    assert.deepEqual(withHits('gold', bits(1, 3)), ['checkout', 'payments']);
    assert.deepEqual(withHits('gold payments', bits(1, 3), bits()), ['payments']);
    assert.deepEqual(withHits('tier=gold', bits(2)), ['cart']);
  });

  it('leaves out what has an excluded term, in sight or in a document', () => {
    assert.deepEqual(names('attempt -2'), ['attempt 1']);
    assert.deepEqual(withHits('attempt -gold', bits(), bits(4)), ['attempt 2']);
  });

  it('knows keys of the page itself', () => {
    assert.deepEqual(names('name=cart'), ['cart']);
    assert.deepEqual(names('status=429'), ['attempt 1']);
    assert.deepEqual(names('name=car'), []);
  });

  it('takes an answer to what is still typed, and keeps the match it was at', () => {
    const typed = afterActions(drawnState(CHECKOUT), { type: 'find', query: 'render' });
    const { build } = typed.view!.trace;
    const answer = { type: 'foundInDocuments', query: 'render', build, hits: [bits(2)] } as const;
    const after = afterActions(typed, answer);
    assert.deepEqual([...after.hits], [2, 6]);
    assert.equal(after.hit, 1);
    assert.equal(afterActions(typed, { ...answer, query: 'rende' }), typed);
    assert.equal(afterActions(typed, { ...answer, build: build + 1 }), typed);
  });

  it('shows the first match that comes from the documents', () => {
    const typed = afterActions(afterKeys(drawnState(CHECKOUT), 'collapseAll'), { type: 'find', query: 'tier=gold' });
    assert.equal(typed.hit, -1);
    const { build } = typed.view!.trace;
    const after = afterActions(typed, { type: 'foundInDocuments', query: 'tier=gold', build, hits: [bits(4)] });
    assert.equal(after.hit, 0);
    assert.ok(rowNames(after).includes('attempt 1'));
  });
});
