import type { Milliseconds } from '../../src/model/units';
import type { LayoutChoice } from '../../src/protocol/messages';
import type { TraceView } from '../traceView';
import { buildOutline } from './buildOutline';
import { PLAIN_OUTLINE, type Outline } from './outline';

/** Nothing folded, nothing hidden. */
export const PLAIN_LAYOUT: LayoutChoice = {
  hierarchy: 'callChain',
  focus: null,
  hidden: [],
  groups: false,
  chains: false,
  shorterThan: 0,
  uninstrumented: false,
  onlyMatches: false,
  criticalPath: false,
};

/** Lays out a trace as chosen. What the choice names and the trace does not have changes nothing. @param hits spans that match */
export function layOut({ trace, keys }: TraceView, choice: LayoutChoice, hits: Uint32Array): Outline {
  const { spans, duration, services } = trace;
  const names = new Set(choice.hidden);
  return buildOutline(
    spans,
    {
      hierarchy: choice.hierarchy,
      focus: choice.focus === null ? PLAIN_OUTLINE.focus : keys.spanOf(choice.focus),
      hidden: new Set(names.size > 0 ? services.filter((service) => names.has(spans.strings[service]!)) : []),
      groups: choice.groups,
      chains: choice.chains,
      shorterThan: choice.shorterThan,
      uninstrumented: choice.uninstrumented,
      only: choice.onlyMatches && hits.length > 0 ? hits.toSorted() : null,
    },
    duration,
  );
}

/** Siblings shorter than this share of the trace share a line, where that is switched on. */
const SHORT_SHARE = 0.01;

/** The switches of a layout: each turns back exactly what it turned. */
export type LayoutSwitch =
  | 'byService'
  | 'groups'
  | 'chains'
  | 'short'
  | 'uninstrumented'
  | 'onlyMatches'
  | 'criticalPath';

export function isOn(layout: LayoutChoice, which: LayoutSwitch): boolean {
  switch (which) {
    case 'byService':
      return layout.hierarchy === 'byService';
    case 'short':
      return layout.shorterThan > 0;
    case 'groups':
    case 'chains':
    case 'uninstrumented':
    case 'onlyMatches':
    case 'criticalPath':
      return layout[which];
  }
}

/** The layout with one switch turned. @param duration of the trace */
export function switched(layout: LayoutChoice, which: LayoutSwitch, duration: Milliseconds): LayoutChoice {
  switch (which) {
    case 'byService':
      return { ...layout, hierarchy: layout.hierarchy === 'byService' ? 'callChain' : 'byService' };
    case 'short':
      return { ...layout, shorterThan: layout.shorterThan > 0 ? 0 : duration * SHORT_SHARE };
    case 'groups':
    case 'chains':
    case 'uninstrumented':
    case 'onlyMatches':
    case 'criticalPath':
      return { ...layout, [which]: !layout[which] };
  }
}
