import type { AxisChoice, DetailTab, HostMessage, LayoutChoice, PageAction } from '../src/protocol/messages';
import type { TermHits } from '../src/model/findInDocuments';
import type { Status } from '../src/model/trace';
import type { Milliseconds, SpanIndex } from '../src/model/units';
import {
  find,
  goToFailure,
  pan,
  runAction,
  selectLine,
  selectSpan,
  stepFind,
  toggle,
  turn,
  withFoundInDocuments,
  withLayout,
} from './changes';
import { warpOf } from './axis/idle';
import type { TopRow } from './intent';
import type { MoveKey } from './keys';
import { moveByKey } from './moves';
import type { LayoutSwitch } from './outline/layout';
import type { LineIndex } from './outline/outline';
import { durationOf, shownRange, type State } from './pageState';
import { receive } from './received';
import { zoomAt, type TimeRange } from './timeScale';

export type Action =
  | { readonly type: 'host'; readonly message: HostMessage; readonly top: TopRow | null }
  | { readonly type: 'select'; readonly line: LineIndex; readonly open: boolean }
  /** Selects the line that shows a span. */
  | { readonly type: 'selectSpan'; readonly span: SpanIndex; readonly open: boolean }
  | { readonly type: 'toggle'; readonly line: LineIndex }
  | { readonly type: 'layout'; readonly change: Partial<LayoutChoice> }
  | { readonly type: 'turn'; readonly which: LayoutSwitch }
  /** `page`: rows that fit on the screen. */
  | { readonly type: 'key'; readonly key: MoveKey | PageAction; readonly page: number }
  | { readonly type: 'failure'; readonly step: 1 | -1; readonly status?: Status }
  | { readonly type: 'zoom'; readonly range: TimeRange | null }
  | { readonly type: 'axis'; readonly change: Partial<AxisChoice> }
  | { readonly type: 'measure'; readonly range: TimeRange | null }
  | { readonly type: 'zoomBy'; readonly anchor: Milliseconds; readonly factor: number }
  /** By a share of what is visible. */
  | { readonly type: 'panBy'; readonly share: number }
  | { readonly type: 'find'; readonly query: string }
  | { readonly type: 'foundInDocuments'; readonly query: string; readonly build: number; readonly hits: TermHits }
  | { readonly type: 'findStep'; readonly step: 1 | -1 }
  | { readonly type: 'tab'; readonly tab: DetailTab }
  | { readonly type: 'details'; readonly open: boolean }
  | { readonly type: 'resize'; readonly what: 'nameWidth' | 'detailsWidth' | 'detailsHeight'; readonly pixels: number };

/** The one place where state changes. Pure; unknown spans and messages change nothing. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'host':
      return receive(state, action.message, action.top);
    case 'select':
      return { ...selectLine(state, action.line, 'user'), ...(action.open && { detailsOpen: true }) };
    case 'selectSpan':
      return { ...selectSpan(state, action.span, 'user'), ...(action.open && { detailsOpen: true }) };
    case 'toggle':
      return toggle(state, action.line);
    case 'turn':
      return turn(state, action.which);
    case 'layout':
      return withLayout(state, { ...state.layout, ...action.change });
    case 'key':
      return isPageAction(action.key) ? runAction(state, action.key) : moveByKey(state, action.key, action.page);
    case 'failure':
      return goToFailure(state, action.step, action.status);
    case 'zoom':
      return { ...state, zoom: action.range };
    case 'axis':
      return { ...state, axis: { ...state.axis, ...action.change } };
    case 'measure':
      return { ...state, measured: action.range };
    case 'zoomBy':
      return {
        ...state,
        zoom: zoomAt(shownRange(state), durationOf(state), action.anchor, action.factor, warpOf(state)),
      };
    case 'panBy':
      return pan(state, action.share);
    case 'find':
      return find(state, action.query);
    case 'foundInDocuments':
      return action.build === state.view?.trace.build ? withFoundInDocuments(state, action) : state;
    case 'findStep':
      return stepFind(state, action.step);
    case 'tab':
      return { ...state, tab: action.tab, detailsOpen: true };
    case 'details':
      return { ...state, detailsOpen: action.open };
    case 'resize':
      return { ...state, [action.what]: Math.round(action.pixels) };
  }
}

const PAGE_ACTIONS: readonly string[] = [
  'expandAll',
  'collapseAll',
  'find',
  'fitAll',
  'fitSelection',
  'nextFailure',
  'previousFailure',
  'toggleDetails',
  'dockRight',
  'dockBottom',
  'focusSpan',
  'hideService',
  'showAll',
  'toggleHierarchy',
  'toggleGroups',
  'toggleChains',
  'toggleShort',
  'toggleUninstrumented',
  'toggleCriticalPath',
] satisfies PageAction[];

function isPageAction(key: MoveKey | PageAction): key is PageAction {
  return PAGE_ACTIONS.includes(key);
}
