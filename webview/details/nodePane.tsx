import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../src/model/format';
import { MASK } from '../../src/model/secretKeys';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import { CopyButton } from '../ui/copyButton';
import { Icon } from '../ui/icon';
import { filterQuery } from './filterQuery';
import { isBranch, jsonOf, keyOf, NodeKind, pathOf, valueOf, type JsonTree, type NodeIndex } from './jsonTree';

/** Texts from this length on are shown below the tree, where they may wrap. */
const LONG = 40;
const SHORT = 2000;
/** More than this the page does not lay out. */
const MOST = 200_000;

/** Where the chosen node stands, its whole text, and what can be done with it. */
export function NodePane({ tree, node }: { readonly tree: JsonTree; readonly node: NodeIndex }): VNode {
  const { strings, dispatch } = usePage();
  const [isAll, setAll] = useState(false);
  const isPlain = !isBranch(tree, node) && tree.kind[node]! >= NodeKind.Text;
  const value = isPlain ? valueOf(tree, node) : '';
  const shown = value.slice(0, isAll ? MOST : SHORT);
  const hidden = value.length - shown.length;
  const path = pathOf(tree, node);
  const filter = isPlain && !value.includes(MASK) ? filterQuery(nameOf(tree, node), value) : '';
  return (
    <section class="node-pane" aria-label={strings.chosenValue}>
      <p class="path" title={path}>
        <bdi>{path}</bdi>
      </p>
      {(value.length > LONG || value.includes('\n')) && (
        <pre class="whole" tabIndex={0}>
          {shown}
          {hidden > 0 && '…'}
        </pre>
      )}
      {hidden > 0 && !isAll && (
        <button type="button" class="quiet link" onClick={() => setAll(true)}>
          {fill(strings.showAll, formatCount(hidden))}
        </button>
      )}
      {hidden > 0 && isAll && <p class="note">{fill(strings.tooLong, formatCount(hidden))}</p>}
      <div class="node-acts">
        <CopyButton text={() => valueOf(tree, node)} label={strings.copyValue} isNamed />
        <CopyButton text={path} label={strings.copyPath} isNamed />
        <CopyButton text={() => jsonOf(tree, node)} label={strings.copyJson} isNamed />
        {filter && (
          <button type="button" class="quiet copy named" onClick={() => dispatch({ type: 'find', query: filter })}>
            <Icon name="filter" />
            <span>{strings.filterValue}</span>
          </button>
        )}
      </div>
    </section>
  );
}

/** The nearest key: elements of a list are known by that of the list. */
function nameOf(tree: JsonTree, node: NodeIndex): string {
  let named = node;
  while (tree.keyTo[named] === 0 && tree.parent[named]! >= 0) named = tree.parent[named]!;
  return keyOf(tree, named);
}
