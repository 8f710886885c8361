import type { SpanIndex } from '../../src/model/units';
import { isParent } from '../rows';
import { lineKey, type KeyedTrace } from './lineKeys';
import { LineKind, type LineIndex, type Outline } from './outline';

/** Which lines are folded. Holds over every layout of a build: a switch that goes on and off again changes nothing. */
export interface Folds {
  /** Spans whose line is folded; a chain goes by its first span. */
  readonly collapsed: ReadonlySet<SpanIndex>;
  /** Keys of other lines that are not as they start: groups and short spans start folded, services open. */
  readonly switched: ReadonlySet<string>;
}

export const NO_FOLDS: Folds = { collapsed: new Set(), switched: new Set() };

export function isCollapsed(view: KeyedTrace, outline: Outline, folds: Folds, line: LineIndex): boolean {
  const kind = outline.kind[line]! as LineKind;
  if (kind === LineKind.Span) return folds.collapsed.has(outline.span[line]!);
  return folds.switched.has(lineKey(view, outline, line)) !== startsCollapsed(kind);
}

/** The folds with some lines folded or unfolded. The same object where nothing changes. */
export function folded(
  view: KeyedTrace,
  outline: Outline,
  folds: Folds,
  lines: Iterable<LineIndex>,
  isFolded: boolean,
): Folds {
  const collapsed = new Set(folds.collapsed);
  const switched = new Set(folds.switched);
  let isChanged = false;
  for (const line of lines) {
    if (!isParent(outline, line) || isCollapsed(view, outline, folds, line) === isFolded) continue;
    isChanged = true;
    const kind = outline.kind[line]! as LineKind;
    if (kind === LineKind.Span) setMember(collapsed, outline.span[line]!, isFolded);
    else setMember(switched, lineKey(view, outline, line), isFolded !== startsCollapsed(kind));
  }
  return isChanged ? { collapsed, switched } : folds;
}

/** The folds with everything above a line open, so that it has a row. The same object where nothing changes. */
export function openedTo(view: KeyedTrace, outline: Outline, folds: Folds, line: LineIndex): Folds {
  const above: LineIndex[] = [];
  for (let parent = outline.parent[line]!; parent >= 0; parent = outline.parent[parent]!) above.push(parent);
  return folded(view, outline, folds, above, false);
}

/** Every line of an outline. */
export function* allLines(outline: Outline): Generator<LineIndex> {
  for (let line = 0; line < outline.count; line++) yield line;
}

function startsCollapsed(kind: LineKind): boolean {
  return kind === LineKind.Group || kind === LineKind.Short;
}

function setMember<T>(set: Set<T>, member: T, isIn: boolean): void {
  if (isIn) set.add(member);
  else set.delete(member);
}
