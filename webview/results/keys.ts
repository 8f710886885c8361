import type { KeyPress } from '../keys';
import type { FocusMove } from './selection';

/** What a key does in the table. */
export type TableKey =
  | { readonly kind: 'move'; readonly move: FocusMove; readonly extend: boolean }
  | { readonly kind: 'sideways'; readonly by: -1 | 1 }
  | {
      readonly kind: 'do';
      readonly what: 'open' | 'openSelected' | 'toggle' | 'range' | 'selectAll' | 'escape' | 'copyIds';
    };

const MOVES: Readonly<Record<string, FocusMove>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

/** What a key pressed in the table asks for; the rest is left to VS Code. */
export function tableKey(press: KeyPress): TableKey | undefined {
  if (press.altKey) return undefined;
  const { key, shiftKey } = press;
  const isControl = press.ctrlKey || press.metaKey;
  const move = Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
  if (move && (!isControl || key === 'Home' || key === 'End')) return { kind: 'move', move, extend: shiftKey };
  if (isControl) {
    if (key.toLowerCase() === 'a' && !shiftKey) return { kind: 'do', what: 'selectAll' };
    if (key.toLowerCase() === 'c' && !shiftKey) return { kind: 'do', what: 'copyIds' };
    return key === 'Enter' ? { kind: 'do', what: 'openSelected' } : undefined;
  }
  switch (key) {
    case 'Enter':
      return { kind: 'do', what: 'open' };
    case ' ':
      return { kind: 'do', what: shiftKey ? 'range' : 'toggle' };
    case 'Escape':
      return { kind: 'do', what: 'escape' };
    case 'ArrowLeft':
      return { kind: 'sideways', by: -1 };
    case 'ArrowRight':
      return { kind: 'sideways', by: 1 };
    default:
      return undefined;
  }
}

/** Undo and redo of the expression, where the focus is in no field: those have their own. */
export function historyKey(press: KeyPress): 'undo' | 'redo' | undefined {
  if (press.altKey || !(press.ctrlKey || press.metaKey)) return undefined;
  const key = press.key.toLowerCase();
  if (key === 'z') return press.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !press.shiftKey ? 'redo' : undefined;
}
