import { Mark, type Problem, type ProblemKind, type SpanColumns } from './trace';
import type { SpanIndex } from './units';

/** Spans named per problem. */
const NAMED = 20;

const OF_MARK: readonly (readonly [ProblemKind, number])[] = [
  ['unreadableDocument', Mark.Unreadable],
  ['wrongType', Mark.WrongType],
  ['nameMissing', Mark.NameMissing],
  ['duplicateId', Mark.Duplicate],
  ['parentMissing', Mark.ParentMissing],
  ['parentCycle', Mark.CycleCut],
  ['startMissing', Mark.StartMissing],
  ['endMissing', Mark.EndMissing],
  ['endBeforeStart', Mark.EndBeforeStart],
  ['timeRepaired', Mark.TimeRepaired],
  ['outsideParent', Mark.OutsideParent],
  ['otherTraceId', Mark.OtherTrace],
  ['inProgress', Mark.InProgress],
];

/** Everything odd about one span, by name. */
export function problemsOf(spans: SpanColumns, span: SpanIndex): ProblemKind[] {
  const marks = spans.marks[span]!;
  const kinds = OF_MARK.filter(([, mark]) => marks & mark).map(([kind]) => kind);
  if (hasNoId(spans, span)) kinds.push('idMissing');
  return kinds;
}

/** Everything odd about a trace: how many spans, and the first of them. */
export function findProblems(spans: SpanColumns, limitExceeded: boolean): Problem[] {
  const found = new Map<ProblemKind, { count: number; spans: SpanIndex[] }>();
  const add = (kind: ProblemKind, span: SpanIndex) => {
    const problem = found.get(kind) ?? { count: 0, spans: [] };
    problem.count++;
    if (problem.spans.length < NAMED) problem.spans.push(span);
    found.set(kind, problem);
  };
  let any = 0;
  for (const [, mark] of OF_MARK) any |= mark;
  const roots: SpanIndex[] = [];
  for (let span = 0; span < spans.count; span++) {
    const marks = spans.marks[span]!;
    if (spans.parent[span]! < 0 && !(marks & Mark.Unreadable)) roots.push(span);
    if (hasNoId(spans, span)) add('idMissing', span);
    if (marks & any) for (const [kind, mark] of OF_MARK) if (marks & mark) add(kind, span);
  }
  if (roots.length > 1) found.set('severalRoots', { count: roots.length, spans: roots.slice(0, NAMED) });
  if (limitExceeded) found.set('limitExceeded', { count: 1, spans: [] });
  return [...found].map(([kind, problem]) => ({ kind, ...problem }));
}

function hasNoId(spans: SpanColumns, span: SpanIndex): boolean {
  return spans.id[span] === '' && !(spans.marks[span]! & Mark.Unreadable);
}
