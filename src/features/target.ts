import type { SpanIndex } from '../model/units';
import { formatRef, type TraceRef } from '../model/traceRef';
import type { TimelinePanels } from '../panels/timelinePanels';
import { spanKey } from '../traces/spanKey';
import type { TraceNode } from '../views/tracesTree';

/** What a command is about: a trace, and perhaps one of its spans (by key). */
export interface Target {
  readonly ref: TraceRef;
  readonly span: string | undefined;
}

/** What a command was run on: a row of the tree, a row of the page (its native menu), else the timeline in front. */
export function targetOf(value: unknown, panels: TimelinePanels): Target | undefined {
  if (isTraceNode(value)) return targetOfNode(value);
  const { active } = panels;
  if (!active) return undefined;
  const menu = readSpanMenu(value);
  const span = menu ? active.spanOf(menu.build, menu.span) : active.selected;
  return { ref: active.ref, span };
}

/** The traces a command was run on: all selected rows of the tree, else the timeline in front. Each once. */
export function refsOf(values: readonly unknown[], panels: TimelinePanels): TraceRef[] {
  if (nodesOf(values).length > 0) return refsOfNodes(values);
  return panels.active ? [panels.active.ref] : [];
}

/** The traces of all selected rows of the tree, each once; none where a command was not run on rows. */
export function refsOfNodes(values: readonly unknown[]): TraceRef[] {
  const refs = nodesOf(values).flatMap((node) =>
    node.kind === 'group' ? node.group.traces.map(({ ref }) => ref) : [targetOfNode(node)!.ref],
  );
  return [...new Map(refs.map((ref) => [formatRef(ref), ref])).values()];
}

/**
 * Whether a command was run from a menu of the timeline in front, and not from the palette or elsewhere: VS Code passes the panel's
 * address and editor group from an editor's title, the page's own section from its native menu.
 */
export function isOfTimeline(values: readonly unknown[]): boolean {
  return values.some((value) => {
    if (typeof value !== 'object' || value === null) return false;
    const { scheme, groupId, webviewSection } = value as Record<string, unknown>;
    return scheme === 'webview-panel' || typeof groupId === 'number' || typeof webviewSection === 'string';
  });
}

/** The rows themselves, where a command was run on rows of the tree. */
export function nodesOf(values: readonly unknown[]): TraceNode[] {
  const [first, all] = values;
  return (Array.isArray(all) ? (all as readonly unknown[]) : [first]).filter(isTraceNode);
}

function targetOfNode(node: TraceNode): Target | undefined {
  switch (node.kind) {
    case 'group':
      return undefined;
    case 'trace':
      return { ref: node.opened.ref, span: undefined };
    case 'span':
      return { ref: node.owner.opened.ref, span: spanKey(node.trace.spans, node.span) };
    case 'more':
    case 'note':
      return { ref: node.owner.opened.ref, span: undefined };
  }
}

/** Tree nodes come back as the very objects the tree made; anything else (another extension's argument) has no such shape. */
function isTraceNode(value: unknown): value is TraceNode {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, opened, owner, group } = value as Record<string, unknown>;
  if (kind === 'group') return isObject(group);
  if (kind === 'trace') return isObject(opened);
  return (kind === 'span' || kind === 'more' || kind === 'note') && isObject(owner);
}

/** What the menu of a row in the timeline hands over; undefined for anything else. */
export function readSpanMenu(value: unknown): { readonly span: SpanIndex; readonly build: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { webviewSection, span, build } = value as Record<string, unknown>;
  return webviewSection === 'span' && typeof span === 'number' && typeof build === 'number'
    ? { span, build }
    : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
