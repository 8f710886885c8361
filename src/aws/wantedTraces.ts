import { parseTraceId, type TraceId } from '../model/traceId';
import type { WantedTrace } from '../traces/source';

/**
 * The wanted traces by their ID in X-Ray form, each once, in the order given; of repeated ones the first that knows a time wins.
 * @returns also the texts that are no trace IDs, as given
 */
export function distinctTraces(wanted: readonly WantedTrace[]): {
  readonly traces: ReadonlyMap<TraceId, WantedTrace>;
  readonly malformed: readonly string[];
} {
  const traces = new Map<TraceId, WantedTrace>();
  const malformed = new Set<string>();
  for (const trace of wanted) {
    const id = parseTraceId(trace.id);
    if (id === undefined) malformed.add(trace.id);
    else {
      const known = traces.get(id);
      traces.set(id, {
        id,
        around: known?.around ?? trace.around,
        range: known?.range ?? trace.range,
        sampled: known?.sampled ?? trace.sampled,
      });
    }
  }
  return { traces, malformed: [...malformed] };
}

/** Cuts a list into pieces of at most `size`. */
export function chunked<Element>(list: readonly Element[], size: number): Element[][] {
  const chunks: Element[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}
