import { buildTrace } from '../../../src/model/buildTrace';
import { wireTrace } from '../../../src/panels/wireTrace';
import type { HostMessage, Intent, WireTrace } from '../../../src/protocol/messages';
import { englishPageStrings } from '../../../src/protocol/strings';
import { initialState, selectedSpan, type State } from '../../../webview/pageState';
import { reduce, type Action } from '../../../webview/state';
import { drawTrace } from '../model/drawTrace';

/** A checkout: two segments, a failing call three levels down, a span that goes on after its parent. */
export const CHECKOUT = `
  shop              0 1000
    checkout       10  900
      cart         20   60 aws
      payments     80  500 remote fault http=503 method=POST url=https://pay.example.com/v2/charges
        attempt 1  80  200 throttle http=429
        attempt 2 220  500 fault http=503
    render        910  990
  audit           950 1200 segment
`;

/** The wire form of a drawing. */
export function drawWire(drawing: string, build = 1): WireTrace {
  const trace = buildTrace({ documents: drawTrace(drawing) });
  return wireTrace(trace, { build, receipt: '', canRetrieve: false, origin: '' });
}

export function afterMessages(state: State, ...messages: readonly HostMessage[]): State {
  return messages.reduce((before, message) => reduce(before, { type: 'host', message, top: null }), state);
}

/** The page's state after the host has greeted it and sent a drawn trace. */
export function drawnState(drawing: string, intent: Intent | null = null): State {
  return afterMessages(
    initialState,
    { kind: 'init', ref: 'file///x', strings: englishPageStrings, locale: 'en', intent },
    { kind: 'trace', trace: drawWire(drawing) },
  );
}

export function afterActions(state: State, ...actions: readonly Action[]): State {
  return actions.reduce(reduce, state);
}

/** Presses keys in the tree. */
export function afterKeys(state: State, ...keys: readonly (Action & { readonly type: 'key' })['key'][]): State {
  return keys.reduce((before, key) => reduce(before, { type: 'key', key, page: 3 }), state);
}

/** Names of the visible rows, in order. */
export function rowNames(state: State): string[] {
  return Array.from(state.rows, (line) => nameOf(state, state.outline.span[line]!));
}

export function selectedName(state: State): string {
  const span = selectedSpan(state);
  return span < 0 ? '' : nameOf(state, span);
}

/** Index of the first span with a name. */
export function spanNamed(state: State, name: string): number {
  const { spans } = state.view!.trace;
  return spans.name.findIndex((string) => spans.strings[string] === name);
}

function nameOf(state: State, span: number): string {
  const { spans } = state.view!.trace;
  return spans.strings[spans.name[span]!]!;
}
