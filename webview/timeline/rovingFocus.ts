import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { LineIndex } from '../outline/outline';
import { rowId } from './row';

/**
 * Keeps the focus on the active row while it is anywhere in the tree, through every render: the one row that Tab reaches, that screen
 * readers read and that the menu key is about. Never scrolls: that is the matter of whoever selects.
 */
export function useRovingFocus(treeRef: RefObject<HTMLElement | null>, active: LineIndex): void {
  // Asked before this render changes rows: the element that had the focus may be gone after it.
  const hadFocus = treeRef.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    const now = document.activeElement;
    const isGivenAway = now !== document.body && !treeRef.current?.contains(now);
    if (hadFocus && !isGivenAway) focusRow(active);
  });
}

/** Gives the focus to the row of a line; nothing where it has it already, or there is none. */
export function focusRow(line: LineIndex): void {
  const row = document.getElementById(rowId(line));
  if (row && row !== document.activeElement) row.focus({ preventScroll: true });
}
