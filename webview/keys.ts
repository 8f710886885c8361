import type { PageAction } from '../src/protocol/messages';

/** What a key does to the tree itself. */
export type MoveKey =
  | 'down'
  | 'up'
  | 'pageDown'
  | 'pageUp'
  | 'first'
  | 'last'
  /** Expands; on an expanded span goes to its first child. */
  | 'right'
  /** Collapses; on a collapsed span or a leaf goes to the parent. */
  | 'left'
  | 'open'
  | 'expandSiblings'
  | 'levelDown'
  | 'levelUp'
  | 'nextMatch'
  | 'previousMatch'
  | 'zoomIn'
  | 'zoomOut'
  | 'panLeft'
  | 'panRight'
  | 'escape';

/** What a key means in the tree. */
export type TreeKey = MoveKey | PageAction | 'copyTraceId';

/** The part of a `KeyboardEvent` that matters. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** By `KeyboardEvent.key`, which already holds the effect of Shift on letters and signs. */
const PLAIN: Readonly<Record<string, TreeKey>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowRight: 'right',
  ArrowLeft: 'left',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  ' ': 'open',
  Escape: 'escape',
  '*': 'expandSiblings',
  ']': 'levelDown',
  '[': 'levelUp',
  '/': 'find',
  e: 'nextFailure',
  E: 'previousFailure',
  n: 'nextMatch',
  N: 'previousMatch',
  f: 'fitSelection',
  '0': 'fitAll',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  d: 'toggleDetails',
  y: 'copyTraceId',
};

/**
 * What a key pressed in the tree asks for. Keys with Ctrl, Alt or Meta are left to VS Code, but for Ctrl+F (find) and Ctrl+Home
 * and Ctrl+End, which VS Code's own lists know too.
 */
export function treeKey(press: KeyPress): TreeKey | undefined {
  if (press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) {
    if (press.key === 'Home') return 'first';
    if (press.key === 'End') return 'last';
    return isFindKey(press) ? 'find' : undefined;
  }
  if (press.shiftKey && press.key === 'ArrowRight') return 'panRight';
  if (press.shiftKey && press.key === 'ArrowLeft') return 'panLeft';
  return Object.hasOwn(PLAIN, press.key) ? PLAIN[press.key] : undefined;
}

/** Ctrl+F or Cmd+F, anywhere in the page. */
export function isFindKey(press: KeyPress): boolean {
  return (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey && press.key.toLowerCase() === 'f';
}

/** Keys of a splitter: pixels to move by, or undefined. Shift moves further. */
export function splitterKey(press: KeyPress, orientation: 'vertical' | 'horizontal'): number | undefined {
  const step = press.shiftKey ? 64 : 16;
  const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  if (press.key === less) return -step;
  return press.key === more ? step : undefined;
}

/** Keys of a row of tabs: the tab to go to, or undefined. Goes round. */
export function tabKey(press: KeyPress, at: number, count: number): number | undefined {
  switch (press.key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
