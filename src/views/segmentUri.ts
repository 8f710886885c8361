import { formatRef, parseRef, type TraceRef } from '../model/traceRef';

/** The only state of a raw segment document. */
export interface SegmentAddress {
  readonly ref: TraceRef;
  /** `spanKey` of the (sub)segment whose document it is. */
  readonly span: string;
  /** `lines`: one-line JSON is broken into lines. `received`: as it came. */
  readonly form: 'lines' | 'received';
  /** Values that look like credentials are shown. */
  readonly reveal: boolean;
}

/** Path and query of the document's URI; the path is for people, the query says it all. */
export function segmentUri({ ref, span, form, reveal }: SegmentAddress): { path: string; query: string } {
  const name = span.replaceAll(/[^0-9a-zA-Z~-]/g, '_') || 'document';
  const id = ref.id.replaceAll(/[^0-9a-zA-Z-]/g, '_') || 'trace';
  return { path: `/${id}/${name}.json`, query: JSON.stringify({ ref: formatRef(ref), span, form, reveal }) };
}

/** Reads what `segmentUri` wrote. @returns undefined for anything else: URIs come back from old windows and from links */
export function readSegmentQuery(query: string): SegmentAddress | undefined {
  const { ref: text, span, form, reveal } = readQuery(query);
  const ref = typeof text === 'string' ? parseRef(text) : undefined;
  if (!ref || typeof span !== 'string') return undefined;
  return { ref, span, form: form === 'received' ? 'received' : 'lines', reveal: reveal === true };
}

/** The trace a receipt's URI names. */
export function readReceiptQuery(query: string): TraceRef | undefined {
  const { ref } = readQuery(query);
  return typeof ref === 'string' ? parseRef(ref) : undefined;
}

/** Path and query of the URI of a search's receipt. @param window tells windows apart: ids of searches do not */
export function searchReceiptUri(id: string, window: string, name: string): { path: string; query: string } {
  return {
    path: `/${id.replaceAll(/[^0-9a-zA-Z-]/g, '_')}/${name}.txt`,
    query: JSON.stringify({ search: id, window }),
  };
}

/** Reads what `searchReceiptUri` wrote. @returns the search's id, '' where it is of another window; undefined for anything else */
export function readSearchReceiptQuery(query: string, ownWindow: string): string | undefined {
  const { search, window } = readQuery(query);
  if (typeof search !== 'string') return undefined;
  return window === ownWindow ? search : '';
}

function readQuery(query: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(query);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // not ours
  }
}
