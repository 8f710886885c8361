import { warpOf } from './axis/idle';
import type { MoveKey } from './keys';
import { find, pan, selectLine, stepFind, toggle, withFolds } from './changes';
import { folded, isCollapsed } from './outline/folds';
import type { LineIndex } from './outline/outline';
import { shownRange, type State } from './pageState';
import { childrenOf, isParent, rowOf } from './rows';
import { zoomAt, type TimeRange } from './timeScale';

/** What a key does to the tree. @param page rows that fit on the screen */
export function moveByKey(state: State, key: MoveKey, page: number): State {
  switch (key) {
    case 'down':
      return moveBy(state, 1);
    case 'up':
      return moveBy(state, -1);
    case 'pageDown':
      return moveBy(state, page);
    case 'pageUp':
      return moveBy(state, -page);
    case 'first':
      return moveBy(state, -state.rows.length);
    case 'last':
      return moveBy(state, state.rows.length);
    case 'right':
      return moveIn(state);
    case 'left':
      return moveOut(state);
    case 'expandSiblings':
      return expandSiblings(state);
    case 'levelDown':
      return changeLevel(state, 'expand');
    case 'levelUp':
      return changeLevel(state, 'collapse');
    case 'open':
      return state.line < 0 ? moveBy(state, 1) : { ...state, detailsOpen: true };
    case 'escape':
      if (state.measured) return { ...state, measured: null };
      return state.detailsOpen ? { ...state, detailsOpen: false } : find(state, '');
    case 'nextMatch':
      return stepFind(state, 1);
    case 'previousMatch':
      return stepFind(state, -1);
    case 'zoomIn':
      return zoomAboutSelection(state, 0.5);
    case 'zoomOut':
      return zoomAboutSelection(state, 2);
    case 'panLeft':
      return pan(state, -0.2);
    case 'panRight':
      return pan(state, 0.2);
  }
}

function moveBy(state: State, rows: number): State {
  if (state.rows.length === 0) return state;
  const row = state.line < 0 ? -1 : rowOf(state.rows, state.line);
  const to = row < 0 && rows > 0 && rows < state.rows.length ? 0 : row + rows;
  return selectLine(state, state.rows[Math.min(Math.max(0, to), state.rows.length - 1)]!, 'user');
}

function moveIn(state: State): State {
  const { view, outline, folds, line } = state;
  if (!view || line < 0) return moveBy(state, 1);
  if (!isParent(outline, line)) return state;
  return isCollapsed(view, outline, folds, line) ? toggle(state, line) : moveBy(state, 1);
}

function moveOut(state: State): State {
  const { view, outline, folds, line } = state;
  if (!view || line < 0) return state;
  if (isParent(outline, line) && !isCollapsed(view, outline, folds, line)) return toggle(state, line);
  return selectLine(state, outline.parent[line]!, 'user');
}

function expandSiblings(state: State): State {
  const { view, outline, folds, line } = state;
  if (!view) return state;
  const siblings = childrenOf(outline, line < 0 ? -1 : outline.parent[line]!);
  return withFolds(state, folded(view, outline, folds, siblings, false));
}

/** Expands the outermost collapsed rows, or collapses the innermost expanded ones. */
function changeLevel(state: State, how: 'expand' | 'collapse'): State {
  const { view, outline, folds } = state;
  if (!view) return state;
  const isCandidate = (line: LineIndex): boolean =>
    isParent(outline, line) && isCollapsed(view, outline, folds, line) === (how === 'expand');
  const candidates = Array.from(state.rows).filter(isCandidate);
  const outermost = candidates.reduce((least, line) => Math.min(least, outline.depth[line]!), Infinity);
  const innermost = candidates.reduce((most, line) => Math.max(most, outline.depth[line]!), -1);
  const level = candidates.filter((line) => outline.depth[line] === (how === 'expand' ? outermost : innermost));
  return withFolds(state, folded(view, outline, folds, level, how === 'collapse'));
}

/** About the middle of the selected line where that is in sight, else about the middle of what is. */
function zoomAboutSelection(state: State, factor: number): State {
  if (!state.view) return state;
  const range = shownRange(state);
  const { start, duration } = state.outline;
  const middle = state.line < 0 ? Number.NaN : start[state.line]! + duration[state.line]! / 2;
  const anchor = isInside(middle, range) ? middle : (range.from + range.to) / 2;
  return { ...state, zoom: zoomAt(range, state.view.trace.duration, anchor, factor, warpOf(state)) };
}

function isInside(time: number, range: TimeRange): boolean {
  return time >= range.from && time <= range.to;
}
