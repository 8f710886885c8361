import { criticalPath, type PathSection } from '../src/model/criticalPath';
import type { SpanColumns } from '../src/model/trace';
import type { LineIndex, Outline } from './outline/outline';

const sectionsOf = new WeakMap<SpanColumns, readonly PathSection[]>();

/**
 * The stretches of time in which a line is on the critical path; a folded line speaks for all that is below it. Earliest first, those that
 * touch as one. The path is walked once per build.
 */
export function pathSections(
  spans: SpanColumns,
  outline: Outline,
  line: LineIndex,
  isFolded: boolean,
): { readonly from: number; readonly to: number }[] {
  let sections = sectionsOf.get(spans);
  if (!sections) {
    sections = criticalPath(spans).sections.toSorted((a, b) => a.from - b.from);
    sectionsOf.set(spans, sections);
  }
  const end = isFolded ? outline.end[line]! : line + 1;
  const own: { from: number; to: number }[] = [];
  for (const { span, from, to } of sections) {
    const shownBy = outline.lineOf[span]!;
    if (shownBy < line || shownBy >= end) continue;
    const last = own.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else own.push({ from, to });
  }
  return own;
}
