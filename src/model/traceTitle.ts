import { maskText } from './secrets';
import { Mark, type Trace } from './trace';
import type { SpanIndex } from './units';

/**
 * The root a trace is named after: of all roots the first by start whose parent is not missing and that is no inferred or unreadable row, else
 * the first that is readable, else the first. -1 for a trace without spans.
 */
export function bestRoot(trace: Trace): SpanIndex {
  const { count, end, marks } = trace.spans;
  let best = -1;
  let bestRank = 3;
  for (let root = 0; root < count; root = end[root]!) {
    const mark = marks[root]!;
    const rank = mark & Mark.Unreadable ? 2 : mark & (Mark.ParentMissing | Mark.Inferred | Mark.CycleCut) ? 1 : 0;
    if (rank >= bestRank) continue;
    best = root;
    bestRank = rank;
  }
  return best;
}

/** What a trace is called: method and path where its root answered HTTP (`POST /api/orders`), else the root's name; '' without spans. Secrets in it are masked. */
export function traceTitle(trace: Trace): string {
  const root = bestRoot(trace);
  if (root < 0) return '';
  const { strings, name, method, url } = trace.spans;
  const path = urlPath(strings[url[root]!]!);
  const verb = strings[method[root]!]!.toUpperCase();
  if (path === '') return maskText(strings[name[root]!]!);
  return maskText(verb === '' ? path : `${verb} ${path}`);
}

/** Path of a URL without query and fragment; URLs may be relative or empty (then ''). `https://host` has the path `/`. */
export function urlPath(url: string): string {
  const withoutQuery = /^[^?#]*/.exec(url)?.[0] ?? '';
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(.*)$/i.exec(withoutQuery);
  return absolute ? absolute[1] || '/' : withoutQuery;
}
