import { Mark, Status, type SpanColumns } from '../../src/model/trace';
import type { SpanIndex } from '../../src/model/units';
import { gatheredDraft, LineKind, spanDraft, type Draft, type OutlineOptions } from './outline';
import { foldShort, groupLike } from './siblings';
import { withUninstrumented } from './uninstrumented';

/** Who stands below whom, for one trace and one choice of options. */
export interface Families {
  /** The lines at the top. */
  readonly top: () => Draft[];
  /** The lines below a line. */
  readonly below: (draft: Draft) => Draft[];
}

/** The families of a hierarchy, with everything the options fold, gather, hide and add. */
export function familiesOf(spans: SpanColumns, options: OutlineOptions, duration: number): Families {
  const kept = options.only && waysTo(spans, options.only);
  const isSegmentApart = options.hierarchy === 'byService';

  /** The spans that stand below one (-1: the roots), hidden ones replaced by what they called; and the hidden ones. */
  const spansBelow = (parent: SpanIndex): { readonly shown: SpanIndex[]; readonly hidden: SpanIndex[] } => {
    const [shown, hidden]: [SpanIndex[], SpanIndex[]] = [[], []];
    const end = parent < 0 ? spans.count : spans.end[parent]!;
    for (let span = parent + 1; span < end;) {
      const after = spans.end[span]!;
      const isApart = isSegmentApart && parent >= 0 && (spans.marks[span]! & Mark.Segment) !== 0;
      if (isApart || (kept && kept[span] === 0)) {
        span = after;
      } else if (options.hidden.has(spans.service[span]!)) {
        hidden.push(span);
        span += 1; // goes on with what it called
      } else {
        shown.push(span);
        span = after;
      }
    }
    if (hidden.length > 0) shown.sort((a, b) => spans.start[a]! - spans.start[b]! || a - b);
    return { shown, hidden };
  };

  const family = (parent: SpanIndex): Draft[] => {
    const { shown, hidden } = spansBelow(parent);
    let drafts = shown.map((span) => spanDraft(spans, span));
    if (options.shorterThan > 0) drafts = foldShort(spans, drafts, options.shorterThan);
    if (options.groups) drafts = groupLike(spans, drafts);
    if (options.uninstrumented && parent >= 0) drafts = withUninstrumented(spans, parent, drafts, duration);
    if (hidden.length > 0) drafts.unshift(gatheredDraft(spans, LineKind.Hidden, hidden));
    return drafts;
  };

  /** A span whose only child is a plain span shares its line, unless the child failed itself. */
  const unfold = (draft: Draft): { readonly draft: Draft; readonly children: Draft[] } => {
    let { last } = draft;
    let children = family(last);
    for (let [only, second] = children; only && !second; [only, second] = children) {
      if (only.kind !== LineKind.Span || only.status >= Status.Error) break;
      last = only.span;
      children = family(last);
    }
    return { draft: { ...draft, last }, children };
  };

  /** Chains are found before their line is put: the children found on the way are kept for when their turn comes. */
  const childrenOf = new Map<Draft, Draft[]>();
  const unfolded = (drafts: Draft[]): Draft[] => {
    if (!options.chains) return drafts;
    return drafts.map((one) => {
      if (one.kind !== LineKind.Span) return one;
      const { draft, children } = unfold(one);
      childrenOf.set(draft, children);
      return draft;
    });
  };

  const below = (draft: Draft): Draft[] => {
    switch (draft.kind) {
      case LineKind.Span: {
        const known = childrenOf.get(draft);
        childrenOf.delete(draft);
        return unfolded(known ?? family(draft.last));
      }
      case LineKind.Service:
      case LineKind.ClientResponse:
      case LineKind.Group:
      case LineKind.Short:
        return unfolded(draft.members!.map((span) => spanDraft(spans, span)));
      case LineKind.Uninstrumented:
      case LineKind.Hidden:
        return [];
    }
  };

  const top = (): Draft[] => {
    if (options.focus >= 0) return unfolded([spanDraft(spans, options.focus)]);
    return unfolded(options.hierarchy === 'byService' ? services(spans, options, kept) : family(-1));
  };
  return { top, below };
}

/**
 * The headings of "by service", as the X-Ray console groups segments: (name, origin) merged, ordered by first start, those of
 * inferred segments last. Subsegments whose segment never came stand under the service they belong to.
 */
function services(spans: SpanColumns, options: OutlineOptions, kept: Uint8Array | null): Draft[] {
  const reported = new Map<string, SpanIndex[]>();
  const inferred = new Map<string, SpanIndex[]>();
  const hidden: SpanIndex[] = [];
  for (let span = 0; span < spans.count; span++) {
    const isSegment = (spans.marks[span]! & Mark.Segment) !== 0;
    if ((!isSegment && spans.parent[span]! >= 0) || (kept && kept[span] === 0)) continue;
    if (options.hidden.has(spans.service[span]!)) {
      hidden.push(span);
      continue;
    }
    const into = spans.marks[span]! & Mark.Inferred ? inferred : reported;
    const key = `${spans.service[span]!} ${spans.origin[span]!}`;
    const members = into.get(key);
    if (members) members.push(span);
    else into.set(key, [span]);
  }
  const headings = (kind: LineKind, from: ReadonlyMap<string, SpanIndex[]>): Draft[] =>
    Array.from(from.values(), (members) =>
      gatheredDraft(
        spans,
        kind,
        members.toSorted((a, b) => spans.start[a]! - spans.start[b]! || a - b),
      ),
    ).toSorted((a, b) => a.start - b.start || a.span - b.span);
  const drafts = [...headings(LineKind.Service, reported), ...headings(LineKind.ClientResponse, inferred)];
  return hidden.length > 0 ? [gatheredDraft(spans, LineKind.Hidden, hidden), ...drafts] : drafts;
}

/** Per span: 1 where it or something below it is wanted. */
function waysTo(spans: SpanColumns, wanted: Uint32Array): Uint8Array {
  const kept = new Uint8Array(spans.count);
  for (const span of wanted) {
    for (let above = span; above >= 0 && kept[above] === 0; above = spans.parent[above]!) kept[above] = 1;
  }
  return kept;
}
