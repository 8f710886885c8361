import type { Trace, TraceInput } from '../model/trace';

/**
 * What to keep of a trace that was held and of what a later load brought: never fewer spans than before. A load that ended well
 * replaces what it has all spans of (an in-progress span by its complete one); one that broke off replaces nothing it could not
 * replace whole. Where each has spans of its own (BatchGetTraces keeps 500 KB of a trace, Transaction Search other records of it)
 * their documents become one trace.
 */
export function combine(held: Trace, came: Trace, endedWell: boolean, build: (input: TraceInput) => Trace): Trace {
  if (isSame(held, came)) return held; // a refresh without news: nobody paints anything anew
  if (!endedWell && hasAllOf(held, came)) return held;
  if (hasAllOf(came, held)) return came;
  const texts = new Set(came.documents);
  return build({
    id: came.id || held.id,
    documents: [...came.documents, ...held.documents.filter((text) => !texts.has(text))],
    reportedDuration: came.reportedDuration ?? held.reportedDuration,
    limitExceeded: came.limitExceeded && held.limitExceeded, // one of them came whole
  });
}

/** Whether both were built of the same documents, in whatever order they came. */
function isSame(held: Trace, came: Trace): boolean {
  if (held.documents.length !== came.documents.length || held.limitExceeded !== came.limitExceeded) return false;
  if (held.id !== came.id || held.reportedDuration !== came.reportedDuration) return false;
  const texts = new Set(held.documents);
  return texts.size === new Set(came.documents).size && came.documents.every((text) => texts.has(text));
}

/** Whether every span of `part` is also in `trace`; spans that share an id (or have none) are counted. */
function hasAllOf(trace: Trace, part: Trace): boolean {
  if (trace === part) return true;
  const counts = new Map<string, number>();
  for (const id of trace.spans.id) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const id of part.spans.id) {
    const left = counts.get(id) ?? 0;
    if (left === 0) return false;
    counts.set(id, left - 1);
  }
  return true;
}
