import { spanRanges, type SpanRanges } from './spanRanges';
import type { Trace } from './trace';
import type { SpanIndex } from './units';

/** A received document and where one of its (sub)segments or spans stands in it. */
export interface RawDocument {
  /** Exactly as received. */
  readonly text: string;
  readonly from: number;
  /** After the last character. */
  readonly to: number;
}

/** The received document of a span, unchanged, with the range of the span's own JSON. The whole text for what cannot be read. */
export function rawDocument(trace: Trace, span: SpanIndex): RawDocument {
  return rawPlace(trace, trace.documentOf[span] ?? -1, trace.ordinalOf[span] ?? 0);
}

/** The same for any place, e.g. those of `Trace.replaced`. */
export function rawPlace(trace: Trace, document: number, ordinal: number): RawDocument {
  const text = trace.documents[document] ?? '';
  const range = rangesOf(trace, document)?.ranges[ordinal];
  return { text, from: range?.from ?? 0, to: range?.to ?? text.length };
}

/** Ranges go with their trace; a text is kept beside its document only where that is not plain JSON. */
const known = new WeakMap<Trace, Map<number, SpanRanges | undefined>>();

/** Where the spans of a document stand; undefined when it cannot be read. Read once per trace: a file may be one document of many megabytes. */
export function rangesOf(trace: Trace, document: number): SpanRanges | undefined {
  let ofTrace = known.get(trace);
  if (!ofTrace) known.set(trace, (ofTrace = new Map()));
  if (!ofTrace.has(document)) ofTrace.set(document, spanRanges(trace.documents[document] ?? ''));
  return ofTrace.get(document);
}
