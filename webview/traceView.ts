import type { WireTrace } from '../src/protocol/messages';
import type { StringIndex } from '../src/model/units';
import { finder, type Finder } from './find';
import { serviceColours } from './palette';
import { spanKeys, type SpanKeys } from './spanKeys';

/** A received trace and what is worked out from it once per build. */
export interface TraceView {
  readonly trace: WireTrace;
  readonly keys: SpanKeys;
  readonly finder: Finder;
  readonly colours: ReadonlyMap<StringIndex, number>;
}

export function traceView(trace: WireTrace): TraceView {
  return {
    trace,
    keys: spanKeys(trace.spans),
    finder: finder(trace.spans),
    colours: serviceColours(trace.services),
  };
}
