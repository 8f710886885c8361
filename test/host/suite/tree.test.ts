import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { buildTrace } from '../../../src/model/buildTrace';
import type { TraceRef } from '../../../src/model/traceRef';
import type { OpenTraces } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import { pause } from '../../../src/traces/pause';
import { Traces } from '../../../src/traces/traces';
import { Watches } from '../../../src/traces/watches';
import { OpenedTraces } from '../../../src/views/openedTraces';
import { TracesTree, type TraceNode } from '../../../src/views/tracesTree';
import { DRAWN_ID, DRAWN_START, drawTrace } from '../../unit/model/drawTrace';
import { activate, closeEditors, operationsSince, putTrace, timelineTabs, until } from './editor';
import { xrayService } from './service';
import { describeWithUi, type Target } from './ui';

const ref = (id = DRAWN_ID): TraceRef => ({ source: 'aws', profile: '', region: 'eu-west-1', id });

/** A memento that lives as long as the test. */
function memento(): vscode.Memento & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    keys: () => [...values.keys()],
    get: <T>(key: string, other?: T) => (values.has(key) ? values.get(key) : other) as T,
    update: async (key, value: unknown) => void values.set(key, JSON.parse(JSON.stringify(value))),
  };
}

const now = () => DRAWN_START * 1000 + 600_000;

function setUp(source: OpenTraces, state = memento()) {
  const calls: string[][] = [];
  const traces = new Traces({
    sourceOf: () => (connection, wanted, signal) => {
      calls.push(wanted.map(({ id }) => id));
      return source(connection, wanted, signal);
    },
    build: buildTrace,
    now,
  });
  const opened = new OpenedTraces(state, traces);
  const watches = new Watches({ traces, clock: { now, sleep: pause } });
  const tree = new TracesTree(opened, traces, watches, now, () => '111122223333');
  return { traces, opened, tree, watches, calls, state };
}

const drawn = (drawing: string): OpenTraces =>
  async function* answer(_connection, wanted) {
    for (const { id } of wanted) {
      yield { kind: 'trace', id, input: { id, documents: drawTrace(drawing, id) }, engine: 'BatchGetTraces' };
    }
  };

const failing = (error: TraceError): OpenTraces =>
  // oxlint-disable-next-line require-yield -- it fails before anything comes
  async function* fail() {
    throw error;
  };

function labelOf(tree: TracesTree, node: TraceNode): string {
  const { label } = tree.getTreeItem(node);
  return typeof label === 'string' ? label : (label?.label ?? '');
}

/** The rows below a node, once they have come: the tree says when to look again. */
async function children(tree: TracesTree, node?: TraceNode): Promise<TraceNode[]> {
  for (;;) {
    const found = tree.getChildren(node);
    if (!found.some((child) => child.kind === 'note' && child.icon === 'loading~spin')) return found;
    await new Promise<void>((resolve) => {
      const subscription = tree.onDidChangeTreeData(() => {
        subscription.dispose();
        resolve();
      });
    });
  }
}

/** The rows as people read them: `label | description`, indented, all levels. */
async function rows(tree: TracesTree, node?: TraceNode, depth = 0): Promise<string[]> {
  const lines: string[] = [];
  for (const child of await children(tree, node)) {
    const { description } = tree.getTreeItem(child);
    const words = [labelOf(tree, child), typeof description === 'string' ? description : ''];
    lines.push(`${'  '.repeat(depth)}${words.filter(Boolean).join(' | ')}`);
    lines.push(...(await rows(tree, child, depth + 1)));
  }
  return lines;
}

describe('the traces tree', () => {
  it('shows segments and subsegments with status, duration and age', async () => {
    const { tree, opened } = setUp(
      drawn(`frontend       0 500 http=502 fault method=POST url=https://shop.example.com/pay
  dynamo      20 120 throttle
  worker      30 900 segment
    late      40   - streamed`),
    );
    opened.add(ref());
    await children(tree, tree.getChildren()[0]);
    assert.deepEqual(await rows(tree), [
      'POST /pay | fault · 900 ms · 10 min ago',
      '  frontend | fault · 502 · 500 ms · POST',
      '    dynamo | throttled · 100 ms',
      '    worker | 870 ms',
      '      late | in progress · 860 ms',
    ]);
  });

  it('shows the way to a failure: a hollow mark in its colour above it, never a green check', async () => {
    const { opened, traces, tree } = setUp(
      drawn('shop  0 500\n  outer 20 120\n    inner 30 100 fault\n  fine 130 140'),
    );
    opened.add(ref());
    await traces.open([{ ref: ref() }], new AbortController().signal);
    const below = (node: TraceNode): TraceNode[] => tree.getChildren(node);
    const [shop] = below(tree.getChildren()[0]!);
    const [outer, fine] = below(shop!);
    const [inner] = below(outer!);
    const looks = [shop, outer, inner, fine].map((node) => {
      const { iconPath, description } = tree.getTreeItem(node!);
      const icon = iconPath as vscode.ThemeIcon;
      return [icon.id, icon.color?.id, String(description).split(' · ')[0]].join(' ');
    });
    assert.deepEqual(looks, [
      'circle-outline charts.red fault below',
      'circle-outline charts.red fault below',
      'error charts.red fault',
      'pass charts.green 10 ms',
    ]);
    tree.dispose();
  });

  it('asks for a trace when its row is opened, and only once', async () => {
    const { tree, opened, calls } = setUp(drawn('one 0 10'));
    opened.add(ref());
    const [row] = tree.getChildren();
    tree.getTreeItem(row!);
    assert.deepEqual(calls, []);
    await children(tree, row);
    await children(tree, row);
    assert.deepEqual(calls, [[DRAWN_ID]]);
  });

  it('shows at most 500 children, then how many more, and those when asked', async () => {
    const lines = Array.from({ length: 700 }, (_, index) => `  child${index} ${index} ${index + 1}`);
    const { tree, opened } = setUp(drawn(['root 0 1000', ...lines].join('\n')));
    opened.add(ref());
    const [trace] = tree.getChildren();
    const [root] = await children(tree, trace);
    const shown = await children(tree, root);
    assert.equal(shown.length, 501);
    const more = shown.at(-1)!;
    assert.equal(tree.getTreeItem(more).label, '200 more…');
    // A selection in the timeline that is behind that row leads to it.
    const hidden = tree.find(ref(), '00000000000002bd');
    assert.equal(hidden?.kind, 'more');
    assert.ok(more.kind === 'more');
    tree.showMore(more);
    assert.equal(tree.getChildren(root).length, 700);
    assert.equal(tree.find(ref(), '00000000000002bd')?.kind, 'span');
  });

  it('finds the row of a span and the way up to its trace', async () => {
    const { tree, opened } = setUp(drawn('a 0 10\n  b 1 9\n    c 2 8'));
    opened.add(ref());
    await children(tree, tree.getChildren()[0]);
    const way: string[] = [];
    for (let node = tree.find(ref(), '0000000000000003'); node; node = tree.getParent(node)) {
      way.push(labelOf(tree, node));
    }
    assert.deepEqual(way, ['c', 'b', 'a', 'a']);
  });

  it('has a row that says why a trace did not come, and does not ask again by itself', async () => {
    const { tree, opened, calls } = setUp(
      failing(new TraceError('credentialsExpired', { profile: 'dev', login: 'sso' })),
    );
    opened.add(ref());
    const lines = await rows(tree);
    assert.match(lines[1] ?? '', /The credentials of profile “dev” have expired\. — Sign In/);
    await rows(tree);
    assert.equal(calls.length, 1);
  });

  it('has a row for every cause of a trace that is nowhere, with what speaks for it and what was asked', async () => {
    const id = '1-6500aa10-8f3c21d07be94a5566d1c0e2';
    const { tree, opened, traces } = setUp(async function* nowhere() {
      const facts = { startedAt: 0, milliseconds: 1, requestId: '', waits: [], outcome: 'ok', note: '' } as const;
      yield { kind: 'call', call: { operation: 'BatchGetTraces', ids: [id], ...facts } };
      const error = new TraceError('notFound', { id, destination: 'XRay', retrievalTried: false });
      yield { kind: 'failed', id, error };
    });
    traces.remember({ ref: ref(id), sampled: false });
    opened.add(ref(id));
    await children(tree, tree.getChildren()[0]);
    const lines = await rows(tree);
    assert.match(lines[0]!, /not found/);
    assert.deepEqual(lines.slice(1, 3), [
      '  It was not sampled: X-Ray never got it — Find Traces Around Then… | The log line says so beside the ID (Sampled=0)',
      '  It may be in another region or account — Find Elsewhere… | Asked: default credentials · eu-west-1 · account 111122223333',
    ]);
    assert.match(lines[3]!, /What was asked: BatchGetTraces/);
    assert.equal(lines.length, 4);
    assert.equal(
      new Set((await children(tree, tree.getChildren()[0])).map((node) => tree.getTreeItem(node).id)).size,
      3,
    );
  });

  it('offers to watch an incomplete trace, and to stop while it is watched', async () => {
    const { tree, opened, watches } = setUp(drawn('shop 0 -'));
    opened.add(ref());
    const row = (): vscode.TreeItem => tree.getTreeItem(tree.getChildren()[0]!);
    await children(tree, tree.getChildren()[0]);
    assert.equal(row().contextValue, 'trace.aws.incomplete');
    watches.start(ref(), { isVisible: () => true, onDidChange: () => new vscode.Disposable(() => undefined) });
    assert.equal(row().contextValue, 'trace.aws.watched');
    assert.match(String(row().description), /^watched: \+0/);
    watches.stop(ref());
    assert.equal(row().contextValue, 'trace.aws.incomplete');
  });

  it('never gives text of a trace the chance to be markup', async () => {
    const { tree, opened } = setUp(drawn('[x](command:workbench.action.quit)<img/src=x>**$(zap) 0 10'));
    opened.add(ref());
    const [trace] = tree.getChildren();
    const [span] = await children(tree, trace);
    for (const node of [trace!, span!]) {
      const { tooltip } = tree.resolveTreeItem(tree.getTreeItem(node), node);
      assert.ok(tooltip instanceof vscode.MarkdownString);
      assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
      assert.ok(!tooltip.value.includes('[x](command'), tooltip.value);
    }
  });

  it('keeps its rows over a reload, with their facts and without a call', async () => {
    const { tree, opened, state } = setUp(drawn('kept 0 250 error'));
    opened.add(ref());
    await children(tree, tree.getChildren()[0]);
    opened.addGroup([ref('1-5f84c7a1-0123456789abcdef01234567'), ref('1-5f84c7a2-0123456789abcdef01234567')], 1000);
    opened.dispose();
    const after = setUp(failing(new TraceError('network')), state);
    const [group, trace] = after.tree.getChildren();
    assert.equal(after.tree.getTreeItem(group!).label, '2 traces');
    assert.equal(after.tree.getTreeItem(trace!).label, 'kept');
    assert.equal(after.tree.getTreeItem(trace!).description, 'error · 250 ms · 10 min ago');
    assert.deepEqual(after.calls, []);
  });

  it('drops state it cannot read, row by row', async () => {
    const state = memento();
    state.values.set('xrayTraces.opened', {
      version: 1,
      rows: [
        null,
        7,
        { ref: 'nonsense' },
        { ref: `aws//eu-west-1/${DRAWN_ID}`, facts: { title: 1 } },
        { id: 'g', traces: [] },
      ],
    });
    assert.equal(setUp(drawn('x 0 1'), state).tree.getChildren().length, 1);
    state.values.set('xrayTraces.opened', { version: 2, rows: [{ ref: `aws//eu-west-1/${DRAWN_ID}` }] });
    assert.equal(setUp(drawn('x 0 1'), state).tree.getChildren().length, 0);
  });

  it('removes a trace and clears all', async () => {
    const { tree, opened, traces } = setUp(drawn('x 0 1'));
    opened.add(ref());
    opened.addGroup([ref(), ref('1-5f84c7a1-0123456789abcdef01234567')], 1);
    await traces.open([{ ref: ref() }], new AbortController().signal);
    opened.remove(ref(), '1');
    assert.equal(traces.peek(ref()), undefined);
    assert.equal(tree.getChildren().length, 1);
    opened.clear();
    assert.deepEqual(tree.getChildren(), []);
  });
});

function row(text: string): Target {
  return { selector: '.pane-body .monaco-list-row', text };
}

describeWithUi('the Traces view on screen', (ui) => {
  before(activate);
  beforeEach(() => vscode.commands.executeCommand('xrayTraces.clear'));
  afterEach(async () => {
    await closeEditors();
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('welcomes with the ways to start', async () => {
    await vscode.commands.executeCommand('xrayTraces.traces.focus');
    await ui.waitFor({ selector: '.welcome-view-content', text: 'Right-click a trace ID' });
    await ui.screenshot('host-welcome');
    await ui.click({ selector: '.welcome-view-content .monaco-button', text: 'Open Sample Trace' });
    await ui.click({ selector: '.quick-input-list .monaco-list-row', text: 'A failing checkout' });
    await ui.waitFor(row('POST /checkout'));
    await until(() => timelineTabs().length === 1, 'the sample');
  });

  it('follows the selection of the timeline, and a click in it shows the span', async () => {
    await vscode.commands.executeCommand('xrayTraces.traces.focus');
    const id = putTrace('shop  0 500\n  outer 20 120\n    inner 30 100 fault');
    await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await ui.waitFor({ selector: '[role="row"]', text: 'inner', in: 'webview' });
    await ui.click({ selector: '[role="row"]', text: 'inner', in: 'webview' });
    await ui.waitFor(row('inner'));
    await ui.screenshot('host-tree');
    const focus = await ui.evaluate<string>('document.activeElement?.tagName ?? ""');
    assert.match(focus, /IFRAME|BODY/, 'the timeline keeps the focus');
    const from = xrayService().calls.length;
    await ui.click(row('outer'));
    await ui.waitFor({ selector: '[role="row"][aria-selected="true"]', text: 'outer', in: 'webview' });
    assert.deepEqual(operationsSince(from), []);
  });

  it('reuses one preview for clicks on traces, until Keep Open', async () => {
    const ids = [putTrace('first 0 10'), putTrace('second 0 10')];
    await vscode.commands.executeCommand('xrayTraces.traces.focus');
    for (const id of ids) await vscode.commands.executeCommand('xrayTraces.openTrace', id);
    await until(() => timelineTabs().includes('second'), 'both');
    await closeEditors();
    await ui.click(row('first'));
    await until(() => timelineTabs().join() === 'first (preview)', 'a preview of the first');
    await ui.click(row('second'));
    await until(() => timelineTabs().join() === 'second (preview)', 'the same panel with the second');
    await vscode.commands.executeCommand('xrayTraces.keepOpen');
    await until(() => timelineTabs().join() === 'second', 'it stays');
    await ui.click(row('first'));
    await until(() => timelineTabs().length === 2, 'a new preview beside it');
  });
});
