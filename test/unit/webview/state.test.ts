import assert from 'node:assert/strict';
import type { HostMessage, Intent } from '../../../src/protocol/messages';
import { englishPageStrings } from '../../../src/protocol/strings';
import { intentOf, readIntent } from '../../../webview/intent';
import { PLAIN_LAYOUT } from '../../../webview/outline/layout';
import { initialState, PLAIN_AXIS } from '../../../webview/pageState';
import { reduce } from '../../../webview/state';
import {
  afterActions,
  afterKeys,
  afterMessages,
  CHECKOUT,
  drawnState,
  drawWire,
  rowNames,
  selectedName,
  spanNamed,
} from './drawnPage';

function init(ref: string, intent: Intent | null = null): HostMessage {
  return { kind: 'init', ref, strings: englishPageStrings, locale: 'de', intent };
}

describe('messages of the host', () => {
  it('waits, then shows the trace', () => {
    const waiting = afterMessages(initialState, init('r'), { kind: 'loading', text: 'Loading…', cancellable: true });
    assert.equal(waiting.locale, 'de');
    assert.deepEqual(waiting.loading, { text: 'Loading…', cancellable: true });
    const shown = afterMessages(waiting, { kind: 'trace', trace: drawWire(CHECKOUT) });
    assert.equal(shown.loading, null);
    assert.equal(shown.rows.length, 8);
  });

  it('says which trace it is to be, also before anything has come, and when nothing comes', () => {
    assert.equal(intentOf(initialState, null), null);
    const greeted = afterMessages(initialState, init('r'));
    const failed = afterMessages(greeted, { kind: 'failed', title: 'Throttled', detail: '', next: [] });
    for (const state of [greeted, failed]) {
      const intent = readIntent(JSON.parse(JSON.stringify(intentOf(state, null))));
      assert.deepEqual(intent, {
        version: 2,
        ref: 'r',
        selected: null,
        collapsed: [],
        switched: [],
        layout: PLAIN_LAYOUT,
        top: null,
        zoom: null,
        axis: PLAIN_AXIS,
        tab: 'overview',
        detailsOpen: false,
        nameWidth: 0,
        detailsWidth: 0,
        detailsHeight: 0,
        detailsDock: 'auto',
      });
    }
  });

  it('keeps what was kept until the trace has come', () => {
    const kept = intentOf(afterActions(drawnState(CHECKOUT), { type: 'toggle', line: 3 }), null);
    assert.deepEqual(intentOf(afterMessages(initialState, init('file///x', kept)), null), kept);
  });

  it('forgets the trace when it becomes the page of another', () => {
    const before = afterActions(drawnState(CHECKOUT), { type: 'selectSpan', span: 2, open: true });
    const after = afterMessages(before, init('other'));
    assert.deepEqual(after, { ...initialState, ref: 'other', strings: englishPageStrings, locale: 'de' });
    assert.equal(intentOf(after, { line: 1, offset: 3 })?.ref, 'other');
    assert.equal(intentOf(after, { line: 1, offset: 3 })?.top, null);
    assert.equal(afterMessages(before, init('file///x')).view, before.view, 'the same trace stays');
  });

  it('keeps the trace while it is refreshed and when that fails', () => {
    const failed = afterMessages(
      drawnState(CHECKOUT),
      { kind: 'loading', text: 'Loading…', cancellable: true },
      { kind: 'failed', title: 'Throttled', detail: '', next: [] },
    );
    assert.equal(failed.loading, null);
    assert.equal(failed.failure?.title, 'Throttled');
    assert.equal(failed.rows.length, 8);
    assert.equal(afterMessages(failed, { kind: 'trace', trace: drawWire(CHECKOUT) }).failure, null);
  });

  it('keeps selection, folds, zoom and scroll over a new build whose indices differ', () => {
    const before = afterActions(
      drawnState(CHECKOUT),
      { type: 'toggle', line: 3 },
      { type: 'selectSpan', span: 6, open: true },
      { type: 'zoom', range: { from: 100, to: 600 } },
      { type: 'find', query: 'render' },
    );
    assert.equal(selectedName(before), 'render');
    const { spans } = before.view!.trace;
    const grown = CHECKOUT.replace(
      'cart         20   60 aws',
      'cart         20   60 aws\n      stock        61   70 id=00000000000000aa',
    );
    const trace = drawWire(reidentified(grown, spans.id), 2);
    const top = { line: spanNamed(before, 'checkout'), offset: 7 };
    const after = reduce(before, { type: 'host', message: { kind: 'trace', trace }, top });
    assert.equal(selectedName(after), 'render');
    assert.equal(after.line, 7);
    assert.deepEqual(
      [...after.folds.collapsed].map((span) => trace.spans.strings[trace.spans.name[span]!]),
      ['payments'],
    );
    assert.deepEqual(after.zoom, { from: 100, to: 600 });
    assert.deepEqual(after.scrollTo, { kind: 'top', line: 1, offset: 7 });
    assert.deepEqual([...after.hits], [7]);
  });

  it('does not touch rows when only the receipt has changed', () => {
    const before = afterActions(drawnState(CHECKOUT), { type: 'toggle', line: 1 });
    const after = afterMessages(before, {
      kind: 'trace',
      trace: { ...drawWire(CHECKOUT), receipt: 'BatchGetTraces ×1' },
    });
    assert.equal(after.view?.trace.receipt, 'BatchGetTraces ×1');
    assert.equal(after.rows, before.rows);
  });

  it('selects a span the host names, as the host', () => {
    const state = drawnState(CHECKOUT);
    const id = state.view!.trace.spans.id[5]!;
    const selected = afterMessages(afterKeys(state, 'collapseAll'), { kind: 'select', spanId: id });
    assert.equal(selectedName(selected), 'attempt 2');
    assert.equal(selected.selectedBy, 'host');
    assert.equal(afterMessages(state, { kind: 'select', spanId: 'ffffffffffffffff' }), state);
  });

  it('runs the commands of the host', () => {
    const state = drawnState(CHECKOUT);
    assert.equal(afterMessages(state, { kind: 'run', action: 'collapseAll' }).rows.length, 2);
    assert.equal(afterMessages(state, { kind: 'run', action: 'toggleDetails' }).detailsOpen, true);
    assert.equal(afterMessages(state, { kind: 'run', action: 'find' }).findRequests, 1);
  });
});

describe('fitting the time axis', () => {
  it('fits the selection, and asked again all of the trace', () => {
    const selected = afterActions(drawnState(CHECKOUT), { type: 'selectSpan', span: 3, open: false });
    const fitted = afterKeys(selected, 'fitSelection');
    assert.ok(fitted.zoom && fitted.zoom.from < 80 && fitted.zoom.to > 500);
    assert.equal(afterKeys(fitted, 'fitSelection').zoom, null);
    assert.equal(afterKeys(fitted, 'fitAll').zoom, null);
  });

  it('zooms about the selected span', () => {
    const selected = afterActions(drawnState(CHECKOUT), { type: 'selectSpan', span: 3, open: false });
    const { zoom } = afterKeys(selected, 'zoomIn');
    assert.deepEqual(zoom, { from: 145, to: 745 });
    assert.equal(afterKeys(selected, 'zoomIn', 'zoomOut').zoom, null);
  });
});

describe('what is kept of the user’s doings', () => {
  it('comes back after a reload', () => {
    const before = afterActions(
      drawnState(CHECKOUT),
      { type: 'toggle', line: 3 },
      { type: 'selectSpan', span: 2, open: true },
      { type: 'tab', tab: 'raw' },
      { type: 'zoom', range: { from: 5, to: 50 } },
      { type: 'resize', what: 'nameWidth', pixels: 333.4 },
    );
    const kept = readIntent(JSON.parse(JSON.stringify(intentOf(before, { line: 1, offset: 3 }))));
    const after = drawnState(CHECKOUT, kept);
    assert.deepEqual(rowNames(after), rowNames(before));
    assert.equal(selectedName(after), 'cart');
    assert.equal(after.tab, 'raw');
    assert.equal(after.detailsOpen, true);
    assert.equal(after.nameWidth, 333);
    assert.deepEqual(after.zoom, { from: 5, to: 50 });
    assert.deepEqual(after.scrollTo, { kind: 'top', line: 1, offset: 3 });
  });

  it('stays small after Collapse All on a large trace', () => {
    const children = Array.from(
      { length: 600 },
      (_, index) => `  c${index} ${index} ${index + 1}\n    d ${index} ${index + 1}`,
    );
    const all = drawnState(`root 0 1000\n${children.join('\n')}`);
    const folded = afterActions(afterKeys(all, 'collapseAll'), { type: 'toggle', line: 0 });
    const intent = intentOf(folded, null)!;
    assert.equal(intent.collapsed.length, 0);
    assert.equal(intent.expanded?.length, 1);
    const after = drawnState(`root 0 1000\n${children.join('\n')}`, readIntent(JSON.parse(JSON.stringify(intent))));
    assert.deepEqual(after.rows, folded.rows);
  });

  it('names spans that share an id, or have none, apart', () => {
    const state = drawnState(
      'root 0 100 id=aaaaaaaaaaaaaaaa\n  a 0 1 id=bbbbbbbbbbbbbbbb\n  b 2 3 id=bbbbbbbbbbbbbbbb',
    );
    const { keys } = state.view!;
    const all = [...state.rows].map((span) => keys.keyOf(span));
    assert.equal(new Set(all).size, state.rows.length);
    assert.deepEqual(
      all.map((key) => keys.spanOf(key)),
      [...state.rows],
    );
    assert.equal(keys.spanOf('~'), -1);
    assert.equal(keys.spanOf('bbbbbbbbbbbbbbbb~7'), -1);
  });

  it('drops what it cannot read', () => {
    const good = intentOf(drawnState(CHECKOUT), null) as Intent;
    for (const bad of [
      null,
      'x',
      {},
      { ...good, version: 1 },
      { ...good, collapsed: [1] },
      { ...good, ref: 7 },
      { ...good, expanded: 'a' },
    ]) {
      assert.equal(readIntent(bad), null);
    }
    const odd = readIntent({
      ...good,
      tab: 'nonsense',
      zoom: { from: 5, to: 1 },
      nameWidth: 'wide',
      top: { id: 4 },
      selected: 3,
    });
    assert.deepEqual(
      { tab: odd?.tab, zoom: odd?.zoom, nameWidth: odd?.nameWidth, top: odd?.top, selected: odd?.selected },
      { tab: 'overview', zoom: null, nameWidth: 0, top: null, selected: null },
    );
  });
});

/** Gives the drawing's lines without an id those of an earlier build, in order, so that both builds name the same spans. */
function reidentified(drawing: string, ids: readonly string[]): string {
  let next = 0;
  return drawing
    .split('\n')
    .map((line) => (line.trim() === '' || line.includes('id=') ? line : `${line} id=${ids[next++]}`))
    .join('\n');
}
