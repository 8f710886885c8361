import assert from 'node:assert/strict';
import { PageGuard } from '../../../src/aws/paging';

describe('PageGuard', () => {
  it('hands tokens on until there is none', () => {
    const guard = new PageGuard('GetTraceSummaries');
    assert.equal(guard.next('a', true), 'a');
    assert.equal(guard.next('b', false), 'b');
    assert.equal(guard.next(undefined, true), undefined);
    assert.equal(guard.next('', true), undefined);
  });

  it('refuses a token that came before', () => {
    const guard = new PageGuard('BatchGetTraces');
    guard.next('a', true);
    guard.next('b', true);
    assert.throws(() => guard.next('a', true), {
      reason: 'endlessPaging',
      params: { operation: 'BatchGetTraces', pages: 3 },
    });
  });

  it('refuses ever new tokens after a number of pages', () => {
    const guard = new PageGuard('BatchGetTraces', 3);
    guard.next('a', true);
    guard.next('b', true);
    assert.throws(() => guard.next('c', true), { reason: 'endlessPaging' });
  });

  it('refuses ever new tokens that bring nothing new, and forgives a stretch of empty pages', () => {
    const guard = new PageGuard('GetTraceSummaries', 100, 3);
    guard.next('a', false);
    guard.next('b', false);
    guard.next('c', true);
    guard.next('d', false);
    guard.next('e', false);
    assert.throws(() => guard.next('f', false), { reason: 'endlessPaging' });
  });
});
