import {
  INTENT_VERSION,
  type AxisChoice,
  type DetailTab,
  type Intent,
  type LayoutChoice,
} from '../src/protocol/messages';
import type { SpanIndex } from '../src/model/units';
import type { Folds } from './outline/folds';
import { PLAIN_LAYOUT } from './outline/layout';
import { lineKey } from './outline/lineKeys';
import type { LineIndex } from './outline/outline';
import { allParents } from './rows';
import { PLAIN_AXIS, type State } from './pageState';
import type { TraceView } from './traceView';

/** The first row on screen, and how far it is scrolled out of view. */
export interface TopRow {
  readonly line: LineIndex;
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
  'http',
  'raw',
] satisfies DetailTab[];

/**
 * What the user did, ready to be kept. Before a trace has come, what was kept before stays, or at least which trace it is: a panel that
 * loads, fails or is cancelled comes back after a reload, too, and never as the trace it showed before.
 * @returns null until the host has named the trace
 */
export function intentOf(state: State, top: TopRow | null): Intent | null {
  const { view, outline, line, ref } = state;
  if (ref === '') return null;
  if (!view && state.intent) return state.intent;
  return {
    version: INTENT_VERSION,
    ref,
    selected: view && line >= 0 ? lineKey(view, outline, line) : null,
    ...(view ? collapsedOf(view, state.folds.collapsed) : { collapsed: [] }),
    switched: [...state.folds.switched],
    layout: state.layout,
    top: view && top && top.line < outline.count ? { id: lineKey(view, outline, top.line), offset: top.offset } : null,
    zoom: state.zoom,
    axis: state.axis,
    tab: state.tab,
    detailsOpen: state.detailsOpen,
    nameWidth: state.nameWidth,
    detailsWidth: state.detailsWidth,
    detailsHeight: state.detailsHeight,
    detailsDock: state.detailsDock,
  };
}

/** The collapsed spans, or the expanded ones where they are fewer: after Collapse All the state of a huge trace stays small. */
function collapsedOf(view: TraceView, collapsed: ReadonlySet<SpanIndex>): Pick<Intent, 'collapsed' | 'expanded'> {
  const keys = (spans: Iterable<SpanIndex>): string[] => Array.from(spans, (span) => view.keys.keyOf(span));
  if (collapsed.size < 200) return { collapsed: keys(collapsed) };
  const expanded = [...allParents(view.trace.spans)].filter((span) => !collapsed.has(span));
  return expanded.length < collapsed.size
    ? { collapsed: [], expanded: keys(expanded) }
    : { collapsed: keys(collapsed) };
}

/** The folds of an intent in a build; keys it does not have are dropped. */
export function foldsOfIntent(view: TraceView, intent: Intent): Folds {
  return { collapsed: collapsedSpans(view, intent), switched: new Set(intent.switched) };
}

function collapsedSpans(view: TraceView, intent: Pick<Intent, 'collapsed' | 'expanded'>): Set<SpanIndex> {
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
  if (kept.version !== INTENT_VERSION || typeof kept.ref !== 'string') return null;
  const collapsed = strings(kept.collapsed);
  const expanded = kept.expanded === undefined ? undefined : strings(kept.expanded);
  if (!collapsed || expanded === null) return null;
  return {
    version: INTENT_VERSION,
    ref: kept.ref,
    selected: typeof kept.selected === 'string' ? kept.selected : null,
    collapsed,
    ...(expanded && { expanded }),
    switched: strings(kept.switched) ?? [],
    layout: readLayout(kept.layout),
    top: readTop(kept.top),
    zoom: readZoom(kept.zoom),
    axis: readAxis(kept.axis),
    tab: TABS.includes(kept.tab as string) ? (kept.tab as DetailTab) : 'overview',
    detailsOpen: kept.detailsOpen === true,
    nameWidth: size(kept.nameWidth),
    detailsWidth: size(kept.detailsWidth),
    detailsHeight: size(kept.detailsHeight),
    detailsDock: kept.detailsDock === 'right' || kept.detailsDock === 'bottom' ? kept.detailsDock : 'auto',
  };
}

function readLayout(value: unknown): LayoutChoice {
  if (typeof value !== 'object' || value === null) return PLAIN_LAYOUT;
  const kept = value as Partial<Record<keyof LayoutChoice, unknown>>;
  return {
    hierarchy: kept.hierarchy === 'byService' ? 'byService' : 'callChain',
    focus: typeof kept.focus === 'string' ? kept.focus : null,
    hidden: strings(kept.hidden) ?? [],
    groups: kept.groups === true,
    chains: kept.chains === true,
    shorterThan: size(kept.shorterThan),
    uninstrumented: kept.uninstrumented === true,
    onlyMatches: kept.onlyMatches === true,
    criticalPath: kept.criticalPath === true,
  };
}

function readAxis(value: unknown): AxisChoice {
  if (typeof value !== 'object' || value === null) return PLAIN_AXIS;
  const { times, minimap, squeeze } = value as Partial<Record<keyof AxisChoice, unknown>>;
  return {
    times: times === 'local' || times === 'utc' ? times : 'relative',
    minimap: minimap !== false,
    squeeze: squeeze === true,
  };
}

function strings(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

/** A length or time that was chosen; 0 = none. */
function size(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function readTop(value: unknown): Intent['top'] {
  if (typeof value !== 'object' || value === null) return null;
  const { id, offset } = value as { id?: unknown; offset?: unknown };
  return typeof id === 'string' ? { id, offset: size(offset) } : null;
}

function readZoom(value: unknown): Intent['zoom'] {
  if (typeof value !== 'object' || value === null) return null;
  const { from, to } = value as { from?: unknown; to?: unknown };
  const isRange = typeof from === 'number' && typeof to === 'number' && from >= 0 && to > from && Number.isFinite(to);
  return isRange ? { from, to } : null;
}
