import type { VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePage } from '../page';
import { useSize } from '../timeline/useSize';
import { Icon } from '../ui/icon';
import { JsonRow } from './jsonRow';
import {
  findInTree,
  isBranch,
  nodesOfPaths,
  openAtFirst,
  openedAround,
  pathOf,
  shownNodes,
  valueOf,
  type JsonTree,
  type NodeIndex,
} from './jsonTree';
import { treeMove } from './jsonTreeMoves';
import { NodePane } from './nodePane';
import { PaneFind } from './paneFind';
import type { Reading } from './reading';

/** Height of a row in pixels; the style sheet has the same number. */
const ROW = 22;
const OVERSCAN = 6;

interface JsonViewProps {
  readonly tree: JsonTree;
  readonly secret: boolean;
  readonly reading: Reading;
}

interface ViewState {
  readonly tree: JsonTree;
  readonly open: ReadonlySet<NodeIndex>;
  readonly active: NodeIndex;
}

/** JSON as a tree: only rows in sight are in the document, nodes are decoded when they are shown. */
export function JsonView({ tree, secret, reading }: JsonViewProps): VNode {
  const { strings } = usePage();
  const [kept, setKept] = useState<ViewState>(() => ({ tree, open: openAtFirst(tree), active: firstNode(tree) }));
  const state = kept.tree === tree ? kept : moved(kept, tree);
  const { open, active } = state;
  const shown = useMemo(() => shownNodes(tree, open), [tree, open]);
  const [query, setQuery] = useState('');
  const hits = useMemo(() => findInTree(tree, query), [tree, query]);
  const at = hits.indexOf(active);
  const box = useRef<HTMLDivElement>(null);
  const { height } = useSize(box);
  const [top, setTop] = useState(0);
  const row = shown.indexOf(active);
  useLayoutEffect(() => {
    const list = box.current;
    if (!list || row < 0) return;
    if (row * ROW < list.scrollTop) list.scrollTop = row * ROW;
    else if ((row + 1) * ROW > list.scrollTop + list.clientHeight) list.scrollTop = (row + 1) * ROW - list.clientHeight;
  }, [row]);

  const go = (node: NodeIndex): void => setKept({ tree, open: openedAround(tree, open, node), active: node });
  const toggle = (node: NodeIndex): void => {
    const now = new Set(open);
    if (!now.delete(node) && isBranch(tree, node)) now.add(node);
    setKept({ tree, open: now, active: node });
  };
  const find = (wanted: string): void => {
    setQuery(wanted);
    const found = findInTree(tree, wanted);
    const next = found.find((node) => node >= active) ?? found[0];
    if (next !== undefined) go(next);
  };
  const step = (by: 1 | -1): void => {
    if (hits.length === 0) return;
    const near = at >= 0 ? at + by : hits.findIndex((node) => node > active) - (by < 0 ? 1 : 0);
    go(hits[(near + hits.length) % hits.length]!);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(height / ROW) - 1);
    const move = treeMove({ tree, open, shown, active }, event.key, page);
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    if (move.kind === 'go') setKept({ tree, open, active: move.node });
    else setKept({ tree, open: move.open, active });
  };
  const onCopy = (event: ClipboardEvent): void => {
    if (!document.getSelection()?.isCollapsed || active < 0) return;
    event.clipboardData?.setData('text/plain', valueOf(tree, active));
    event.preventDefault();
  };

  const from = Math.max(0, Math.floor(top / ROW) - OVERSCAN);
  const to = Math.min(shown.length, Math.ceil((top + height) / ROW) + OVERSCAN);
  const inSight = Array.from(shown.subarray(from, to), (node, index) => ({ node, row: from + index }));
  if (row >= 0 && (row < from || row >= to)) inSight.push({ node: active, row }); // what has the focus is always there
  return (
    <div class="json-view">
      <div class="pane-tools">
        <PaneFind
          label={strings.findInMetadata}
          query={query}
          at={at}
          count={hits.length}
          onQuery={find}
          onStep={step}
          back={box}
        />
        {secret && (
          <button type="button" class="quiet link reveal" onClick={() => reading.setRevealed(!reading.isRevealed)}>
            {reading.isRevealed ? strings.hide : strings.reveal}
          </button>
        )}
        <button
          type="button"
          class="quiet icon"
          title={strings.collapseAll}
          aria-label={strings.collapseAll}
          onClick={() => setKept({ tree, open: new Set(), active: firstNode(tree) })}
        >
          <Icon name="collapse-all" />
        </button>
      </div>
      <div
        class="json-tree"
        role="tree"
        aria-label={strings.tabMetadata}
        aria-activedescendant={row < 0 ? undefined : `json-${active}`}
        tabIndex={0}
        ref={box}
        onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
      >
        <div class="json-rows" role="presentation" style={{ height: `${shown.length * ROW}px` }}>
          {inSight.map(({ node, row: place }) => (
            <JsonRow
              key={node}
              tree={tree}
              node={node}
              top={place * ROW}
              isOpen={open.has(node)}
              isActive={node === active}
              isHit={query !== '' && node === active && at >= 0}
              query={query}
              onPick={(isTwistie) => {
                if (isTwistie) toggle(node);
                else setKept({ tree, open, active: node });
              }}
              onToggle={() => toggle(node)}
            />
          ))}
        </div>
      </div>
      {active >= 0 && <NodePane key={active} tree={tree} node={active} />}
    </div>
  );
}

function firstNode(tree: JsonTree): NodeIndex {
  if (tree.count === 0) return -1;
  return isBranch(tree, 0) ? 1 : 0;
}

/** The same places in another reading: after revealing, or hiding again. */
function moved({ tree: before, open, active }: ViewState, tree: JsonTree): ViewState {
  const paths = new Set(Array.from(open, (node) => pathOf(before, node)));
  const opened = nodesOfPaths(tree, paths);
  const path = active >= 0 ? pathOf(before, active) : '';
  const same = shownNodes(tree, opened).find((node) => pathOf(tree, node) === path);
  return { tree, open: opened, active: same ?? firstNode(tree) };
}
