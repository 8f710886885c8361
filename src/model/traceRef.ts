import type { TraceId } from './traceId';

/** Where a trace comes from. Later features add theirs (local receivers). */
export type SourceKind = 'aws' | 'sample' | 'file';

/**
 * Identity of a trace. The same ID in two regions is two refs.
 * `profile` and `region` are empty for sources that have none; `id` is the X-Ray form, or for files whatever the documents call it.
 */
export interface TraceRef {
  readonly source: SourceKind;
  readonly profile: string;
  readonly region: string;
  readonly id: TraceId;
}

const SOURCES: readonly string[] = ['aws', 'sample', 'file'] satisfies SourceKind[];

/** The one text form of a ref: `source/profile/region/id`, each part percent-encoded. It is a URI path and a map key. */
export function formatRef(ref: TraceRef): string {
  return [ref.source, ref.profile, ref.region, ref.id].map(encodeURIComponent).join('/');
}

/** Reads what `formatRef` wrote. @returns undefined for anything else: the text may come from an old state file or a link */
export function parseRef(text: string): TraceRef | undefined {
  const parts = text.replace(/^\//, '').split('/');
  if (parts.length !== 4) return undefined;
  try {
    const [source, profile, region, id] = parts.map(decodeURIComponent) as [string, string, string, string];
    return SOURCES.includes(source) && id ? { source: source as SourceKind, profile, region, id } : undefined;
  } catch {
    return undefined; // a malformed percent sequence
  }
}
