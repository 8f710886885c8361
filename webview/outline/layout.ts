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
