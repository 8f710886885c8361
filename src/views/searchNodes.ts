import type { TraceSummary } from '../traces/source';
import type { NextStepId } from './stepLabels';
import type { PastQuery } from './queryState';
import type { ScopedQuery } from './savedQueries';

/** A row of the view Searches. */
export type SearchNode =
  | { readonly kind: 'search'; readonly id: string }
  | { readonly kind: 'found'; readonly search: string; readonly summary: TraceSummary }
  /** `n more…` of what was found. */
  | { readonly kind: 'moreFound'; readonly search: string; readonly hidden: number }
  /** Why a search failed, or found nothing: takes a next step. */
  | {
      readonly kind: 'searchNote';
      readonly search: string;
      /** Unique within the search. */
      readonly name: string;
      readonly icon: string;
      readonly label: string;
      readonly description: string;
      readonly detail: string;
      readonly step: NextStepId;
      readonly stepLabel: string;
    }
  | {
      readonly kind: 'searchFooter';
      readonly search: string;
      readonly name: string;
      readonly label: string;
      readonly description: string;
    }
  /** A part of the range that was not searched: goes on with it. */
  | {
      readonly kind: 'searchLeft';
      readonly search: string;
      readonly name: string;
      readonly isCap: boolean;
      readonly label: string;
      readonly description: string;
      readonly detail: string;
    }
  | { readonly kind: 'savedQueries' }
  | { readonly kind: 'savedQuery'; readonly row: ScopedQuery }
  | { readonly kind: 'queryHistory' }
  | { readonly kind: 'pastQuery'; readonly row: PastQuery };

export type SearchNodeOf<Kind extends SearchNode['kind']> = Extract<SearchNode, { readonly kind: Kind }>;

const KINDS: ReadonlySet<unknown> = new Set<SearchNode['kind']>([
  'search',
  'found',
  'moreFound',
  'searchNote',
  'searchFooter',
  'searchLeft',
  'savedQueries',
  'savedQuery',
  'queryHistory',
  'pastQuery',
]);

/** The rows a command was run on: VS Code passes the row, and all selected ones. Anything else (another extension's argument) is none. */
export function searchNodesOf(values: readonly unknown[]): readonly SearchNode[] {
  const [first, all] = values;
  return (Array.isArray(all) ? (all as readonly unknown[]) : [first]).filter(isSearchNode);
}

/** The search that a row is, or belongs to. */
export function searchIdOf(node: SearchNode | undefined): string | undefined {
  if (!node) return undefined;
  if (node.kind === 'search') return node.id;
  return 'search' in node ? node.search : undefined;
}

/** Unique among all rows, and the same after every change: VS Code keeps selection and expansion by it. */
export function searchNodeId(node: SearchNode): string {
  switch (node.kind) {
    case 'search':
      return node.id;
    case 'found':
      return `${node.search} ${node.summary.id}`;
    case 'moreFound':
      return `${node.search} ${node.kind}`;
    case 'searchFooter':
    case 'searchNote':
    case 'searchLeft':
      return `${node.search} ${node.kind} ${node.name}`;
    case 'savedQuery':
      return `saved ${node.row.id}`;
    case 'pastQuery':
      return `past ${JSON.stringify(node.row.query)}`;
    case 'savedQueries':
    case 'queryHistory':
      return node.kind;
  }
}

function isSearchNode(value: unknown): value is SearchNode {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, id, search, row } = value as Record<string, unknown>;
  if (!KINDS.has(kind)) return false;
  if (kind === 'search') return typeof id === 'string';
  if (kind === 'savedQuery' || kind === 'pastQuery') return typeof row === 'object' && row !== null;
  return kind === 'savedQueries' || kind === 'queryHistory' || typeof search === 'string';
}
