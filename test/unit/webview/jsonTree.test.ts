import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import {
  findInTree,
  jsonOf,
  keyOf,
  pathOf,
  readJsonTree,
  shownNodes,
  valueOf,
  type JsonTree,
  type NodeIndex,
} from '../../../webview/details/jsonTree';

/** The value of a node, put together from the nodes below it alone. */
function rebuilt(tree: JsonTree, node: NodeIndex): unknown {
  const json = jsonOf(tree, node);
  if (!/^[[{]/.test(json)) return JSON.parse(json);
  const children: NodeIndex[] = [];
  for (let child = node + 1; child < tree.end[node]!; child = tree.end[child]!) children.push(child);
  assert.equal(children.length, tree.size[node]);
  assert.deepEqual(
    children.map((child) => tree.place[child]),
    children.map((_, place) => place),
  );
  if (json.startsWith('[')) return children.map((child) => rebuilt(tree, child));
  return Object.fromEntries(children.map((child) => [keyOf(tree, child), rebuilt(tree, child)]));
}

describe('JSON as a tree', () => {
  it('is the value that JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        assert.deepEqual(rebuilt(readJsonTree(text), 0), JSON.parse(text));
      }),
    );
  });

  it('has paths that lead to the value', () => {
    const tree = readJsonTree('{"a":{"odd key":[1,{"b.c":"x"}],"__proto__":2}}');
    assert.deepEqual(
      Array.from({ length: tree.count }, (_, node) => pathOf(tree, node)),
      [
        '$',
        '$.a',
        '$.a["odd key"]',
        '$.a["odd key"][0]',
        '$.a["odd key"][1]',
        '$.a["odd key"][1]["b.c"]',
        '$.a.__proto__',
      ],
    );
  });

  it('keeps digits and repeated keys', () => {
    const tree = readJsonTree('{"n":12345678901234567890,"n":1.50}');
    assert.deepEqual([valueOf(tree, 1), valueOf(tree, 2)], ['12345678901234567890', '1.50']);
  });

  it('shows what is open, and finds what is not', () => {
    const tree = readJsonTree('{"a":{"b":["Needle","x"]},"needles":1}');
    assert.deepEqual([...shownNodes(tree, new Set())], [1, 5]);
    assert.deepEqual([...shownNodes(tree, new Set([1, 2]))], [1, 2, 3, 4, 5]);
    assert.deepEqual([...findInTree(tree, 'NEEDLE')], [3, 5]);
    assert.deepEqual([...shownNodes(readJsonTree('"plain"'), new Set())], [0]);
  });

  it('bears text that is cut off, no JSON, empty, or nested 100,000 deep', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        readJsonTree(text.slice(0, at % (text.length + 1)));
      }),
    );
    for (const text of ['', ']', '{"a"', '[1 2 3', '{{{', ',,,:']) shownNodes(readJsonTree(text), new Set([0]));
    assert.equal(readJsonTree('['.repeat(100_000)).count, 100_000);
  });
});
