import assert from 'node:assert/strict';
import { isFindKey, splitterKey, tabKey, treeKey, type KeyPress } from '../../../webview/keys';

function press(key: string, ...modifiers: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[]): KeyPress {
  return {
    key,
    ctrlKey: modifiers.includes('ctrl'),
    metaKey: modifiers.includes('meta'),
    altKey: modifiers.includes('alt'),
    shiftKey: modifiers.includes('shift'),
  };
}

describe('keys of the timeline page', () => {
  it('knows the keys of a tree', () => {
    assert.equal(treeKey(press('ArrowDown')), 'down');
    assert.equal(treeKey(press('ArrowLeft')), 'left');
    assert.equal(treeKey(press('PageUp')), 'pageUp');
    assert.equal(treeKey(press('Home')), 'first');
    assert.equal(treeKey(press('End', 'ctrl')), 'last');
    assert.equal(treeKey(press('*', 'shift')), 'expandSiblings');
  });

  it('takes the space bar by its real name', () => {
    assert.equal(treeKey(press(' ')), 'open');
    assert.equal(treeKey(press('Space')), undefined);
  });

  it('pans with Shift and arrows, steps back with Shift and letters', () => {
    assert.equal(treeKey(press('ArrowRight', 'shift')), 'panRight');
    assert.equal(treeKey(press('E', 'shift')), 'previousFailure');
    assert.equal(treeKey(press('e')), 'nextFailure');
  });

  it('leaves combinations to VS Code', () => {
    assert.equal(treeKey(press('e', 'ctrl')), undefined);
    assert.equal(treeKey(press('ArrowDown', 'alt')), undefined);
    assert.equal(treeKey(press('d', 'meta')), undefined);
    assert.equal(treeKey(press('constructor')), undefined);
  });

  it('finds with Ctrl+F and Cmd+F only', () => {
    assert.equal(treeKey(press('f', 'ctrl')), 'find');
    assert.equal(isFindKey(press('F', 'meta')), true);
    assert.equal(isFindKey(press('f', 'ctrl', 'shift')), false);
    assert.equal(isFindKey(press('f')), false);
  });

  it('moves splitters along their axis, further with Shift', () => {
    assert.equal(splitterKey(press('ArrowLeft'), 'vertical'), -16);
    assert.equal(splitterKey(press('ArrowDown', 'shift'), 'horizontal'), 64);
    assert.equal(splitterKey(press('ArrowDown'), 'vertical'), undefined);
  });

  it('goes round the tabs', () => {
    assert.equal(tabKey(press('ArrowRight'), 6, 7), 0);
    assert.equal(tabKey(press('ArrowLeft'), 0, 7), 6);
    assert.equal(tabKey(press('End'), 0, 7), 6);
    assert.equal(tabKey(press('x'), 0, 7), undefined);
  });
});
