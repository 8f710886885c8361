import type { DetailTab, Intent } from '../src/protocol/messages';
import type { SpanIndex } from '../src/model/units';
import { allParents } from './rows';
import type { State } from './pageState';
import type { TraceView } from './traceView';

/** The first row on screen, and how far it is scrolled out of view. */
export interface TopRow {
  readonly span: SpanIndex;
  /** Pixels. */
  readonly offset: number;
}

const TABS: readonly string[] = [
  'overview',
  'resources',
  'annotations',
  'metadata',
  'exceptions',
  'sql',
  'raw',
] satisfies DetailTab[];

/**
 * What the user did, ready to be kept. Before a trace has come, what was kept before stays, or at least which trace it is: a panel that
 * loads, fails or is cancelled comes back after a reload, too, and never as the trace it showed before.
 * @returns null until the host has named the trace
 */
export function intentOf(state: State, top: TopRow | null): Intent | null {
  const { view, selected, ref } = state;
  if (ref === '') return null;
  if (!view && state.intent) return state.intent;
  return {
    version: 1,
    ref,
    selected: view && selected >= 0 ? view.keys.keyOf(selected) : null,
    ...(view ? foldsOf(view, state.collapsed) : { collapsed: [] }),
    top: view && top && { id: view.keys.keyOf(top.span), offset: top.offset },
    zoom: state.zoom,
    tab: state.tab,
    detailsOpen: state.detailsOpen,
    nameWidth: state.nameWidth,
    detailsWidth: state.detailsWidth,
    detailsHeight: state.detailsHeight,
  };
}

/** The collapsed spans, or the expanded ones where they are fewer: after Collapse All the state of a huge trace stays small. */
function foldsOf(view: TraceView, collapsed: ReadonlySet<SpanIndex>): Pick<Intent, 'collapsed' | 'expanded'> {
  const keys = (spans: Iterable<SpanIndex>): string[] => Array.from(spans, (span) => view.keys.keyOf(span));
  if (collapsed.size < 200) return { collapsed: keys(collapsed) };
  const expanded = [...allParents(view.trace.spans)].filter((span) => !collapsed.has(span));
  return expanded.length < collapsed.size
    ? { collapsed: [], expanded: keys(expanded) }
    : { collapsed: keys(collapsed) };
}

/** The collapsed spans of an intent in a build; keys it does not have are dropped. */
export function collapsedOf(view: TraceView, intent: Pick<Intent, 'collapsed' | 'expanded'>): Set<SpanIndex> {
  const spans = (keys: readonly string[]): SpanIndex[] =>
    keys.map((key) => view.keys.spanOf(key)).filter((span) => span >= 0);
  if (!intent.expanded) return new Set(spans(intent.collapsed));
  const collapsed = allParents(view.trace.spans);
  for (const span of spans(intent.expanded)) collapsed.delete(span);
  return collapsed;
}

/** Reads a kept intent. @returns null for anything of another version or shape: nothing is worth a broken page */
export function readIntent(value: unknown): Intent | null {
  if (typeof value !== 'object' || value === null) return null;
  const kept = value as Partial<Record<keyof Intent, unknown>>;
  if (kept.version !== 1 || typeof kept.ref !== 'string') return null;
  const collapsed = strings(kept.collapsed);
  const expanded = kept.expanded === undefined ? undefined : strings(kept.expanded);
  if (!collapsed || expanded === null) return null;
  return {
    version: 1,
    ref: kept.ref,
    selected: typeof kept.selected === 'string' ? kept.selected : null,
    collapsed,
    ...(expanded && { expanded }),
    top: readTop(kept.top),
    zoom: readZoom(kept.zoom),
    tab: TABS.includes(kept.tab as string) ? (kept.tab as DetailTab) : 'overview',
    detailsOpen: kept.detailsOpen === true,
    nameWidth: pixels(kept.nameWidth),
    detailsWidth: pixels(kept.detailsWidth),
    detailsHeight: pixels(kept.detailsHeight),
  };
}

function strings(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

function pixels(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function readTop(value: unknown): Intent['top'] {
  if (typeof value !== 'object' || value === null) return null;
  const { id, offset } = value as { id?: unknown; offset?: unknown };
  return typeof id === 'string' ? { id, offset: pixels(offset) } : null;
}

function readZoom(value: unknown): Intent['zoom'] {
  if (typeof value !== 'object' || value === null) return null;
  const { from, to } = value as { from?: unknown; to?: unknown };
  const isRange = typeof from === 'number' && typeof to === 'number' && from >= 0 && to > from && Number.isFinite(to);
  return isRange ? { from, to } : null;
}
