import { Mark, type Trace } from '../model/trace';
import type { RootCause, RootCauseEntity, RootCauseService } from './subject';
import type { SpanFacts } from './traceSpans';

/**
 * The root causes of a fault or error as the guide describes them: the paths from a failed root through failed spans to where none below
 * failed. Spans of one segment are the entities of one service.
 */
export function rootCausesOf(
  { trace, facts }: { readonly trace: Trace; readonly facts: readonly SpanFacts[] },
  root: number,
  cause: 'fault' | 'error',
): RootCause[] {
  const causes: RootCause[] = [];
  if (root < 0 || !facts[root]![cause]) return causes;
  const { spans } = trace;
  /** Failed spans from the root to here; a span's place is its depth below the root. */
  const path: number[] = [];
  const top = spans.depth[root]!;
  for (let span = root; span < spans.end[root]!;) {
    if (!facts[span]![cause]) {
      span = spans.end[span]!;
      continue;
    }
    path.length = spans.depth[span]! - top;
    path.push(span);
    if (!failedBelow(trace, facts, span, cause)) causes.push({ services: servicesOn(path, trace, facts) });
    span++;
  }
  return causes;
}

function failedBelow({ spans }: Trace, facts: readonly SpanFacts[], span: number, cause: 'fault' | 'error'): boolean {
  for (let child = span + 1; child < spans.end[span]!; child = spans.end[child]!) if (facts[child]![cause]) return true;
  return false;
}

function servicesOn(path: readonly number[], trace: Trace, facts: readonly SpanFacts[]): RootCauseService[] {
  const { spans } = trace;
  const text = (index: number | undefined): string => spans.strings[index ?? 0] ?? '';
  const services: (RootCauseService & { readonly entities: RootCauseEntity[] })[] = [];
  for (const span of path) {
    const marks = spans.marks[span]!;
    if (services.length === 0 || marks & Mark.Segment) {
      const name = text(spans.name[span]);
      services.push({
        name,
        names: [name],
        type: text(spans.origin[span]),
        account: facts[span]!.texts.get('account.id') ?? '',
        inferred: (marks & Mark.Inferred) !== 0,
        entities: [],
      });
    }
    services.at(-1)!.entities.push({
      name: text(spans.name[span]),
      remote: (marks & Mark.RemoteCall) !== 0,
      coverage: undefined,
      exceptions: facts[span]!.exceptions,
    });
  }
  return services;
}
