import type { VNode } from 'preact';
import { Icon } from '../ui/icon';
import { isBranch, jsonOf, keyOf, NodeKind, type JsonTree, type NodeIndex } from './jsonTree';
import { Marked } from './marked';

/** A row is one line: what is longer is in the pane below. Characters. */
const LONGEST = 300;
const INDENT = 12;
/** Deeper than this, indenting stops. */
const MOST_INDENT = 24;

interface JsonRowProps {
  readonly tree: JsonTree;
  readonly node: NodeIndex;
  /** Pixels. */
  readonly top: number;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  /** It is the match that was gone to. */
  readonly isHit: boolean;
  readonly query: string;
  readonly onPick: (isTwistie: boolean) => void;
  readonly onToggle: () => void;
}

const CLASSES: Readonly<Record<NodeKind, string>> = {
  [NodeKind.Object]: 'sign',
  [NodeKind.List]: 'sign',
  [NodeKind.Text]: 'string',
  [NodeKind.Number]: 'number',
  [NodeKind.Word]: 'word',
};

/** One value: its key and itself, or how much is in it. Texts stand as in JSON, so that control characters show. */
export function JsonRow({ tree, node, top, isOpen, isActive, isHit, query, onPick, onToggle }: JsonRowProps): VNode {
  const kind = tree.kind[node] as NodeKind;
  const parent = tree.parent[node]!;
  const hasRows = isBranch(tree, node);
  const level = Math.max(1, tree.depth[node]!);
  const key = keyOf(tree, node);
  return (
    <div
      id={`json-${node}`}
      role="treeitem"
      class={`node${isActive ? ' active' : ''}${isHit ? ' hit' : ''}`}
      aria-level={level}
      aria-setsize={parent < 0 ? 1 : tree.size[parent]}
      aria-posinset={tree.place[node]! + 1}
      aria-expanded={hasRows ? isOpen : undefined}
      aria-selected={isActive}
      style={{ top: `${top}px`, paddingLeft: `${Math.min(level - 1, MOST_INDENT) * INDENT}px` }}
      onClick={({ target }) => onPick(hasRows && target instanceof Element && target.closest('.twistie') !== null)}
      onDblClick={hasRows ? onToggle : undefined}
    >
      <span class="twistie">{hasRows && <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />}</span>
      {parent >= 0 && (
        <>
          <span class={tree.keyTo[node]! > 0 ? 'key' : 'place'}>
            <bdi>
              <Marked text={visible(key).slice(0, LONGEST)} query={query} />
            </bdi>
          </span>
          <span class="colon">: </span>
        </>
      )}
      <span class={`json-value ${CLASSES[kind]}`}>
        {kind === NodeKind.Object || kind === NodeKind.List ? (
          summary(kind, tree.size[node]!)
        ) : (
          <bdi>
            <Marked text={visible(shortened(tree, node))} query={query} />
          </bdi>
        )}
      </span>
    </div>
  );
}

function summary(kind: NodeKind, size: number): string {
  const text = size === 0 ? '' : ` ${size} `;
  return kind === NodeKind.Object ? `{${text}}` : `[${text}]`;
}

function shortened(tree: JsonTree, node: NodeIndex): string {
  const length = tree.to[node]! - tree.from[node]!;
  if (length <= LONGEST) return jsonOf(tree, node);
  return `${tree.text.slice(tree.from[node], tree.from[node]! + LONGEST)}…`;
}

/** Line ends and other control characters of a key, as JSON writes them. */
function visible(text: string): string {
  return /\p{Cc}/u.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}
